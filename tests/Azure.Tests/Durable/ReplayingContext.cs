using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using CoreTaskFailedException = DurableTask.Core.Exceptions.TaskFailedException;
using FailureDetails = DurableTask.Core.FailureDetails;
using OrchestrationException = DurableTask.Core.Exceptions.OrchestrationException;
using TaskFailedException = Microsoft.DurableTask.TaskFailedException;

namespace Collections.Functions.Tests.Durable;

/// <summary>
/// Runs an orchestrator through its history, from the first line, and holds what it asks for against what it asked for then.
/// Tasks, timers, retries and events behave as in the worker of microsoft/durabletask-dotnet, down to the number that a task gets.
/// </summary>
internal sealed class ReplayingContext : TaskOrchestrationContext
{
    /// <summary>The worker splits longer timers, because not every storage holds them.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly Start _start;
    private readonly DataConverter _converter;
    private readonly OrchestratorThread _thread;
    private readonly ExternalEvents _events;
    private readonly Dictionary<int, Pending> _open = [];
    private readonly HashSet<int> _cancelled = [];
    private readonly Queue<ActionEvent> _asked = new();
    private readonly List<EventRaised> _carriedOver = [];
    private IReadOnlyList<EventRaised> _resent = [];
    private Task<object?>? _run;
    private ContinueAsNewOptions? _next;
    private string? _nextInput;
    private string? _status;
    private DateTime _now;
    private bool _replaying;
    private int _lastId = -1;
    private int _guids;

    public ReplayingContext(Start start, DataConverter converter, ILoggerFactory loggers, Action<string> report)
    {
        (_start, _converter, LoggerFactory) = (start, converter, loggers);
        _thread = new(report);
        _events = new(converter);
    }

    public override TaskName Name => _start.Name;

    public override string InstanceId => _start.InstanceId;

    public override ParentOrchestrationInstance? Parent => _start.Parent;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    public override string Version => _start.Version;

    protected override ILoggerFactory LoggerFactory { get; }

    /// <summary>Runs through the history; the lines before <paramref name="newFrom"/> are a replay.</summary>
    public Turn Run(IReadOnlyList<HistoryEvent> history, int newFrom)
    {
        _thread.Run(() =>
        {
            for (var i = 0; i < history.Count; i++)
            {
                _replaying = i < newFrom;
                Apply(history[i]);
                _thread.Drain();
            }
        });
        return End();
    }

    public override T? GetInput<T>()
        where T : default => _converter.Deserialize<T>(_start.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        _thread.Require(nameof(CallActivityAsync));
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("The task's options were given as its input.", nameof(input));
        }

        return await Retried<TResult>(name, options?.Retry, () => new ActivityScheduled(++_lastId, name, _converter.Serialize(input)));
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        _thread.Require(nameof(CallSubOrchestratorAsync));
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return await Retried<TResult>(
            orchestratorName,
            options?.Retry,
            () => new SubOrchestrationCreated(++_lastId, orchestratorName, id, _converter.Serialize(input), options?.Version?.Version));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        _thread.Require(nameof(CreateTimer));
        var end = fireAt.ToUniversalTime();
        while (end - _now > LongestTimer && !cancellationToken.IsCancellationRequested)
        {
            await CreateShortTimer(_now + LongestTimer, cancellationToken);
        }

        await CreateShortTimer(end, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        _thread.Require(nameof(WaitForExternalEvent));
        return _events.WaitFor<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        _thread.Require(nameof(SendEvent));
        _asked.Enqueue(new EventSent(++_lastId, instanceId, eventName, _converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        _thread.Require(nameof(SetCustomStatus));
        _status = _converter.Serialize(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        _thread.Require(nameof(ContinueAsNew));
        _next = options;
        _nextInput = _converter.Serialize(options.NewInput);
        _resent = options.PreserveUnprocessedEvents ? _events.TakeBuffered() : [];
    }

    public override Guid NewGuid()
    {
        _thread.Require(nameof(NewGuid));
        var name = string.Create(CultureInfo.InvariantCulture, $"{InstanceId}_{_now:o}_{_guids++}");
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }

    private void Apply(HistoryEvent happening)
    {
        switch (happening)
        {
            case TurnStarted turn:
                RequireThatHistoryGoesOn();
                _now = turn.At;
                break;
            case ExecutionStarted:
                _run = Begin();
                break;
            case ActionEvent then:
                RequireSame(then);
                break;
            case TaskCompleted done when _open.Remove(done.Id, out var task):
                task.Succeed(done.Result);
                break;
            case TaskFailed failed when _open.Remove(failed.Id, out var task):
                task.Fail(failed.Details);
                break;
            case TimerFired fired when _open.Remove(fired.Id, out var timer):
                timer.Succeed(null);
                break;
            case EventRaised raised when _next is not null:
                _carriedOver.Add(raised);
                break;
            case EventRaised raised:
                _events.Raise(raised);
                break;
        }
    }

    private async Task<object?> Begin() => await _start.Orchestrator(this);

    private void RequireSame(ActionEvent then)
    {
        _asked.TryDequeue(out var now);
        if (then != now)
        {
            throw new NonDeterminismException(InstanceId, $"its history has {then}, and the replay asks for {Turn.Text(now)}");
        }
    }

    private void RequireThatHistoryGoesOn()
    {
        if (_asked.TryPeek(out var more))
        {
            throw new NonDeterminismException(InstanceId, $"the replay asks for {more}, which its history does not have");
        }

        if (_run is { IsCompleted: true })
        {
            throw new NonDeterminismException(InstanceId, $"the replay has ended at {_now:O}, where its history goes on");
        }
    }

    private Turn End()
    {
        ActionEvent[] actions = [.. _asked];
        if (_run is not { IsCompleted: true })
        {
            return _open.Count > 0 || _events.IsAwaited
                ? new(Outcome.Waits, actions, _cancelled, _status)
                : throw new NonDeterminismException(InstanceId, "it waits, but for no activity, timer, event or sub-orchestration: it has awaited a task that is not durable");
        }

        if (_run.Exception?.InnerException is { } failure || _run.IsCanceled)
        {
            failure = _run.Exception?.InnerException ?? new TaskCanceledException(_run);
            return new(Outcome.Failed, actions, _cancelled, _status, Failure: Failures.Of(failure));
        }

        return _next is null
            ? new(Outcome.Completed, actions, _cancelled, _status, _converter.Serialize(_run.Result))
            : new(Outcome.ContinuedAsNew, actions, _cancelled, _status, _nextInput, _next.NewVersion, CarriedOver: _carriedOver, Resent: _resent);
    }

    private async Task<T> Retried<T>(TaskName name, TaskRetryOptions? retry, Func<ActionEvent> ask)
    {
        try
        {
            return retry switch
            {
                { Policy: { } policy } => await ByPolicy(policy, () => Ask<T>(name, ask())),
                { Handler: { } handler } => await ByHandler(handler, () => Ask<T>(name, ask())),
                _ => await Ask<T>(name, ask()),
            };
        }
        catch (CoreTaskFailedException e)
        {
            throw new TaskFailedException(name, e.ScheduleId, e);
        }
    }

    /// <summary>As Durable Task Core's interceptor does it, with the timer of no length that follows the last failure.</summary>
    private async Task<T> ByPolicy<T>(RetryPolicy policy, Func<Task<T>> call)
    {
        var first = _now;
        for (var attempt = 1; ; attempt++)
        {
            OrchestrationException failure;
            try
            {
                return await call();
            }
            catch (OrchestrationException e) when (e.FailureDetails?.IsNonRetriable != true)
            {
                failure = e;
            }

            if (attempt == policy.MaxNumberOfAttempts)
            {
                await CreateShortTimer(_now, CancellationToken.None);
                ExceptionDispatchInfo.Throw(failure);
            }

            if (!policy.Handle(failure) || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && _now >= first + policy.RetryTimeout))
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            await CreateShortTimer(_now + Pause(policy, attempt), CancellationToken.None);
        }
    }

    private static TimeSpan Pause(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var isCapped = policy.MaxRetryInterval != Timeout.InfiniteTimeSpan && milliseconds >= policy.MaxRetryInterval.TotalMilliseconds;
        return isCapped ? policy.MaxRetryInterval : TimeSpan.FromMilliseconds(milliseconds);
    }

    private async Task<T> ByHandler<T>(AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var first = _now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (OrchestrationException e) when (e.FailureDetails?.IsNonRetriable != true)
            {
                if (!await handler(new(this, attempt, TaskFailureDetails.FromException(e), _now - first, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private Task<T> Ask<T>(TaskName name, ActionEvent action)
    {
        var source = new TaskCompletionSource<T>();
        _asked.Enqueue(action);
        _open.Add(action.Id, new(
            result => source.SetResult(_converter.Deserialize<T>(result)!),
            details => source.SetException(new CoreTaskFailedException(details.ErrorMessage) { ScheduleId = action.Id, Name = name, FailureDetails = details })));
        return source.Task;
    }

    private Task CreateShortTimer(DateTime fireAt, CancellationToken cancellation)
    {
        var source = new TaskCompletionSource();
        var timer = new TimerCreated(++_lastId, fireAt);
        _asked.Enqueue(timer);
        _open.Add(timer.Id, new(_ => source.SetResult(), _ => { }));
        cancellation.Register(() =>
        {
            if (_open.Remove(timer.Id))
            {
                _cancelled.Add(timer.Id);
                source.SetCanceled(cancellation);
            }
        });
        return source.Task;
    }

    private sealed record Pending(Action<string?> Succeed, Action<FailureDetails> Fail);
}

/// <summary>Exceptions as a history keeps them.</summary>
internal static class Failures
{
    public static FailureDetails Of(Exception e) => new(e.GetType().ToString(), e.Message, e.StackTrace, Inner(e), isNonRetriable: false);

    public static TaskFailureDetails Shown(FailureDetails details) =>
        new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? Shown(inner) : null, details.Properties);

    private static FailureDetails? Inner(Exception e) => e is TaskFailedException { InnerException: OrchestrationException core }
        ? core.FailureDetails
        : e.InnerException is { } inner ? Of(inner) : null;
}
