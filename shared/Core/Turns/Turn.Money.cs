using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Turns;

// The bank's part of a turn: money comes in, or goes back (R31, R32, R37), and supply follows it (R11).
internal ref partial struct Turn
{
    /// <summary>Money came in; the position counts it already.</summary>
    public void Receive(PaymentReceived payment)
    {
        // A case of another currency, or of none yet, chased nothing of this one.
        var before = _case.Owing.Currency == _position.Currency ? _case.Owing : Money.Zero(_position.Currency);
        var why = new Why(Because.PaymentReceived, Amount: payment.Amount, Of: before);
        Emit(new MoneyReceived(payment.PaymentId), why);
        _moneyCame = true;
        if (!_case.IsOpen || payment.Amount.Currency != _position.Currency)
        {
            return;
        }

        CountTowardsPromise(payment.Amount, why);
        if (Chased > Small && before.IsPositive && _case.Pause.Kind is PauseKind.None or PauseKind.PartPayment or PauseKind.LikelyPayment)
        {
            WeighPartPayment(payment.Amount, before);
        }
    }

    private void CountTowardsPromise(Money amount, Why why)
    {
        if (_case.Promise is not { State: PromiseState.Live or PromiseState.Claimed } promise || promise.Amount.Currency != amount.Currency)
        {
            return;
        }

        promise = promise with { Received = promise.Received + amount };
        if (promise.Received < promise.Amount)
        {
            Emit(new PromiseChanged(promise), why);
            return;
        }

        var isWaitedFor = _case.Pause.Kind is PauseKind.Promise or PauseKind.PaidClaim;
        EndPromise(promise, PromiseState.Kept);
        if (isWaitedFor)
        {
            WithdrawContacts(new Why(Because.PromiseKept, promise.Date, promise.Amount));
        }
    }

    private void WeighPartPayment(Money amount, Money before)
    {
        if (amount < before.Times(_policy.PartPayment.Threshold))
        {
            Emit(new Noted(), new Why(Because.PartPaymentSmall, Amount: amount, Of: before));
            return;
        }

        var until = _today.AddDays(_policy.PartPayment.SuspendDays);
        var why = new Why(Because.PartPaymentLarge, until, amount, before);
        Suspend(PauseKind.PartPayment, until, why, why);
    }

    /// <summary>A payment came back: its debt is back, and a case that it had closed goes on where it stood (R37).</summary>
    public void Reverse(PaymentReversed payment)
    {
        if (!BringsTheCaseBack())
        {
            var why = new Why(Because.Reversed, Amount: payment.Amount);
            Emit(new MoneyReturned(payment.PaymentId), why);
            CountAgainstPromise(payment.Amount, why);
            EndWaitForPart(payment.Amount);
            return;
        }

        Emit(new CaseReopened(payment.PaymentId), new Why(Because.ReopenedByReversal, Amount: payment.Amount));
    }

    // The rule's stop that money had released, when that money came back (R37); within a case nothing else releases what a rule stopped.
    private void StopSupplyAgain()
    {
        if (_case is { StopIsByRule: true, OnStop: false } && !IsPaymentLikely)
        {
            StopSupply(new Why(Because.StopAgain, Amount: Chased));
        }
    }

    // Money had closed the case, and something of what was owing then is owing again. What has fallen due since is the next scan's.
    private readonly bool BringsTheCaseBack() =>
        !_case.IsOpen && _case.CloseReason is CloseReason.Paid or CloseReason.CoveredByCredit
        && _position.Owing > Small && _position.OldestDue < _case.ClosedOn;

    // A part so large that it would suspend the ladder has gone back: nothing is left to wait for (R32).
    private void EndWaitForPart(Money amount)
    {
        if (_case is { IsOpen: true, Pause.Kind: PauseKind.PartPayment } && amount.Currency == _position.Currency
            && amount >= Chased.Times(_policy.PartPayment.Threshold))
        {
            Resume(new Why(Because.Reversed, Amount: amount));
        }
    }

    private void CountAgainstPromise(Money amount, Why why)
    {
        if (_case.Promise is { State: PromiseState.Live or PromiseState.Claimed, Received.IsPositive: true } promise
            && promise.Amount.Currency == amount.Currency)
        {
            Emit(new PromiseChanged(promise with { Received = promise.Received - Money.Min(amount, promise.Received) }), why);
        }
    }

    // Supply goes on when what was owing is cleared by money, never on a promise, nor by a dispute alone (R11).
    private void ReleaseSupplyIfClear()
    {
        if (_case.OnStop && _case.StopIsByRule && !_case.IsOpen && IsCleared())
        {
            Emit(new SupplyReleased(StopsAgain: true), new Why(Because.StopOff));
        }
    }

    private readonly bool IsCleared()
    {
        var unpaid = _position.GrossOwing + _position.DisputedOwing;
        return _case.CloseReason is CloseReason.Paid or CloseReason.CoveredByCredit
            || unpaid - Money.Min(unpaid, _position.UnappliedCredit) <= Small;
    }
}
