using Collections.App.Clocks;

namespace Collections.Local.Hosting;

/// <summary>Wakes the loops that do what is due.</summary>
internal sealed class BackgroundSignal(TimeProvider clock) : IWorkSignal
{
    /// <summary>Wakes <see cref="CollectorService"/>.</summary>
    public LoopSignal Cases { get; } = new(clock);

    /// <summary>Wakes <see cref="LetterService"/>.</summary>
    public LoopSignal Letters { get; } = new(clock);

    /// <inheritdoc/>
    public Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        Cases.Raise();
        return Task.CompletedTask;
    }
}
