using System.Threading.Channels;

namespace Collections.Local.Tests.Hosting;

/// <summary>A clock that a test turns: timers that are due then fire.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = start;

    /// <summary>The waits that the test has seen begin, in their order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Ends when somebody has begun to wait once more.</summary>
    public async Task UntilSomebodyWaitsAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Waits.Add(await _begun.Reader.ReadAsync(patience.Token));
    }

    /// <summary>Ends when somebody has begun to wait for so long.</summary>
    public async Task UntilSomebodyWaitsAsync(TimeSpan time)
    {
        do
        {
            await UntilSomebodyWaitsAsync();
        }
        while (Waits[^1] != time);
    }

    public void Turn(TimeSpan by)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now += by;
            due = _timers.FindAll(timer => timer.At <= _now);
            _timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new Timer(this, () => callback(state)) { At = _now + dueTime };
            _timers.Add(timer);
            _begun.Writer.TryWrite(dueTime);
            return timer;
        }
    }

    private sealed class Timer(ManualClock clock, Action fire) : ITimer
    {
        public DateTimeOffset At { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                At = clock._now + dueTime;
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
