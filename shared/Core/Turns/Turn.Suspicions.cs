using Collections.Core.Cases;

namespace Collections.Core.Turns;

// Payments that are probably theirs: until somebody has looked, nobody is chased, stopped or handed over, and nothing is called broken (R20).
internal ref partial struct Turn
{
    /// <summary>A payment is probably theirs.</summary>
    public void Suspect(PaymentSuspected payment)
    {
        var since = SuspicionOf(payment.PaymentId)?.Since ?? _today;
        var suspected = new SuspectedPayment(payment.PaymentId, payment.Amount, since, payment.Why);
        Emit(new LikelyPaymentNoted(suspected), WhyLikely(suspected));
        HoldContacts();
    }

    /// <summary>Somebody has said whose a payment is.</summary>
    public void LookedAt(string paymentId)
    {
        if (SuspicionOf(paymentId) is not { } suspected)
        {
            Ignore(Because.IgnoredSuspicion, paymentId);
            return;
        }

        Emit(new LikelyPaymentCleared(paymentId), new Why(Because.PaymentIsKnown, Amount: suspected.Amount));
    }

    private readonly SuspectedPayment? SuspicionOf(string paymentId)
    {
        foreach (var payment in _case.Suspected)
        {
            if (payment.PaymentId == paymentId)
            {
                return payment;
            }
        }

        return null;
    }

    private static Why WhyLikely(SuspectedPayment payment) => new(Because.PaymentLikely, Amount: payment.Amount, Text: payment.Why);

    // A step's management call and hand-over are contacts as well; what management was asked because of a promise or of abuse is theirs to end.
    private void HoldContacts()
    {
        var why = new Why(Because.PaymentWaits);
        WithdrawContacts(why);
        foreach (var task in _case.Tasks)
        {
            var isStep = task.Kind == TaskKind.ManagementCall && LadderOf(task.Id) >= 0 && _case.Pause.Kind != PauseKind.Management;
            if (isStep || task.Kind == TaskKind.Agency)
            {
                Withdraw(task, why);
            }
        }
    }

    // Other pauses hold the contacts as well, and keep their own end; this one comes after them if a payment is still waiting then.
    private void WaitForLikelyPayment()
    {
        if (IsPaymentLikely && _case.Pause.Kind is PauseKind.None or PauseKind.StaleBank)
        {
            var why = new Why(Because.PaymentWaits);
            Suspend(PauseKind.LikelyPayment, null, why, why);
        }
    }

    // One task an account, where there is something that a payment could settle: an account that owes nothing is not chased anyhow.
    private void AskAboutLikelyPayments()
    {
        var isAsked = HasTask(TaskKind.MatchPayment);
        var isWanted = IsPaymentLikely && (_case.IsOpen || _position.Owing > Small);
        if (isWanted && !isAsked)
        {
            Open(TaskKind.MatchPayment, Role.Clerk, "match-payment", "match-payment", NextOpening(), WhyLikely(_case.Suspected[0]));
        }
        else if (isAsked && !isWanted)
        {
            WithdrawAll(TaskKind.MatchPayment, new Why(IsPaymentLikely ? Because.PaymentNeedsNobody : Because.PaymentLookedAt));
        }
    }
}
