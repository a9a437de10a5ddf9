using System.Globalization;
using System.Text;
using Collections.App.Letters;

namespace Collections.App.Sending.Eml;

/// <summary>Writes a letter as a message of RFC 5322 and 2045: plain text and HTML side by side, all of it ASCII.</summary>
/// <remarks>The same letter gives the same bytes.</remarks>
public static class MimeMessage
{
    private const int LineLengthMax = 76;

    /// <summary>The whole message, its lines ending in CR LF.</summary>
    public static byte[] Write(OutgoingLetter letter)
    {
        // "=_" occurs in no quoted-printable text, so the boundary can't occur in a letter.
        var boundary = "=_" + LetterIds.Hash(letter.Id);
        var message = new StringBuilder();
        Header(message, "From", Mailbox.Write(letter.FromName, letter.FromAddress));
        if (letter.ReplyTo is { Length: > 0 } replyTo)
        {
            Header(message, "Reply-To", replyTo);
        }

        Header(message, "To", Mailbox.Write(letter.ToName, letter.To));
        Header(message, "Subject", Mailbox.Text(letter.Subject));
        Header(message, "Date", Date(letter.Date));
        Header(message, "Message-ID", $"<{LetterIds.Token(letter.Id)}@{letter.FromAddress.Split('@')[1]}>");
        Header(message, "MIME-Version", "1.0");
        Header(message, "Content-Type", $"multipart/alternative;\r\n boundary=\"{boundary}\"");
        message.Append("\r\n");
        Part(message, boundary, "plain", letter.Text);
        Part(message, boundary, "html", letter.Html);
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
        return Encoding.ASCII.GetBytes(message.ToString());
    }

    private static void Header(StringBuilder message, string name, string value) =>
        message.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

    private static string Date(DateTimeOffset date) =>
        date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
        + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    private static void Part(StringBuilder message, string boundary, string kind, string content)
    {
        message.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\n");
        Header(message, "Content-Type", $"text/{kind}; charset=utf-8");
        Header(message, "Content-Transfer-Encoding", "quoted-printable");
        message.Append("\r\n");
        foreach (var line in content.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            QuotedPrintable(message, Encoding.UTF8.GetBytes(line));
            message.Append("\r\n");
        }
    }

    private static void QuotedPrintable(StringBuilder message, byte[] line)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var b = line[i];
            var isBlank = b is (byte)' ' or (byte)'\t';
            var isLiteral = isBlank ? i < line.Length - 1 : b is > (byte)' ' and < 0x7f and not (byte)'=';
            var width = isLiteral ? 1 : 3;
            if (column + width > LineLengthMax - 1)
            {
                message.Append("=\r\n");
                column = 0;
            }

            _ = isLiteral ? message.Append((char)b) : message.Append('=').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            column += width;
        }
    }
}
