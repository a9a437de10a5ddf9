using System.Net;
using System.Net.Sockets;
using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.Local.Letters;
using Collections.Local.Tests.Hosting;

namespace Collections.Local.Tests.Letters;

/// <summary>What is known about a letter after each way in which a mail server can answer, or not answer.</summary>
public sealed class SmtpSenderTests
{
    [Fact]
    public async Task Send_ServerTakesIt_IsSent()
    {
        await using var server = new MailServer();

        var result = await Sender(server).SendAsync(TestLetter.Plain, default);

        Assert.Equal(new SendResult.Sent("queued as 4711"), result);
        Assert.Equal(["EHLO [127.0.0.1]", "MAIL FROM:<accounts@harbour.example>", "RCPT TO:<jane@smith.example>", "DATA"], server.Commands.Take(4));
        Assert.Equal(MimeMessage.Write(TestLetter.Plain), server.Message);
    }

    [Fact]
    public async Task Send_LinesThatBeginWithDots_ArriveAsWritten()
    {
        await using var server = new MailServer();
        var letter = TestLetter.Plain with { Text = ".\n..\n.x\nx.\n" + new string('.', 400) };

        await Sender(server).SendAsync(letter, default);

        Assert.Equal(MimeMessage.Write(letter), server.Message);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such mailbox", true)]
    [InlineData("RCPT", "553-no\r\n553 mailbox name not allowed", true)]
    [InlineData("RCPT", "450 4.2.1 try later", false)]
    [InlineData("RCPT", "503 wrong order", false)]
    [InlineData("DATA", "554 no valid recipients", true)]
    [InlineData("DATA", "451 local error", false)]
    [InlineData(".", "554 5.6.0 refused as spam", true)]
    [InlineData(".", "451 4.3.0 try later", false)]
    public async Task Send_LetterRefused_IsPermanentOnlyIfTheServerSaysSo(string command, string answer, bool permanent)
    {
        await using var server = new MailServer((command, answer));

        var result = Assert.IsType<SendResult.Failed>(await Sender(server).SendAsync(TestLetter.Plain, default));

        Assert.Equal(permanent, result.Permanent);
        Assert.Contains(answer[^8..], result.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("greeting", "554 go away")]
    [InlineData("greeting", "HTTP/1.1 400 Bad Request")]
    [InlineData("EHLO", "502 what?")]
    [InlineData("AUTH", "535 5.7.8 wrong password")]
    [InlineData("MAIL", "550 sender not allowed here")]
    [InlineData("greeting", MailServer.HangUp)]
    [InlineData("MAIL", MailServer.HangUp)]
    [InlineData("RCPT", MailServer.HangUp)]
    [InlineData("DATA", MailServer.HangUp)]
    public async Task Send_SomethingIsWrongBeforeTheLetter_IsWorthAnotherTry(string command, string answer)
    {
        await using var server = new MailServer((command, answer));

        var result = Assert.IsType<SendResult.Failed>(await Sender(server, "me:secret@").SendAsync(TestLetter.Plain, default));

        Assert.False(result.Permanent);
        Assert.Contains("127.0.0.1", result.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MailServer.HangUp)]
    [InlineData("nonsense")]
    [InlineData("354 go on")]
    public async Task Send_NoAnswerAfterTheLetter_IsUnknown(string answer)
    {
        await using var server = new MailServer((".", answer));

        Assert.IsType<SendResult.Unknown>(await Sender(server).SendAsync(TestLetter.Plain, default));
    }

    [Fact]
    public async Task Send_StoppedWhileWaitingForTheLastAnswer_WaitsALittleAndIsThenUnknown()
    {
        await using var server = new MailServer((".", MailServer.Silence));
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock(DateTimeOffset.UnixEpoch);

        var sending = new SmtpSender(Settings(server), clock).SendAsync(TestLetter.Plain, stop.Token);
        await server.HasFallenSilent;
        await stop.CancelAsync();
        clock.Turn(TimeSpan.FromSeconds(19));
        Assert.False(sending.IsCompleted);
        clock.Turn(TimeSpan.FromSeconds(1));

        Assert.IsType<SendResult.Unknown>(await sending);
    }

    [Fact]
    public async Task R19_KeptBackInTheLastMoment_TheServerHasNotBeenGivenIt()
    {
        await using var server = new MailServer();

        var result = await Sender(server).SendAsync(TestLetter.Plain, _ => Task.FromResult(false), default);

        Assert.IsType<SendResult.HeldBack>(result);
        Assert.Equal("DATA", server.Commands[^1]);
        Assert.Null(server.Message);
    }

    [Theory]
    [InlineData("greeting", "554 go away", true)]
    [InlineData("AUTH", "535 5.7.8 wrong password", true)]
    [InlineData("MAIL", "550 sender not allowed here", true)]
    [InlineData("RCPT", "550 5.1.1 no such mailbox", false)]
    [InlineData("DATA", MailServer.HangUp, false)]
    public async Task Failed_SaysWhetherAnyLetterCanLeave(string command, string answer, bool isOurs)
    {
        await using var server = new MailServer((command, answer));

        var result = Assert.IsType<SendResult.Failed>(await Sender(server, "me:secret@").SendAsync(TestLetter.Plain, default));

        Assert.Equal(isOurs, result.IsOurs);
    }

    [Fact]
    public async Task Send_StoppedBeforeTheLetter_IsCertainlyNotSent()
    {
        await using var server = new MailServer(("RCPT", MailServer.Silence));
        using var stop = new CancellationTokenSource();

        var sending = Sender(server).SendAsync(TestLetter.Plain, stop.Token);
        await server.HasFallenSilent;
        await stop.CancelAsync();

        Assert.Equal(new SendResult.Failed(Permanent: false, "127.0.0.1: we stopped"), await sending);
    }

    [Fact]
    public async Task Send_NobodyListens_IsWorthAnotherTry()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await new SmtpSender(SmtpSettings.Parse($"smtp://127.0.0.1:{port}"), TimeProvider.System).SendAsync(TestLetter.Plain, default);

        Assert.False(Assert.IsType<SendResult.Failed>(result).Permanent);
    }

    [Fact]
    public async Task R35_AddressThatCannotBeRight_IsRefusedWithoutAWord()
    {
        await using var server = new MailServer();

        var result = await Sender(server).SendAsync(TestLetter.Plain with { To = "jane@smith.example>\r\nRCPT TO:<x@y.example" }, default);

        Assert.True(Assert.IsType<SendResult.Failed>(result).Permanent);
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task Send_WithStartTls_SaysNothingInTheOpen()
    {
        await using var server = new MailServer();
        var settings = Settings(server, "me%40x:p%3Aw@").With(SmtpProtection.StartTls, (_, certificate, _, _) => certificate!.Equals(MailServer.Certificate));

        var result = await new SmtpSender(settings, TimeProvider.System).SendAsync(TestLetter.Plain, default);

        Assert.IsType<SendResult.Sent>(result);
        Assert.True(server.IsProtected);
        Assert.Equal(["EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]"], server.Commands.Take(3));
        Assert.Equal("AUTH PLAIN " + Convert.ToBase64String("\0me@x\0p:w"u8), server.Commands[3]);
    }

    [Fact]
    public async Task Send_CertificateOfSomebodyElse_IsNotTrusted()
    {
        await using var server = new MailServer();
        var settings = Settings(server, "me:secret@").With(SmtpProtection.StartTls, (_, _, _, errors) => errors == System.Net.Security.SslPolicyErrors.None);

        Assert.IsType<SendResult.Failed>(await new SmtpSender(settings, TimeProvider.System).SendAsync(TestLetter.Plain, default));
        Assert.DoesNotContain(server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_ServerWithoutTls_GetsNoPassword()
    {
        await using var server = new MailServer(("STARTTLS", "502 not here"));
        var settings = Settings(server, "me:secret@").With(SmtpProtection.StartTls, (_, certificate, _, _) => certificate!.Equals(MailServer.Certificate));

        Assert.IsType<SendResult.Failed>(await new SmtpSender(settings, TimeProvider.System).SendAsync(TestLetter.Plain, default));
        Assert.Equal(["EHLO [127.0.0.1]", "STARTTLS"], server.Commands);
    }

    [Fact]
    public async Task LookUp_OfAMailServer_CannotTell() =>
        Assert.IsType<Lookup.CannotTell>(await new SmtpSender(SmtpSettings.Parse("smtp://mail.example"), TimeProvider.System).LookUpAsync("l3-SMITH", default));

    [Theory]
    [InlineData("smtp://u:p@mail.example:587", 587, SmtpProtection.StartTls)]
    [InlineData("smtp://u:p@mail.example", 587, SmtpProtection.StartTls)]
    [InlineData("smtps://u:p@mail.example", 465, SmtpProtection.Tls)]
    [InlineData("smtps://u:p@mail.example:587", 587, SmtpProtection.StartTls)]
    [InlineData("smtp://mail.example:25", 25, SmtpProtection.None)]
    [InlineData("smtp://u:p@localhost:2525", 2525, SmtpProtection.None)]
    public void Parse_Address_SaysHowTheLineIsProtected(string address, int port, SmtpProtection protection)
    {
        var settings = SmtpSettings.Parse(address);

        Assert.Equal((port, protection), (settings.Port, settings.Protection));
    }

    [Theory]
    [InlineData("mail.example")]
    [InlineData("http://u:secret@mail.example")]
    [InlineData("smtp://")]
    [InlineData("smtp://u:secret@mail.example:25")]
    public void Parse_AnythingElse_IsRefusedWithoutRepeatingThePassword(string address)
    {
        var fault = Assert.Throws<FormatException>(() => SmtpSettings.Parse(address));

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private static SmtpSettings Settings(MailServer server, string credentials = "") =>
        SmtpSettings.Parse($"smtp://{credentials}127.0.0.1:{server.Port}");

    private static SmtpSender Sender(MailServer server, string credentials = "") => new(Settings(server, credentials), TimeProvider.System);
}
