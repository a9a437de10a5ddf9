using Collections.App.Clocks;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrchestrationAlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace Collections.Functions.Tests.Durable;

/// <summary>
/// A small Durable Task runtime in memory, on a clock that is turned by hand. Every turn replays the orchestrator from the start of its history,
/// and once more when the turn is over, so that nothing can live in an orchestrator's memory and every difference is found where it is made.
/// Between two messages it is as good as freshly started; what a crash can still do is to have an activity or a turn done twice.
/// </summary>
/// <remarks>
/// It is here for what Durable Task's own runtime in a process can't do (<see cref="Orchestrations.InProcessTests"/> runs on that): turn the clock, replay histories
/// that earlier releases recorded, end between an activity and its answer, and draw the order of what happens.
/// </remarks>
internal sealed partial class ReplayingRuntime(VirtualClock clock, DataConverter? converter = null, ILoggerFactory? loggers = null)
{
    private readonly Lock _gate = new();
    private readonly DataConverter _converter = converter ?? JsonDataConverter.Default;
    private readonly ILoggerFactory _loggers = loggers ?? NullLoggerFactory.Instance;
    private readonly Dictionary<TaskName, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    private readonly Dictionary<TaskName, Func<string?, CancellationToken, Task<string?>>> _activities = [];
    private readonly Dictionary<TaskName, int> _attempts = [];
    private readonly HashSet<(TaskName Activity, int Nth, bool After)> _crashes = [];
    private readonly HashSet<int> _crashedTurns = [];
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Work, long> _ready = new();
    private readonly PriorityQueue<Due, (DateTime At, long Order)> _due = new();
    private NonDeterminismException? _reported;
    private bool _isRunning;
    private long _order;

    /// <summary>The version that new instances get. An instance keeps the one that it was started with.</summary>
    public string Version { get; set; } = "";

    /// <summary>Draws what runs next among all that could; null runs it in order.</summary>
    public Random? Interleaving { get; set; }

    /// <summary>
    /// Whether a client that raises an event to an instance that isn't there, or has ended, gets an exception instead of silence. The host does so on Azure
    /// Storage unless host.json has throwStatusExceptionsOnRaiseEvent=false; the event is lost either way, and between the host's look and the delivery always silently.
    /// </summary>
    public bool ThrowsWhenEventIsDropped { get; set; }

    /// <summary>Called whenever the worker has died, before it goes on: the place to build the app anew.</summary>
    public Action? Restarted { get; set; }

    /// <summary>So many activities run side by side; one at a time, in a fixed order, unless told.</summary>
    public int ActivitiesAtOnce { get; init; } = 1;

    public int Restarts { get; private set; }

    public int Turns { get; private set; }

    public int DroppedEvents { get; private set; }

    /// <summary>The most lines that any execution's history has had.</summary>
    public int LongestHistory { get; private set; }

    /// <summary>Timers that were still set when their execution ended: an orchestrator cancels those that lost.</summary>
    public int AbandonedTimers { get; private set; }

    /// <summary>Timers that are set, in all instances.</summary>
    public int PendingTimers => _instances.Values.Sum(instance => instance.Timers.Count);

    internal DataConverter Converter => _converter;

    internal IEnumerable<Instance> Instances => _instances.Values;

    public ReplayingClient Client => new(this);

    public ReplayingRuntime AddOrchestrator(TaskName name, Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        _orchestrators.Add(name, orchestrator);
        return this;
    }

    /// <summary>An orchestrator with an input, as a function binds it.</summary>
    public ReplayingRuntime AddOrchestrator<TInput>(TaskName name, Func<TaskOrchestrationContext, TInput, Task> orchestrator) =>
        AddOrchestrator(name, async context =>
        {
            await orchestrator(context, context.GetInput<TInput>()!);
            return null;
        });

    public ReplayingRuntime AddActivity<TInput, TResult>(TaskName name, Func<TInput, CancellationToken, Task<TResult>> activity)
    {
        _activities.Add(name, async (input, cancellation) => _converter.Serialize(await activity(_converter.Deserialize<TInput>(input)!, cancellation)));
        return this;
    }

    public ReplayingRuntime AddActivity<TInput>(TaskName name, Func<TInput, CancellationToken, Task> activity) =>
        AddActivity<TInput, object?>(name, async (input, cancellation) =>
        {
            await activity(input, cancellation);
            return null;
        });

    /// <summary>The worker dies before the nth attempt at an activity does anything; the attempt is made again.</summary>
    public void CrashBefore(TaskName activity, int nth = 1) => _crashes.Add((activity, nth, After: false));

    /// <summary>The worker dies when the nth attempt at an activity is done but not yet recorded; it is done again.</summary>
    public void CrashAfter(TaskName activity, int nth = 1) => _crashes.Add((activity, nth, After: true));

    /// <summary>The worker dies at the end of the nth turn of all, before anything of it is stored; the turn is run again.</summary>
    public void CrashAtTurn(int nth) => _crashedTurns.Add(nth);

    /// <summary>Runs what can run now, and what that makes possible.</summary>
    public async Task RunAsync(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _isRunning, true))
        {
            throw new InvalidOperationException("The runtime runs already: an activity cannot wait for an orchestration.");
        }

        try
        {
            ThrowWhatWasReported();
            var running = new List<Task>();
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var next = Next();
                if (next is { Activity: { } activity } work)
                {
                    running.Add(RunActivityAsync(work, activity, cancellation));
                }
                else if (next is { } turn)
                {
                    RunTurn(turn.Instance);
                }

                if (running.Count >= (next is null ? 1 : ActivitiesAtOnce))
                {
                    var ended = await Task.WhenAny(running);
                    running.Remove(ended);
                    await ended;
                }
                else if (next is null)
                {
                    break;
                }

                ThrowWhatWasReported();
            }
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>Runs all that is due until then, in the order of its time, and turns the clock along.</summary>
    public async Task RunToAsync(DateTimeOffset moment, CancellationToken cancellation = default)
    {
        await RunAsync(cancellation);
        while (NextDue() is { } at && at <= moment)
        {
            clock.MoveTo(at);
            await RunAsync(cancellation);
        }

        clock.MoveTo(moment);
    }

    /// <summary>When the next timer fires, or a start is due; null if nothing is set.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (_gate)
        {
            while (_due.TryPeek(out var due, out var at))
            {
                if (!due.IsCancelled)
                {
                    return new(at.At, TimeSpan.Zero);
                }

                _due.Dequeue();
            }

            return null;
        }
    }

    public int PendingTimersOf(string instanceId) => _instances.TryGetValue(instanceId, out var instance) ? instance.Timers.Count : 0;

    /// <summary>How often an instance has begun, its continuations as new counted.</summary>
    public int ExecutionsOf(string instanceId) => _instances.TryGetValue(instanceId, out var instance) ? instance.Execution : 0;

    /// <summary>The history of the present execution, one line an event.</summary>
    public IReadOnlyList<string> HistoryOf(string instanceId) =>
        _instances.TryGetValue(instanceId, out var instance) ? [.. instance.History.Select(Turn.Text)] : [];

    internal Instance? Find(string instanceId)
    {
        lock (_gate)
        {
            return _instances.GetValueOrDefault(instanceId);
        }
    }

    /// <summary>
    /// Starts an instance. If one of the same id runs, waits or is halted, the start is refused, as the host does by its default
    /// overridableExistingInstanceStates=NonRunningStates; the isolated worker's client then throws this same exception (before 1.22 a gRPC error, AlreadyExists).
    /// </summary>
    internal string Start(TaskName name, string? input, StartOrchestrationOptions? options, Caller? caller = null)
    {
        lock (_gate)
        {
            var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
            RequireGoodId(id);
            if (_instances.TryGetValue(id, out var existing))
            {
                Replace(existing, options?.DedupeStatuses);
            }

            var orchestrator = _orchestrators.GetValueOrDefault(name) ?? throw new InvalidOperationException($"No orchestrator is called '{name}'.");
            var parent = caller is null ? null : new ParentOrchestrationInstance(caller.Instance.Start.Name, caller.Instance.Id);
            var start = new Start(name, id, options?.Version?.Version ?? Version, input, parent, orchestrator);
            var instance = new Instance(start, options?.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal), clock.GetUtcNow()) { Caller = caller };
            _instances[id] = instance;
            At(options?.StartAt?.UtcDateTime ?? default, () => Deliver(instance, new(new ExecutionStarted())));
            return id;
        }
    }

    /// <summary>Sends an event; says whether there was an instance to take it.</summary>
    internal bool Raise(string instanceId, EventRaised raised)
    {
        lock (_gate)
        {
            if (!_instances.TryGetValue(instanceId, out var instance) || instance.HasEnded)
            {
                DroppedEvents++;
                return false;
            }

            Deliver(instance, new(raised));
            return true;
        }
    }

    internal void Suspend(Instance instance, bool isSuspended)
    {
        lock (_gate)
        {
            instance.Status = isSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
            Queue(instance);
        }
    }

    internal void Terminate(Instance instance, string? output)
    {
        lock (_gate)
        {
            instance.Output = output;
            End(instance, OrchestrationRuntimeStatus.Terminated);
        }
    }

    internal int Purge(Func<Instance, bool> match)
    {
        lock (_gate)
        {
            var ended = _instances.Values.Where(instance => instance.HasEnded && match(instance)).ToList();
            ended.ForEach(instance => _instances.Remove(instance.Id));
            return ended.Count;
        }
    }

    private static void RequireGoodId(string id)
    {
        if (id.Length is 0 or > 256 || id.StartsWith('@') || id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException($"Instance id '{id}' is empty, longer than 256, begins with @ or has one of / \\ # ? or a control character.", nameof(id));
        }
    }

    private void Replace(Instance existing, IReadOnlyList<string>? dedupe)
    {
        if (dedupe?.Contains(existing.Status.ToString(), StringComparer.OrdinalIgnoreCase) ?? !existing.HasEnded)
        {
            throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {existing.Id} already exists.");
        }

        if (!existing.HasEnded)
        {
            End(existing, OrchestrationRuntimeStatus.Terminated);
        }
    }

    private Work? Next()
    {
        lock (_gate)
        {
            while (_due.TryPeek(out var due, out var at) && (due.IsCancelled || at.At <= clock.GetUtcNow().UtcDateTime))
            {
                _due.Dequeue();
                if (!due.IsCancelled)
                {
                    due.Happen();
                }
            }

            return _ready.TryDequeue(out var work, out _) ? work : null;
        }
    }

    private Due At(DateTime moment, Action happen)
    {
        var due = new Due(happen);
        _due.Enqueue(due, (moment, _order++));
        return due;
    }

    private void Ready(Work work) => _ready.Enqueue(work, Interleaving?.NextInt64() ?? _order++);

    private void Deliver(Instance instance, Message message)
    {
        instance.Inbox.Add(message);
        Queue(instance);
    }

    private void Queue(Instance instance)
    {
        if (!instance.IsQueued && instance.Inbox.Count > 0)
        {
            instance.IsQueued = true;
            Ready(new(instance));
        }
    }

    private void ThrowWhatWasReported()
    {
        if (Interlocked.Exchange(ref _reported, null) is { } reported)
        {
            throw reported;
        }
    }

    /// <summary>A turn, or one attempt at an activity.</summary>
    private sealed record Work(Instance Instance, ActivityScheduled? Activity = null, int Execution = 0);
}
