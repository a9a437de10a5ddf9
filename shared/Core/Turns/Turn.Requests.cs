using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Turns;

// What people ask for outside of calls: disputes (R4), holds (R36), supply by hand (R11), notes.
internal ref partial struct Turn
{
    private readonly Why? WhyNoDispute(DisputeDetails details)
    {
        var open = _position.OpenOf(details.Invoice) - _position.DisputedOf(details.Invoice);
        return !open.IsPositive ? new Why(Because.RefusedDisputeInvoice, Text: details.Invoice)
            : details.LookAgainOn is { } day && WhyTooFar(day) is { } tooFar ? tooFar
            : details.Amount is not { } amount ? null
            : WhyOtherCurrency(amount) is { } other ? other
            : !amount.IsPositive || amount > open ? new Why(Because.RefusedDisputeAmount, Amount: amount, Of: open, Text: details.Invoice)
            : null;
    }

    /// <summary>A dispute stands aside from now on.</summary>
    public void OpenDispute(DisputeDetails details)
    {
        if (WhyNoDispute(details) is { } refusal)
        {
            Refuse(refusal);
            return;
        }

        var amount = details.Amount ?? _position.OpenOf(details.Invoice) - _position.DisputedOf(details.Invoice);
        var lookAgain = Office.OnOrAfter(Later(_today, details.LookAgainOn ?? _today.AddDays(_policy.DisputeLookAgainDays)));
        var dispute = new Dispute(
            NewId('d'), details.Invoice, amount, details.Kind, details.Owner ?? _account.SalesRep, _today, lookAgain, Note: details.Note);
        var why = new Why(Because.DisputeRaised, lookAgain, amount, Text: details.Invoice);
        _position = _position.With(dispute);
        Emit(new DisputeOpened(dispute), why);
        Open(TaskKind.Dispute, Role.Sales, dispute.Id, "dispute", Opening(lookAgain), why);
    }

    // Somebody looked, and it goes on: so somebody looks again (R4).
    private void LookAgain(OpenTask task)
    {
        var day = Office.OnOrAfter(_today.AddDays(_policy.DisputeLookAgainDays));
        Open(TaskKind.Dispute, Role.Sales, task.Step, "dispute", Opening(day), new Why(Because.DisputeGoesOn, day));
    }

    /// <summary>A dispute ends; a rejected one comes back at the first step.</summary>
    public void EndDispute(DisputeResolved resolved)
    {
        if (_position.FindDispute(resolved.DisputeId) is not { } dispute)
        {
            Ignore(Because.IgnoredDispute, resolved.DisputeId);
            return;
        }

        var state = resolved.Credited ? DisputeState.Credited : DisputeState.Rejected;
        var why = new Why(resolved.Credited ? Because.DisputeCredited : Because.DisputeRejected, Text: dispute.Invoice);
        _position = _position.Without(dispute);
        Emit(new DisputeEnded(dispute.Id, state, _today), why);
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == TaskKind.Dispute && task.Step == dispute.Id)
            {
                Withdraw(task, why);
            }
        }

        if (!resolved.Credited && _case.IsOpen)
        {
            ChaseReturned(new Returned(dispute.Invoice, dispute.Amount), why);
        }
    }

    // What comes back is chased from the first step, beside whatever rung the rest has reached (R4). Without a case it waits for the next scan.
    private void ChaseReturned(Returned returned, Why why) => Emit(
        new LadderBegun(Plan(new Ladder(returned, _policy.FirstOwingStep, RungState.Planned, _today, _today, null, _today))), why);

    /// <summary>Somebody holds the case; a hold that was there gives way.</summary>
    public void PlaceHold(HoldPlaced request)
    {
        if (!_case.IsOpen || request.Until <= _today || WhyTooFar(request.Until) is { })
        {
            Refuse(!_case.IsOpen ? new Why(Because.IgnoredNoCase) : WhyTooFar(request.Until) ?? new Why(Because.RefusedHoldPast, request.Until));
            return;
        }

        if (_case.Hold is { } replaced)
        {
            Emit(new HoldEnded(replaced.Id), new Why(Because.HoldReplaced));
        }

        var hold = new Hold(NewId('h'), request.Reason, request.Owner ?? _by.Name, request.Until);
        WithdrawContacts(new Why(Because.HoldWithdraws));
        Emit(new CaseHeld(hold), new Why(Because.HoldPlaced, hold.Until, Text: hold.Reason));
    }

    /// <summary>Somebody lifts a hold before its day.</summary>
    public void LiftHold(string holdId)
    {
        if (_case.Hold is not { } hold || hold.Id != holdId)
        {
            Ignore(Because.IgnoredHold, holdId);
            return;
        }

        Emit(new HoldEnded(holdId), new Why(Because.HoldLifted));
    }

    /// <summary>A manager stops or releases supply; what a manager did no rule undoes.</summary>
    public void SetSupply(bool stop)
    {
        if (!_by.IsManager)
        {
            Refuse(new Why(Because.RefusedNoManager, Text: "stop or release supply by hand"));
            return;
        }

        CaseEvent decided = _case.OnStop == stop ? new SupplyKept(stop)
            : stop ? new SupplyStopped(ByRule: false)
            : new SupplyReleased(StopsAgain: false);
        Emit(decided, new Why(stop ? Because.StopByHand : Because.ReleaseByHand));
    }

    /// <summary>Keeps a note.</summary>
    public void AddNote(string text) => Emit(new NoteKept(text), new Why(Because.Note, Text: text));
}
