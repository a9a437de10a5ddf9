using System.Globalization;

namespace Collections.Files.Statements.Mt940;

/// <summary>A statement line (field 61): <c>:61:2108030804C900,00NTRFREF//BANKREF</c> and a line of its own for what else there is.</summary>
/// <param name="ValueDate">The day from which it counts.</param>
/// <param name="BookedOn">The day of booking; the value date where the line has none of its own.</param>
/// <param name="Mark">C, D, RC (a credit taken back), RD (a debit given back), EC or ED (expected).</param>
/// <param name="Amount">How much, in units.</param>
/// <param name="AmountText">As the file has it.</param>
/// <param name="Type">The kind, such as <c>NTRF</c>.</param>
/// <param name="OwnerReference">The account owner's reference, or null.</param>
/// <param name="BankReference">The bank's, or null.</param>
internal sealed record Mt940Line(
    DateOnly ValueDate, DateOnly BookedOn, string Mark, decimal Amount, string AmountText, string Type, string? OwnerReference, string? BankReference)
{
    /// <summary>True for money that comes in; taking back a debit brings it in again.</summary>
    public bool IsCredit => Mark is "C" or "RD" or "EC";

    /// <summary>Reads a line.</summary>
    /// <param name="text">What follows the tag, on one line.</param>
    /// <param name="line">The line, or null where it cannot be read.</param>
    /// <returns>Null, or the field that is wrong, what it says and why; and whether it may be money that came in.</returns>
    public static (string Field, string Value, string Why, bool MayBePayment)? Read(string text, out Mt940Line? line)
    {
        line = null;
        var at = Digits(text, 0, 10);
        if (at is not (6 or 10))
        {
            return ("date", Shown(text, 0, 10), "is no value date, or value date and day of booking", true);
        }

        var (mark, afterMark) = MarkAt(text, at);
        if (mark is null)
        {
            return ("mark", Shown(text, at, 2), "is none of C, D, RC, RD, EC and ED", true);
        }

        var mayBePayment = mark is not ("D" or "ED");
        var valueText = text[..6];
        if (StatementFigures.Day(valueText, "yyMMdd", out var value) is { } noDay)
        {
            return ("value date", valueText, noDay, mayBePayment);
        }

        var bookedOn = value;
        if (at == 10 && !TryNear(text[6..10], value, out bookedOn))
        {
            return ("entry date", text[6..10], "is no day of the calendar in the form MMdd", mayBePayment);
        }

        // One letter between the mark and the amount is the third of the currency's code: CR is a credit with it, and no reversal.
        var from = afterMark < text.Length && char.IsAsciiLetter(text[afterMark]) ? afterMark + 1 : afterMark;
        var to = from;
        while (to < text.Length && !char.IsAsciiLetter(text[to]))
        {
            to++;
        }

        var amountText = text[from..to];
        if (StatementFigures.Amount(amountText, AmountForm.Comma, out var amount) is { } noAmount)
        {
            return ("amount", Shown(text, from, 25), noAmount, mayBePayment);
        }

        var type = text[to..Math.Min(to + 4, text.Length)];
        var references = text[Math.Min(to + 4, text.Length)..];
        var slashes = references.IndexOf("//", StringComparison.Ordinal);
        line = new Mt940Line(
            value, bookedOn, mark, amount, amountText, type, StatementText.Reference(slashes < 0 ? references : references[..slashes]),
            slashes < 0 ? null : StatementText.Reference(references[(slashes + 2)..]));
        return null;
    }

    private static (string? Mark, int After) MarkAt(string text, int at) => text.AsSpan(at) switch
    {
        ['R' or 'E', 'C' or 'D', ..] => (text.Substring(at, 2), at + 2),
        ['C' or 'D', ..] => (text.Substring(at, 1), at + 1),
        _ => (null, at),
    };

    // The day of booking has no year: it is the one that lies nearest to the value date.
    private static bool TryNear(string monthDay, DateOnly near, out DateOnly day)
    {
        day = default;
        var best = int.MaxValue;
        for (var year = near.Year - 1; year <= near.Year + 1; year++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{year:0000}{monthDay}");
            if (StatementFigures.Day(text, "yyyyMMdd", out var candidate) is null && Math.Abs(candidate.DayNumber - near.DayNumber) < best)
            {
                best = Math.Abs(candidate.DayNumber - near.DayNumber);
                day = candidate;
            }
        }

        return best < int.MaxValue;
    }

    private static int Digits(string text, int from, int most)
    {
        var at = from;
        while (at < text.Length && at < from + most && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - from;
    }

    private static string Shown(string text, int from, int most) => text.Substring(Math.Min(from, text.Length), Math.Min(most, Math.Max(text.Length - from, 0)));
}
