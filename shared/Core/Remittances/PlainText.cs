namespace Collections.Core.Remittances;

/// <summary>Text as people and banks send it, made plain enough to be read.</summary>
internal static class PlainText
{
    private const char FullWidthFirst = '\uff01';
    private const char FullWidthLast = '\uff5e';
    private const int FullWidthShift = FullWidthFirst - '!';

    /// <summary>The text in capitals, with full-width digits and the many dashes and blanks as their plain signs, and at most so many characters of it.</summary>
    public static string Of(string? text, int longest)
    {
        var cut = text is null ? "" : text.Length <= longest ? text : text[..longest];
        return (cut.AsSpan().ContainsAnyExceptInRange('\0', '\x7f') ? string.Create(cut.Length, cut, Fold) : cut).ToUpperInvariant();
    }

    private static void Fold(Span<char> plain, string text)
    {
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = text[i] switch
            {
                >= FullWidthFirst and <= FullWidthLast => (char)(text[i] - FullWidthShift),
                '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' => '-',
                '⁄' or '∕' => '/',
                '\u00a0' or '\u202f' or '\u3000' or '\u200b' or '\u200c' or '\u200d' or '\ufeff' => ' ',
                _ => text[i],
            };
        }
    }
}
