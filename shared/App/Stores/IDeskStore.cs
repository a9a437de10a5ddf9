using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>What people look at: accounts, the worklist, letters, payments, the record, the figures; and what the company as a whole keeps.</summary>
public interface IDeskStore
{
    /// <summary>A page of accounts, by code; those with other characters than letters, digits, dots, dashes and underscores may stand after all others.</summary>
    /// <param name="query">A part of the code or name; null or empty for all.</param>
    /// <param name="cursor">Where the last page ended; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="asOf">The day on which owing is counted, by due date.</param>
    /// <param name="cancel">Ends it.</param>
    Task<Page<AccountRowView>> AccountsAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel);

    /// <summary>A page of the ranked worklist: by day, then what is most urgent, then by what is owing.</summary>
    Task<Page<TaskRow>> TasksAsync(TaskFilter filter, CancellationToken cancel);

    /// <summary>One task; null for an id that is not there.</summary>
    Task<TaskRow?> TaskAsync(string taskId, CancellationToken cancel);

    /// <summary>Claims an open task for somebody.</summary>
    /// <returns>The holder's name after it: the caller's, or somebody else's; null if the task is not open.</returns>
    Task<string?> ClaimAsync(string taskId, string who, CancellationToken cancel);

    /// <summary>Gives a claimed task back.</summary>
    /// <returns>Null if it is free now, else the name of somebody else who holds it.</returns>
    Task<string?> ReleaseAsync(string taskId, string who, CancellationToken cancel);

    /// <summary>Opens a task of the company's own, like stale bank data (R20); an open one of the same id stays as it is.</summary>
    Task OpenCompanyTaskAsync(string taskId, TaskKind kind, Role role, string why, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Closes a task of the company's own. Not there or closed: nothing happens.</summary>
    Task CloseCompanyTaskAsync(string taskId, CancellationToken cancel);

    /// <summary>Letters of an account or of all, newest first.</summary>
    Task<Page<LetterRow>> LettersAsync(string? account, LetterState? state, string? cursor, int limit, CancellationToken cancel);

    /// <summary>One letter, whole; null for an id that is not there.</summary>
    Task<LetterRow?> LetterAsync(string letterId, CancellationToken cancel);

    /// <summary>Payments, newest first.</summary>
    Task<Page<PaymentRow>> PaymentsAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel);

    /// <summary>One payment; null for an id that is not there.</summary>
    Task<PaymentRow?> PaymentAsync(string paymentId, CancellationToken cancel);

    /// <summary>The last calls, letters and notes of an account, newest first: how the next call begins (R24).</summary>
    Task<IReadOnlyList<ContactLogRow>> ContactLogAsync(string account, int limit, CancellationToken cancel);

    /// <summary>The promises of an account, newest first.</summary>
    Task<IReadOnlyList<Promise>> PromisesAsync(string account, CancellationToken cancel);

    /// <summary>All disputes of an account, newest first; the ended ones too.</summary>
    Task<IReadOnlyList<Dispute>> DisputesAsync(string account, CancellationToken cancel);

    /// <summary>The record of an account, oldest first.</summary>
    Task<IReadOnlyList<SealedLine>> RecordAsync(string account, CancellationToken cancel);

    /// <summary>Everybody's record, for reports; batches. Each account's lines come in the order of their writing, the accounts in any.</summary>
    IAsyncEnumerable<IReadOnlyList<(string Account, SealedLine Line)>> AllRecordsAsync(CancellationToken cancel);

    /// <summary>What every account owes by age (days past due: not due, 1–30, 31–60, 61–90, over 90), disputed and unapplied apart.</summary>
    Task<IReadOnlyList<AgingRow>> AgingAsync(DateOnly asOf, CancellationToken cancel);

    /// <summary>Counts of record lines by kind and day, between two days, both included.</summary>
    Task<IReadOnlyList<ActivityRow>> ActivityAsync(DateOnly from, DateOnly to, CancellationToken cancel);

    /// <summary>Counts of accounts, invoices, cases, letters, tasks: the figures of `replay` and `demo`.</summary>
    Task<Totals> TotalsAsync(CancellationToken cancel);

    /// <summary>What waits for people, counted without reading it: each figure goes up to <see cref="Backlog.Most"/> and no further.</summary>
    /// <param name="today">The company's day; a call's own day is that of its account's time zone.</param>
    /// <param name="cancel">Ends it.</param>
    Task<Backlog> BacklogAsync(DateOnly today, CancellationToken cancel);

    /// <summary>A value that the company keeps: the virtual clock, which scans have run, tokens' hashes. Null if there is none.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancel);

    /// <summary>Keeps a value of the company's.</summary>
    Task SetAsync(string name, string value, CancellationToken cancel);

    /// <summary>Keeps a scan's own line, and answers false if that scan had been kept before (R5).</summary>
    Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel);

    /// <summary>True if this scan has run to its end.</summary>
    Task<bool> HasScannedAsync(string scan, CancellationToken cancel);

    /// <summary>The sums that must agree, checked: balances against allocations, tasks against cases, chains against hashes. Empty if all do.</summary>
    Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel);
}

/// <summary>What waits for people.</summary>
/// <param name="CallsDue">Open calls, of clerks and of managers, of today and of days before.</param>
/// <param name="CallsOverdue">Of those, the calls of days before today.</param>
/// <param name="PaymentsWaiting">Entries of bank feeds that nobody has matched.</param>
public readonly record struct Backlog(int CallsDue, int CallsOverdue, int PaymentsWaiting)
{
    /// <summary>No figure goes further: whoever has more than this to do needs no exact count, and counting costs.</summary>
    public const int Most = 10_000;
}

/// <summary>A page, and where the next begins.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
/// <typeparam name="T">An item.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>An account in a list.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owing">Past due, net of unapplied credit, without what is disputed.</param>
/// <param name="Status">The case's status.</param>
/// <param name="Step">The present step's name, or null.</param>
/// <param name="Stage">The present step's stage, or null.</param>
/// <param name="NextAt">When the case is looked at again, or null.</param>
/// <param name="OnStop">True while supply is stopped.</param>
public sealed record AccountRowView(
    string Account, string Name, Money Owing, CaseStatus Status, string? Step, string? Stage, DateTimeOffset? NextAt, bool OnStop);

/// <summary>Which tasks.</summary>
/// <param name="Open">True for the open ones, false for the ended ones.</param>
/// <param name="DueBy">Due at this moment at the latest, or null.</param>
/// <param name="Role">Whose, or null.</param>
/// <param name="Account">Which account's, or null.</param>
/// <param name="HideCalls">True to leave calls out: while the bank is silent they wait (R20).</param>
/// <param name="Cursor">Where the last page ended, or null.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record TaskFilter(
    bool Open = true, DateTimeOffset? DueBy = null, Role? Role = null, string? Account = null, bool HideCalls = false, string? Cursor = null, int Limit = 50);

/// <summary>A task as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="Account">The account, or null for the company's own.</param>
/// <param name="AccountName">Its name, or null.</param>
/// <param name="Step">The step, or a word of its own.</param>
/// <param name="Script">The script's template.</param>
/// <param name="Why">Why now, in words.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">When.</param>
/// <param name="Owing">What was owing when it was opened; null for the company's own.</param>
/// <param name="Attempts">Failed calls before it.</param>
/// <param name="State">Open, done or withdrawn.</param>
/// <param name="ClaimedBy">Who holds it, or null.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="Note">What was noted, or null.</param>
/// <param name="ClosedAt">When it was done or withdrawn, or null.</param>
public sealed record TaskRow(
    string Id,
    TaskKind Kind,
    Role Role,
    string? Account,
    string? AccountName,
    string Step,
    string Script,
    string Why,
    DateTimeOffset OpenedAt,
    DateTimeOffset DueAt,
    Money? Owing,
    int Attempts,
    TaskState State,
    string? ClaimedBy,
    OutcomeKind? Outcome,
    string? Note,
    DateTimeOffset? ClosedAt);

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Somebody should do it.</summary>
    Open,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is not needed any more.</summary>
    Withdrawn,
}

/// <summary>Where a letter stands (promise 2).</summary>
public enum LetterState
{
    /// <summary>It shall go.</summary>
    Intended,

    /// <summary>It was handed to the sender.</summary>
    Attempted,

    /// <summary>The sender took it.</summary>
    Sent,

    /// <summary>It did not go after all.</summary>
    Withdrawn,

    /// <summary>It came back, or was refused.</summary>
    Bounced,

    /// <summary>Nobody can tell; a person looks.</summary>
    Unknown,
}

/// <summary>A letter as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">The account.</param>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="Template">Its template.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IntendedAt">When it was intended.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
/// <param name="AttemptedAt">When it was handed over, or null.</param>
/// <param name="SentAt">When the sender took it, or null.</param>
/// <param name="Draft">What it says; null until it is attempted.</param>
public sealed record LetterRow(
    string Id,
    string Account,
    string Step,
    string Template,
    LetterState State,
    DateTimeOffset IntendedAt,
    DateTimeOffset NotBefore,
    DateTimeOffset? AttemptedAt,
    DateTimeOffset? SentAt,
    LetterDraft? Draft);

/// <summary>A payment as it is stored.</summary>
/// <param name="Id">The feed's name, a colon and the bank's id.</param>
/// <param name="BookedOn">When the bank booked it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="State">Matched or not.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Allocations">What it settled.</param>
/// <param name="Unapplied">What it settled nothing with.</param>
/// <param name="Why">Why it was matched so, or not.</param>
/// <param name="Reversed">True if it came back.</param>
public sealed record PaymentRow(
    string Id,
    DateOnly BookedOn,
    DateTimeOffset ReceivedAt,
    Money Amount,
    string? Reference,
    string? Payer,
    PaymentState State,
    string? Account,
    IReadOnlyList<Allocation> Allocations,
    Money Unapplied,
    string Why,
    bool Reversed)
{
    /// <summary>The payer's account at their bank, or null.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The structured reference that the payer used, or null.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>How certain the match is, or would be, in per cent; 0 where a person decided or nothing is known.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first, while it is unmatched.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Accounts that a person said it is not for.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if a person decided what became of it; then nothing changes that by itself.</summary>
    public bool IsByHand { get; init; }

    /// <summary>True if a part is unapplied, and what the payer named may yet come into the ledger (<see cref="Match.Awaits"/>).</summary>
    public bool Awaits { get; init; }

    /// <summary>The id of the payment that it undoes, the feed's name before it; null for what is no reversal, or while nobody knows (R37).</summary>
    public string? Undoes { get; init; }

    /// <summary>True for what came back: it undoes a payment, though nobody may know yet which.</summary>
    public bool IsReversal { get; init; }
}

/// <summary>A line of the story with a customer (R24).</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">The record's kind: a letter sent, a call made, a note, a promise.</param>
/// <param name="Text">What, in words; of a call, the outcome and the clerk's own note, which no customer is to read.</param>
/// <param name="Outcome">Of a call: what came of it; else null.</param>
public sealed record ContactLogRow(DateTimeOffset At, string By, RecordKind Kind, string Text, OutcomeKind? Outcome = null);

/// <summary>What an account owes, by days past due.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="NotDue">Not due yet.</param>
/// <param name="Days1To30">1 to 30 days past due.</param>
/// <param name="Days31To60">31 to 60 days.</param>
/// <param name="Days61To90">61 to 90 days.</param>
/// <param name="Over90">More than 90 days.</param>
/// <param name="Disputed">Of all these, what is disputed.</param>
/// <param name="Unapplied">Credit that nobody has applied; positive.</param>
public sealed record AgingRow(
    string Account, string Name, Money NotDue, Money Days1To30, Money Days31To60, Money Days61To90, Money Over90, Money Disputed, Money Unapplied)
{
    /// <summary>The account's balance.</summary>
    public Money Balance => NotDue + Days1To30 + Days31To60 + Days61To90 + Over90 - Unapplied;
}

/// <summary>How often something happened on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
public sealed record ActivityRow(DateOnly Day, RecordKind Kind, int Count);

/// <summary>The figures of a company.</summary>
/// <param name="Accounts">Accounts.</param>
/// <param name="Invoices">Invoices, settled ones included.</param>
/// <param name="Cases">Cases ever opened.</param>
/// <param name="CasesOpen">Cases open now.</param>
/// <param name="CasesClosedPaid">Cases closed as paid.</param>
/// <param name="Letters">Letters sent.</param>
/// <param name="Calls">Call tasks ever opened.</param>
/// <param name="CallsOpen">Call tasks open now.</param>
/// <param name="Payments">Payments taken in.</param>
/// <param name="PaymentsApplied">Of those, matched.</param>
/// <param name="Promises">Promises made.</param>
/// <param name="PromisesKept">Of those, kept.</param>
/// <param name="PromisesBroken">Of those, broken.</param>
/// <param name="Disputes">Disputes raised.</param>
/// <param name="Bounced">Letters that came back.</param>
/// <param name="Suspended">Times that a ladder was suspended.</param>
/// <param name="PaidBeforeContact">Cases closed as paid before any letter or call.</param>
/// <param name="RemindersAfterPayment">Letters attempted or calls opened on an account while nothing was owing. The goal is 0 (R20).</param>
/// <param name="LettersPerDayMax">The most letters that any account got on one day. At most 1 (R21).</param>
public sealed record Totals(
    int Accounts,
    int Invoices,
    int Cases,
    int CasesOpen,
    int CasesClosedPaid,
    int Letters,
    int Calls,
    int CallsOpen,
    int Payments,
    int PaymentsApplied,
    int Promises,
    int PromisesKept,
    int PromisesBroken,
    int Disputes,
    int Bounced,
    int Suspended,
    int PaidBeforeContact,
    int RemindersAfterPayment,
    int LettersPerDayMax);
