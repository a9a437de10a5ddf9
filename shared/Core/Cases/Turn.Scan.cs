namespace Collections.Core.Cases;

// The scan's part of a turn: open a case, let new invoices join, or leave the account alone and say why (R5, R6).
internal ref partial struct Turn
{
    public void Scan(DateOnly asOf)
    {
        if (_case.IsOpen)
        {
            ScanOpen(asOf);
        }
        else if (Chased > Small)
        {
            OpenCase(asOf, _policy.FirstOwingStep, Position.OldestDue!.Value, new Why(Because.Opened, Position.OldestDue!.Value, Chased));
        }
        else if (_policy.LeadDays > 0 && Position.Upcoming > Small && GetsReminder())
        {
            OpenCase(asOf, 0, Position.NextDue!.Value, WhyAhead());
        }
        else
        {
            LeaveAlone(WhyLeftAlone());
        }
    }

    private readonly Why WhyAhead() => new(
        Because.OpenedAhead, Position.NextDue!.Value, Position.Upcoming,
        Text: _policy.Steps[0].LargeOrIrregularOnly ? "the account is large or pays irregularly" : null);

    // The step before the due date, the first, goes to everybody unless the policy keeps it for large and irregular accounts (R10).
    private readonly bool GetsReminder() =>
        !_policy.Steps[0].LargeOrIrregularOnly
        || _facts.ShareOfLedger >= _policy.LargeShare || _facts.Account.History.IsIrregular;

    private void ScanOpen(DateOnly asOf)
    {
        if (Position.LatestOwingFrom is { } latest && latest > _case.JoinedTo)
        {
            var why = new Why(Because.Joined, latest, Position.Owing);
            _case.JoinedTo = asOf;
            (_verdict, _verdictWhy) = (ScanVerdict.Joined, why);
            Record(RecordKind.Joined, why);
        }
        else
        {
            LeaveAlone(new Why(Because.CaseOpen));
        }
    }

    private readonly Why WhyLeftAlone()
    {
        if (Position.IsCoveredByCredit)
        {
            return new Why(Because.CoveredByCredit, Amount: Position.GrossOwing, Of: Position.UnappliedCredit);
        }

        if (Position.Owing.IsPositive)
        {
            return new Why(Because.SmallBalance, Amount: Position.Owing);
        }

        if (Position.DisputedOwing.IsPositive)
        {
            return new Why(Because.AllDisputed, Amount: Position.DisputedOwing);
        }

        return Position.Balance.Minor < 0
            ? new Why(Because.InCredit, Amount: -Position.Balance)
            : new Why(Because.NothingOwing, Position.NextOwingFrom ?? default);
    }

    private void LeaveAlone(Why why)
    {
        (_verdict, _verdictWhy) = (ScanVerdict.LeftAlone, why);
        if (why.Code == Because.CoveredByCredit)
        {
            OpenAllocateTask(why);
        }
    }

    private void OpenAllocateTask(Why why)
    {
        if (!HasTask(TaskKind.Allocate))
        {
            Open(TaskKind.Allocate, Role.Clerk, "allocate", "allocate", NextOpening(), why);
        }
    }

    private void OpenCase(DateOnly asOf, int rung, DateOnly anchor, Why why)
    {
        // A credit that no longer covers what is owing needs no allocating first.
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == TaskKind.Allocate)
            {
                Withdraw(task, why);
            }
        }

        (_case.Number, _case.IsOpen) = (_case.Number + 1, true);
        (_case.Policy, _case.PolicyVersion) = (_policy.Name, _policy.Version);
        (_case.OpenedOn, _case.ClosedOn, _case.CloseReason, _case.JoinedTo) = (asOf, null, CloseReason.None, asOf);
        (_case.Pause, _case.Hold, _case.Promise) = (default, null, null);
        (_case.BrokenPromises, _case.BrokenOn, _case.FailedCalls, _case.LastDate) = (0, null, 0, null);
        _case.Ladders = [Plan(new Ladder(null, rung, RungState.Planned, anchor, asOf, null, asOf))];
        (_verdict, _verdictWhy) = (ScanVerdict.Opened, why);
        Record(RecordKind.Opened, why);
    }
}
