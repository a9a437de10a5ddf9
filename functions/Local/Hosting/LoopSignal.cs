using System.Threading.Channels;

namespace Collections.Local.Hosting;

/// <summary>Wakes a background loop. Signals that come while one is waiting are one and the same.</summary>
internal sealed class LoopSignal(TimeProvider clock)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Says that there may be work.</summary>
    public void Raise() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal, for some time to pass, or for something else to end.</summary>
    /// <param name="atMost">How long.</param>
    /// <param name="other">What else ends the wait; null for nothing.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task WaitAsync(TimeSpan atMost, Task? other, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var time = Task.Delay(atMost, clock, over.Token);
        var signal = _signals.Reader.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(time, signal, other ?? time);
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        _signals.Reader.TryRead(out _);
    }
}
