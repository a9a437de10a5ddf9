namespace Collections.Core.Cases;

/// <summary>What follows from events, and from nothing else: what is done, and what is told.</summary>
public static class Projections
{
    /// <summary>The events that do something besides changing the case, in order.</summary>
    public static IReadOnlyList<Effect> Effects(IReadOnlyList<Reasoned> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<Effect>? effects = null;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Event is Effect effect)
            {
                (effects ??= []).Add(effect);
            }
        }

        return effects is null ? [] : effects;
    }

    /// <summary>The lines that people read, in order; most events of a plan have none of their own (R40).</summary>
    /// <param name="events">The events of a turn.</param>
    /// <param name="by">Who or what caused it.</param>
    /// <param name="at">The moment of the turn.</param>
    public static IReadOnlyList<RecordLine> Lines(IReadOnlyList<Reasoned> events, Actor by, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<RecordLine>? lines = null;
        for (var i = 0; i < events.Count; i++)
        {
            var (happened, why) = events[i];
            if (KindOf(happened, why.Code) is { } kind)
            {
                // A letter was sent when the sender took it, however late the word of it comes (R19).
                var when = happened is LetterDelivered letter ? letter.At : at;
                (lines ??= []).Add(new RecordLine(when, by.Name, kind, why, RefOf(happened)));
            }
        }

        return lines is null ? [] : lines;
    }

    /// <summary>The kind of line that an event has in the record; null if it has none.</summary>
    public static RecordKind? KindOf(CaseEvent happened, Because reason) => happened switch
    {
        CaseOpened => RecordKind.Opened,
        InvoicesJoined => RecordKind.Joined,
        CaseClosed => RecordKind.Closed,
        CaseReopened => RecordKind.Reopened,
        Effect effect => KindOfEffect(effect, reason),
        LetterNotTaken => reason == Because.LetterHeldBack ? RecordKind.LetterPostponed : RecordKind.LetterFailed,
        Paused => RecordKind.Suspended,
        Resumed or ClaimDoubted or StepResumed => RecordKind.Resumed,
        PaymentClaimed => RecordKind.Claimed,
        CaseHeld => RecordKind.Held,
        HoldEnded => RecordKind.HoldEnded,
        SupplyKept kept => kept.IsStopped ? RecordKind.SupplyStopped : RecordKind.SupplyReleased,
        MoneyReceived or MoneyReturned => RecordKind.Payment,
        LikelyPaymentNoted or LikelyPaymentCleared or LadderSetAside or LadderResumed or LeaderChanged or Noted => RecordKind.Note,
        HappeningIgnored => RecordKind.Ignored,
        _ => null,
    };

    private static RecordKind? KindOfEffect(Effect effect, Because reason) => effect switch
    {
        LetterIntended => RecordKind.LetterIntended,
        LetterAttempted => RecordKind.LetterAttempted,
        LetterDelivered => RecordKind.LetterSent,
        LetterWithdrawn => RecordKind.LetterWithdrawn,

        // A sender that is busy is no part of the customer's story, and one that did not take it is told of already.
        LetterPostponed => reason is Because.OutsideHours or Because.OneLetterADay ? RecordKind.LetterPostponed : null,
        LetterCameBack => reason == Because.LetterRefused ? null : RecordKind.LetterBounced,
        TaskOpened => RecordKind.TaskOpened,
        TaskMoved => RecordKind.TaskMoved,

        // Of a call, the call is told.
        TaskClosed task => !task.Done ? RecordKind.TaskWithdrawn : reason == Because.TaskDone ? RecordKind.TaskDone : null,
        CallLogged => RecordKind.CallMade,
        PromiseMade => RecordKind.PromiseMade,
        PromiseKept => RecordKind.PromiseKept,
        PromiseBroken => RecordKind.PromiseBroken,
        PromiseLapsed or NoteKept => RecordKind.Note,
        SupplyChanged supply => supply.Stopped ? RecordKind.SupplyStopped : RecordKind.SupplyReleased,
        DisputeOpened => RecordKind.DisputeOpened,
        DisputeEnded => RecordKind.DisputeEnded,
        _ => null,
    };

    private static string? RefOf(CaseEvent happened) => happened switch
    {
        LetterIntended e => e.LetterId,
        LetterAttempted e => e.LetterId,
        LetterDelivered e => e.LetterId,
        LetterWithdrawn e => e.LetterId,
        LetterPostponed e => e.LetterId,
        LetterCameBack e => e.LetterId,
        LetterNotTaken e => e.LetterId,
        TaskOpened e => e.TaskId,
        TaskMoved e => e.TaskId,
        TaskClosed e => e.TaskId,
        CallLogged e => e.TaskId,
        PromiseChanged e => e.Promise.Id,
        DisputeOpened e => e.Dispute.Id,
        DisputeEnded e => e.DisputeId,
        CaseReopened e => e.PaymentId,
        PaymentClaimed e => e.PromiseId,
        CaseHeld e => e.Hold.Id,
        HoldEnded e => e.HoldId,
        MoneyReceived e => e.PaymentId,
        MoneyReturned e => e.PaymentId,
        LikelyPaymentNoted e => e.Payment.PaymentId,
        LikelyPaymentCleared e => e.PaymentId,
        Noted e => e.Ref,
        HappeningIgnored e => e.Ref,
        _ => null,
    };
}
