using Collections.App.Clocks;

namespace Collections.Local.Simulation;

/// <summary>Time that passes on a virtual clock, with all that falls due on the way done in order; by whatever part of the app does it.</summary>
internal interface ITimeline
{
    /// <summary>The present moment.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Takes up what a crash left, before time goes on.</summary>
    Task RecoverAsync(CancellationToken cancel);

    /// <summary>Moves the clock on, and does what falls due on the way.</summary>
    Task RunToAsync(DateTimeOffset to, CancellationToken cancel);

    /// <summary>Does what is due at the present moment.</summary>
    Task RunDueAsync(CancellationToken cancel);
}

/// <summary>The local host's: its <see cref="Collector"/> does what is due.</summary>
internal sealed class CollectorTimeline(Collector collector, VirtualClock clock) : ITimeline
{
    /// <inheritdoc/>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <inheritdoc/>
    public Task RecoverAsync(CancellationToken cancel) => collector.RecoverAsync(cancel);

    /// <inheritdoc/>
    public Task RunToAsync(DateTimeOffset to, CancellationToken cancel) => collector.RunToAsync(clock, to, cancel);

    /// <inheritdoc/>
    public Task RunDueAsync(CancellationToken cancel) => collector.RunDueAsync(cancel);
}
