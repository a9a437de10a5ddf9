using System.Text;
using Collections.App.Sending.Eml;

namespace Collections.Local.Tests.Letters;

/// <summary>What a mail program gets to read.</summary>
public sealed class MimeMessageTests
{
    [Fact]
    public void Write_PlainLetter_IsThisMessage()
    {
        const string Expected =
            """
            From: "Harbour Supplies Pty Ltd" <accounts@harbour.example>
            To: "Jane O'Neill" <jane@smith.example>
            Subject: Your account with Harbour Supplies
            Date: Tue, 3 Aug 2021 09:30:00 +1000
            Message-ID: <l3-SMITH@harbour.example>
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="=_BOUNDARY"

            --=_BOUNDARY
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Dear Jane,

            AUD 900.00 is owing.
            --=_BOUNDARY
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Dear Jane,</p>
            <p>AUD 900.00 is owing.</p>
            --=_BOUNDARY--

            """;

        var message = Encoding.ASCII.GetString(MimeMessage.Write(TestLetter.Plain));

        Assert.Equal(
            Expected.ReplaceLineEndings("\r\n").Replace("BOUNDARY", LetterIds.Hash("l3-SMITH"), StringComparison.Ordinal), message);
    }

    [Theory]
    [InlineData("Jürgen Groß 🦊")]
    [InlineData("O'Neill, \"Jane\" \\ <x@y.example>")]
    [InlineData("=?utf-8?B?eA==?=")]
    [InlineData("株式会社なんとかかんとか 長い名前の会社 経理部 経理課 支払い担当 山田太郎様 どうぞよろしくお願いいたします")]
    public void Write_AnyNameAndSubject_ArriveWhole(string text)
    {
        var mail = ParsedMail.Of(MimeMessage.Write(TestLetter.Plain with { ToName = text, FromName = text, Subject = text }));

        Assert.Equal(text, mail.Header("Subject"));
        Assert.Equal($"{text} <jane@smith.example>", Unquoted(mail.Header("To")));
        Assert.Equal($"{text} <accounts@harbour.example>", Unquoted(mail.Header("From")));
    }

    [Theory]
    [InlineData("Jane\r\nBcc: everyone@example.com")]
    [InlineData("Jane\nBcc: everyone@example.com")]
    [InlineData("Jane\rBcc: everyone@example.com")]
    [InlineData("Jane\u0085Bcc: everyone@example.com")]
    [InlineData("Jane\u2028Bcc: everyone@example.com\0")]
    [InlineData("Jürgen\r\n\r\n<html>")]
    public void Write_LineEndsInNamesAndSubject_AddNoHeader(string text)
    {
        var mail = ParsedMail.Of(MimeMessage.Write(TestLetter.Plain with { ToName = text, FromName = text, Subject = text }));

        Assert.Equal(["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"], mail.Headers.Select(header => header.Name));
        Assert.Equal(2, mail.Parts.Count);
    }

    [Fact]
    public void Write_Bodies_ArriveWholeWhateverIsInThem()
    {
        var text = string.Join('\n', [
            "Größe = 3 €, 100 %", ".", "..dots", "From here", "trailing blank ", "tab\t", "--=_", new string('x', 3000), new string('ü', 500),
            new string('x', 75) + "=", new string('x', 74) + " y", "🦊🦊", "",
        ]) + "\nend";

        var mail = ParsedMail.Of(MimeMessage.Write(TestLetter.Plain with { Text = text, Html = $"<pre>{text}</pre>\n" }));

        Assert.Equal(text.ReplaceLineEndings("\r\n") + "\r\n", mail.Parts[0].Content);
        Assert.Equal($"<pre>{text}</pre>".ReplaceLineEndings("\r\n") + "\r\n", mail.Parts[1].Content);
        Assert.Equal(["text/plain; charset=utf-8", "text/html; charset=utf-8"], mail.Parts.Select(part => part.Headers[0].Value));
        Assert.Equal("--\r\n", mail.Epilogue);
    }

    [Fact]
    public void Write_RandomText_ArrivesWhole()
    {
        const int Seed = 2045;
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 400)).Select(_ => random.Next(12) switch
            {
                0 => "\n",
                1 => " ",
                2 => "=",
                3 => ".",
                4 => char.ConvertFromUtf32(random.Next(0x1F300, 0x1F600)),
                5 => ((char)random.Next(0xA1, 0x250)).ToString(),
                _ => ((char)random.Next('!', 127)).ToString(),
            }));

            var mail = ParsedMail.Of(MimeMessage.Write(TestLetter.Plain with { Text = text }));

            Assert.Equal(text.TrimEnd('\n').ReplaceLineEndings("\r\n") + "\r\n", mail.Parts[0].Content);
        }
    }

    [Fact]
    public void Write_ReplyTo_IsAHeaderOfItsOwn() =>
        Assert.Equal("boss@harbour.example", ParsedMail.Of(MimeMessage.Write(TestLetter.Plain with { ReplyTo = "boss@harbour.example" })).Header("Reply-To"));

    [Fact]
    public void Write_OneLetterTwice_GivesTheSameBytes() => Assert.Equal(MimeMessage.Write(TestLetter.Plain), MimeMessage.Write(TestLetter.Plain with { }));

    [Theory]
    [InlineData("l1-A100", "l1-A100")]
    [InlineData("l1-A~002F1", "l1-A~002F1")]
    public void Token_OfAPlainId_IsTheId(string id, string token) => Assert.Equal(token, LetterIds.Token(id));

    [Fact]
    public void Token_OfAnyId_FitsAFileNameAndAMessageId()
    {
        string[] ids = ["", ".", "..", "../../etc/passwd", "a/b", "ab", "a\\b", "a b", "a\r\nb", "a.", "a..b", "ä", new('x', 101), new('x', 400)];

        var tokens = ids.Select(LetterIds.Token).ToList();

        Assert.Equal(ids.Length, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_~-]{1,100}$", token));
    }

    private static string Unquoted(string mailbox) =>
        mailbox.StartsWith('"')
            ? mailbox[1..mailbox.LastIndexOf('"')].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
                + mailbox[(mailbox.LastIndexOf('"') + 1)..]
            : mailbox;
}
