using Collections.Core.Ledger;

namespace Collections.Core.Cases;

// What people ask for outside of calls: disputes (R4), holds (R36), supply by hand (R11), notes.
internal ref partial struct Turn
{
    private readonly Why? WhyNoDispute(DisputeDetails details)
    {
        var open = Position.OpenOf(details.Invoice);
        return !open.IsPositive ? new Why(Because.RefusedDisputeInvoice, Text: details.Invoice)
            : details.Amount is { } amount && (!amount.IsPositive || amount > open)
                ? new Why(Because.RefusedDisputeAmount, Amount: amount, Of: open, Text: details.Invoice)
                : null;
    }

    public void OpenDispute(DisputeDetails details)
    {
        if (WhyNoDispute(details) is { } refusal)
        {
            Refuse(refusal);
            return;
        }

        var amount = details.Amount ?? Position.OpenOf(details.Invoice);
        var lookAgain = Office.OnOrAfter(details.LookAgainOn ?? _today.AddDays(_policy.DisputeLookAgainDays));
        var dispute = new Dispute(
            NewId('d'), details.Invoice, amount, details.Kind, details.Owner ?? _facts.Account.SalesRep, _today, lookAgain, Note: details.Note);
        var why = new Why(Because.DisputeRaised, lookAgain, amount, Text: details.Invoice);
        Do(new DisputeOpened(dispute));
        Record(RecordKind.DisputeOpened, why, dispute.Id);
        Open(TaskKind.Dispute, Role.Sales, dispute.Id, "dispute", Opening(lookAgain), why);
    }

    public void EndDispute(DisputeResolved resolved)
    {
        Do(new DisputeEnded(resolved.DisputeId, resolved.Credited ? DisputeState.Credited : DisputeState.Rejected, _today));
        var why = new Why(resolved.Credited ? Because.DisputeCredited : Because.DisputeRejected, Text: resolved.Invoice);
        Record(RecordKind.DisputeEnded, why, resolved.DisputeId);
        foreach (var task in _case.Tasks)
        {
            if (task.Kind == TaskKind.Dispute && task.Step == resolved.DisputeId)
            {
                Withdraw(task, why);
            }
        }

        if (!resolved.Credited && _case.IsOpen)
        {
            ChaseReturned(resolved);
        }
    }

    // What comes back is chased from the first step, beside whatever rung the rest has reached (R4).
    private void ChaseReturned(DisputeResolved resolved)
    {
        var returned = new Returned(resolved.Invoice, resolved.Amount);
        _case.Ladders = _case.Ladders.Add(
            Plan(new Ladder(returned, _policy.FirstOwingStep, RungState.Planned, _today, _today, null, _today)));
    }

    public void PlaceHold(HoldPlaced request)
    {
        if (request.Until <= _today)
        {
            Refuse(new Why(Because.RefusedHoldPast, request.Until));
            return;
        }

        if (!_case.IsOpen)
        {
            Refuse(new Why(Because.IgnoredNoCase));
            return;
        }

        var hold = new Hold(NewId('h'), request.Reason, request.Owner ?? _by.Name, request.Until);
        _case.Hold = hold;
        WithdrawContacts(new Why(Because.HoldWithdraws));
        Record(RecordKind.Held, new Why(Because.HoldPlaced, hold.Until, Text: hold.Reason), hold.Id);
    }

    public void LiftHold(string holdId)
    {
        if (_case.Hold is not { } hold || hold.Id != holdId)
        {
            Ignore(Because.IgnoredHold, holdId);
            return;
        }

        _case.Hold = null;
        Record(RecordKind.HoldEnded, new Why(Because.HoldLifted), holdId);
    }

    public void SetSupply(bool stop)
    {
        if (!_by.IsManager)
        {
            Refuse(new Why(Because.RefusedNoManager, Text: "stop or release supply by hand"));
        }
        else if (_case.OnStop != stop)
        {
            (_case.OnStop, _case.StopIsByRule) = (stop, false);
            Do(new SupplyChanged(stop));
            Record(stop ? RecordKind.SupplyStopped : RecordKind.SupplyReleased, new Why(stop ? Because.StopByHand : Because.ReleaseByHand));
        }
    }

    public void AddNote(string text)
    {
        Do(new NoteKept(text));
        Record(RecordKind.Note, new Why(Because.Note, Text: text));
    }
}
