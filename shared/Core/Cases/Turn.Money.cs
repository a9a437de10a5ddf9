using Collections.Core.Ledger;

namespace Collections.Core.Cases;

// The bank's part of a turn: money comes in, or goes back (R31, R32, R37), and supply follows it (R11).
internal ref partial struct Turn
{
    public void Receive(PaymentReceived payment)
    {
        var before = _case.Owing;
        Record(RecordKind.Payment, new Why(Because.PaymentReceived, Amount: payment.Amount, Of: before), payment.PaymentId);
        _moneyCame = true;
        if (!_case.IsOpen)
        {
            return;
        }

        _case.Owing = before > payment.Amount ? before - payment.Amount : Money.Zero(before.Currency);
        CountTowardsPromise(payment.Amount);
        if (Chased > Small && _case.Pause.Kind is PauseKind.None or PauseKind.PartPayment)
        {
            WeighPartPayment(payment.Amount, before);
        }
    }

    private void CountTowardsPromise(Money amount)
    {
        if (_case.Promise is not { State: PromiseState.Live or PromiseState.Claimed } promise)
        {
            return;
        }

        promise = promise with { Received = promise.Received + amount };
        _case.Promise = promise;
        if (promise.Received >= promise.Amount)
        {
            KeepPromise(promise);
            if (_case.Pause.Kind is PauseKind.Promise or PauseKind.PaidClaim)
            {
                WithdrawContacts(new Why(Because.PromiseKept, promise.Date, promise.Amount));
                _case.Pause = default;
            }
        }
        else
        {
            Do(new PromiseChanged(promise));
        }
    }

    private void WeighPartPayment(Money amount, Money before)
    {
        if (!before.IsPositive || amount < before.Times(_policy.PartPayment.Threshold))
        {
            Record(RecordKind.Note, new Why(Because.PartPaymentSmall, Amount: amount, Of: before));
            return;
        }

        var until = _today.AddDays(_policy.PartPayment.SuspendDays);
        var why = new Why(Because.PartPaymentLarge, until, amount, before);
        Suspend(PauseKind.PartPayment, until, why, why);
    }

    /// <summary>A payment came back: its debt is back, and a case that it had closed goes on where it stood (R37).</summary>
    public void Reverse(PaymentReversed payment)
    {
        var why = new Why(Because.Reversed, Amount: payment.Amount);
        if (_case.IsOpen || _case.CloseReason != CloseReason.Paid || Position.Owing <= Small)
        {
            Record(RecordKind.Payment, why, payment.PaymentId);
            return;
        }

        (_case.IsOpen, _case.ClosedOn, _case.CloseReason) = (true, null, CloseReason.None);
        Record(RecordKind.Reopened, why, payment.PaymentId);
    }

    // Supply goes on when what was owing is cleared by money, never on a promise (R11).
    private void ReleaseSupplyIfClear()
    {
        var unpaid = Position.GrossOwing + Position.DisputedOwing;
        if (_case.OnStop && !_case.IsOpen && _case.StopIsByRule && unpaid - Money.Min(unpaid, Position.UnappliedCredit) <= Small)
        {
            _case.OnStop = false;
            Do(new SupplyChanged(Stopped: false));
            Record(RecordKind.SupplyReleased, new Why(Because.StopOff));
        }
    }
}
