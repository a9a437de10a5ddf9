namespace Collections.App.Sending.Eml;

/// <summary>A name and an address as the headers of a message carry them.</summary>
public static class Mailbox
{
    private const int AddressLengthMax = 254;
    private const int QuotedNameLengthMax = 60;

    // 39 bytes make an encoded word of 64 characters: it fits in a line of 76 after any of our headers' names.
    private const int EncodedWordBytesMax = 39;

    /// <summary>True for an address that a header and an SMTP command can carry as it is: ASCII, one @, no quotes, blanks or brackets.</summary>
    public static bool IsAddress(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at < address.Length - 1
            && at == address.LastIndexOf('@')
            && address.Length <= AddressLengthMax
            && address.All(c => c is > ' ' and < '\u007f' && !"<>()[]\\,;:\"".Contains(c, StringComparison.Ordinal));
    }

    /// <summary>The mailbox: <c>"Smith, Jane" &lt;jane@example.com&gt;</c>.</summary>
    public static string Write(string name, string address)
    {
        var clean = OneLine(name);
        return clean.Length == 0 ? address
            : IsPlain(clean) && clean.Length <= QuotedNameLengthMax
                ? $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{address}>"
            : $"{EncodedWords(clean)}\r\n <{address}>";
    }

    /// <summary>Free text for a header: as it is when short and plain, otherwise as the encoded words of RFC 2047.</summary>
    public static string Text(string text)
    {
        var clean = OneLine(text);
        return IsPlain(clean) && clean.Length <= QuotedNameLengthMax ? clean : EncodedWords(clean);
    }

    // What would end the header's line, or hide in it, becomes a blank: a name can't add a header of its own.
    private static string OneLine(string text) => new string(text.Select(c => char.IsControl(c) ? ' ' : c).ToArray()).Trim();

    // "=?" is kept out of plain text, which a reader would take for an encoded word.
    private static bool IsPlain(string text) => text.All(c => c is >= ' ' and < '\u007f') && !text.Contains("=?", StringComparison.Ordinal);

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var bytes = new List<byte>(EncodedWordBytesMax);
        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(encoded);
            if (bytes.Count + length > EncodedWordBytesMax)
            {
                words.Add(EncodedWord(bytes));
                bytes.Clear();
            }

            bytes.AddRange(encoded[..length]);
        }

        words.Add(EncodedWord(bytes));
        return string.Join("\r\n ", words);
    }

    private static string EncodedWord(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=";
}
