using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Collections.Local.Tests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP, in protobuf, and keeps what came.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<(string Path, string Body)> _all = new();
    private readonly SemaphoreSlim _come = new(0);
    private readonly WebApplication _app;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until something has come to a path that has all of these words: names and texts stand in protobuf as they are.</summary>
    public async Task UntilAsync(string path, params string[] words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!_all.Any(one => one.Path == path && words.All(word => one.Body.Contains(word, StringComparison.Ordinal))))
        {
            await _come.WaitAsync(patience.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        _come.Dispose();
        return _app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        Assert.Equal("application/x-protobuf", request.ContentType);
        _all.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
        _come.Release();
        return Results.Bytes([], "application/x-protobuf");
    }
}
