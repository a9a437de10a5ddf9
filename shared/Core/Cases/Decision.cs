using Collections.Core.Ledger;

namespace Collections.Core.Cases;

/// <summary>What the decider is told besides the case and what happened.</summary>
/// <param name="Account">The account, its contacts and where it is.</param>
/// <param name="Position">What it owes today.</param>
/// <param name="ShareOfLedger">Its share of everything owing in the ledger, 0 to 1 (R10).</param>
/// <param name="BankSilentSince">The day since which every bank feed that ever delivered is silent, if that is too long (R20); else null.</param>
/// <param name="BankCompleteTo">Up to when all bank feeds are complete; null where none has ever delivered, and then the books are all that is known (R26).</param>
/// <param name="BooksAt">Where there is no feed: when the ledger was last loaded, or null if nobody knows.</param>
public readonly record struct Facts(
    Account Account, Position Position, decimal ShareOfLedger = 0, DateOnly? BankSilentSince = null, DateTimeOffset? BankCompleteTo = null,
    DateTimeOffset? BooksAt = null);

/// <summary>What a scan says of an account (R6).</summary>
public enum ScanVerdict
{
    /// <summary>The turn was no scan.</summary>
    None,

    /// <summary>A case was opened.</summary>
    Opened,

    /// <summary>New invoices joined the open case.</summary>
    Joined,

    /// <summary>Nothing was done, for the reason given.</summary>
    LeftAlone,
}

/// <summary>The answer of a turn: what was decided. What is done, recorded and shown follows from it.</summary>
/// <param name="Case">The case with its events: the very one from before if there are none.</param>
/// <param name="Events">What was decided, in order, each with its reason; empty if the turn changed nothing.</param>
/// <param name="By">Who or what caused it.</param>
/// <param name="At">The moment of the turn.</param>
/// <param name="Verdict">After a scan: what came of it.</param>
/// <param name="VerdictWhy">After a scan: why.</param>
/// <param name="Refusal">If a person asked for what the rules don't allow: why; then there are no events.</param>
public readonly record struct Decision(
    Case Case,
    IReadOnlyList<Reasoned> Events,
    Actor By,
    DateTimeOffset At,
    ScanVerdict Verdict = ScanVerdict.None,
    Why VerdictWhy = default,
    Why? Refusal = null)
{
    /// <summary>What to do besides changing the case, in order.</summary>
    public IReadOnlyList<Effect> Effects => Projections.Effects(Events);

    /// <summary>The lines for the record, in order (R40).</summary>
    public IReadOnlyList<RecordLine> Record => Projections.Lines(Events, By, At);

    /// <summary>True if the turn changed nothing, the moment to wake included, so that nothing need be committed.</summary>
    public bool IsEmpty => Events.Count == 0;
}
