using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Collections.Local.Tests.Letters;

/// <summary>A real SMTP server on loopback for one conversation; a test says what it answers to which command.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    /// <summary>As an answer: close the line without a word.</summary>
    public const string HangUp = "hang up";

    /// <summary>As an answer: say nothing and keep the line.</summary>
    public const string Silence = "silence";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, string> answers;
    private readonly TaskCompletionSource silent = new();
    private readonly CancellationTokenSource end = new();
    private readonly Task conversation;

    public MailServer(params (string Command, string Answer)[] answers)
    {
        this.answers = answers.ToDictionary(pair => pair.Command, pair => pair.Answer);
        listener.Start();
        conversation = ConverseAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public List<string> Commands { get; } = [];

    /// <summary>The message without its dots stuffed, or null while there is none.</summary>
    public byte[]? Message { get; private set; }

    /// <summary>Whether the line was protected when the sender and the recipient were told.</summary>
    public bool IsProtected { get; private set; }

    /// <summary>Ends when the server has fallen silent.</summary>
    public Task HasFallenSilent => silent.Task;

    public static X509Certificate2 Certificate { get; } = SelfSigned();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await conversation;
        end.Dispose();
    }

    private async Task ConverseAsync()
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(end.Token);
            Stream stream = client.GetStream();
            if (!await AnswerAsync(stream, "greeting", "220 hello"))
            {
                return;
            }

            while (await LineAsync(stream) is { } command)
            {
                Commands.Add(command);
                var verb = command.Split(' ')[0];
                if (!await AnswerAsync(stream, verb, Usual(verb)))
                {
                    return;
                }

                if (verb == "STARTTLS")
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, end.Token);
                    stream = tls;
                    IsProtected = true;
                }

                if (verb == "DATA" && !answers.ContainsKey("DATA") && !await TakeAsync(stream))
                {
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException)
        {
            // The test is over, or the client has left.
        }
    }

    private static string Usual(string verb) => verb switch
    {
        "EHLO" => "250-mail.example\r\n250-STARTTLS\r\n250 AUTH LOGIN PLAIN",
        "STARTTLS" => "220 go ahead",
        "AUTH" => "235 welcome",
        "DATA" => "354 go ahead",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    private async Task<bool> TakeAsync(Stream stream)
    {
        var message = new StringBuilder();
        for (var line = await LineAsync(stream); line != "."; line = await LineAsync(stream))
        {
            if (line is null)
            {
                // The client left in the middle of a message, which is then none.
                return false;
            }

            message.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        Message = Encoding.ASCII.GetBytes(message.ToString());
        return await AnswerAsync(stream, ".", "250 queued as 4711");
    }

    private async Task<bool> AnswerAsync(Stream stream, string command, string usual)
    {
        var answer = answers.GetValueOrDefault(command, usual);
        if (answer == Silence)
        {
            silent.SetResult();
            await Task.Delay(Timeout.Infinite, end.Token);
        }

        if (answer != HangUp)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), end.Token);
        }

        return answer != HangUp;
    }

    private async Task<string?> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, end.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
