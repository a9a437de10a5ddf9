using Collections.App.Clocks;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Desk;

/// <summary>What moving the clock did.</summary>
/// <param name="Now">The moment that it shows now.</param>
/// <param name="Turns">Turns on accounts that fell due.</param>
/// <param name="Letters">Letters sent.</param>
/// <param name="Tasks">Tasks opened.</param>
/// <param name="Closed">Cases closed.</param>
/// <param name="Scans">Scans run.</param>
public sealed record ClockMoved(DateTimeOffset Now, int Turns, int Letters, int Tasks, int Closed, int Scans);

/// <summary>Moves a virtual clock.</summary>
public sealed class ClockDesk(Collector collector, IReports reports, TimeProvider clock) : IDisposable
{
    /// <summary>How far one request may move the clock, in years: every day on the way is worked through.</summary>
    private const int MostYears = 5;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The clock, if it is a virtual one.</summary>
    public VirtualClock? Virtual => clock as VirtualClock;

    /// <summary>Moves the clock on and does all that falls due on the way, in order.</summary>
    /// <exception cref="RefusalException">The clock is the real one, or does not go there.</exception>
    public async Task<ClockMoved> MoveAsync(DateTimeOffset to, CancellationToken cancel)
    {
        if (Virtual is not { } virtualClock)
        {
            throw new RefusalException(RefusalKind.NotFound, "this is the real clock, which nobody moves");
        }

        await _one.WaitAsync(cancel);
        try
        {
            var from = virtualClock.GetUtcNow();
            if (to < from || to > from.AddYears(MostYears))
            {
                throw new RefusalException(RefusalKind.Rules, $"the clock stands at {from:O}; it moves on, by at most {MostYears} years at once", "to");
            }

            var before = await CountAsync(from, to, cancel);
            var work = await collector.RunToAsync(virtualClock, to, cancel);
            var after = await CountAsync(from, to, cancel);
            return new ClockMoved(
                virtualClock.GetUtcNow(), work.Turns, after.Letters - before.Letters, after.Tasks - before.Tasks, after.Closed - before.Closed, work.Scans);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<(int Letters, int Tasks, int Closed)> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var rows = await reports.ActivityAsync(DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime), cancel);
        int Sum(RecordKind kind) => rows.Where(row => row.Kind == kind).Sum(row => row.Count);
        return (Sum(RecordKind.LetterSent), Sum(RecordKind.TaskOpened), Sum(RecordKind.Closed));
    }
}
