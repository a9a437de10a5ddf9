using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Turns;

// The clerks' part of a turn: what comes of a call or another task (R24–R28).
internal ref partial struct Turn
{
    /// <summary>A person finished a task.</summary>
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
        }
        else if (IsForManager(task) && IsAttempt(outcome.Kind))
        {
            CallAgain(task, outcome);
        }
        else
        {
            Finish(task, outcome);
        }
    }

    private void Finish(OpenTask task, Outcome outcome)
    {
        var at = LadderOf(task.Id);
        var why = IsCall(task) ? WhyCalled(outcome) : new Why(Because.TaskDone, Text: Said(outcome));
        Emit(new TaskClosed(task.Id, Done: true, outcome), why);
        if (IsCall(task))
        {
            LogCall(task, outcome, why);
        }

        if (at >= 0 && outcome.Kind == OutcomeKind.WrongNumber)
        {
            Emit(new StepAwaits(at, RungState.NoNumber), new Why(Because.WrongNumber, Text: _account.ContactFor()?.Phone));
        }
        else if (at >= 0)
        {
            Advance(at, _today, why);
        }

        if (IsForManager(task))
        {
            HearManagement(task);
        }

        Follow(task, outcome);
    }

    private static bool IsCall(OpenTask task) =>
        task.Kind is TaskKind.Call or TaskKind.BossCall or TaskKind.ManagementCall or TaskKind.Visit;

    private static bool IsForManager(OpenTask task) => task.Kind is TaskKind.BossCall or TaskKind.ManagementCall;

    private static bool IsAttempt(OutcomeKind outcome) =>
        outcome is OutcomeKind.NoAnswer or OutcomeKind.Voicemail or OutcomeKind.Disconnected or OutcomeKind.WrongNumber;

    private void LogCall(OpenTask task, Outcome outcome, Why why)
    {
        DateOnly? on = outcome.Kind == OutcomeKind.WrongNumber ? null : _today;
        Emit(new CallLogged(task.Id, outcome, on, FailedWith(outcome.Kind)), why);
    }

    // A gatekeeper, and somebody else's number, are neither (R27).
    private readonly int FailedWith(OutcomeKind outcome) => outcome switch
    {
        >= OutcomeKind.ReachedPromise and <= OutcomeKind.ReachedRefused => 0,
        OutcomeKind.NoAnswer or OutcomeKind.Voicemail or OutcomeKind.Disconnected => _case.FailedCalls + 1,
        _ => _case.FailedCalls,
    };

    private static Why WhyCalled(Outcome outcome) => new(Because.CallMade, Count: (int)outcome.Kind, Text: Said(outcome));

    private static string Said(Outcome outcome) =>
        outcome.Note.Length == 0 ? Words.Of(outcome.Kind) : $"{Words.Of(outcome.Kind)}: {outcome.Note}";

    private readonly Why? WhyRefused(OpenTask task, Outcome outcome) => outcome.Kind switch
    {
        _ when task.Kind == TaskKind.MatchPayment => new Why(Because.RefusedPaymentWaits, Text: _case.Suspected[0].PaymentId),
        OutcomeKind.Sent or OutcomeKind.NotSent when task.Kind != TaskKind.CheckLetter =>
            new Why(Because.RefusedOutcome, Text: "'sent' and 'not-sent' answer a check-letter task only"),
        OutcomeKind.Done when task.Kind == TaskKind.Call =>
            new Why(Because.RefusedOutcome, Text: "a call ends with one of the call outcomes, not with 'done'"),
        OutcomeKind.Done when task.Kind == TaskKind.CheckLetter =>
            new Why(Because.RefusedOutcome, Text: "say 'sent' or 'not-sent'"),
        OutcomeKind.Done or OutcomeKind.Sent or OutcomeKind.NotSent => null,
        _ when !IsCall(task) => new Why(Because.RefusedOutcome, Text: $"'{Words.Of(outcome.Kind)}' answers a call; this task ends with 'done'"),
        OutcomeKind.ReachedPromise when outcome.PromiseDate is not { } => new Why(Because.RefusedNoPromiseDate),
        OutcomeKind.ReachedPromise => WhyNoPromise(outcome.PromiseDate.Value, outcome.PromiseAmount),
        OutcomeKind.ReachedDispute => outcome.Dispute is null ? new Why(Because.RefusedNoDispute) : WhyNoDispute(outcome.Dispute),
        OutcomeKind.Gatekeeper when outcome.CallbackAt is { } callback => WhyNoCallback(callback),
        _ => null,
    };

    private readonly Why? WhyNoCallback(DateTimeOffset at) =>
        at < _now ? new Why(Because.RefusedCallbackPast)
        : at.UtcDateTime >= WorkCalendar.LastDay.ToDateTime(TimeOnly.MinValue)
            ? new Why(Because.RefusedTooFar, DateOnly.FromDateTime(at.UtcDateTime))
            : null;

    // Each outcome has its next thing (R25).
    private void Follow(OpenTask task, Outcome outcome)
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
                MakePromise(outcome.PromiseDate!.Value, outcome.PromiseAmount);
                break;
            case OutcomeKind.ReachedPaidClaim:
                Claim();
                break;
            case OutcomeKind.ReachedDispute:
                OpenDispute(outcome.Dispute!);
                break;
            case OutcomeKind.ReachedPlanWanted:
                AskForPlan();
                break;
            case OutcomeKind.ReachedRefused:
                BreakIfDue();
                break;
            case OutcomeKind.NoAnswer or OutcomeKind.Voicemail or OutcomeKind.Disconnected:
                SearchAfterFailures();
                break;
            case OutcomeKind.WrongNumber:
                SeekNumber();
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
            case TaskKind.FindContact:
                LookForContacts();
                AskAgain(RungState.NoContact, Because.NoContact, TaskKind.FindContact, "find-contact");
                break;
            case TaskKind.FindNumber:
                // Whoever looked has the last word, even if the number stays the same.
                DoubtNumber(null, new Why(Because.TaskDone, Text: task.Step));
                LookForContacts();
                AskAgain(RungState.NoNumber, Because.NoNumber, TaskKind.FindNumber, "find-number");
                break;
            case TaskKind.Plan when _case.Pause.Kind == PauseKind.PlanWanted:
                Resume(new Why(Because.TaskDone, Text: "a manager has answered about instalments"));
                break;
            case TaskKind.Dispute:
                LookAgain(task);
                break;
            case TaskKind.Agency:
                Close(CloseReason.HandedOver, new Why(Because.HandedOver));
                break;
        }
    }

    // The boss has called, or management has: whatever came of it, the case goes on from there, and clerks may call again after the boss.
    private void HearManagement(OpenTask task)
    {
        if (task.Kind == TaskKind.BossCall)
        {
            BlockCalls(false, new Why(Because.TaskDone, Text: "the boss has called"));
        }

        if (_case.Pause.Kind == PauseKind.Management)
        {
            Resume(new Why(Because.TaskDone, Text: task.Kind == TaskKind.BossCall ? "the boss has called" : "management has called"));
        }
    }

    // Somebody said "done", but there is still nobody to write to, or no number: the ladder must not wait for ever, so the task comes back.
    private void AskAgain(RungState missing, Because code, TaskKind kind, string name)
    {
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.State == missing && !HasTask(kind))
            {
                Open(kind, Role.Clerk, name, name, Opening(Office.After(_today)), new Why(code, Text: _policy.Steps[ladder.Rung].Name));
            }
        }
    }

    // "At lunch, call at two" books a callback and is no failure (R27); outside the office hours it is the next opening (R23).
    private void CallBack(OpenTask task, Outcome outcome)
    {
        var wanted = outcome.CallbackAt ?? Opening(Office.After(_today));
        var zone = _account.Place.TimeZone;
        var at = LocalClock.NextContactMoment(wanted, _policy.ContactHours, Office, zone);
        var local = LocalClock.ToLocal(at, zone).DateTime;
        LogCall(task, outcome, WhyCalled(outcome));
        Move(task, at, new Why(
            Because.Callback, DateOnly.FromDateTime(local), Text: local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
    }

    // A manager's call is not done until somebody was reached, or the manager says so.
    private void CallAgain(OpenTask task, Outcome outcome)
    {
        var day = Office.After(_today);
        LogCall(task, outcome, WhyCalled(outcome));
        Move(task, Opening(day), new Why(Because.NobodyReached, day));
        Follow(task, outcome);
    }

    private void Move(OpenTask task, DateTimeOffset at, Why why) => Emit(new TaskMoved(task.Id, at), why);

    private void SearchAfterFailures()
    {
        if (_case.FailedCalls == _policy.FailedCallsBeforeSearch)
        {
            OpenFindNumber(new Why(Because.FiveFailures, Count: _case.FailedCalls));
        }
    }

    private void SeekNumber()
    {
        var number = _account.ContactFor()?.Phone;
        var why = new Why(Because.WrongNumber, Text: number);
        DoubtNumber(number, why);
        OpenFindNumber(why);
    }

    private void DoubtNumber(string? number, Why why)
    {
        if (number != _case.WrongNumber)
        {
            Emit(new NumberDoubted(number), why);
        }
    }

    private void AskForPlan()
    {
        var why = new Why(Because.PlanWanted);
        Suspend(PauseKind.PlanWanted, null, why, why);
        if (!HasTask(TaskKind.Plan))
        {
            Open(TaskKind.Plan, Role.Manager, "plan", "plan", NextOpening(), why);
        }
    }

    private void Escalate()
    {
        BlockCalls(true, new Why(Because.Abusive));
        AwaitBoss();
    }

    private void BlockCalls(bool areBlocked, Why why)
    {
        if (areBlocked != _case.CallsBlocked)
        {
            Emit(new ClerkCallsBlocked(areBlocked), why);
        }
    }

    // Nobody but the boss calls, the same day (R28).
    private void AwaitBoss()
    {
        var why = new Why(Because.Abusive);
        Suspend(PauseKind.Management, null, why, why);
        if (!HasTask(TaskKind.BossCall))
        {
            Open(TaskKind.BossCall, Role.Manager, "boss-call", "boss-call", _now, why);
        }
    }
}
