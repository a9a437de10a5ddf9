using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

/// <summary>One turn of the decider: what it knows, what it has decided so far, and the case as that leaves it.</summary>
/// <remarks>
/// It lives on the stack and for one call. Whatever it decides is emitted as an event, which the case takes in at once, so that what comes later sees it.
/// This file holds the settling at the turn's end; Tools holds what all parts share; the other parts are named for what they handle: Scan, Steps,
/// Ladders, Leader, Letters, Calls, Promises, Bank, Money, Requests, Suspicions.
/// </remarks>
internal ref partial struct Turn
{
    private readonly Case _before;
    private readonly Actor _by;
    private readonly Account _account;
    private readonly decimal _shareOfLedger;
    private readonly DateOnly? _bankSilentSince;
    private readonly DateTimeOffset? _bankCompleteTo;
    private readonly DateTimeOffset? _booksAt;
    private readonly Policy _policy;
    private readonly DateTimeOffset _now;
    private readonly DateOnly _today;
    private readonly TimeOnly _time;

    // The very case from before until the first event, a copy from then on.
    private Case _case;

    // What is owing, with what this very turn changes of it: a dispute that it opens or rejects.
    private Position _position;
    private Few<Reasoned> _events;
    private ScanVerdict _verdict;
    private Why _verdictWhy;
    private Why? _refusal;
    private bool _moneyCame;
    private string? _bouncedEmail;

    public Turn(Case before, Actor by, in Facts facts, Policy policy, DateTimeOffset now)
    {
        _before = before;
        _case = before;
        _by = by;
        (_account, _position) = (facts.Account, facts.Position);
        (_shareOfLedger, _bankSilentSince) = (facts.ShareOfLedger, facts.BankSilentSince);
        (_bankCompleteTo, _booksAt) = (facts.BankCompleteTo, facts.BooksAt);
        _policy = policy;
        _now = now;
        var local = LocalClock.ToLocal(now, _account.Place.TimeZone).DateTime;
        _today = DateOnly.FromDateTime(local);
        _time = TimeOnly.FromDateTime(local);
    }

    /// <summary>Ends the turn: settles the case, unless a person was refused.</summary>
    public Decision Finish()
    {
        if (_refusal is { } refusal)
        {
            return new Decision(_before, [], _by, _now, Refusal: refusal);
        }

        Settle();
        return new Decision(_case, _events.ToList(), _by, _now, _verdict, _verdictWhy);
    }

    // Whatever happened, a turn ends the same way: close what is paid, end what has run out, take the step that is due, say when to look again.
    private void Settle()
    {
        if (_case.IsOpen && Chased <= Small)
        {
            CloseAsSettled();
        }

        var owing = _case.IsOpen ? Chased : _position.Owing;
        WithdrawAllocationIfDone();
        ReleaseSupplyIfClear();
        AskAboutLikelyPayments();
        if (_case.IsOpen)
        {
            GoOn();
        }

        var wake = _case.IsOpen ? NextWake() : null;
        if (owing != _case.Owing || wake != _case.WakeAt)
        {
            Emit(new CaseReviewed(owing, wake), new Why(Because.Reviewed, Amount: owing));
        }
    }

    private void GoOn()
    {
        FollowLeader();
        SetLaddersAside();
        EndHoldIfOver();
        if (_case.Hold is null)
        {
            EndPauseIfOver();
            WaitForLikelyPayment();
            StopSupplyAgain();
            TakeDueSteps();
        }
    }

    private readonly DateTimeOffset? NextWake()
    {
        if (_case.Hold is { } hold)
        {
            return Opening(hold.Until);
        }

        if (_case.Pause.Kind != PauseKind.None)
        {
            return EndOfPause();
        }

        return IsContactUnderWay() ? null : NextStep();
    }

    private readonly DateTimeOffset? EndOfPause()
    {
        if (_case.Pause.Until is { } until && Opening(until) > _now)
        {
            return Opening(until);
        }

        // A pause that is over in itself, and yet goes on, waits for the bank to speak or for a payment: look again every office day.
        return _case.Pause is { Kind: PauseKind.StaleBank or PauseKind.LikelyPayment } or { Until: not null } ? Opening(Office.After(_today)) : null;
    }

    private readonly DateTimeOffset? NextStep()
    {
        DateTimeOffset? next = null;
        foreach (var ladder in _case.Ladders)
        {
            var moment = ladder switch
            {
                { State: RungState.Planned } => At(ladder.NextOn, _policy.Steps[ladder.Rung].Timing.At ?? _policy.ContactHours.From),
                { State: RungState.Finished, TaskId: null } when AreAllAtTheirEnd() => Opening(ladder.NextOn),
                _ => (DateTimeOffset?)null,
            };
            next = moment < next || next is null ? moment ?? next : next;
        }

        return next;
    }

    private void CloseAsSettled()
    {
        var (gross, disputed) = Chaseable;
        var rest = Chased;
        if (gross > Small)
        {
            var why = new Why(Because.CoveredAtClose, Amount: gross, Of: _position.UnappliedCredit);
            Close(CloseReason.CoveredByCredit, why);
            OpenAllocation(why);
        }
        else if (disputed > Small && !_moneyCame)
        {
            Close(CloseReason.NothingOwing, new Why(Because.DisputedAtClose, Amount: disputed));
        }
        else if (rest.IsPositive)
        {
            var small = new Why(Because.PaidButSmall, Amount: rest);
            Emit(new SmallBalanceNoted(rest), small);
            Close(CloseReason.Paid, small);
        }
        else
        {
            Close(CloseReason.Paid, new Why(Because.PaidInFull));
        }
    }

    private void Close(CloseReason reason, Why why)
    {
        var withdrawn = new Why(Because.CaseClosedWithdraws);
        WithdrawLetter(withdrawn);
        foreach (var task in _case.Tasks)
        {
            // A dispute, a credit to allocate, a payment to look at and a letter in doubt outlive the case.
            if (task.Kind is not (TaskKind.Dispute or TaskKind.Allocate or TaskKind.MatchPayment or TaskKind.CheckLetter))
            {
                Withdraw(task, withdrawn);
            }
        }

        if (_case.Promise is { State: PromiseState.Live or PromiseState.Claimed } promise)
        {
            EndPromise(promise, reason is CloseReason.Paid or CloseReason.CoveredByCredit ? PromiseState.Kept : PromiseState.Lapsed);
        }

        Emit(new CaseClosed(reason, _today), why);
    }

    private void EndHoldIfOver()
    {
        if (_case.Hold is { } hold && _today >= hold.Until)
        {
            Emit(new HoldEnded(hold.Id), new Why(Because.HoldOver, hold.Until));
        }
    }

    // While the bank is silent or has not spoken of the day, or a payment is probably theirs, nobody can say whether money came: nothing is asked, nothing
    // is called broken (R20, R26). A promise whose day has come looks itself what it waits for.
    private readonly bool IsPauseOver() => _case.Pause.Kind switch
    {
        PauseKind.StaleBank => !IsBankSilent,
        PauseKind.LikelyPayment => !IsPaymentLikely,
        PauseKind.Promise => !IsPaymentLikely && _case.Pause.Until is { } day && _now >= Opening(day),
        PauseKind.PaidClaim => !IsPaymentLikely && _case.Pause.Until is { } day && _now >= Opening(day) && HasBankSpokenOf(_case.ClaimedOn ?? Banking.Before(day)),
        PauseKind.PartPayment => _case.Pause.Until is { } day && _now >= Opening(day),
        _ => false,
    };

    private void EndPauseIfOver()
    {
        if (!IsPauseOver())
        {
            return;
        }

        var until = _case.Pause.Until ?? _today;
        switch (_case.Pause.Kind)
        {
            case PauseKind.StaleBank:
                Resume(new Why(Because.BankSpeaks));
                break;
            case PauseKind.LikelyPayment:
                Resume(new Why(Because.PaymentLookedAt));
                break;
            case PauseKind.Promise:
                WatchPromise();
                break;
            case PauseKind.PaidClaim:
                DoubtClaim();
                break;
            case PauseKind.PartPayment:
                Resume(new Why(Because.SuspensionOver, until));
                break;
        }
    }

    private void Suspend(PauseKind kind, DateOnly? until, Why why, Why withdraw)
    {
        WithdrawContacts(withdraw);
        Emit(new Paused(new Pause(kind, until)), why);
    }

    // A promise or a claim that another pause had hidden is waited for again.
    private void Resume(Why why)
    {
        var pause = _case.Promise switch
        {
            { State: PromiseState.Live } promise => new Pause(PauseKind.Promise, DayToWatch(promise)),
            { State: PromiseState.Claimed } => new Pause(PauseKind.PaidClaim, Banking.After(_case.ClaimedOn ?? _today)),
            _ => default,
        };
        Emit(new Resumed(pause), why);
    }
}
