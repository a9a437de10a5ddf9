namespace Collections.Functions.Tests.Durable;

/// <summary>
/// Runs an orchestrator's continuations one after the other on the calling thread. A continuation that another thread posts
/// comes from a task that is not durable, such as I/O or <see cref="Task.Delay(TimeSpan)"/>: it is reported, never run.
/// </summary>
internal sealed class OrchestratorThread(Action<string> report) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _closed;

    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            _closed = true;
            SetSynchronizationContext(before);
        }
    }

    public void Drain()
    {
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    /// <summary>Reports a use of the context by any other thread, or after the turn.</summary>
    public void Require(string member)
    {
        if (IsForeign)
        {
            report($"{member} was used on another thread than the orchestrator's: it has awaited a task that is not durable");
            throw new InvalidOperationException("Only the orchestrator's own thread may use its context.");
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsForeign)
        {
            report("it awaited a task that is not durable, whose end came from another thread");
            return;
        }

        _posted.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An orchestrator does not block.");

    public override SynchronizationContext CreateCopy() => this;

    private bool IsForeign => _closed || Environment.CurrentManagedThreadId != _thread;
}
