using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Archive;

/// <summary>Everything that a store keeps of one account, in no store's terms: one line of an archive.</summary>
/// <remarks>The property names are the format; renaming one breaks every archive that was ever written. An approved file in the tests shows it.</remarks>
public sealed record ArchivedAccount
{
    /// <summary>The account as the books have it, with its contacts and its payment history.</summary>
    public required Account Account { get; init; }

    /// <summary>The accounts that are billed through this one; each with what it kept from before it was (R6). By code.</summary>
    public IReadOnlyList<ArchivedAccount> Branches { get; init; } = [];

    /// <summary>Counts the changes of everything that a turn reads of the account.</summary>
    public required long Version { get; init; }

    /// <summary>All items that it is billed for, settled ones included; by number and instalment.</summary>
    public IReadOnlyList<ArchivedItem> Items { get; init; } = [];

    /// <summary>All disputes, oldest first.</summary>
    public IReadOnlyList<Dispute> Disputes { get; init; } = [];

    /// <summary>All promises, oldest first.</summary>
    public IReadOnlyList<Promise> Promises { get; init; } = [];

    /// <summary>What banks said of it, in the order of its coming.</summary>
    public IReadOnlyList<ArchivedPayment> Payments { get; init; } = [];

    /// <summary>Who is known to pay for it because they did; by key. The names of customers follow from the accounts, and the numbers' shapes from their items.</summary>
    public IReadOnlyList<ArchivedRemitter> Payers { get; init; } = [];

    /// <summary>The case as <see cref="CaseFormat"/> writes it; null where nothing was ever collected.</summary>
    public string? Case { get; init; }

    /// <summary>The name of the case's present step, or null.</summary>
    public string? Step { get; init; }

    /// <summary>The stage of that step, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>When the case is to be looked at again, or null.</summary>
    public DateTimeOffset? Wake { get; init; }

    /// <summary>What happened and has not been decided yet, oldest first.</summary>
    public IReadOnlyList<ArchivedHappening> Inbox { get; init; } = [];

    /// <summary>All tasks, open and ended, oldest first.</summary>
    public IReadOnlyList<ArchivedTask> Tasks { get; init; } = [];

    /// <summary>All letters with what they say, oldest first.</summary>
    public IReadOnlyList<LetterRow> Letters { get; init; } = [];

    /// <summary>The record with its hashes, oldest line first (R40).</summary>
    public IReadOnlyList<SealedLine> Record { get; init; } = [];

    /// <summary>The events of every turn, oldest first; they rebuild the case.</summary>
    public IReadOnlyList<EventPage> Events { get; init; } = [];

    /// <summary>Every key that an inbox item or a person's request ever had, in ordinal order.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>What the last scan said of it, or null (R6).</summary>
    public ScanLine? Look { get; init; }

    /// <summary>Small remainders that counted as paid, in all; minor units (R31).</summary>
    public long SmallBalances { get; init; }

    /// <summary>The hash of the record's last line; empty before the first.</summary>
    public string RecordHash => Record.Count > 0 ? Record[^1].Hash : "";

    /// <summary>The hash of the last page of events; empty before the first.</summary>
    public string EventHash => Events.Count > 0 ? Events[^1].Hash : "";

    /// <summary>The account and its branches.</summary>
    public IEnumerable<ArchivedAccount> Family => Branches.Prepend(this);

    /// <summary>The same, with every list in the order that the format has: whatever store it was read from.</summary>
    public ArchivedAccount InOrder() => this with
    {
        Branches = [.. Branches.Select(branch => branch.InOrder()).OrderBy(branch => branch.Account.Code, StringComparer.Ordinal)],
        Items = [.. Items.OrderBy(item => item.Invoice.Number, StringComparer.Ordinal).ThenBy(item => item.Invoice.Part)],
        Payments = [.. Payments.OrderBy(payment => payment.ReceivedAt)],
        Payers = [.. Payers.OrderBy(payer => payer.Key, StringComparer.Ordinal)],
        Tasks = [.. Tasks.Select(Placed).OrderBy(task => task.Task.OpenedAt).ThenBy(task => task.Task.Id, StringComparer.Ordinal)],
        Letters = [.. Letters.OrderBy(letter => letter.IntendedAt).ThenBy(letter => letter.Id, StringComparer.Ordinal)],
        Keys = [.. Keys.Order(StringComparer.Ordinal)],
    };

    // Where an ended task stood in the worklist is over, and not every store keeps it.
    private ArchivedTask Placed(ArchivedTask task) => task.Task.State == TaskState.Open
        ? task
        : task with { DueDay = LocalClock.DateAt(task.Task.DueAt, Account.Place.TimeZone), Priority = 0 };
}

/// <summary>An item.</summary>
/// <param name="Invoice">The item; <see cref="Invoice.LedgerBalance"/> is what the books say is open, as far as that is believed (R37).</param>
/// <param name="Books">What the books last said is open.</param>
/// <param name="Account">The code of the branch that was invoiced; null for the account itself.</param>
/// <param name="SettledOn">The day on which it was settled, or null.</param>
public sealed record ArchivedItem(Invoice Invoice, Money Books, string? Account = null, DateOnly? SettledOn = null);

/// <summary>What an entry of a bank feed is.</summary>
public enum ArchivedEntry
{
    /// <summary>Money that came in.</summary>
    Payment,

    /// <summary>A payment that came back.</summary>
    Reversal,

    /// <summary>Money that went out.</summary>
    Outgoing,
}

/// <summary>An entry of a bank feed, as an account has it; or, where no account has it, the company.</summary>
/// <remarks>
/// Of every payment: amount = what it settles + what is unapplied + what came back. Where a branch has gone to be billed for itself and took half-paid
/// invoices along, two accounts have a part of the payment each: <see cref="Whole"/> is then its whole amount, and <see cref="Owner"/> the account that
/// it reached first.
/// </remarks>
public sealed record ArchivedPayment
{
    /// <summary>The feed's name.</summary>
    public required string Feed { get; init; }

    /// <summary>The bank's id, unique in its feed.</summary>
    public required string BankId { get; init; }

    /// <summary>What it is.</summary>
    public ArchivedEntry Kind { get; init; }

    /// <summary>The day on which the bank booked it.</summary>
    public required DateOnly BookedOn { get; init; }

    /// <summary>When it was taken in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>This account's part of it; nearly always all.</summary>
    public required Money Amount { get; init; }

    /// <summary>The whole amount, where another account has a part; else null.</summary>
    public Money? Whole { get; init; }

    /// <summary>The account that it reached, where that is another one; else null.</summary>
    public string? Owner { get; init; }

    /// <summary>What the payer wrote.</summary>
    public string? Reference { get; init; }

    /// <summary>Who paid, as the bank names them.</summary>
    public string? Payer { get; init; }

    /// <summary>The bank's id of the payment that this one undoes, or null.</summary>
    public string? ReversalOf { get; init; }

    /// <summary>Matched or not.</summary>
    public PaymentState State { get; init; }

    /// <summary>What settled nothing; minor units.</summary>
    public long Unapplied { get; init; }

    /// <summary>What came back; minor units.</summary>
    public long Returned { get; init; }

    /// <summary>When it came back, or null.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>Why it was matched so, or not.</summary>
    public required string Why { get; init; }

    /// <summary>What it settles, or settled.</summary>
    public IReadOnlyList<ArchivedShare> Shares { get; init; } = [];

    /// <summary>The payer's account at their bank, or null.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The structured reference that the payer used, or null.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>The id that the payer's bank gave it, or null.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The bank's own reference, or null.</summary>
    public string? BankReference { get; init; }

    /// <summary>The account that the feed named, or null.</summary>
    public string? NamedAccount { get; init; }

    /// <summary>How it came first, or null (<see cref="BankEntry.Source"/>).</summary>
    public string? Source { get; init; }

    /// <summary>How else it came, and under what id; by id and source.</summary>
    public IReadOnlyList<ArchivedReport> Reports { get; init; } = [];

    /// <summary>How certain its match is, or would be, in per cent.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first, while it is unmatched.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The codes of accounts that a person said it is not for, in ordinal order.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if a person decided what became of it.</summary>
    public bool IsByHand { get; init; }

    /// <summary>True if what the payer named may yet come into the ledger.</summary>
    public bool Awaits { get; init; }

    /// <summary>Counts how often the accounts that it concerns were told of it.</summary>
    public int Round { get; init; }
}

/// <summary>Another report of an entry of a bank feed.</summary>
/// <param name="BankId">The bank's id in that report.</param>
/// <param name="Source">How it came.</param>
public sealed record ArchivedReport(string BankId, string Source);

/// <summary>A payer that a payment taught.</summary>
/// <param name="Key">What the payer is known by (<c>RemitterKey</c> in Core).</param>
/// <param name="Payment">The payment's id: the feed's name, a colon, the bank's id.</param>
public sealed record ArchivedRemitter(string Key, string Payment);

/// <summary>What a payment settles of an item.</summary>
/// <param name="Number">The item's number.</param>
/// <param name="Part">The instalment.</param>
/// <param name="Amount">How much; minor units.</param>
/// <param name="Undone">How much of it came back; minor units.</param>
public sealed record ArchivedShare(string Number, int Part, long Amount, long Undone = 0);

/// <summary>Something in the inbox.</summary>
/// <param name="Key">Its key.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Happening">What, as <see cref="HappeningFormat"/> writes it.</param>
public sealed record ArchivedHappening(string Key, DateTimeOffset At, string Happening);

/// <summary>A task with its place in the worklist.</summary>
/// <param name="Task">The task; its account is the one that it stands under.</param>
/// <param name="DueDay">The day on which it is due, in the account's time zone.</param>
/// <param name="Priority">What is most urgent on that day: the smaller, the sooner.</param>
public sealed record ArchivedTask(TaskRow Task, DateOnly DueDay, int Priority);
