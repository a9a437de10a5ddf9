using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

// The ladders' part of a turn: where each stands, what puts it on, back or aside (R4, R9, R35).
internal ref partial struct Turn
{
    // The ladder whose present step a task or letter belongs to; -1 if none.
    private readonly int LadderOf(string id)
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            if (_case.Ladders[i].TaskId == id)
            {
                return i;
            }
        }

        return -1;
    }

    // The step happened on a day: the next one is spaced from there (R9).
    private void Advance(int at, DateOnly doneOn, Why why, string? letterId = null, DateOnly? lastDate = null)
    {
        var ladder = _case.Ladders[at];
        if (ladder.State == RungState.Finished)
        {
            Emit(new LadderEnded(at, Office.OnOrAfter(doneOn.AddDays(_policy.Promises.MaxDays))), why);
            return;
        }

        var isCounted = at == 0 && ladder.Rung >= _policy.FirstOwingStep;
        var endsBreach = _policy.Steps[ladder.Rung].Timing.AfterBrokenPromise > 0;
        Emit(new StepDone(at, doneOn, letterId, isCounted, endsBreach, lastDate), why);
        PlanNext(at, Office.After(doneOn), why);
    }

    // At its end, management looks at the ladder from a day on.
    private void PlanNext(int at, DateOnly lookOn, Why why)
    {
        var ladder = _case.Ladders[at];
        if (ladder.Rung < _policy.Steps.Length)
        {
            Emit(new StepPlanned(at, PlannedDay(ladder, _policy.Steps[ladder.Rung])), why);
        }
        else
        {
            Emit(new LadderEnded(at, lookOn), why);
        }
    }

    private readonly Ladder Plan(Ladder ladder) => ladder with { NextOn = PlannedDay(ladder, _policy.Steps[ladder.Rung]) };

    // A day in the past means that the step is due now: late, but none is skipped (R9).
    private readonly DateOnly PlannedDay(Ladder ladder, Step step)
    {
        var timing = step.Timing;
        var day = Origin(ladder, timing.From).AddDays(timing.Days);
        if (timing.DayOfMonth > 0)
        {
            day = Later(day, DayOfMonth(ladder.BegunOn, timing.DayOfMonth));
        }

        day = timing.Days < 0 ? Office.OnOrBefore(day) : DayFor(step, day);
        if (timing.AfterBrokenPromise > 0 && _case.BrokenOn is { } broken)
        {
            day = Earlier(day, DayFor(step, broken.AddDays(timing.AfterBrokenPromise)));
        }

        // However late the step before it was, this one comes on a later day, unless it is meant for the same.
        var isSpaced = timing is { From: TimingFrom.Previous, AfterBrokenPromise: 0 };
        return !isSpaced && ladder.PreviousOn is { } previous ? Later(day, NextDay(step, previous)) : day;
    }

    private readonly DateOnly Origin(Ladder ladder, TimingFrom from) => from switch
    {
        TimingFrom.Due => ladder.Anchor,
        TimingFrom.Opening => ladder.BegunOn,
        TimingFrom.FinalDate => _case.LastDate ?? ladder.PreviousOn ?? ladder.BegunOn,
        _ => ladder.PreviousOn ?? ladder.BegunOn,
    };

    private static DateOnly DayOfMonth(DateOnly month, int day) =>
        new(month.Year, month.Month, Math.Min(day, DateTime.DaysInMonth(month.Year, month.Month)));

    // The first day from a given one on which the step may be taken.
    private readonly DateOnly DayFor(Step step, DateOnly from) =>
        step.Timing.On == StepDays.Collection ? _policy.CollectionDays.OnOrAfter(from, Office) : Office.OnOrAfter(from);

    private readonly DateOnly NextDay(Step step, DateOnly after) => DayFor(step, after.AddDays(1));

    // A broken promise brings the step forward that comes sooner after one (R9).
    private void PlanAfterBrokenPromise(Why why)
    {
        for (var i = 0; i < _case.Ladders.Length; i++)
        {
            if (_case.Ladders[i] is { State: RungState.Planned } ladder && _policy.Steps[ladder.Rung].Timing.AfterBrokenPromise > 0)
            {
                var day = PlannedDay(ladder, _policy.Steps[ladder.Rung]);
                if (day != ladder.NextOn)
                {
                    Emit(new StepPlanned(i, day), why);
                }
            }
        }
    }

    // With several ladders, the one whose own part is settled stands aside, and goes on where it stood if that part is owing again (R4, R37).
    private void SetLaddersAside()
    {
        if (_case.Ladders.Length < 2)
        {
            return;
        }

        var returned = Money.Zero(_position.Currency);
        for (var i = 1; i < _case.Ladders.Length; i++)
        {
            var part = _case.Ladders[i].Returned!;
            var owing = Money.Min(part.Amount, _position.OwingOf(part.Invoice));
            var isSettled = owing <= Small;
            returned += isSettled ? Money.Zero(_position.Currency) : owing;
            SetAside(i, isSettled, part.Invoice);
        }

        SetAside(0, Chased - Money.Min(returned, Chased) <= Small, "the rest");
    }

    private void SetAside(int at, bool isSettled, string part)
    {
        var ladder = _case.Ladders[at];
        if (isSettled == (ladder.State == RungState.Cleared) || (isSettled && _case.Letter is { Attempted: true } letter && letter.Id == ladder.TaskId))
        {
            return;
        }

        if (!isSettled)
        {
            var state = ladder.Rung < _policy.Steps.Length ? RungState.Planned : RungState.Finished;
            Emit(new LadderResumed(at, state), new Why(Because.PartBack, Text: part));
            return;
        }

        var why = new Why(Because.PartCleared, Text: part);
        Emit(new LadderSetAside(at), why);
        if (ladder.TaskId is { } id)
        {
            WithdrawOf(id, why);
        }
    }

    // Withdraws a step's letter or task, whichever it is; but not the management call that the whole case waits for.
    private void WithdrawOf(string id, Why why)
    {
        if (_case.Letter?.Id == id)
        {
            WithdrawLetter(why);
        }
        else if (FindTask(id) is { } task && !(task.Kind == TaskKind.ManagementCall && _case.Pause.Kind == PauseKind.Management))
        {
            Withdraw(task, why);
        }
    }
}
