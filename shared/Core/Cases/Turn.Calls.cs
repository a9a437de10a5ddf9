using Collections.Core.Ledger;

namespace Collections.Core.Cases;

// The clerks' part of a turn: what comes of a call or another task (R24–R28), promises and claims (R26, R33).
internal ref partial struct Turn
{
    public void Complete(string taskId, Outcome outcome)
    {
        if (FindTask(taskId) is not { } task)
        {
            Ignore(Because.IgnoredTask, taskId);
            return;
        }

        if (WhyRefused(task, outcome) is { } refusal)
        {
            Refuse(refusal);
            return;
        }

        if (outcome.Kind == OutcomeKind.Gatekeeper)
        {
            CallBack(task, outcome);
            return;
        }

        var ladder = LadderOf(taskId);
        _case.Tasks = _case.Tasks.Remove(task);
        Do(new TaskClosed(taskId, Done: true, outcome));
        if (task.Kind is TaskKind.Call or TaskKind.BossCall or TaskKind.ManagementCall or TaskKind.Visit)
        {
            LogCall(taskId, outcome);
        }
        else
        {
            Record(RecordKind.TaskDone, new Why(Because.TaskDone, Text: Said(outcome)), taskId);
        }

        if (ladder is not null && outcome.Kind != OutcomeKind.WrongNumber)
        {
            Advance(ladder, _today);
            ladder = null;
        }

        Follow(task, outcome, ladder);
    }

    private void LogCall(string taskId, Outcome outcome)
    {
        Do(new CallLogged(taskId, outcome));
        Record(RecordKind.CallMade, new Why(Because.CallMade, Count: (int)outcome.Kind, Text: Said(outcome)), taskId);
    }

    private static string Said(Outcome outcome) =>
        outcome.Note.Length == 0 ? Words.Of(outcome.Kind) : $"{Words.Of(outcome.Kind)}: {outcome.Note}";

    private readonly Why? WhyRefused(OpenTask task, Outcome outcome)
    {
        var isCall = task.Kind is TaskKind.Call or TaskKind.BossCall or TaskKind.ManagementCall or TaskKind.Visit;
        return outcome.Kind switch
        {
            OutcomeKind.Sent or OutcomeKind.NotSent when task.Kind != TaskKind.CheckLetter =>
                new Why(Because.RefusedOutcome, Text: "'sent' and 'not-sent' answer a check-letter task only"),
            OutcomeKind.Done when task.Kind == TaskKind.Call =>
                new Why(Because.RefusedOutcome, Text: "a call ends with one of the call outcomes, not with 'done'"),
            OutcomeKind.Done when task.Kind == TaskKind.CheckLetter =>
                new Why(Because.RefusedOutcome, Text: "say 'sent' or 'not-sent'"),
            OutcomeKind.Done or OutcomeKind.Sent or OutcomeKind.NotSent => null,
            _ when !isCall => new Why(Because.RefusedOutcome, Text: $"'{Words.Of(outcome.Kind)}' answers a call; this task ends with 'done'"),
            OutcomeKind.ReachedPromise when outcome.PromiseDate is not { } => new Why(Because.RefusedNoPromiseDate),
            OutcomeKind.ReachedPromise => WhyNoPromise(outcome.PromiseDate.Value, outcome.PromiseAmount),
            OutcomeKind.ReachedDispute => outcome.Dispute is null ? new Why(Because.RefusedNoDispute) : WhyNoDispute(outcome.Dispute),
            OutcomeKind.Gatekeeper when outcome.CallbackAt is { } at && at < _now => new Why(Because.RefusedCallbackPast),
            _ => null,
        };
    }

    // Each outcome has its next thing (R25).
    private void Follow(OpenTask task, Outcome outcome, Ladder? wrongNumbers)
    {
        switch (outcome.Kind)
        {
            case OutcomeKind.Done:
                FollowTask(task);
                break;
            case OutcomeKind.Sent or OutcomeKind.NotSent:
                SettleDoubt(outcome.Kind == OutcomeKind.Sent);
                break;
            case OutcomeKind.ReachedPromise:
                _case.FailedCalls = 0;
                MakePromise(outcome.PromiseDate!.Value, outcome.PromiseAmount);
                break;
            case OutcomeKind.ReachedPaidClaim:
                _case.FailedCalls = 0;
                Claim();
                break;
            case OutcomeKind.ReachedDispute:
                _case.FailedCalls = 0;
                OpenDispute(outcome.Dispute!);
                break;
            case OutcomeKind.ReachedPlanWanted:
                _case.FailedCalls = 0;
                var why = new Why(Because.PlanWanted);
                Suspend(PauseKind.PlanWanted, null, why, why);
                Open(TaskKind.Plan, Role.Manager, "plan", "plan", NextOpening(), why);
                break;
            case OutcomeKind.ReachedRefused:
                _case.FailedCalls = 0;
                BreakIfDue();
                break;
            case OutcomeKind.NoAnswer or OutcomeKind.Voicemail or OutcomeKind.Disconnected:
                CountFailure();
                break;
            case OutcomeKind.WrongNumber:
                SeekNumber(wrongNumbers);
                break;
            case OutcomeKind.Abusive:
                Escalate();
                break;
        }
    }

    private void FollowTask(OpenTask task)
    {
        switch (task.Kind)
        {
            case TaskKind.FindContact or TaskKind.FindNumber:
                LookForContacts();
                AskAgain(task.Kind);
                break;
            case TaskKind.BossCall:
                _case.CallsBlocked = false;
                EndManagement(new Why(Because.TaskDone, Text: "the boss has called"));
                break;
            case TaskKind.ManagementCall:
                EndManagement(new Why(Because.TaskDone, Text: "management has called"));
                break;
            case TaskKind.Plan when _case.Pause.Kind == PauseKind.PlanWanted:
                Resume(new Why(Because.TaskDone, Text: "a manager has answered about instalments"));
                break;
            case TaskKind.Agency:
                Close(CloseReason.HandedOver, new Why(Because.HandedOver));
                break;
        }
    }

    private void EndManagement(Why why)
    {
        if (_case.Pause.Kind == PauseKind.Management)
        {
            Resume(why);
        }
    }

    // Somebody said "done", but there is still nobody to write to, or no number: the ladder must not wait for ever, so the task comes back.
    private void AskAgain(TaskKind kind)
    {
        var missing = kind == TaskKind.FindContact ? RungState.NoContact : RungState.NoNumber;
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.State == missing)
            {
                var step = _policy.Steps[ladder.Rung].Name;
                var why = new Why(missing == RungState.NoContact ? Because.NoContact : Because.NoNumber, Text: step);
                var name = kind == TaskKind.FindContact ? "find-contact" : "find-number";
                Open(kind, Role.Clerk, name, name, Opening(Office.After(_today)), why);
                return;
            }
        }
    }

    // "At lunch, call at two" books a callback and is no failure (R27).
    private void CallBack(OpenTask task, Outcome outcome)
    {
        var at = outcome.CallbackAt ?? Opening(Office.After(_today));
        var day = DateOnly.FromDateTime(Calendars.LocalClock.ToLocal(at, _facts.Account.Place.TimeZone).DateTime);
        LogCall(task.Id, outcome);
        Do(new TaskMoved(task.Id, at));
        _case.Tasks = _case.Tasks.Replace(task, task with { Due = at });
        Record(RecordKind.TaskMoved, new Why(Because.Callback, day), task.Id);
    }

    private void CountFailure()
    {
        _case.FailedCalls++;
        if (_case.FailedCalls == _policy.FailedCallsBeforeSearch)
        {
            OpenFindNumber(new Why(Because.FiveFailures, Count: _case.FailedCalls));
        }
    }

    private void SeekNumber(Ladder? ladder)
    {
        var why = new Why(Because.NoNumber, Text: Words.Of(OutcomeKind.WrongNumber));
        if (ladder is not null)
        {
            Replace(ladder, ladder with { State = RungState.NoNumber, TaskId = null });
        }

        OpenFindNumber(why);
    }

    private void Escalate()
    {
        var why = new Why(Because.Abusive);
        _case.CallsBlocked = true;
        Suspend(PauseKind.Management, null, why, why);
        Open(TaskKind.BossCall, Role.Manager, "boss-call", "boss-call", _now, why);
    }

    /// <summary>Takes a promise that was given outside of a call.</summary>
    public void TakePromise(DateOnly date, Money? amount)
    {
        if (!_case.IsOpen)
        {
            Refuse(new Why(Because.RefusedNothingOwing));
        }
        else if (WhyNoPromise(date, amount) is { } refusal)
        {
            Refuse(refusal);
        }
        else
        {
            MakePromise(date, amount);
        }
    }

    private readonly Why? WhyNoPromise(DateOnly date, Money? amount) =>
        date < _today ? new Why(Because.RefusedPromisePast, date)
        : _case.BrokenPromises >= _policy.Promises.MaxBroken ? new Why(Because.RefusedPromiseCount, Count: _case.BrokenPromises)
        : date > _today.AddDays(_policy.Promises.MaxDays) && !_by.IsManager ? new Why(Because.RefusedPromiseFar, date, Count: _policy.Promises.MaxDays)
        : amount is { } a && (!a.IsPositive || a > Chased) ? new Why(Because.RefusedPromiseAmount, Amount: a, Of: Chased)
        : null;

    private void MakePromise(DateOnly date, Money? amount)
    {
        // A new date in place of one that has come is a broken promise; before its day it is only moved.
        BreakIfDue();
        if (_case.BrokenPromises >= _policy.Promises.MaxBroken)
        {
            return;
        }

        var promise = new Promise(NewId('p'), _today, date, amount ?? Chased, PromiseState.Live, Money.Zero(Position.Currency));
        _case.Promise = promise;
        Do(new PromiseChanged(promise));
        Record(RecordKind.PromiseMade, new Why(Because.PromiseMade, date, promise.Amount), promise.Id);
        Suspend(PauseKind.Promise, Office.OnOrAfter(date), new Why(Because.PromiseWithdraws, date), new Why(Because.PromiseWithdraws, date));
    }

    private void KeepPromise(Promise promise)
    {
        _case.Promise = promise with { State = PromiseState.Kept };
        Do(new PromiseChanged(_case.Promise));
        Record(RecordKind.PromiseKept, new Why(Because.PromiseKept, promise.Date, promise.Amount), promise.Id);
    }

    // On the promised day they are called; on the next banking day a promise without money is broken (R26).
    private void WatchPromise(DateOnly day)
    {
        if (_case.Promise is not { State: PromiseState.Live } promise)
        {
            _case.Pause = default;
            return;
        }

        var callDay = Office.OnOrAfter(promise.Date);
        var tellDay = Banking.After(callDay);
        if (_now >= Opening(tellDay))
        {
            Break(promise);
            return;
        }

        if (day == callDay)
        {
            _case.Pause = new Pause(PauseKind.Promise, tellDay);
            if (!_case.CallsBlocked)
            {
                Open(TaskKind.Call, Role.Clerk, "promise", "promise-check", NextOpening(), new Why(Because.PromiseDay, promise.Date, promise.Amount));
            }
        }
    }

    private void BreakIfDue()
    {
        if (_case.Promise is { State: PromiseState.Live or PromiseState.Claimed } promise && _today >= promise.Date)
        {
            Break(promise);
        }
    }

    // The ladder goes on at the next rung, never at the first; after too many, management takes over (R33).
    private void Break(Promise promise)
    {
        _case.BrokenPromises++;
        _case.BrokenOn = promise.Date;
        _case.Promise = promise with { State = PromiseState.Broken };
        Do(new PromiseChanged(_case.Promise));
        var why = new Why(Because.PromiseBroken, promise.Date, promise.Amount, Count: _case.BrokenPromises);
        Record(RecordKind.PromiseBroken, why, promise.Id);
        if (_case.Pause.Kind is PauseKind.Promise or PauseKind.PaidClaim)
        {
            _case.Pause = default;
        }

        WithdrawContacts(why);
        PlanAgain();
        if (_case.BrokenPromises == _policy.Promises.MaxBroken)
        {
            var enough = new Why(Because.NoMorePromises, Count: _case.BrokenPromises);
            Suspend(PauseKind.Management, null, enough, enough);
            Open(TaskKind.ManagementCall, Role.Manager, "management-call", "management-call", NextOpening(), enough);
        }
    }

    private void PlanAgain()
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            if (_case.Ladders[i] is { State: RungState.Planned } ladder)
            {
                Replace(ladder, Plan(ladder));
            }
        }
    }

    // A claim is a state of its own between promised and kept (R26).
    private void Claim()
    {
        var tellDay = Banking.After(_today);
        if (_case.Promise is { State: PromiseState.Live } promise)
        {
            _case.Promise = promise with { State = PromiseState.Claimed };
            Do(new PromiseChanged(_case.Promise));
        }

        var why = new Why(Because.ClaimMade, tellDay);
        WithdrawContacts(why);
        _case.Pause = new Pause(PauseKind.PaidClaim, tellDay);
        Record(RecordKind.Claimed, why, _case.Promise?.Id);
    }

    private void DoubtClaim(DateOnly tellDay)
    {
        var why = new Why(Because.ClaimUnproven, tellDay);
        Resume(why);
        if (_case.Promise is { State: PromiseState.Claimed } promise)
        {
            Break(promise);
        }

        if (_case.Pause.Kind == PauseKind.None && !_case.CallsBlocked)
        {
            Open(TaskKind.Call, Role.Clerk, "claim", "claim-check", NextOpening(), why);
        }
    }
}
