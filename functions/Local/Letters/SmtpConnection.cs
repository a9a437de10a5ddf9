using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Collections.Local.Letters;

/// <summary>What a mail server answered.</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Text">What follows them; lines joined by blanks.</param>
internal sealed record SmtpReply(int Code, string Text)
{
    /// <summary>True when it agreed.</summary>
    public bool IsYes => Code is >= 200 and < 300;

    /// <summary>
    /// True when this letter or its address is refused for good. Other codes of 500 are about the session or the credentials; they are ours to
    /// mend, and not the customer's address that is wrong.
    /// </summary>
    public bool IsPermanent => Code is 521 or (>= 550 and <= 559);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Code} {Text}");
}

/// <summary>The server didn't agree to something that isn't about one letter, or doesn't speak SMTP.</summary>
internal sealed class SmtpFault(string message) : Exception(message);

/// <summary>One conversation with a mail server, by RFC 5321: opened, protected, signed in, and ready for letters.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int ReplyLinesMax = 100;
    private const int ReplyLineLengthMax = 4096;

    private readonly TcpClient _client = new();
    private readonly SmtpSettings _settings;
    private Stream _stream = Stream.Null;
    private bool _isOpen;

    private SmtpConnection(SmtpSettings settings) => _settings = settings;

    /// <summary>Connects, turns to TLS where the settings say so, and signs in.</summary>
    public static async Task<SmtpConnection> OpenAsync(SmtpSettings settings, CancellationToken cancellationToken)
    {
        var connection = new SmtpConnection(settings);
        try
        {
            await connection.GreetAsync(cancellationToken);
            connection._isOpen = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and reads the answer.</summary>
    public async Task<SmtpReply> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    /// <summary>Sends a command that the server has to agree to.</summary>
    /// <exception cref="SmtpFault">It didn't.</exception>
    public async Task<SmtpReply> DemandAsync(string command, string what, CancellationToken cancellationToken) =>
        Demand(await AskAsync(command, cancellationToken), what);

    /// <summary>Sends a message's lines, each that begins with a dot with one more.</summary>
    public async Task WriteMessageAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var stuffed = new MemoryStream(message.Length + 64);
        var isLineStart = true;
        foreach (var b in message.Span)
        {
            if (isLineStart && b == '.')
            {
                stuffed.WriteByte((byte)'.');
            }

            stuffed.WriteByte(b);
            isLineStart = b == '\n';
        }

        await _stream.WriteAsync(stuffed.GetBuffer().AsMemory(0, (int)stuffed.Length), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Closes without another word. A server that was in the middle of a message has then not been given it (RFC 5321, 4.1.1.4: only the line with the dot
    /// ends one), while a goodbye would be a line of the message.
    /// </summary>
    public void Abandon() => _isOpen = false;

    /// <summary>Says goodbye and closes. It never throws: what was said before stands, however the line ends.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_isOpen)
            {
                await _stream.WriteAsync("QUIT\r\n"u8.ToArray());
            }

            await _stream.DisposeAsync();
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side was faster.
        }

        _client.Dispose();
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(_settings.Host, _settings.Port, cancellationToken);
        _stream = _client.GetStream();
        if (_settings.Protection == SmtpProtection.Tls)
        {
            await ProtectAsync(cancellationToken);
        }

        Demand(await ReplyAsync(cancellationToken), "the greeting");
        var offers = await HelloAsync(cancellationToken);
        if (_settings.Protection == SmtpProtection.StartTls)
        {
            await DemandAsync("STARTTLS", "TLS", cancellationToken);
            await ProtectAsync(cancellationToken);
            offers = await HelloAsync(cancellationToken);
        }

        if (_settings.User.Length > 0)
        {
            await SignInAsync(offers, cancellationToken);
        }
    }

    // Answers are read byte by byte, so nothing that was said in the open is left over to be believed once the line is protected.
    private async Task ProtectAsync(CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false, _settings.CertificateCheck);
        _stream = tls;
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _settings.Host }, cancellationToken);
    }

    private async Task<string> HelloAsync(CancellationToken cancellationToken)
    {
        var address = ((System.Net.IPEndPoint)_client.Client.LocalEndPoint!).Address;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
        var literal = isIPv4 ? $"[{address.MapToIPv4()}]" : $"[IPv6:{address}]";
        return (await DemandAsync($"EHLO {literal}", "EHLO", cancellationToken)).Text;
    }

    private async Task SignInAsync(string offers, CancellationToken cancellationToken)
    {
        if (offers.Contains("PLAIN", StringComparison.OrdinalIgnoreCase) || !offers.Contains("LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            await DemandAsync($"AUTH PLAIN {Base64($"\0{_settings.User}\0{_settings.Password}")}", "the user and password", cancellationToken);
            return;
        }

        await AskAsync("AUTH LOGIN", cancellationToken);
        await AskAsync(Base64(_settings.User), cancellationToken);
        await DemandAsync(Base64(_settings.Password), "the user and password", cancellationToken);
    }

    private async Task<SmtpReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < ReplyLinesMax)
        {
            var line = await LineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                throw new SmtpFault($"{_settings.Host} doesn't speak SMTP: '{line}'");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(code, string.Join(' ', lines));
            }
        }

        throw new SmtpFault($"{_settings.Host} gives answers without an end");
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < ReplyLineLengthMax)
        {
            await _stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(one[0] is >= 0x20 and < 0x7f or (byte)'\r' ? (char)one[0] : '?');
        }

        throw new SmtpFault($"{_settings.Host} gives lines without an end");
    }

    private SmtpReply Demand(SmtpReply reply, string what) =>
        reply.IsYes ? reply : throw new SmtpFault($"{_settings.Host} refuses {what}: {reply}");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
