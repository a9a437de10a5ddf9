namespace Collections.Core.Cases;

// The only place that assigns to a case that somebody has seen: what each event comes to, of every release that ever wrote one.
public sealed partial class Case
{
    /// <summary>The case after events, in their order. The one before is not touched.</summary>
    /// <param name="before">The case before them.</param>
    /// <param name="events">The events.</param>
    public static Case Fold(Case before, IEnumerable<CaseEvent> events)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(events);
        var folded = before.Copy();
        foreach (var happened in events)
        {
            if (happened is CaseCarriedOver carried)
            {
                folded = carried.Case.Copy();
            }
            else
            {
                folded.Apply(happened);
            }
        }

        return folded;
    }

    internal Case Copy() => (Case)MemberwiseClone();

    /// <summary>Applies an event to a case that nobody else holds.</summary>
    internal void Apply(CaseEvent happened)
    {
        switch (happened)
        {
            case CaseReviewed e:
                (Owing, WakeAt) = (e.Owing, e.WakeAt);
                break;
            case TaskOpened e:
                NextId++;
                Tasks = Tasks.Add(new OpenTask(e.TaskId, e.Kind, e.Step, e.DueAt));
                Begin(e.Ladder, RungState.TaskOpen, e.TaskId);
                break;
            case TaskClosed e:
                Close(e);
                break;
            case TaskMoved e:
                Move(e);
                break;
            case CallLogged e:
                (LastCallOn, FailedCalls) = (e.On ?? LastCallOn, e.FailedCalls);
                break;
            case StepDone e:
                Do(e);
                break;
            case StepPlanned e:
                Put(e.Ladder, Ladders[e.Ladder] with { State = UnlessAside(e.Ladder, RungState.Planned), TaskId = null, NextOn = e.On });
                break;
            case LetterIntended e:
                NextId++;
                Letter = new PendingLetter(e.LetterId, e.Step, Attempted: false, e.NotBefore);
                Begin(e.Ladder, RungState.LetterOut, e.LetterId);
                break;
            case LetterAttempted e:
                Letter = Letter is { } intended ? intended with { Attempted = true, AttemptedOn = e.On } : null;
                break;
            case LetterDelivered e:
                Letter = null;
                LastLetterOn = LastLetterOn is { } last && last > e.On ? last : e.On;
                break;
            case LetterPostponed e:
                Letter = Letter is { } waiting ? waiting with { NotBefore = e.NotBefore } : null;
                break;
            case LetterWithdrawn e:
                Letter = null;
                Free(e.LetterId);
                break;
            case LetterNotTaken e:
                TakeBack(e);
                break;
            case CaseOpened e:
                Open(e);
                break;
            case InvoicesJoined e:
                JoinedTo = e.JoinedTo;
                break;
            case CaseClosed e:
                Close(e);
                break;
            case CaseReopened:
                (IsOpen, ClosedOn, CloseReason) = (true, null, CloseReason.None);
                break;
            case PromiseMade e:
                NextId++;
                Promise = e.Promise;
                break;
            case PromiseKept e:
                Promise = e.Promise;
                EndWaitForPromise();
                break;
            case PromiseBroken e:
                (Promise, BrokenOn, BrokenPromises) = (e.Promise, e.Promise.Date, BrokenPromises + 1);
                EndWaitForPromise();
                break;
            case PromiseChanged e:
                Promise = e.Promise;
                break;
            case Paused { Pause: var pause }:
                Pause = pause;
                break;
            case PauseMoved { Pause: var pause }:
                Pause = pause;
                break;
            case Resumed { Pause: var pause }:
                Pause = pause;
                break;
            case PaymentClaimed e:
                (ClaimedOn, Pause) = (e.On, new Pause(PauseKind.PaidClaim, e.Until));
                break;
            case ClaimDoubted:
                (ClaimedOn, Pause) = (null, default);
                break;
            case CaseHeld e:
                NextId++;
                Hold = e.Hold;
                break;
            case HoldEnded:
                Hold = null;
                break;
            case SupplyStopped e:
                (OnStop, StopIsByRule) = (true, e.ByRule);
                break;
            case SupplyReleased e:
                (OnStop, StopIsByRule) = (false, e.StopsAgain);
                break;
            case SupplyKept:
                StopIsByRule = false;
                break;
            case SupplyStopDue:
                StopIsByRule = true;
                break;
            case LikelyPaymentNoted e:
                Suspect(e.Payment);
                break;
            case LikelyPaymentCleared e:
                Clear(e.PaymentId);
                break;
            case NumberDoubted e:
                WrongNumber = e.Number;
                break;
            case ClerkCallsBlocked e:
                CallsBlocked = e.AreBlocked;
                break;
            case DisputeOpened:
                NextId++;
                break;
            case LadderBegun or StepAwaits or StepResumed or StepTakenBack or LadderEnded or LadderSetAside or LadderResumed or LeaderNamed or LeaderChanged or StepsRecalled:
                ApplyToLadders(happened);
                break;
            case LetterCameBack or LetterInDoubt or DisputeEnded or SmallBalanceNoted or NoteKept or MoneyReceived or MoneyReturned or Noted or HappeningIgnored:
                // They tell what is done elsewhere, or what is to be known; the case stays as it is.
                break;
            default:
                throw new InvalidOperationException($"no case knows what {happened.GetType().Name} comes to");
        }
    }

    // What a task came to that is done, the events after it say of its ladder.
    private void Close(TaskClosed e)
    {
        for (var i = 0; i < Tasks.Length; i++)
        {
            if (Tasks[i].Id == e.TaskId)
            {
                Tasks = Tasks.RemoveAt(i);
                break;
            }
        }

        if (!e.Done)
        {
            Free(e.TaskId);
        }
    }

    private void Move(TaskMoved e)
    {
        for (var i = 0; i < Tasks.Length; i++)
        {
            if (Tasks[i].Id == e.TaskId)
            {
                Tasks = Tasks.SetItem(i, Tasks[i] with { Due = e.DueAt });
            }
        }
    }

    private void TakeBack(LetterNotTaken e)
    {
        if (e.IsGivenUp)
        {
            Letter = null;
            Free(e.LetterId);
        }
        else if (Letter is { } letter)
        {
            Letter = letter with { Attempted = false, AttemptedOn = null };
        }
    }

    private void Open(CaseOpened e)
    {
        (Number, IsOpen, Policy, PolicyVersion) = (Number + 1, true, e.Policy, e.PolicyVersion);
        (OpenedOn, ClosedOn, CloseReason, JoinedTo) = (e.On, null, CloseReason.None, e.JoinedTo);
        (Pause, Hold, Promise, ClaimedOn) = (default, null, null, null);
        (BrokenPromises, BrokenOn, FailedCalls, LastDate) = (0, null, 0, null);
        (Ladders, Taken) = ([], []);
        StopIsByRule &= OnStop;
    }

    private void Close(CaseClosed e)
    {
        (IsOpen, CloseReason, ClosedOn) = (false, e.Reason, e.On);
        (Pause, Hold) = (default, null);
        for (var i = 0; i < Ladders.Length; i++)
        {
            if (Ladders[i].State is RungState.NoContact or RungState.NoNumber)
            {
                Put(i, Ladders[i] with { State = RungState.Planned, TaskId = null });
            }
        }
    }

    private void EndWaitForPromise() => Pause = Pause.Kind is PauseKind.Promise or PauseKind.PaidClaim ? default : Pause;

    private void Suspect(SuspectedPayment suspected)
    {
        for (var i = 0; i < Suspected.Length; i++)
        {
            if (Suspected[i].PaymentId == suspected.PaymentId)
            {
                Suspected = Suspected.SetItem(i, suspected);
                return;
            }
        }

        Suspected = Suspected.Add(suspected);
    }

    private void Clear(string paymentId)
    {
        for (var i = 0; i < Suspected.Length; i++)
        {
            if (Suspected[i].PaymentId == paymentId)
            {
                Suspected = Suspected.RemoveAt(i);
                return;
            }
        }
    }
}
