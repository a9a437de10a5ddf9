using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>Who or what did something (R40).</summary>
/// <param name="Name">A person's name, or <c>clock</c>, <c>scan</c>, <c>ledger</c>, the bank feed's name.</param>
/// <param name="IsManager">True for a manager, who may do what a clerk may not (R33).</param>
public readonly record struct Actor(string Name, bool IsManager = false)
{
    /// <summary>The clock.</summary>
    public static Actor Clock => new("clock");

    /// <summary>The scan.</summary>
    public static Actor Scan => new("scan");

    /// <summary>The ledger import.</summary>
    public static Actor Ledger => new("ledger");

    /// <summary>The letter sender.</summary>
    public static Actor Sender => new("sender");
}

/// <summary>Something that happened to an account. It is stored in the account's inbox before anybody acts on it.</summary>
/// <param name="By">Who or what did it.</param>
public abstract record Happening(Actor By);

/// <summary>The clock woke the case. A wake-up carries no truth: early, late or doubled, it changes nothing that isn't due.</summary>
public sealed record Woke() : Happening(Actor.Clock);

/// <summary>A scan looked at the account (R5).</summary>
/// <param name="AsOf">The scan's day.</param>
public sealed record Scanned(DateOnly AsOf) : Happening(Actor.Scan);

/// <summary>The account's invoices, credits or contacts changed in the books.</summary>
public sealed record LedgerChanged() : Happening(Actor.Ledger);

/// <summary>Money came in for the account. The position given with it already counts it.</summary>
/// <param name="By">The bank feed.</param>
/// <param name="PaymentId">The payment's id.</param>
/// <param name="Amount">How much.</param>
public sealed record PaymentReceived(Actor By, string PaymentId, Money Amount) : Happening(By);

/// <summary>A payment bounced or was reversed (R37). The position given with it already counts that.</summary>
/// <param name="By">The bank feed.</param>
/// <param name="PaymentId">The payment's id.</param>
/// <param name="Amount">How much came back; positive.</param>
public sealed record PaymentReversed(Actor By, string PaymentId, Money Amount) : Happening(By);

/// <summary>A payment came that is likely this account's, and waits for somebody to say so: until then nobody is chased (R20).</summary>
/// <param name="By">The bank feed.</param>
/// <param name="PaymentId">The payment's id.</param>
/// <param name="Amount">How much.</param>
/// <param name="Why">Why it is likely theirs, in words.</param>
public sealed record PaymentSuspected(Actor By, string PaymentId, Money Amount, string Why) : Happening(By);

/// <summary>Somebody, or a later import, said whose a suspected payment is. If it is this account's, it came with a <see cref="PaymentReceived"/>.</summary>
/// <param name="By">Who said it.</param>
/// <param name="PaymentId">The payment's id.</param>
public sealed record PaymentLookedAt(Actor By, string PaymentId) : Happening(By);

/// <summary>A letter's turn has come to be handed to the sender (R19).</summary>
/// <param name="LetterId">The letter.</param>
public sealed record LetterReady(string LetterId) : Happening(Actor.Sender);

/// <summary>The sender takes no more letters before a moment: this one waits, and is looked at again then.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="Until">The moment.</param>
public sealed record LetterDelayed(string LetterId, DateTimeOffset Until) : Happening(Actor.Sender);

/// <summary>The sender took the letter.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="TakenAt">When it was taken, which the record tells however late the word of it comes; null for now.</param>
public sealed record LetterSent(string LetterId, DateTimeOffset? TakenAt = null) : Happening(Actor.Sender);

/// <summary>The letter was kept back in the last moment: what it rests on is no longer as it was when it was drawn up, so it is looked at again (R19).</summary>
/// <param name="LetterId">The letter.</param>
public sealed record LetterHeldBack(string LetterId) : Happening(Actor.Sender);

/// <summary>The sender refused the letter.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="Permanent">True if trying again is of no use: the address is wrong.</param>
/// <param name="Why">What the sender said.</param>
/// <param name="Email">The address that it refused, or null for the present contact's.</param>
public sealed record LetterFailed(string LetterId, bool Permanent, string Why, string? Email = null) : Happening(Actor.Sender);

/// <summary>Nobody can tell whether the letter went: it is never sent again by itself.</summary>
/// <param name="LetterId">The letter.</param>
public sealed record LetterUnknown(string LetterId) : Happening(Actor.Sender);

/// <summary>A letter that was sent came back (R35).</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="Step">The step that it belonged to.</param>
/// <param name="Email">The address that bounced.</param>
/// <param name="Said">What the mail service said where the address itself may be right; null for an address that is wrong.</param>
public sealed record LetterBounced(string LetterId, string Step, string Email, string? Said = null) : Happening(Actor.Sender);

/// <summary>A person finished a task.</summary>
/// <param name="By">The person.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record TaskCompleted(Actor By, string TaskId, Outcome Outcome) : Happening(By);

/// <summary>The customer promised to pay, outside of a call (R33).</summary>
/// <param name="By">Who took the promise.</param>
/// <param name="Date">The promised day.</param>
/// <param name="Amount">The promised amount, or null for everything owing.</param>
public sealed record PromiseGiven(Actor By, DateOnly Date, Money? Amount) : Happening(By);

/// <summary>The customer disputes an invoice, or a part of it (R4).</summary>
/// <param name="By">Who noted it.</param>
/// <param name="Details">What is disputed.</param>
public sealed record DisputeRaised(Actor By, DisputeDetails Details) : Happening(By);

/// <summary>A dispute ended (R4).</summary>
/// <param name="By">Who ended it.</param>
/// <param name="DisputeId">The dispute.</param>
/// <param name="Invoice">Its invoice, for people to read.</param>
/// <param name="Amount">The part that it held, for people to read.</param>
/// <param name="Credited">True if it was credited, false if it was rejected.</param>
public sealed record DisputeResolved(Actor By, string DisputeId, string Invoice, Money Amount, bool Credited) : Happening(By);

/// <summary>Somebody holds the case (R36).</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who looks after it, or null for who placed it.</param>
/// <param name="Until">The day on which it ends by itself.</param>
public sealed record HoldPlaced(Actor By, string Reason, string? Owner, DateOnly Until) : Happening(By);

/// <summary>Somebody lifts the hold before its day (R36).</summary>
/// <param name="By">Who.</param>
/// <param name="HoldId">The hold.</param>
public sealed record HoldLifted(Actor By, string HoldId) : Happening(By);

/// <summary>A manager stops or releases supply by hand (R11).</summary>
/// <param name="By">The manager.</param>
/// <param name="Stop">True to stop.</param>
public sealed record SupplySet(Actor By, bool Stop) : Happening(By);

/// <summary>Somebody wrote a note.</summary>
/// <param name="By">Who.</param>
/// <param name="Text">The note.</param>
public sealed record NoteAdded(Actor By, string Text) : Happening(By);

/// <summary>What a call, or another task, led to (R25).</summary>
public enum OutcomeKind
{
    /// <summary>A task that is no call is done.</summary>
    Done,

    /// <summary>They promised to pay.</summary>
    ReachedPromise,

    /// <summary>They say it is paid (R26).</summary>
    ReachedPaidClaim,

    /// <summary>They dispute an invoice (R4).</summary>
    ReachedDispute,

    /// <summary>They want to pay by instalments (R34).</summary>
    ReachedPlanWanted,

    /// <summary>They refuse to pay.</summary>
    ReachedRefused,

    /// <summary>Somebody answered, but accounts were not in (R27): a callback, not a failure.</summary>
    Gatekeeper,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>A voice mailbox answered.</summary>
    Voicemail,

    /// <summary>The number is out of service.</summary>
    Disconnected,

    /// <summary>It is somebody else's number.</summary>
    WrongNumber,

    /// <summary>They were abusive (R28).</summary>
    Abusive,

    /// <summary>A person found that the letter in question was sent.</summary>
    Sent,

    /// <summary>A person found that the letter in question was not sent.</summary>
    NotSent,
}

/// <summary>What came of a task.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="Note">What the clerk wrote.</param>
/// <param name="PromiseDate">With <see cref="OutcomeKind.ReachedPromise"/>: the promised day.</param>
/// <param name="PromiseAmount">The promised amount, or null for everything owing.</param>
/// <param name="CallbackAt">With <see cref="OutcomeKind.Gatekeeper"/>: when to call back, or null for the next office day.</param>
/// <param name="Dispute">With <see cref="OutcomeKind.ReachedDispute"/>: what is disputed.</param>
public sealed record Outcome(
    OutcomeKind Kind,
    string Note = "",
    DateOnly? PromiseDate = null,
    Money? PromiseAmount = null,
    DateTimeOffset? CallbackAt = null,
    DisputeDetails? Dispute = null);

/// <summary>What a customer disputes (R4).</summary>
/// <param name="Invoice">The invoice.</param>
/// <param name="Amount">The disputed part, or null for all that is open.</param>
/// <param name="Kind">Why.</param>
/// <param name="Note">What they said, how the part went back.</param>
/// <param name="Owner">Who settles it, or null for the salesperson.</param>
/// <param name="LookAgainOn">When to look again, or null for the policy's default.</param>
public sealed record DisputeDetails(
    string Invoice, Money? Amount, DisputeKind Kind, string Note = "", string? Owner = null, DateOnly? LookAgainOn = null);
