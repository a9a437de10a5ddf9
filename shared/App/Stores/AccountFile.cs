using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>Everything that a turn needs to know of an account, read at one moment.</summary>
/// <param name="Account">The account that is billed, with its contacts.</param>
/// <param name="Invoices">Its open items, those of its branches included (R6).</param>
/// <param name="Disputes">Its open disputes.</param>
/// <param name="UnappliedPayments">Payments, or parts of them, that settled no invoice; positive (R3).</param>
/// <param name="Case">Its case; <see cref="Core.Cases.Case.New"/> where there never was one.</param>
/// <param name="Inbox">What happened and has not been decided yet, oldest first.</param>
/// <param name="Version">Counts every change of anything in this file; a commit names the version that it was decided on.</param>
/// <param name="RecordCount">Lines in the account's record.</param>
/// <param name="RecordHash">The hash of its last line, 64 hex digits; empty before the first.</param>
/// <param name="DueAt">When a turn is due: for the case, or since when something is in the inbox; null if only an event can make one due.</param>
public sealed record AccountFile(
    Account Account,
    IReadOnlyList<Invoice> Invoices,
    IReadOnlyList<Dispute> Disputes,
    Money UnappliedPayments,
    Case Case,
    IReadOnlyList<InboxItem> Inbox,
    long Version,
    int RecordCount,
    string RecordHash,
    DateTimeOffset? DueAt = null)
{
    /// <summary>Pages of events that the account has.</summary>
    public int EventCount { get; init; }

    /// <summary>The hash of the last of them, 64 hex digits; empty before the first.</summary>
    public string EventHash { get; init; } = "";

    /// <summary>A caller names an account that the store does not have.</summary>
    public static ArgumentException NotThere(string account) => new($"there is no account {account}", nameof(account));
}

/// <summary>Something that happened, stored before anybody acts on it.</summary>
/// <param name="Seq">Its place in the account's inbox.</param>
/// <param name="Key">What makes it the same as another: a repeat of a key is dropped (design: the same input twice).</param>
/// <param name="At">When it was stored.</param>
/// <param name="Happening">What.</param>
public sealed record InboxItem(long Seq, string Key, DateTimeOffset At, Happening Happening);

/// <summary>A turn's outcome, committed whole or not at all.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Version">The version of the <see cref="AccountFile"/> that it was decided on; the commit fails if that is no longer the present one.</param>
/// <param name="Case">The case after the turn.</param>
/// <param name="At">The moment of the turn.</param>
/// <param name="By">Who or what caused it.</param>
/// <param name="InboxThrough">Inbox items up to this <see cref="InboxItem.Seq"/> are taken; 0 for none.</param>
/// <param name="Effects">What the turn does, in order.</param>
/// <param name="Record">The lines for the record, sealed, in order.</param>
/// <param name="Drafts">The letters that this turn attempts, drawn up.</param>
/// <param name="Look">What a scan said of the account, or null (R6).</param>
/// <param name="RequestKey">The key of a person's request that is answered by this commit, stored so that its repeat is known; or null.</param>
/// <param name="Step">The name of the case's present step, which lists show; or null.</param>
/// <param name="Stage">The stage of that step, or null.</param>
public sealed record TurnCommit(
    string Account,
    long Version,
    Case Case,
    DateTimeOffset At,
    Actor By,
    long InboxThrough,
    IReadOnlyList<Effect> Effects,
    IReadOnlyList<SealedLine> Record,
    IReadOnlyList<LetterDraft> Drafts,
    ScanLine? Look = null,
    string? RequestKey = null,
    string? Step = null,
    string? Stage = null)
{
    /// <summary>The events of the turn; null if it decided nothing.</summary>
    public EventPage? Events { get; init; }

    /// <summary>The inbox items that the turn takes: for whoever measures, a store goes by <see cref="InboxThrough"/>.</summary>
    public IReadOnlyList<InboxItem> Taken { get; init; } = [];

    /// <summary>An effect that a store does not write: a fault of the code.</summary>
    public static InvalidOperationException Unknown(Effect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return new($"the store does not know the effect {effect.GetType().Name}");
    }

    /// <summary>The account is not there, or another one is billed for it: a fault of the code.</summary>
    public InvalidOperationException NotBilled() => new($"a turn was decided on {Account}, which is not an account that is billed");
}

/// <summary>A line of the record, with its place in the account's chain (R40).</summary>
/// <param name="Seq">Its place, from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">Who or what.</param>
/// <param name="Kind">What.</param>
/// <param name="Rule">The rule's number.</param>
/// <param name="Code">The reason's code.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="Ref">The task, letter, promise or dispute that it speaks of, or null.</param>
/// <param name="Hash">SHA-256, in hex, over the hash before it and this line.</param>
public readonly record struct SealedLine(
    int Seq, DateTimeOffset At, string By, RecordKind Kind, int Rule, Because Code, string Why, string? Ref, string Hash);

/// <summary>A letter as it is handed to the sender.</summary>
/// <param name="LetterId">Its id.</param>
/// <param name="To">The address.</param>
/// <param name="ToName">The addressee.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The HTML.</param>
/// <param name="Owing">What it says is owing.</param>
public sealed record LetterDraft(string LetterId, string To, string ToName, string Subject, string Text, string Html, Money Owing);

/// <summary>What a scan said of one account (R6).</summary>
/// <param name="Scan">The scan's id.</param>
/// <param name="Account">The account's code.</param>
/// <param name="Verdict">Opened, joined or left alone.</param>
/// <param name="Why">Why, in words, with its rule.</param>
/// <param name="Owing">What is owing.</param>
public sealed record ScanLine(string Scan, string Account, ScanVerdict Verdict, string Why, Money Owing);
