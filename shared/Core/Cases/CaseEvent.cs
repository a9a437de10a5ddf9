using System.Collections.Immutable;
using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>Something that was decided of a case. <see cref="Case.Fold"/> applies it, and nothing else changes a case.</summary>
/// <remarks>
/// It carries what it comes to, not the rule that led there: a record of years ago rebuilds its account under any later policy. Those that do something
/// besides changing the case are <see cref="Effect"/>s. Names and fields are the stored format (an approved file in the tests shows it).
/// </remarks>
public abstract record CaseEvent;

/// <summary>An event with its reason (R40).</summary>
/// <param name="Event">What was decided.</param>
/// <param name="Why">The rule and the facts.</param>
public readonly record struct Reasoned(CaseEvent Event, Why Why);

/// <summary>The case as an earlier release stored it, before there were events: what follows builds on it.</summary>
/// <param name="Case">The case as it stood.</param>
public sealed record CaseCarriedOver(Case Case) : CaseEvent;

/// <summary>A new effort begins; its first ladder follows.</summary>
/// <param name="On">The scan's day.</param>
/// <param name="Policy">The policy.</param>
/// <param name="PolicyVersion">Its version (R39).</param>
/// <param name="JoinedTo">Invoices that became owing up to this day are in the case (R6).</param>
public sealed record CaseOpened(DateOnly On, string Policy, int PolicyVersion, DateOnly JoinedTo) : CaseEvent;

/// <summary>Invoices that became owing since join the case (R6).</summary>
/// <param name="JoinedTo">Those up to this day.</param>
public sealed record InvoicesJoined(DateOnly JoinedTo) : CaseEvent;

/// <summary>The effort is over.</summary>
/// <param name="Reason">Why.</param>
/// <param name="On">The day.</param>
public sealed record CaseClosed(CloseReason Reason, DateOnly On) : CaseEvent;

/// <summary>A closed effort goes on where it stood (R37).</summary>
/// <param name="PaymentId">The payment that came back.</param>
public sealed record CaseReopened(string PaymentId) : CaseEvent;

/// <summary>The case was looked at: what it chases, and when to look again. It ends every turn in which one of them changes.</summary>
/// <param name="Owing">What is chased; without a case, what is owing.</param>
/// <param name="WakeAt">When to look again; null if only something that happens can change anything.</param>
public sealed record CaseReviewed(Money Owing, DateTimeOffset? WakeAt) : CaseEvent;

/// <summary>A ladder begins: the main one of a case, or that of a rejected dispute (R4).</summary>
/// <param name="Ladder">The ladder, its first step planned.</param>
public sealed record LadderBegun(Ladder Ladder) : CaseEvent;

/// <summary>A ladder's step really happened; the ladder is at the next, which <see cref="StepPlanned"/> or <see cref="LadderEnded"/> plans.</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="On">The day.</param>
/// <param name="LetterId">The letter with which it happened, or null.</param>
/// <param name="IsCounted">True if invoices that were owing have climbed by it (R42).</param>
/// <param name="EndsBreach">True if the broken promise brought it forward, and has had its effect with it (R9).</param>
/// <param name="LastDate">The date that it gave, or null (R12).</param>
public sealed record StepDone(
    int Ladder, DateOnly On, string? LetterId = null, bool IsCounted = false, bool EndsBreach = false, DateOnly? LastDate = null) : CaseEvent;

/// <summary>The present step of a ladder waits for a day; that of a ladder that stands aside, for when it goes on.</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="On">The day.</param>
public sealed record StepPlanned(int Ladder, DateOnly On) : CaseEvent;

/// <summary>The present step waits for a contact that can be written to, or a number that can be called (R22, R25).</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="State">Which of both.</param>
public sealed record StepAwaits(int Ladder, RungState State) : CaseEvent;

/// <summary>There is a contact, or a number: the step waits for its day again.</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="On">The day.</param>
public sealed record StepResumed(int Ladder, DateOnly On) : CaseEvent;

/// <summary>A step's letter came back: the step isn't counted, nor what followed it by itself, and is planned anew (R35).</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="Rung">The step's index in the policy.</param>
/// <param name="On">The day on which it is due again.</param>
/// <param name="LastDate">The last date that still holds, or null.</param>
public sealed record StepTakenBack(int Ladder, int Rung, DateOnly On, DateOnly? LastDate) : CaseEvent;

/// <summary>A ladder is at its end; management looks at it from a day on.</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="LookOn">The day.</param>
public sealed record LadderEnded(int Ladder, DateOnly LookOn) : CaseEvent;

/// <summary>A ladder whose own part is settled stands aside (R4).</summary>
/// <param name="Ladder">The ladder's index.</param>
public sealed record LadderSetAside(int Ladder) : CaseEvent;

/// <summary>A ladder whose part is owing again goes on where it stood (R4, R37).</summary>
/// <param name="Ladder">The ladder's index.</param>
/// <param name="State">Planned, or finished if it stood at its end.</param>
public sealed record LadderResumed(int Ladder, RungState State) : CaseEvent;

/// <summary>Who leads the main ladder is known, or is another that has climbed as far (R42).</summary>
/// <param name="Due">The leader's due date.</param>
/// <param name="OwingFrom">The first day on which it was owing.</param>
public sealed record LeaderNamed(DateOnly Due, DateOnly OwingFrom) : CaseEvent;

/// <summary>Another invoice leads, and the main ladder stands where that one has climbed to (R42); its plan follows.</summary>
/// <param name="Rung">The step's index in the policy.</param>
/// <param name="Due">The leader's due date.</param>
/// <param name="OwingFrom">The first day on which it was owing.</param>
/// <param name="LastDate">The last date that its own final letter gave, or null.</param>
/// <param name="ForgetsBefore">Steps before this day are no longer remembered.</param>
public sealed record LeaderChanged(int Rung, DateOnly Due, DateOnly OwingFrom, DateOnly? LastDate, DateOnly ForgetsBefore) : CaseEvent;

/// <summary>The days of steps that an earlier release had not kept, as far as they are known.</summary>
/// <param name="Steps">The steps of the main ladder.</param>
public sealed record StepsRecalled(ImmutableArray<StepTaken> Steps) : CaseEvent;

/// <summary>The sender did not take a letter that was handed over: it is tried again, or, if the address is wrong, given up and its step planned anew.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="IsGivenUp">True if trying again is of no use.</param>
public sealed record LetterNotTaken(string LetterId, bool IsGivenUp) : CaseEvent;

/// <summary>The case waits.</summary>
/// <param name="Pause">For what, and until when.</param>
public sealed record Paused(Pause Pause) : CaseEvent;

/// <summary>The case waits for another day, and nothing is said of it.</summary>
/// <param name="Pause">For what, and until when; default for nothing.</param>
public sealed record PauseMoved(Pause Pause) : CaseEvent;

/// <summary>A wait is over.</summary>
/// <param name="Pause">What an earlier one had hidden, which is waited for again; default for nothing.</param>
public sealed record Resumed(Pause Pause) : CaseEvent;

/// <summary>They say it is paid: the bank will tell (R26).</summary>
/// <param name="On">The day on which they said so.</param>
/// <param name="Until">The day on which the bank is looked at.</param>
/// <param name="PromiseId">The promise that they say is kept, or null.</param>
public sealed record PaymentClaimed(DateOnly On, DateOnly Until, string? PromiseId) : CaseEvent;

/// <summary>The bank has spoken, and what they said is paid is owing (R26).</summary>
public sealed record ClaimDoubted : CaseEvent;

/// <summary>Somebody holds the case (R36).</summary>
/// <param name="Hold">The hold.</param>
public sealed record CaseHeld(Hold Hold) : CaseEvent;

/// <summary>The hold is over.</summary>
/// <param name="HoldId">The hold.</param>
public sealed record HoldEnded(string HoldId) : CaseEvent;

/// <summary>A number turned out to be somebody else's, or whoever looked has said that it is right (R25).</summary>
/// <param name="Number">The wrong number; null if none is known to be wrong any more.</param>
public sealed record NumberDoubted(string? Number) : CaseEvent;

/// <summary>Clerks may not call any more, or may again (R28).</summary>
/// <param name="AreBlocked">True if they may not.</param>
public sealed record ClerkCallsBlocked(bool AreBlocked) : CaseEvent;

/// <summary>A manager said of supply what is so already: it is the manager's word from now on, and no rule's (R11).</summary>
/// <param name="IsStopped">True if it is stopped.</param>
public sealed record SupplyKept(bool IsStopped) : CaseEvent;

/// <summary>The debt has come so far that supply stops, as soon as the case goes on (R11, R42).</summary>
public sealed record SupplyStopDue : CaseEvent;

/// <summary>Money came in.</summary>
/// <param name="PaymentId">The payment.</param>
public sealed record MoneyReceived(string PaymentId) : CaseEvent;

/// <summary>Money went back (R37).</summary>
/// <param name="PaymentId">The payment.</param>
public sealed record MoneyReturned(string PaymentId) : CaseEvent;

/// <summary>A payment is probably theirs: until somebody has looked nobody is chased (R20).</summary>
/// <param name="Payment">The payment.</param>
public sealed record LikelyPaymentNoted(SuspectedPayment Payment) : CaseEvent;

/// <summary>Somebody has said whose a likely payment is (R20).</summary>
/// <param name="PaymentId">The payment.</param>
public sealed record LikelyPaymentCleared(string PaymentId) : CaseEvent;

/// <summary>A word of the rules for the record, which changes nothing.</summary>
/// <param name="Ref">What it speaks of, or null.</param>
public sealed record Noted(string? Ref = null) : CaseEvent;

/// <summary>What happened does not apply.</summary>
/// <param name="Ref">What it spoke of, or null.</param>
public sealed record HappeningIgnored(string? Ref) : CaseEvent;
