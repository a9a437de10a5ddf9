using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Collections.Local.Commands;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Commands;

/// <summary>A server that a command has started in this process, and a manager who calls it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lines _lines = new();
    private readonly HttpClient _http = new();
    private Task<int> _running = Task.FromResult(0);

    /// <summary>Where it listens.</summary>
    public string Address => Said.First(line => line.StartsWith("Collections is at ", StringComparison.Ordinal))["Collections is at ".Length..];

    /// <summary>The manager's token.</summary>
    public string Token => Said.First(line => line.StartsWith("token for a manager:", StringComparison.Ordinal)).Split(' ')[^1];

    /// <summary>What the command has printed.</summary>
    public IReadOnlyList<string> Said => _lines.All;

    /// <summary>Starts a command and waits until it has told its tokens.</summary>
    public static async Task<Server> StartAsync(params string[] args)
    {
        var server = new Server();
        server._running = CommandLine.RunAsync(args, server._lines, server._lines, server._stop.Token);
        await Task.WhenAny(server._lines.UntilAsync("They were made for this run"), server._running).WaitAsync(Patience);
        Assert.False(server._running.IsCompleted, string.Join('\n', server.Said));
        server._http.BaseAddress = new Uri(server.Address);
        server._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return server;
    }

    /// <summary>Waits until it has said something.</summary>
    public Task SaidAsync(string what) => _lines.UntilAsync(what).WaitAsync(Patience);

    public async Task<JObject> GetAsync(string path)
    {
        using var reader = new JsonTextReader(new StringReader(await _http.GetStringAsync(path))) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    public async Task<HttpStatusCode> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(path, body);
        return answer.StatusCode;
    }

    /// <summary>Asks until the answer has what is wanted.</summary>
    public async Task<JToken> UntilAsync(string path, Func<JObject, JToken?> find)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (find(await GetAsync(path)) is { } found)
            {
                return found;
            }

            // The server needs the cores more than the asking does.
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }
    }

    /// <summary>Stops it as Ctrl-C does.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _http.Dispose();
        await _lines.DisposeAsync();
    }

    /// <summary>Keeps what is printed, and tells who waits for a line.</summary>
    private sealed class Lines : StringWriter
    {
        private TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string> _all = [];
        private string _awaited = "";

        public IReadOnlyList<string> All
        {
            get
            {
                lock (_all)
                {
                    return [.. _all];
                }
            }
        }

        public Task UntilAsync(string start)
        {
            lock (_all)
            {
                // Each wait is one of its own: what came before may be there already.
                (_awaited, _come) = (start, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                Look();
                return _come.Task;
            }
        }

        public override void WriteLine(string? value)
        {
            lock (_all)
            {
                _all.Add(value ?? "");
                Look();
            }
        }

        private void Look()
        {
            if (_awaited.Length > 0 && _all.Exists(line => line.Contains(_awaited, StringComparison.Ordinal)))
            {
                _come.TrySetResult();
            }
        }
    }
}
