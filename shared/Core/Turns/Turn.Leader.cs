using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

// The leader's part of a turn: the rung belongs to the debt, so the main ladder stands where its oldest invoice has climbed to (R42).
internal ref partial struct Turn
{
    /// <summary>Days for which steps are remembered beyond the leader's own: a direct debit can be sent back for thirteen months, and its debt goes on where it stood.</summary>
    private const int Remembered = 400;

    // What is covered by credit, or so small that it counts as paid, leads nobody.
    private void FollowLeader()
    {
        var ladder = _case.Ladders[0];
        if (_case.IsAhead(_today) || Leader() is not { } leader)
        {
            return;
        }

        if (IsLedBy(ladder, leader))
        {
            NameLeader(ladder, leader);
            return;
        }

        RecallDaysOfAnOlderRelease(ladder);
        var rung = RungOf(leader.OwingFrom);
        if (rung == ladder.Rung)
        {
            Emit(new LeaderNamed(leader.Due, leader.OwingFrom), WhyLed(leader, rung));
            return;
        }

        // A letter that is being handed over can't be taken back: its step is counted first.
        if (_case.Letter is { Attempted: true } letter && letter.Id == ladder.TaskId)
        {
            return;
        }

        var why = WhyLed(leader, rung);
        var last = rung > _policy.FinalLetterStep ? _case.LastDate ?? LastDateSince(leader.OwingFrom) : null;
        Emit(new LeaderChanged(rung, leader.Due, leader.OwingFrom, last, leader.OwingFrom.AddDays(-Remembered)), why);
        if (ladder.TaskId is { } id)
        {
            WithdrawOf(id, why);
        }

        PlanNext(0, Office.After(_today), why);
        FollowWithSupply(ladder.Rung, rung, leader.Due, why);
    }

    private readonly Why WhyLed((DateOnly Due, DateOnly OwingFrom) leader, int rung) => new(
        Because.LeaderChanged, leader.Due, Count: _case.StepsSince(leader.OwingFrom),
        Text: rung < _policy.Steps.Length ? _policy.Steps[rung].Name : "management");

    // A dispute that was rejected has a ladder of its own, and leads that one only (R4).
    private readonly (DateOnly Due, DateOnly OwingFrom)? Leader()
    {
        List<string>? apart = null;
        for (var i = 1; i < _case.Ladders.Length; i++)
        {
            (apart ??= []).Add(_case.Ladders[i].Returned!.Invoice);
        }

        return _position.Leader(Small + _position.UnappliedCredit, apart);
    }

    // What an earlier release began is told by its due date alone; and so is what was begun ahead of that date, until the day has come.
    private static bool IsLedBy(Ladder ladder, (DateOnly Due, DateOnly OwingFrom) leader) =>
        ladder.Anchor == leader.Due && (ladder.OwingFrom is null || ladder.OwingFrom == leader.OwingFrom);

    private void NameLeader(Ladder ladder, (DateOnly Due, DateOnly OwingFrom) leader)
    {
        if (ladder.OwingFrom is null && ladder.BegunOn <= ladder.Anchor)
        {
            Emit(new LeaderNamed(leader.Due, leader.OwingFrom), WhyLed(leader, ladder.Rung));
        }
    }

    // Supply stops and goes on at a step, and so with the debt that has been through it, or has not (R11).
    private void FollowWithSupply(int before, int rung, DateOnly due, Why why)
    {
        var stop = _policy.StopStep;
        if (rung <= stop && _case is { OnStop: true, StopIsByRule: true } && !HasAnotherComeTo(stop))
        {
            Emit(new SupplyReleased(StopsAgain: false), new Why(Because.StopOffForLeader, due));
        }
        else if (before <= stop && rung > stop && !_case.StopIsByRule)
        {
            // As after money that went back; the turn stops it where it does so.
            Emit(new SupplyStopDue(), why);
        }
    }

    // The ladder of a rejected dispute keeps supply stopped as well as the main one does.
    private readonly bool HasAnotherComeTo(int stop)
    {
        for (var i = 1; i < _case.Ladders.Length; i++)
        {
            if (_case.Ladders[i] is { State: not RungState.Cleared } other && (other.Rung > stop || (other.Rung == stop && other.TaskId is not null)))
            {
                return true;
            }
        }

        return false;
    }

    // As many steps as happened since then; but what threatens, and what comes after it, is skipped for nobody (R12, R13).
    private readonly int RungOf(DateOnly owingFrom)
    {
        var (rung, isThreat) = (_policy.FirstOwingStep, false);
        for (var steps = _case.StepsSince(owingFrom); steps > 0 && rung < _policy.Steps.Length; steps--, rung++)
        {
            isThreat |= rung == _policy.FinalLetterStep || _policy.Steps[rung].Kind is StepKind.ManagementCall or StepKind.Agency;
            if (isThreat && DayOf(rung, owingFrom) is null)
            {
                break;
            }
        }

        return rung;
    }

    // What has been through the steps before a rung itself, net of credit.
    private readonly Money OwingThrough(int rung)
    {
        var owing = Money.Zero(_position.Currency);
        foreach (var line in _position.Lines)
        {
            var counts = line is { IsOwing: true, Chased.IsPositive: true } && _case.HasBeenThrough(rung, line.Invoice.Number, line.OwingFrom, _policy);
            owing += counts ? line.Chased : Money.Zero(_position.Currency);
        }

        return owing - Money.Min(owing, _position.UnappliedCredit);
    }

    // The last day, not before another, on which a step was taken; null if it was not.
    private readonly DateOnly? DayOf(int rung, DateOnly from)
    {
        DateOnly? day = null;
        foreach (var step in _case.Taken)
        {
            day = step.Rung == rung && step.On >= from ? step.On : day;
        }

        return day;
    }

    private readonly DateOnly? LastDateSince(DateOnly from) => DayOf(_policy.FinalLetterStep, from) is { } sent ? _policy.FinalDate.For(sent, Office) : null;

    // A case of an earlier release kept the day of its last step only: of the others it is known that they came after the ladder had begun.
    private void RecallDaysOfAnOlderRelease(Ladder ladder)
    {
        var steps = _case.Taken;
        for (var rung = _policy.FirstOwingStep; steps.Length < ladder.Rung - _policy.FirstOwingStep; rung++)
        {
            steps = steps.Add(new StepTaken(rung, rung == ladder.Rung - 1 ? ladder.PreviousOn ?? ladder.BegunOn : ladder.BegunOn));
        }

        if (steps != _case.Taken)
        {
            Emit(new StepsRecalled(steps), new Why(Because.OlderRelease));
        }
    }
}
