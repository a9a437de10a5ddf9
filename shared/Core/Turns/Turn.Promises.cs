using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Turns;

// Promises and claims: made, watched, kept, broken, doubted (R26, R33).
internal ref partial struct Turn
{
    /// <summary>Takes a promise that was given outside of a call.</summary>
    public void TakePromise(DateOnly date, Money? amount)
    {
        if (!_case.IsOpen)
        {
            Refuse(new Why(Because.RefusedNothingOwing));
        }
        else if (WhyNoPromise(date, amount) is { } refusal)
        {
            Refuse(refusal);
        }
        else
        {
            MakePromise(date, amount);
        }
    }

    private readonly Why? WhyNoPromise(DateOnly date, Money? amount) =>
        date < _today ? new Why(Because.RefusedPromisePast, date)
        : _case.BrokenPromises >= _policy.Promises.MaxBroken ? new Why(Because.RefusedPromiseCount, Count: _case.BrokenPromises)
        : date > _today.AddDays(_policy.Promises.MaxDays) && !_by.IsManager ? new Why(Because.RefusedPromiseFar, date, Count: _policy.Promises.MaxDays)
        : WhyTooFar(date) is { } tooFar ? tooFar
        : amount is not { } promised ? null
        : WhyOtherCurrency(promised) is { } other ? other
        : !promised.IsPositive || promised > Chased ? new Why(Because.RefusedPromiseAmount, Amount: promised, Of: Chased)
        : null;

    private static Why? WhyTooFar(DateOnly date) => date >= WorkCalendar.LastDay ? new Why(Because.RefusedTooFar, date) : null;

    private readonly Why? WhyOtherCurrency(Money amount) =>
        amount.Currency == _position.Currency ? null : new Why(Because.RefusedCurrency, Amount: amount, Text: _position.Currency.Code);

    private void MakePromise(DateOnly date, Money? amount)
    {
        // A new date in place of one that has come is a broken promise; before its day it is only moved.
        BreakIfDue();
        if (_case.BrokenPromises >= _policy.Promises.MaxBroken)
        {
            return;
        }

        if (_case.Promise is { State: PromiseState.Live or PromiseState.Claimed } moved)
        {
            EndPromise(moved, PromiseState.Lapsed);
        }

        var promise = new Promise(NewId('p'), _today, date, amount ?? Chased, PromiseState.Live, Money.Zero(_position.Currency));
        var why = new Why(Because.PromiseWithdraws, date);
        Emit(new PromiseMade(promise), new Why(Because.PromiseMade, date, promise.Amount));
        if (_case.Pause.Kind == PauseKind.Management)
        {
            // Management is heard first; the promise is waited for after that.
            return;
        }

        Suspend(PauseKind.Promise, DayToWatch(promise), why, why);
    }

    private void EndPromise(Promise promise, PromiseState state)
    {
        var ended = promise with { State = state };
        var isKept = state == PromiseState.Kept;
        Emit(
            isKept ? new PromiseKept(ended) : new PromiseLapsed(ended),
            new Why(isKept ? Because.PromiseKept : Because.PromiseLapsed, promise.Date, promise.Amount));
    }

    // They are called on the promised day; but not on the day on which they gave it, or were called anyhow: then the bank's next day tells.
    private readonly DateOnly DayToWatch(Promise promise)
    {
        var callDay = Office.OnOrAfter(promise.Date);
        var isCalledToday = promise.MadeOn == _today || _case.LastCallOn == _today;
        return callDay > _today || (callDay == _today && !isCalledToday) ? callDay : DayToJudge(promise);
    }

    // On the promised day they are called; at the first opening after the bank has spoken of it a promise without money is broken (R26).
    private void WatchPromise()
    {
        if (_case.Promise is not { State: PromiseState.Live } promise)
        {
            MovePause(default, new Why(Because.PromiseLapsed, _case.Promise?.Date ?? _today, _case.Promise?.Amount ?? default));
            return;
        }

        if (MayBeJudged(promise))
        {
            Break(promise, isTheirWord: false);
            return;
        }

        var judged = DayToJudge(promise);
        if (_now >= Opening(judged))
        {
            WaitForNextOpening(promise, isFirst: _case.Pause.Until <= judged);
            return;
        }

        if (IsBankSilent)
        {
            return;
        }

        var why = new Why(Because.PromiseDay, promise.Date, promise.Amount);
        MovePause(new Pause(PauseKind.Promise, judged), why);

        // Whoever has a call to make already, about the claim that was in vain, asks for the promise as well.
        if (NextOpening() < Opening(judged) && !HasTask(TaskKind.Call))
        {
            OpenCheck("promise", why);
        }
    }

    private void MovePause(Pause pause, Why why)
    {
        if (pause != _case.Pause)
        {
            Emit(new PauseMoved(pause), why);
        }
    }

    private readonly bool MayBeJudged(Promise promise) =>
        _now >= Opening(DayToJudge(promise)) && HasBankSpokenOf(DayOfEntries(promise));

    // Looked at again at each opening, however the turns in between came about. The money may be in the bank's next delivery, so nobody calls meanwhile;
    // after R20's days of silence the task about the bank says why.
    private void WaitForNextOpening(Promise promise, bool isFirst)
    {
        var why = _bankSilentSince is { } since
            ? new Why(Because.BankSilent, since)
            : Looked(Because.DayUnspoken, Because.DayUnspoken, new Why(Because.None, DayOfEntries(promise)));
        WithdrawAll(TaskKind.Call, why);
        if (isFirst && !IsBankSilent)
        {
            Emit(new Noted(promise.Id), why);
        }

        MovePause(new Pause(PauseKind.Promise, DayOfNextOpening), why);
    }

    private readonly DateOnly DayOfNextOpening => Office.IsOpen(_today) && _now < Opening(_today) ? _today : Office.After(_today);

    private void OpenCheck(string what, Why why)
    {
        if (!_case.CallsBlocked)
        {
            Open(TaskKind.Call, Role.Clerk, what, $"{what}-check", NextOpening(), why);
        }
    }

    // Who refuses on the promised day, or names another, has said so: for that nobody need ask the bank.
    private void BreakIfDue()
    {
        if (!IsPaymentLikely && _case.Promise is { State: PromiseState.Live or PromiseState.Claimed } promise && _today >= promise.Date)
        {
            Break(promise, isTheirWord: true);
        }
    }

    // The ladder goes on at the next rung, never at the first; after too many, management takes over (R33).
    private void Break(Promise promise, bool isTheirWord)
    {
        var why = new Why(Because.PromiseBroken, promise.Date, promise.Amount, Count: _case.BrokenPromises + 1);
        why = isTheirWord ? why : Looked(Because.PromiseBroken, Because.PromiseBrokenByBooks, why);
        Emit(new PromiseBroken(promise with { State = PromiseState.Broken }), why);
        WithdrawContacts(why);
        PlanAfterBrokenPromise(why);
        if (_case.BrokenPromises == _policy.Promises.MaxBroken)
        {
            TurnToManagement(new Why(Because.NoMorePromises, Count: _case.BrokenPromises));
        }
    }

    private void TurnToManagement(Why why)
    {
        Suspend(PauseKind.Management, null, why, why);
        if (!HasTask(TaskKind.ManagementCall))
        {
            Open(TaskKind.ManagementCall, Role.Manager, "management-call", "management-call", NextOpening(), why);
        }
    }

    // A claim is a state of its own between promised and kept (R26).
    private void Claim()
    {
        var judged = Banking.After(_today);
        var why = new Why(_bankCompleteTo is null ? Because.ClaimMadeByBooks : Because.ClaimMade, judged);
        if (_case.Promise is { State: PromiseState.Live } promise)
        {
            Emit(new PromiseChanged(promise with { State = PromiseState.Claimed }), why);
        }

        WithdrawContacts(why);
        Emit(new PaymentClaimed(_today, judged, _case.Promise is { State: PromiseState.Claimed } claimed ? claimed.Id : null), why);
    }

    // The bank has spoken of the day of the claim, and what they say is paid is owing: they are called again on that day (R26).
    private void DoubtClaim()
    {
        var why = Looked(Because.ClaimUnproven, Because.ClaimUnprovenByBooks, new Why(Because.None, Amount: Chased));
        Emit(new ClaimDoubted(), why);
        if (_case.Promise is { State: PromiseState.Claimed } promise)
        {
            JudgeClaimed(promise, why);
        }

        if (_case.Pause.Kind is PauseKind.None or PauseKind.Promise)
        {
            OpenCheck("claim", why);
        }
    }

    // "It's paid" may be said before the promised day; that day is then waited for.
    private void JudgeClaimed(Promise promise, Why why)
    {
        if (MayBeJudged(promise))
        {
            Break(promise, isTheirWord: false);
            return;
        }

        Emit(new PromiseChanged(promise with { State = PromiseState.Live }), why);
        var (watched, judged) = (DayToWatch(promise), DayToJudge(promise));

        // On the promised day itself the call about the claim asks for both.
        MovePause(new Pause(PauseKind.Promise, _now >= Opening(judged) ? DayOfNextOpening : _now >= Opening(watched) ? judged : watched), why);
    }
}
