using Collections.Core.Cases;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

// The timeline's part of a turn: take the step that is due (R8–R13).
internal ref partial struct Turn
{
    // A step that is taken by itself, like the monthly hold, lets the next one follow in the same turn; one that may not be taken today moves to another day.
    private void TakeDueSteps()
    {
        var most = _policy.Steps.Length + _case.Ladders.Length;
        for (var taken = 0; taken <= most && _case.Pause.Kind == PauseKind.None && !IsContactUnderWay(); taken++)
        {
            if (LongestWaiting() is >= 0 and var due)
            {
                TakeOrPutOff(due);
            }
            else if (WaitingForManagement() is >= 0 and var ended)
            {
                AskManagementAtTheEnd(ended);
            }
            else
            {
                return;
            }
        }
    }

    // Of several ladders with a step that is due, the one on which nothing has happened for longest goes first, so that none starves another.
    private readonly int LongestWaiting()
    {
        var longest = -1;
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            var ladder = _case.Ladders[i];
            var isDue = ladder.State == RungState.Planned && IsDue(ladder, _policy.Steps[ladder.Rung]);
            if (isDue && (longest < 0 || LastMove(ladder) < LastMove(_case.Ladders[longest])))
            {
                longest = i;
            }
        }

        return longest;
    }

    private static DateOnly LastMove(Ladder ladder) => ladder.PreviousOn ?? ladder.BegunOn;

    private readonly bool IsDue(Ladder ladder, Step step) =>
        ladder.NextOn <= _today && (step.Timing.At is not { } at || _now >= At(ladder.NextOn, at));

    private void TakeOrPutOff(int at)
    {
        var ladder = _case.Ladders[at];
        var step = _policy.Steps[ladder.Rung];
        if (IsBankSilent)
        {
            WaitForBank();
        }
        else if (step.Kind == StepKind.StopSupply || MayTakeToday(step))
        {
            Take(at, step);
        }
        else
        {
            var day = NextDay(step, _today);
            Emit(new StepPlanned(at, day), new Why(Because.NotToday, day, Text: step.Name));
        }
    }

    // Never on stale bank data (R20): contacts and stops wait, and go on when the bank speaks again.
    private void WaitForBank()
    {
        if (_bankSilentSince is { } since)
        {
            var why = new Why(Because.BankSilent, since);
            Suspend(PauseKind.StaleBank, null, why, why);
        }
    }

    // A step may be taken from midnight of its day, its letter or call then waits for the office hours; after them it is too late today.
    // At most one letter a day (R21), and one call.
    private readonly bool MayTakeToday(Step step) =>
        _time < _policy.ContactHours.To
        && DayFor(step, _today) == _today
        && (step.Kind != StepKind.Letter || _case.LastLetterOn != _today)
        && (step.Kind != StepKind.Call || _case.LastCallOn != _today);

    private void Take(int at, Step step)
    {
        if (step.Kind == StepKind.Call && _case.CallsBlocked)
        {
            AwaitBoss();
            return;
        }

        if (step.BeginsStop)
        {
            StopSupply(new Why(Because.StopOn, Amount: Chased, Text: step.Name));
        }

        switch (step.Kind)
        {
            case StepKind.Letter:
                IntendLetter(at, step, WhyDue(at, step));
                break;
            case StepKind.Call:
                OpenCall(at, step, WhyDue(at, step));
                break;
            case StepKind.StopSupply:
                Advance(at, _today, WhyDue(at, step), _case.Ladders[at].LetterId);
                break;
            case StepKind.ManagementCall:
                OpenStepTask(at, step, TaskKind.ManagementCall, Role.Manager, new Why(Because.ManagementCall, Text: step.Name));
                break;
            case StepKind.Agency:
                OfferAgency(at, step);
                break;
        }
    }

    private readonly Why WhyDue(int at, Step step) => new(
        step.Timing.AfterBrokenPromise > 0 && _case.BrokenOn is not null ? Because.StepAfterBrokenPromise : Because.StepDue,
        _case.Ladders[at].NextOn, Text: step.Name);

    private void OpenCall(int at, Step step, Why why)
    {
        if (HasNumber)
        {
            OpenStepTask(at, step, TaskKind.Call, Role.Clerk, why);
            return;
        }

        var missing = new Why(Because.NoNumber, Text: step.Name);
        Emit(new StepAwaits(at, RungState.NoNumber), missing);
        OpenFindNumber(missing);
    }

    private void OpenFindNumber(Why why)
    {
        if (!HasTask(TaskKind.FindNumber))
        {
            Open(TaskKind.FindNumber, Role.Clerk, "find-number", "find-number", NextOpening(), why);
        }
    }

    private void OpenStepTask(int at, Step step, TaskKind kind, Role role, Why why) =>
        Open(kind, role, step.Name, step.Template, NextOpening(), why, at);

    // To the agency only with the last date passed, management heard, no live promise and no open dispute (R13).
    private void OfferAgency(int at, Step step)
    {
        var last = _case.LastDate ?? _today.AddDays(-1);
        var obstacle = _today <= last ? "the last date has not passed" : _position.DisputedOwing.IsPositive ? "a line is disputed" : null;
        if (obstacle is null)
        {
            OpenStepTask(at, step, TaskKind.Agency, Role.Manager, new Why(Because.AgencyReady, last));
            return;
        }

        // Said once; then looked at every office day.
        var (ladder, why) = (_case.Ladders[at], new Why(Because.AgencyNotYet, Text: obstacle));
        if (ladder.NextOn == PlannedDay(ladder, step))
        {
            Emit(new Noted(), why);
        }

        Emit(new StepPlanned(at, Office.After(Later(last, _today))), why);
    }

    private void StopSupply(Why why)
    {
        if (!_case.OnStop)
        {
            Emit(new SupplyStopped(ByRule: true), why);
        }
    }

    // A timeline that ends without an agency must not leave the debt lying there: a manager looks, and again later.
    private void AskManagementAtTheEnd(int at) => Open(
        TaskKind.ManagementCall, Role.Manager, "management-call", "management-call", NextOpening(), new Why(Because.LadderEnded), at);

    // A ladder that has come to its end, with all others, and at which management is to look by now; -1 if there is none.
    private readonly int WaitingForManagement()
    {
        for (var i = 0; i < _case.Ladders.Length && AreAllAtTheirEnd(); i++)
        {
            if (_case.Ladders[i] is { State: RungState.Finished, TaskId: null } ladder && ladder.NextOn <= _today)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly bool AreAllAtTheirEnd()
    {
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.State is not (RungState.Finished or RungState.Cleared))
            {
                return false;
            }
        }

        return true;
    }
}
