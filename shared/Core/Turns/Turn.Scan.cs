using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

// The scan's part of a turn: open a case, let new invoices join, or leave the account alone and say why (R5, R6).
internal ref partial struct Turn
{
    /// <summary>A scan looks at the account.</summary>
    public void Scan(DateOnly asOf)
    {
        if (_case.IsOpen)
        {
            ScanOpen(asOf);
        }
        else if (IsGivenUp())
        {
            LeaveAlone(new Why(_case.CloseReason == CloseReason.HandedOver ? Because.HandedOver : Because.WrittenOff));
        }
        else if (_position.Owing > Small)
        {
            OpenCase(asOf, _policy.FirstOwingStep, _position.OldestDue!.Value, new Why(Because.Opened, _position.OldestDue!.Value, _position.Owing));
        }
        else if (RungAhead() is >= 0 and var rung)
        {
            OpenAhead(asOf, rung, _position.NextDue!.Value);
        }
        else
        {
            LeaveAlone(WhyLeftAlone());
        }
    }

    // What an agency has, or nobody hopes for any more, is not chased again; what falls due after it has gone, is.
    private readonly bool IsGivenUp() =>
        _case.CloseReason is CloseReason.HandedOver or CloseReason.WrittenOff && _position.OldestDue <= _case.ClosedOn;

    // The step before a due date whose day has come, rolled back to an office day (R10); -1 if there is none.
    private readonly int RungAhead()
    {
        // On the due date itself nothing is reminded of any more, and nothing is owing yet (R1).
        if (_position.NextDue is not { } due || due <= _today)
        {
            return -1;
        }

        var isLargeOrIrregular = _shareOfLedger >= _policy.LargeShare || _account.History.IsIrregular;
        for (var i = 0; i < _policy.FirstOwingStep; i++)
        {
            var step = _policy.Steps[i];
            if ((isLargeOrIrregular || !step.LargeOrIrregularOnly) && Office.OnOrBefore(due.AddDays(step.Timing.Days)) <= _today)
            {
                return i;
            }
        }

        return -1;
    }

    private void OpenAhead(DateOnly asOf, int rung, DateOnly due)
    {
        var gross = _position.DueBy(due).Chased;
        if (gross - Money.Min(gross, _position.UnappliedCredit) is var rest && rest > Small)
        {
            var special = _policy.Steps[rung].LargeOrIrregularOnly ? "the account is large or pays irregularly" : null;
            OpenCase(asOf, rung, due, new Why(Because.OpenedAhead, due, rest, Text: special));
        }
        else
        {
            LeaveAlone(WhyLeftAlone());
        }
    }

    private void ScanOpen(DateOnly asOf)
    {
        if (_position.LatestOwingFrom is { } latest && latest > _case.JoinedTo)
        {
            var why = new Why(Because.Joined, latest, _position.Owing);
            (_verdict, _verdictWhy) = (ScanVerdict.Joined, why);
            Emit(new InvoicesJoined(Later(asOf, latest)), why);
        }
        else
        {
            LeaveAlone(new Why(Because.CaseOpen));
        }
    }

    private readonly Why WhyLeftAlone() =>
        IsCoveredByCredit ? new Why(Because.CoveredByCredit, Amount: _position.GrossOwing, Of: _position.UnappliedCredit)
        : _position.Owing.IsPositive ? new Why(Because.SmallBalance, Amount: _position.Owing)
        : _position.DisputedOwing.IsPositive ? new Why(Because.AllDisputed, Amount: _position.DisputedOwing)
        : _position.Balance.Minor < 0 ? new Why(Because.InCredit, Amount: -_position.Balance)
        : new Why(Because.NothingOwing, _position.NextOwingFrom ?? default);

    private void LeaveAlone(Why why)
    {
        (_verdict, _verdictWhy) = (ScanVerdict.LeftAlone, why);
        if (why.Code == Because.CoveredByCredit)
        {
            OpenAllocation(why);
        }
    }

    // Unapplied credit covers what is owing, or all but a small remainder (R3).
    private readonly bool IsCoveredByCredit => _position.GrossOwing > Small && _position.Owing <= Small;

    private void OpenAllocation(Why why)
    {
        if (IsCoveredByCredit && !HasTask(TaskKind.Allocate))
        {
            Open(TaskKind.Allocate, Role.Clerk, "allocate", "allocate", NextOpening(), why);
        }
    }

    // Allocated, paid, or no longer enough: then there is nothing to allocate first.
    private void WithdrawAllocationIfDone()
    {
        if (HasTask(TaskKind.Allocate) && !IsCoveredByCredit)
        {
            WithdrawAll(TaskKind.Allocate, new Why(Because.AllocationDone));
        }
    }

    private void OpenCase(DateOnly asOf, int rung, DateOnly anchor, Why why)
    {
        (_verdict, _verdictWhy) = (ScanVerdict.Opened, why);
        Emit(new CaseOpened(asOf, _policy.Name, _policy.Version, Later(asOf, anchor.AddDays(1))), why);
        var owingFrom = anchor < _today ? Leader()?.OwingFrom : null;
        Emit(new LadderBegun(Plan(new Ladder(null, rung, RungState.Planned, anchor, asOf, null, asOf, OwingFrom: owingFrom))), why);
    }
}
