using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Collections.Local.Tests.Mail;

/// <summary>A mail as it was given to the server.</summary>
/// <param name="Id">Its Message-ID.</param>
/// <param name="To">The recipient.</param>
/// <param name="At">The moment in which its last line came: from then on nobody can take it back.</param>
internal sealed record TakenMail(string Id, string To, DateTimeOffset At);

/// <summary>A real SMTP server on loopback that takes its time with each letter, and takes several side by side.</summary>
/// <param name="delay">How long it thinks before it says that it has taken a letter.</param>
internal sealed class SlowMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly ConcurrentQueue<TakenMail> _mails = new();
    private readonly TimeSpan _delay;
    private readonly Task _accepting;
    private int _open;

    public SlowMailServer(TimeSpan delay)
    {
        _delay = delay;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it was given, in order.</summary>
    public IReadOnlyList<TakenMail> Mails => [.. _mails];

    /// <summary>Conversations that go on at this moment.</summary>
    public int Open => _open;

    /// <summary>The recipient with whom it keeps silent from now on, once told the name, until the test ends; null for nobody.</summary>
    public string? Hangs { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_conversations);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _conversations.Add(ConverseAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                using var lines = new StreamReader(stream, Encoding.ASCII);
                await SayAsync(stream, "220 mail.example");
                var to = "";
                while (await lines.ReadLineAsync(_end.Token) is { } command)
                {
                    to = command.StartsWith("RCPT", StringComparison.Ordinal) ? Bracketed(command) : to;
                    if (to.Length > 0 && to == Hangs)
                    {
                        await Task.Delay(Timeout.Infinite, _end.Token);
                    }

                    if (command == "DATA")
                    {
                        await TakeAsync(stream, lines, to);
                        continue;
                    }

                    await SayAsync(stream, command == "QUIT" ? "221 bye" : "250 ok");
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client has left, or was killed.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task TakeAsync(NetworkStream stream, StreamReader lines, string to)
    {
        await SayAsync(stream, "354 go ahead");
        var id = "";
        while (await lines.ReadLineAsync(_end.Token) is { } line)
        {
            id = id.Length == 0 && line.StartsWith("Message-ID: ", StringComparison.OrdinalIgnoreCase) ? Bracketed(line) : id;
            if (line == ".")
            {
                _mails.Enqueue(new TakenMail(id, to, TimeProvider.System.GetUtcNow()));
                await Task.Delay(_delay, _end.Token);
                await SayAsync(stream, "250 queued");
                return;
            }
        }
    }

    private async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _end.Token);

    // What stands between the brackets of a header or a command.
    private static string Bracketed(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
