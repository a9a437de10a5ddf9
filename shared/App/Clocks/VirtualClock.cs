namespace Collections.App.Clocks;

/// <summary>A clock that stands still until somebody moves it. It may not step backwards: what was done stays done.</summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves the clock on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment is before the present one.</exception>
    public void MoveTo(DateTimeOffset moment)
    {
        if (moment.UtcTicks < Interlocked.Read(ref _ticks))
        {
            throw new ArgumentOutOfRangeException(nameof(moment), moment, $"the clock stands at {GetUtcNow():O} and does not step back");
        }

        Interlocked.Exchange(ref _ticks, moment.UtcTicks);
    }
}
