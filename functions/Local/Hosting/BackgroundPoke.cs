using Collections.App.Clocks;

namespace Collections.Local.Hosting;

/// <summary>Wakes the loops that do what is due.</summary>
internal sealed class BackgroundPoke(TimeProvider clock) : IPoke
{
    /// <summary>Wakes <see cref="CollectorService"/>.</summary>
    public WorkSignal Cases { get; } = new(clock);

    /// <summary>Wakes <see cref="LetterService"/>.</summary>
    public WorkSignal Letters { get; } = new(clock);

    /// <inheritdoc/>
    public Task PokeAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        Cases.Raise();
        return Task.CompletedTask;
    }
}
