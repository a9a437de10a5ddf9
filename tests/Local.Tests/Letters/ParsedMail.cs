using System.Text;
using System.Text.RegularExpressions;

namespace Collections.Local.Tests.Letters;

/// <summary>Reads a message as a mail program does, by RFC 5322, 2045 and 2047, without a line of the writer's code.</summary>
internal sealed partial class ParsedMail
{
    private ParsedMail(string raw)
    {
        var (headers, body) = Split(raw);
        Headers = headers;
        var boundary = Regex.Match(Header("Content-Type"), "boundary=\"(?<b>[^\"]+)\"", RegexOptions.NonBacktracking).Groups["b"].Value;
        Parts = body.Split("--" + boundary)[1..^1].Select(part => Split(part[2..])).Select(part => (part.Headers, Content(part))).ToList();
        Epilogue = body[(body.LastIndexOf("--" + boundary, StringComparison.Ordinal) + boundary.Length + 2)..];
    }

    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public IReadOnlyList<(IReadOnlyList<(string Name, string Value)> Headers, string Content)> Parts { get; }

    public string Epilogue { get; }

    public static ParsedMail Of(byte[] message)
    {
        Assert.All(message, b => Assert.True(b is 9 or 10 or 13 or (>= 32 and < 127)));
        return new ParsedMail(Encoding.ASCII.GetString(message));
    }

    public string Header(string name) => Assert.Single(Headers, header => header.Name == name).Value;

    private static (IReadOnlyList<(string Name, string Value)> Headers, string Body) Split(string raw)
    {
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var unfolded = raw[..end].Replace("\r\n ", " ", StringComparison.Ordinal);
        var headers = unfolded.Split("\r\n").Select(line => line.Split(": ", 2)).Select(pair => (pair[0], Decoded(pair[1]))).ToList();
        return (headers, raw[(end + 4)..]);
    }

    private static string Content((IReadOnlyList<(string Name, string Value)> Headers, string Body) part)
    {
        Assert.Contains(part.Headers, header => header == ("Content-Transfer-Encoding", "quoted-printable"));
        Assert.All(part.Body.Split("\r\n"), line => Assert.True(line.Length <= 76 && !line.EndsWith(' ') && !line.EndsWith('\t') && !line.Contains('\n')));
        var bytes = new List<byte>();
        var text = part.Body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '=' ? Convert.FromHexString(text.AsSpan(i + 1, 2))[0] : (byte)text[i]);
            i += text[i] == '=' ? 2 : 0;
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
    }

    private static string Decoded(string header)
    {
        var joined = BetweenWords().Replace(header, "?==?");
        return Word().Replace(joined, word =>
        {
            Assert.True(word.Length <= 75);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(word.Groups["text"].Value));
        });
    }

    [GeneratedRegex(@"\?= +=\?", RegexOptions.NonBacktracking)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?B\?(?<text>[^?]*)\?=", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
