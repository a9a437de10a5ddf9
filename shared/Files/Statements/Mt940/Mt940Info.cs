using System.Text;
using System.Text.RegularExpressions;

namespace Collections.Files.Statements.Mt940;

/// <summary>What a bank tells of a transaction in field 86, in any of the three ways that banks have.</summary>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="PayerAccount">From which account.</param>
/// <param name="EndToEndId">The payer's side's id.</param>
/// <param name="Code">The German code of the kind of transaction (GVC), or null.</param>
internal sealed record Mt940Info(string? Reference, string? Payer, string? PayerAccount, string? EndToEndId, string? Code)
{
    private const int FullLine = 65;

    // Linear in time, whatever the text.
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex NumberedStart = new(@"^(?<code>\d{3})?(?<sign>[^A-Za-z0-9\s/:.,+()'-])\d\d", Safe);
    private static readonly Regex SepaTag = new(@"(?<tag>EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|RREF|PURP)\+", Safe);
    private static readonly Regex SlashWord = new("/(?<tag>TRTP|IBAN|BIC|NAME|REMI|EREF|CNTP|MARF|CSID|PREF|KREF|RTRN|ORDP|BENM|SVCL|TRCD|PURP|ULTD|ULTC|ADDR|ISDT|ID)/", Safe);
    private static readonly Regex RemittanceKind = new("^(USTD//|STRD/(CUR|ISO)/)", Safe);
    private static readonly Regex IbanAndName = new(@"^(?<iban>[A-Z]{2}\d{2}[A-Z0-9]{11,30})(\s+(?<name>.*))?$", Safe);

    /// <summary>Reads the lines of field 86.</summary>
    public static Mt940Info Read(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return new Mt940Info(null, null, null, null, null);
        }

        var joined = string.Concat(lines);
        return ByNumbers(joined) ?? BySlashes(joined) ?? Free(lines);
    }

    // 166?00CREDIT?20Invoice 17?32ACME: fields by a sign and two digits, after the code of the transaction.
    private static Mt940Info? ByNumbers(string text)
    {
        if (NumberedStart.Match(text) is not { Success: true } start)
        {
            return null;
        }

        var sign = start.Groups["sign"].Value[0];
        var fields = new Dictionary<int, string>();
        var at = start.Groups["sign"].Index;
        while (at >= 0 && at + 2 < text.Length)
        {
            var number = ((text[at + 1] - '0') * 10) + (text[at + 2] - '0');
            var next = NextField(text, at + 3, sign);
            fields.TryAdd(number, next < 0 ? text[(at + 3)..] : text[(at + 3)..next]);
            at = next;
        }

        string All(params IEnumerable<int> numbers) => string.Concat(numbers.Select(number => fields.GetValueOrDefault(number)));
        var remittance = All(Enumerable.Range(20, 10).Concat(Enumerable.Range(60, 4)));
        var sepa = BySepaTags(remittance);
        return new Mt940Info(
            StatementText.Clean(sepa is null ? remittance : sepa.GetValueOrDefault("SVWZ")),
            StatementText.Clean(All(32, 33)) ?? StatementText.Clean(sepa?.GetValueOrDefault("ABWA")),
            StatementText.Account(fields.GetValueOrDefault(31)) ?? StatementText.Account(sepa?.GetValueOrDefault("IBAN")),
            StatementText.Reference(sepa?.GetValueOrDefault("EREF")),
            StatementText.Clean(start.Groups["code"].Value));
    }

    private static int NextField(string text, int from, char sign)
    {
        for (var at = text.IndexOf(sign, from); at >= 0; at = text.IndexOf(sign, at + 1))
        {
            if (at + 2 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]))
            {
                return at;
            }
        }

        return -1;
    }

    // EREF+E2E-17SVWZ+Invoice 17: SEPA's fields inside of the remittance.
    private static Dictionary<string, string>? BySepaTags(string text)
    {
        var tags = SepaTag.Matches(text);
        if (tags.Count == 0)
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < tags.Count; i++)
        {
            var from = tags[i].Index + tags[i].Length;
            fields.TryAdd(tags[i].Groups["tag"].Value, text[from..(i + 1 < tags.Count ? tags[i + 1].Index : text.Length)]);
        }

        // Banks that leave the tag out of the payer's own words begin with them.
        fields.TryAdd("SVWZ", text[..tags[0].Index]);
        return fields;
    }

    // /TRTP/SEPA/IBAN/NL…/NAME/ACME/REMI/Invoice 17/EREF/E2E-17: fields by words.
    private static Mt940Info? BySlashes(string text)
    {
        var words = SlashWord.Matches(text);
        if (words.Count == 0)
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var from = words[i].Index + words[i].Length;
            fields.TryAdd(words[i].Groups["tag"].Value, text[from..Math.Max(from, i + 1 < words.Count ? words[i + 1].Index : text.Length)].Trim('/'));
        }

        var other = fields.GetValueOrDefault("CNTP")?.Split('/') ?? [];
        var remittance = fields.GetValueOrDefault("REMI");
        return new Mt940Info(
            StatementText.Clean(remittance is null ? null : RemittanceKind.Replace(remittance, "")),
            StatementText.Clean(fields.GetValueOrDefault("NAME") ?? other.ElementAtOrDefault(2)),
            StatementText.Account(fields.GetValueOrDefault("IBAN") ?? other.ElementAtOrDefault(0)),
            StatementText.Reference(fields.GetValueOrDefault("EREF")),
            Code: null);
    }

    // A line that is full goes on in the next in the middle of a word. A number of an account at the beginning, and a name behind it, are the payer's.
    private static Mt940Info Free(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append(line.Length >= FullLine && !line.EndsWith(' ') ? "" : " ");
        }

        var payer = IbanAndName.Match(lines[0]);
        return new Mt940Info(
            StatementText.Clean(payer.Success ? text.ToString(lines[0].Length, text.Length - lines[0].Length) : text.ToString()),
            payer.Success ? StatementText.Clean(payer.Groups["name"].Value) : null,
            payer.Success ? StatementText.Account(payer.Groups["iban"].Value) : null,
            EndToEndId: null,
            Code: null);
    }
}
