namespace Collections.Core.Remittances;

/// <summary>Takes what is written without a blank apart: letters, digits and the signs between.</summary>
internal static class ChunkReader
{
    private const string LookAlikes = "OIL";

    /// <summary>The numbers that banks and payers glued together: <c>INV1001INV1002</c>, <c>INV-1001-INV-1004</c>, <c>1001TO1004</c>.</summary>
    public static List<(string Text, NumberLink Link)> Split(string chunk)
    {
        var parts = new List<(string Text, NumberLink Link)>();
        var (start, link, hasDigits) = (0, NumberLink.None, false);
        for (var at = 0; at < chunk.Length;)
        {
            var end = RunEnd(chunk, at);
            if (char.IsLetter(chunk[at]) && hasDigits && end - at > 1 && end < chunk.Length && StartsNumber(chunk, end) && chunk.AsSpan(at, end - at).ContainsAnyExcept(LookAlikes))
            {
                var word = chunk[at..end];
                var next = LabelWords.JoinsRange(word) ? NumberLink.Range : LabelWords.JoinsList(word) ? NumberLink.List : LinkOf(chunk[at - 1]);
                parts.Add((chunk[start..at].TrimEnd('-', '/', '.', '_', '\\'), link));
                (start, link, hasDigits) = (LabelWords.JoinsRange(word) || LabelWords.JoinsList(word) ? end : at, next, false);
            }

            hasDigits |= char.IsAsciiDigit(chunk[at]);
            at = end;
        }

        parts.Add((chunk[start..], link));
        return parts;
    }

    /// <summary>A number taken apart.</summary>
    public static WrittenNumber Read(string text)
    {
        var letters = "";
        var joiners = "";
        var groups = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = RunEnd(text, at);
            if (char.IsAsciiDigit(text[at]))
            {
                groups.Add(text[at..end]);
            }
            else if (groups.Count == 0)
            {
                letters += char.IsLetter(text[at]) ? text[at..end] : "";
            }
            else if (joiners.Length < groups.Count)
            {
                joiners += text[at];
            }

            at = end;
        }

        return new WrittenNumber { Text = text, Letters = letters, Groups = groups, Joiners = joiners };
    }

    /// <summary>The runs of digits of a text.</summary>
    public static List<string> DigitGroups(string text)
    {
        var groups = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = RunEnd(text, at);
            if (char.IsAsciiDigit(text[at]))
            {
                groups.Add(text[at..end]);
            }

            at = end;
        }

        return groups;
    }

    /// <summary>The number with the letters that are mistaken for digits as digits (O for 0, I and L for 1), or null if it has none.</summary>
    public static string? WithoutLookAlikes(string text)
    {
        var plain = text.ToCharArray();
        var changed = false;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            changed |= Mend(plain, i, i + 1 < plain.Length && char.IsAsciiDigit(plain[i + 1]));
        }

        for (var i = 1; i < text.Length; i++)
        {
            changed |= Mend(plain, i, char.IsAsciiDigit(plain[i - 1]));
        }

        return changed ? new string(plain) : null;
    }

    private static bool Mend(char[] text, int at, bool besideDigit)
    {
        var digit = text[at] switch { 'O' => '0', 'I' or 'L' => '1', _ => '\0' };
        if (digit == '\0' || !besideDigit)
        {
            return false;
        }

        text[at] = digit;
        return true;
    }

    private static bool StartsNumber(string chunk, int at) =>
        char.IsAsciiDigit(chunk[at]) || (at + 1 < chunk.Length && !char.IsLetter(chunk[at]) && char.IsAsciiDigit(chunk[at + 1]));

    private static NumberLink LinkOf(char sign) => sign == '-' ? NumberLink.Range : NumberLink.List;

    private static int RunEnd(string text, int at)
    {
        var kind = Kind(text[at]);
        while (at < text.Length && Kind(text[at]) == kind)
        {
            at++;
        }

        return at;
    }

    private static int Kind(char c) => char.IsAsciiDigit(c) ? 0 : char.IsLetter(c) ? 1 : 2;
}
