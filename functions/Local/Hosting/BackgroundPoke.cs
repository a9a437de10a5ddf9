using System.Threading.Channels;
using Collections.App.Http;

namespace Collections.Local.Hosting;

/// <summary>Wakes <see cref="CollectorService"/>. Pokes that come while one is waiting are one and the same.</summary>
internal sealed class BackgroundPoke(TimeProvider clock) : IPoke
{
    private readonly Channel<bool> _pokes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <inheritdoc/>
    public Task PokeAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        _pokes.Writer.TryWrite(true);
        return Task.CompletedTask;
    }

    /// <summary>Waits for a poke, or for some time to pass.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var time = Task.Delay(atMost, clock, over.Token);
        var poke = _pokes.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(time, poke);
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        _pokes.Reader.TryRead(out _);
    }
}
