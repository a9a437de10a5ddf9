using Collections.Core.Cases;
using Collections.Core.Policies;

namespace Collections.Core.Turns;

/// <summary>The one idea: what to do about an account, as a pure function.</summary>
public static class Decider
{
    /// <summary>Decides what follows from one happening.</summary>
    /// <remarks>
    /// Reads no clock and does no I/O. Throws on nothing that a customer, a bank or a clerk can send: what does not apply is recorded as
    /// ignored, and what a person asks against the rules comes back as <see cref="Decision.Refusal"/> with nothing changed. Deciding again on
    /// the case that came out, at the same moment and on the same facts, yields nothing.
    /// </remarks>
    /// <param name="before">The account's case as it stands.</param>
    /// <param name="happening">What happened.</param>
    /// <param name="facts">The account, and what it owes today.</param>
    /// <param name="policy">The policy under which the case opened, or would open.</param>
    /// <param name="now">The present moment.</param>
    public static Decision Decide(Case before, Happening happening, in Facts facts, Policy policy, DateTimeOffset now)
    {
        var turn = new Turn(before, happening.By, facts, policy, now);
        switch (happening)
        {
            case Woke:
                break;
            case Scanned scan:
                turn.Scan(scan.AsOf);
                break;
            case LedgerChanged:
                turn.ReadLedger();
                break;
            case PaymentReceived payment:
                turn.Receive(payment);
                break;
            case PaymentReversed payment:
                turn.Reverse(payment);
                break;
            case PaymentSuspected payment:
                turn.Suspect(payment);
                break;
            case PaymentLookedAt payment:
                turn.LookedAt(payment.PaymentId);
                break;
            case LetterReady letter:
                turn.Attempt(letter.LetterId);
                break;
            case LetterDelayed delay:
                turn.Delay(delay);
                break;
            case LetterSent letter:
                turn.MarkSent(letter.LetterId, letter.TakenAt);
                break;
            case LetterHeldBack letter:
                turn.HoldBack(letter.LetterId);
                break;
            case LetterFailed letter:
                turn.MarkFailed(letter);
                break;
            case LetterUnknown letter:
                turn.MarkInDoubt(letter.LetterId);
                break;
            case LetterBounced letter:
                turn.Bounce(letter);
                break;
            case TaskCompleted task:
                turn.Complete(task.TaskId, task.Outcome);
                break;
            case PromiseGiven promise:
                turn.TakePromise(promise.Date, promise.Amount);
                break;
            case DisputeRaised dispute:
                turn.OpenDispute(dispute.Details);
                break;
            case DisputeResolved dispute:
                turn.EndDispute(dispute);
                break;
            case HoldPlaced hold:
                turn.PlaceHold(hold);
                break;
            case HoldLifted hold:
                turn.LiftHold(hold.HoldId);
                break;
            case SupplySet supply:
                turn.SetSupply(supply.Stop);
                break;
            case NoteAdded note:
                turn.AddNote(note.Text);
                break;
            default:
                throw new InvalidOperationException($"no decision is written for {happening.GetType().Name}");
        }

        return turn.Finish();
    }
}
