using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>An event that does something besides changing the case: a store writes it. All effects of a turn are committed with it, or none.</summary>
public abstract record Effect : CaseEvent;

/// <summary>A letter is intended; it is written and sent later, after another look (R19).</summary>
/// <param name="LetterId">Its id.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Template">The template.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
/// <param name="Ladder">The index of the ladder whose step it is.</param>
public sealed record LetterIntended(string LetterId, string Step, string Template, DateTimeOffset NotBefore, int Ladder = 0) : Effect;

/// <summary>The letter waits until a later moment.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
public sealed record LetterPostponed(string LetterId, DateTimeOffset NotBefore) : Effect;

/// <summary>The letter is drawn up from the position of this very turn and handed to the sender after the commit.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="LastDate">The date that a final letter gives, or null (R12).</param>
/// <param name="On">The day, which is that of its step whenever the sender says that it took it.</param>
public sealed record LetterAttempted(string LetterId, DateOnly? LastDate, DateOnly On = default) : Effect;

/// <summary>The letter was sent.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="At">When the sender took it.</param>
/// <param name="On">The day of its step: that on which it was handed over.</param>
public sealed record LetterDelivered(string LetterId, DateTimeOffset At, DateOnly On = default) : Effect;

/// <summary>The letter came back (R35).</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="Email">The address, which takes no more letters until somebody mends it.</param>
public sealed record LetterCameBack(string LetterId, string Email) : Effect;

/// <summary>The letter is not sent after all; its ladder stands before its step again.</summary>
/// <param name="LetterId">The letter.</param>
public sealed record LetterWithdrawn(string LetterId) : Effect;

/// <summary>The letter's fate is not known; a person looks.</summary>
/// <param name="LetterId">The letter.</param>
public sealed record LetterInDoubt(string LetterId) : Effect;

/// <summary>A task for a person.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="Step">The step that it belongs to, or a word of its own.</param>
/// <param name="Script">The script's template.</param>
/// <param name="DueAt">When.</param>
/// <param name="Why">Why now (R24).</param>
/// <param name="Owing">What is owing; the worklist ranks by it.</param>
/// <param name="Attempts">Failed calls before this one (R27).</param>
/// <param name="Ladder">The index of the ladder whose step it is; -1 if it belongs to none.</param>
public sealed record TaskOpened(
    string TaskId, TaskKind Kind, Role Role, string Step, string Script, DateTimeOffset DueAt, Why Why, Money Owing, int Attempts, int Ladder = -1) : Effect;

/// <summary>A task moves to another time: a callback (R27).</summary>
/// <param name="TaskId">The task.</param>
/// <param name="DueAt">When.</param>
public sealed record TaskMoved(string TaskId, DateTimeOffset DueAt) : Effect;

/// <summary>A task is no longer open. If it was withdrawn, its ladder stands before its step again; if it is done, what follows says where the ladder stands.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Done">True if a person finished it, false if it was withdrawn.</param>
/// <param name="Outcome">What came of it; null if it was withdrawn.</param>
public sealed record TaskClosed(string TaskId, bool Done, Outcome? Outcome) : Effect;

/// <summary>Supply stops or goes on again (R11).</summary>
/// <param name="Stopped">True if it stops.</param>
public abstract record SupplyChanged(bool Stopped) : Effect;

/// <summary>Supply stops.</summary>
/// <param name="ByRule">True if a rule stops it, false if a manager does.</param>
public sealed record SupplyStopped(bool ByRule) : SupplyChanged(Stopped: true);

/// <summary>Supply goes on.</summary>
/// <param name="StopsAgain">True if the rule's stop comes back with the debt (R37).</param>
public sealed record SupplyReleased(bool StopsAgain) : SupplyChanged(Stopped: false);

/// <summary>A dispute begins to hold its amount (R4).</summary>
/// <param name="Dispute">The dispute.</param>
public sealed record DisputeOpened(Dispute Dispute) : Effect;

/// <summary>A dispute ends (R4).</summary>
/// <param name="DisputeId">The dispute.</param>
/// <param name="State">How.</param>
/// <param name="On">The day.</param>
public sealed record DisputeEnded(string DisputeId, DisputeState State, DateOnly On) : Effect;

/// <summary>A promise is another than before: what came in of it, whether they say it is paid, or one of the events below.</summary>
/// <param name="Promise">The promise as it stands now.</param>
public record PromiseChanged(Promise Promise) : Effect;

/// <summary>A promise was made (R33).</summary>
/// <param name="Promise">The promise.</param>
public sealed record PromiseMade(Promise Promise) : PromiseChanged(Promise);

/// <summary>What was promised came; nobody waits for it any more.</summary>
/// <param name="Promise">The promise.</param>
public sealed record PromiseKept(Promise Promise) : PromiseChanged(Promise);

/// <summary>What was promised did not come; nobody waits for it any more (R33).</summary>
/// <param name="Promise">The promise.</param>
public sealed record PromiseBroken(Promise Promise) : PromiseChanged(Promise);

/// <summary>A promise no longer counts.</summary>
/// <param name="Promise">The promise.</param>
public sealed record PromiseLapsed(Promise Promise) : PromiseChanged(Promise);

/// <summary>Somebody spoke with the customer, or tried to: the history that the next call begins with (R24).</summary>
/// <param name="TaskId">The call's task.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="On">The day; null if it was somebody else's number, so that they were not called.</param>
/// <param name="FailedCalls">Calls that reached nobody since somebody was last reached, with this one (R27).</param>
public sealed record CallLogged(string TaskId, Outcome Outcome, DateOnly? On = null, int FailedCalls = 0) : Effect;

/// <summary>A small remainder counts as paid; the bookkeeper gets a note of it (R31).</summary>
/// <param name="Amount">The remainder.</param>
public sealed record SmallBalanceNoted(Money Amount) : Effect;

/// <summary>A note for the account.</summary>
/// <param name="Text">The note.</param>
public sealed record NoteKept(string Text) : Effect;
