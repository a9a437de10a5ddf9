using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Cases;

// The timeline's part of a turn: plan a step, take it when it is due, go on to the next (R8–R13).
internal ref partial struct Turn
{
    // A step that is taken by itself, like the monthly hold, lets the next one follow in the same turn; the bound is the timeline's length.
    private void TakeDueSteps()
    {
        for (var taken = 0; taken <= _policy.Steps.Length; taken++)
        {
            if (_case.Pause.Kind != PauseKind.None || IsContactUnderWay() || !TakeDueStep())
            {
                return;
            }
        }
    }

    // Takes the first step that is due; false if none is.
    private bool TakeDueStep()
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            var ladder = _case.Ladders[i];
            if (ladder.State != RungState.Planned || ladder.NextOn > _today)
            {
                continue;
            }

            var step = _policy.Steps[ladder.Rung];
            if (step.Timing.At is { } at && _now < At(ladder.NextOn, at))
            {
                continue;
            }

            if (step.Kind != StepKind.StopSupply && WaitForBank())
            {
                return false;
            }

            if (step.Kind != StepKind.StopSupply && !MayTakeToday(step))
            {
                Replace(ladder, ladder with { NextOn = NextDay(step, _today) });
                continue;
            }

            Take(ladder, step);
            return true;
        }

        return false;
    }

    // Never on stale bank data (R20): contacts wait, and go on when the bank speaks again.
    private bool WaitForBank()
    {
        if (_facts.BankSilentSince is not { } since)
        {
            return false;
        }

        Suspend(PauseKind.StaleBank, null, new Why(Because.BankSilent, since), new Why(Because.PauseWithdraws));
        return true;
    }

    // A step may be taken from midnight of its day, its letter or call then waits for the office hours; after them it is too late today.
    private readonly bool MayTakeToday(Step step) =>
        _time < _policy.ContactHours.To
        && DayFor(step, _today) == _today
        && (step.Kind != StepKind.Letter || _case.LastLetterOn != _today);

    private void Take(Ladder ladder, Step step)
    {
        var why = new Why(
            _case.BrokenOn is not null && step.Timing.AfterBrokenPromise > 0 ? Because.StepAfterBrokenPromise : Because.StepDue,
            ladder.NextOn, Text: step.Name);
        if (step.StopsSupply)
        {
            StopSupply(step);
        }

        switch (step.Kind)
        {
            case StepKind.Letter:
                IntendLetter(ladder, step, why);
                break;
            case StepKind.Call:
                OpenCall(ladder, step, why);
                break;
            case StepKind.StopSupply:
                StopSupply(step);
                Advance(ladder, _today);
                break;
            case StepKind.ManagementCall:
                OpenStepTask(ladder, step, TaskKind.ManagementCall, new Why(Because.ManagementCall, Text: step.Name));
                break;
            case StepKind.Agency:
                OfferAgency(ladder, step);
                break;
        }
    }

    private void OpenCall(Ladder ladder, Step step, Why why)
    {
        if (_facts.Account.ContactFor() is { Phone.Length: > 0 })
        {
            OpenStepTask(ladder, step, TaskKind.Call, why);
            return;
        }

        Replace(ladder, ladder with { State = RungState.NoNumber });
        OpenFindNumber(new Why(Because.NoNumber, Text: step.Name));
    }

    private void OpenFindNumber(Why why)
    {
        if (!HasTask(TaskKind.FindNumber))
        {
            Open(TaskKind.FindNumber, Role.Clerk, "find-number", "find-number", NextOpening(), why);
        }
    }

    private void OpenStepTask(Ladder ladder, Step step, TaskKind kind, Why why)
    {
        var role = kind == TaskKind.Call ? Role.Clerk : Role.Manager;
        var id = Open(kind, role, step.Name, step.Template, Opening(_today) > _now ? Opening(_today) : _now, why);
        Replace(ladder, ladder with { State = RungState.TaskOpen, TaskId = id });
    }

    // To the agency only with the last date passed, management heard, no live promise and no open dispute (R13).
    private void OfferAgency(Ladder ladder, Step step)
    {
        var obstacle =
            _case.LastDate is { } last && _today <= last ? "the last date has not passed"
            : Position.DisputedOwing.IsPositive ? "a line is disputed"
            : null;
        if (obstacle is not null)
        {
            Replace(ladder, ladder with { NextOn = Office.After(_case.LastDate is { } day && day >= _today ? day : _today) });
            Record(RecordKind.Note, new Why(Because.AgencyNotYet, Text: obstacle));
            return;
        }

        OpenStepTask(ladder, step, TaskKind.Agency, new Why(Because.AgencyReady, _case.LastDate ?? _today));
    }

    private void StopSupply(Step step)
    {
        if (!_case.OnStop)
        {
            (_case.OnStop, _case.StopIsByRule) = (true, true);
            Do(new SupplyChanged(Stopped: true));
            Record(RecordKind.SupplyStopped, new Why(Because.StopOn, Amount: Position.Owing, Text: step.Name));
        }
    }

    // The step happened on a day: the next one is spaced from there (R9).
    private void Advance(Ladder ladder, DateOnly doneOn)
    {
        _case.BrokenOn = null;
        var next = ladder with { Rung = ladder.Rung + 1, PreviousOn = doneOn, TaskId = null };
        Replace(ladder, next.Rung < _policy.Steps.Length ? Plan(next) : next with { State = RungState.Finished });
    }

    private readonly Ladder Plan(Ladder ladder) =>
        ladder with { State = RungState.Planned, TaskId = null, NextOn = PlannedDay(ladder, _policy.Steps[ladder.Rung]) };

    private readonly DateOnly PlannedDay(Ladder ladder, Step step)
    {
        var timing = step.Timing;
        var from = timing.From switch
        {
            TimingFrom.Due => ladder.Anchor,
            TimingFrom.Opening => ladder.BegunOn,
            TimingFrom.FinalDate => _case.LastDate ?? ladder.PreviousOn ?? ladder.BegunOn,
            _ => ladder.PreviousOn ?? ladder.BegunOn,
        };
        var day = from.AddDays(timing.Days);
        if (timing.DayOfMonth > 0)
        {
            day = Later(day, DayOfMonth(ladder.BegunOn, timing.DayOfMonth));
        }

        day = timing.Days < 0 ? Office.OnOrBefore(day) : DayFor(step, day);
        if (timing.AfterBrokenPromise > 0 && _case.BrokenOn is { } broken)
        {
            day = Earlier(day, DayFor(step, broken.AddDays(timing.AfterBrokenPromise)));
        }

        // Planned into the past, a step is due now: late, but none is skipped. A reminder whose rolled day has passed is due today.
        return day;
    }

    private static DateOnly DayOfMonth(DateOnly month, int day) =>
        new(month.Year, month.Month, Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)));

    // The first day from a given one on which the step may be taken.
    private readonly DateOnly DayFor(Step step, DateOnly from) =>
        step.Timing.On == StepDays.Collection ? _policy.CollectionDays.OnOrAfter(from, Office) : Office.OnOrAfter(from);

    private readonly DateOnly NextDay(Step step, DateOnly after) => DayFor(step, after.AddDays(1));

    private readonly DateTimeOffset Moment(DateOnly day, Step step) => At(day, step.Timing.At ?? _policy.ContactHours.From);

    // The next moment at which somebody could be contacted, for tasks that belong to no step.
    private readonly DateTimeOffset NextOpening() =>
        Office.IsOpen(_today) && _time < _policy.ContactHours.To
            ? (_time >= _policy.ContactHours.From ? _now : Opening(_today))
            : Opening(Office.After(_today));

    private void Replace(Ladder old, Ladder changed) => _case.Ladders = _case.Ladders.Replace(old, changed);

    // A task or letter of a step was withdrawn: the ladder stands before that step again.
    private void BackToPlan(string taskId)
    {
        if (LadderOf(taskId) is { } ladder)
        {
            Replace(ladder, ladder with { State = RungState.Planned, TaskId = null });
        }
    }

    private readonly Ladder? LadderOf(string taskId)
    {
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.TaskId == taskId)
            {
                return ladder;
            }
        }

        return null;
    }

    // With several ladders, the one whose debt is settled ends; the case itself is over only when nothing at all is owing.
    private void DropClearedLadders()
    {
        if (_case.Ladders.Length < 2)
        {
            return;
        }

        var returned = Money.Zero(Position.Currency);
        foreach (var ladder in _case.Ladders)
        {
            if (ladder.Returned is { } part)
            {
                var open = Money.Min(part.Amount, Position.OpenOf(part.Invoice));
                returned += open;
                if (open <= Small)
                {
                    Drop(ladder);
                }
            }
        }

        if (_case.Ladders is [{ Returned: null } main, _, ..] && Position.Owing - Money.Min(returned, Position.Owing) <= Small)
        {
            Drop(main);
        }
    }

    private void Drop(Ladder ladder)
    {
        var why = new Why(Because.PaidInFull);
        if (ladder.TaskId is { } id)
        {
            if (_case.Letter?.Id == id)
            {
                WithdrawLetter(why);
            }
            else if (FindTask(id) is { } task)
            {
                Withdraw(task, why);
            }
        }

        _case.Ladders = _case.Ladders.RemoveAll(other => other.Returned == ladder.Returned);
    }

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
