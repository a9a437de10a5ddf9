using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Collections.Functions.Tests.Durable;

/// <content>How a turn and an activity are run and stored.</content>
internal sealed partial class ReplayingRuntime
{
    private const int MostTurnsAtOneMoment = 10_000;

    private async Task RunActivityAsync(Work work, ActivityScheduled scheduled, CancellationToken cancellation)
    {
        var activity = _activities.GetValueOrDefault(scheduled.Name) ?? throw new InvalidOperationException($"No activity is called '{scheduled.Name}'.");
        var attempt = _attempts[scheduled.Name] = _attempts.GetValueOrDefault(scheduled.Name) + 1;
        if (_crashes.Remove((scheduled.Name, attempt, After: false)))
        {
            Restart(work);
            return;
        }

        HistoryEvent result;
        try
        {
            result = new TaskCompleted(scheduled.Id, await activity(scheduled.Input, cancellation));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            result = new TaskFailed(scheduled.Id, Failures.Of(e));
        }

        bool crashes;
        lock (_gate)
        {
            crashes = _crashes.Remove((scheduled.Name, attempt, After: true));
        }

        if (crashes)
        {
            Restart(work);
            return;
        }

        lock (_gate)
        {
            Deliver(work.Instance, new(result, work.Execution));
        }
    }

    private void Restart(Work again)
    {
        Restarts++;
        lock (_gate)
        {
            Ready(again);
        }

        Restarted?.Invoke();
    }

    private void RunTurn(Instance instance)
    {
        List<Message> taken;
        lock (_gate)
        {
            instance.IsQueued = false;
            if (instance.HasEnded || instance.Status == OrchestrationRuntimeStatus.Suspended)
            {
                return;
            }

            taken = [.. instance.Inbox.Where(message => message.Execution is null || message.Execution == instance.Execution)];
            instance.Inbox.Clear();
        }

        if (taken.Count == 0)
        {
            return;
        }

        RequireThatTimePasses(instance);
        var stored = instance.History.Count;
        instance.History.Add(new TurnStarted(clock.GetUtcNow().UtcDateTime));
        instance.History.AddRange(taken.Select(message => message.Event));
        var turn = Replay(instance, stored);
        if (turn.DifferenceFrom(Replay(instance, instance.History.Count)) is { } difference)
        {
            throw new NonDeterminismException(instance.Id, difference);
        }

        Turns++;
        lock (_gate)
        {
            if (!_crashedTurns.Remove(Turns))
            {
                Store(instance, turn);
                return;
            }

            instance.History.RemoveRange(stored, instance.History.Count - stored);
            instance.Inbox.InsertRange(0, taken);
            instance.IsQueued = true;
        }

        Restart(new(instance));
    }

    private Turn Replay(Instance instance, int newFrom) =>
        new ReplayingContext(instance.Start, _converter, _loggers, difference => _reported ??= new(instance.Id, difference)).Run(instance.History, newFrom);

    private void RequireThatTimePasses(Instance instance)
    {
        var now = clock.GetUtcNow();
        instance.TurnsAtThisMoment = instance.UpdatedAt == now ? instance.TurnsAtThisMoment + 1 : 0;
        if (instance.TurnsAtThisMoment > MostTurnsAtOneMoment)
        {
            throw new InvalidOperationException($"Orchestration '{instance.Id}' has run {MostTurnsAtOneMoment} turns at {now:O}: it waits for nothing.");
        }
    }

    private void Store(Instance instance, Turn turn)
    {
        instance.Status = OrchestrationRuntimeStatus.Running;
        instance.UpdatedAt = clock.GetUtcNow();
        instance.CustomStatus = turn.CustomStatus;
        instance.History.AddRange(turn.Actions);
        LongestHistory = Math.Max(LongestHistory, instance.History.Count);
        foreach (var action in turn.Actions)
        {
            Begin(instance, action);
        }

        foreach (var timer in turn.Cancelled)
        {
            if (instance.Timers.Remove(timer, out var due))
            {
                due.IsCancelled = true;
            }
        }

        switch (turn.Outcome)
        {
            case Outcome.Completed:
                instance.Output = turn.Payload;
                End(instance, OrchestrationRuntimeStatus.Completed);
                break;
            case Outcome.Failed:
                instance.Failure = turn.Failure;
                End(instance, OrchestrationRuntimeStatus.Failed);
                break;
            case Outcome.ContinuedAsNew:
                ContinueAsNew(instance, turn);
                break;
        }
    }

    private void Begin(Instance instance, ActionEvent action)
    {
        switch (action)
        {
            case ActivityScheduled activity:
                Ready(new(instance, activity, instance.Execution));
                break;
            case TimerCreated timer:
                var execution = instance.Execution;
                instance.Timers.Add(timer.Id, At(timer.FireAt, () =>
                {
                    instance.Timers.Remove(timer.Id);
                    Deliver(instance, new(new TimerFired(timer.Id), execution));
                }));
                break;
            case EventSent sent:
                Raise(sent.InstanceId, new(sent.Name, sent.Payload));
                break;
            case SubOrchestrationCreated sub:
                var options = new StartOrchestrationOptions(sub.InstanceId) { Version = new TaskVersion(sub.Version ?? Version) };
                Start(sub.Name, sub.Input, options, new(instance, instance.Execution, sub.Id));
                break;
        }
    }

    private void ContinueAsNew(Instance instance, Turn turn)
    {
        DropTimers(instance);
        instance.Execution++;
        instance.History.Clear();
        instance.Start = instance.Start with { Input = turn.Payload, Version = turn.NewVersion ?? instance.Start.Version };
        instance.Inbox.InsertRange(0, [new(new ExecutionStarted()), .. turn.CarriedOver!.Select(e => new Message(e))]);
        instance.Inbox.AddRange(turn.Resent!.Select(e => new Message(e)));
        Queue(instance);
    }

    private void End(Instance instance, OrchestrationRuntimeStatus status)
    {
        DropTimers(instance);
        instance.Status = status;
        instance.UpdatedAt = clock.GetUtcNow();
        instance.Inbox.Clear();
        if (instance.Caller is { } caller)
        {
            HistoryEvent result = instance.Status == OrchestrationRuntimeStatus.Completed
                ? new TaskCompleted(caller.TaskId, instance.Output)
                : new TaskFailed(caller.TaskId, instance.Failure ?? Failures.Of(new OperationCanceledException($"'{instance.Id}' was terminated.")));
            Deliver(caller.Instance, new(result, caller.Execution));
        }
    }

    private void DropTimers(Instance instance)
    {
        AbandonedTimers += instance.Timers.Count;
        foreach (var due in instance.Timers.Values)
        {
            due.IsCancelled = true;
        }

        instance.Timers.Clear();
    }
}
