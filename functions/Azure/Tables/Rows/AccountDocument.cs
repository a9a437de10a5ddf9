using Azure;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;

namespace Collections.Functions.Tables.Rows;

/// <summary>Everything of an account that decides anything, in one entity: one read and one transaction make a turn.</summary>
/// <remarks>
/// What is over (settled items, ended tasks, letters, payments, the record) has rows of its own in the account's partition, written in the same
/// transaction. So the cost of a turn grows with what is open, not with the account's age.
/// </remarks>
internal sealed class AccountDocument
{
    /// <summary>The account as the books have it, with its contacts; its payment history is that of all items that it is billed for.</summary>
    public required Account Account { get; set; }

    /// <summary>The code of the account that is billed: itself, or, of a branch, another; then nothing else is stored here but the account (R6).</summary>
    public required string Payer { get; set; }

    /// <summary>Counts every change.</summary>
    public long Version { get; set; } = 1;

    /// <summary>The open items, its branches' included; and settled ones that the next commits move to rows of their own.</summary>
    public List<Item> Items { get; set; } = [];

    /// <summary>The open disputes.</summary>
    public List<Dispute> Disputes { get; set; } = [];

    /// <summary>Payments, or parts of them, that settled no invoice; minor units.</summary>
    public long Unapplied { get; set; }

    /// <summary>The case as <see cref="CaseFormat"/> has it; null where nothing was ever collected.</summary>
    public string? Case { get; set; }

    /// <summary>The name of the case's present step, or null.</summary>
    public string? Step { get; set; }

    /// <summary>The stage of that step, or null.</summary>
    public string? Stage { get; set; }

    /// <summary>When the case is to be looked at again.</summary>
    public DateTimeOffset? Wake { get; set; }

    /// <summary>What happened and has not been decided yet; happenings as <see cref="HappeningFormat"/> has them.</summary>
    public List<Waiting> Inbox { get; set; } = [];

    /// <summary>The last number that an inbox item had.</summary>
    public long LastSeq { get; set; }

    /// <summary>Lines in the record.</summary>
    public int RecordCount { get; set; }

    /// <summary>The hash of its last line.</summary>
    public string RecordHash { get; set; } = "";

    /// <summary>Pages of events.</summary>
    public int EventCount { get; set; }

    /// <summary>The hash of the last of them.</summary>
    public string EventHash { get; set; } = "";

    /// <summary>The open tasks.</summary>
    public List<RankedTask> Tasks { get; set; } = [];

    /// <summary>The letters that are intended, or attempted and not yet known to be sent.</summary>
    public List<MovingLetter> Letters { get; set; } = [];

    /// <summary>What the last scan said (R6).</summary>
    public ScanLine? Look { get; set; }

    /// <summary>Small remainders that count as paid, in all; minor units (R31).</summary>
    public long SmallBalances { get; set; }

    /// <summary>The codes of accounts whose items are on their way to this account, or from it, because somebody else is billed for them now (R6).</summary>
    /// <remarks>Whoever wants to change items or payments of this account finishes that first (<c>BillingMoves</c>).</remarks>
    public List<string> Moving { get; set; } = [];

    /// <summary>The accounts that were billed for this one and may have items of it still, earliest first.</summary>
    public List<string> Sources { get; set; } = [];

    /// <summary>The tags of its entries in the indexes, by <see cref="IndexEntry.Place"/>; of one that was changed since it was first written there is none.</summary>
    public Dictionary<string, string> IndexTags { get; set; } = [];

    /// <summary>The entity's tag when it was read; default before it was ever stored.</summary>
    [JsonIgnore]
    public ETag Tag { get; set; }

    /// <summary>The index entries that it has in storage.</summary>
    [JsonIgnore]
    public IReadOnlySet<IndexEntry> Indexed { get; set; } = new HashSet<IndexEntry>();

    /// <summary>The account's code.</summary>
    [JsonIgnore]
    public string Code => Account.Code;

    /// <summary>The account's currency.</summary>
    [JsonIgnore]
    public Currency Currency => Account.Currency;

    /// <summary>True if another account is billed for this one.</summary>
    [JsonIgnore]
    public bool IsBranch => Payer != Code;

    /// <summary>When a turn is due: for the case, or since when something is in the inbox.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt
    {
        get
        {
            DateTimeOffset? waiting = Inbox.Count > 0 ? Inbox.Min(item => item.At) : null;
            return Wake is { } wake && (waiting is null || wake < waiting) ? wake : waiting;
        }
    }

    /// <summary>What is open.</summary>
    [JsonIgnore]
    public IEnumerable<Invoice> OpenItems => Items.Select(item => item.Invoice).Where(invoice => invoice.Open.Minor != 0);

    /// <summary>Credit notes and payments that nobody has applied yet; minor units, positive (R3).</summary>
    [JsonIgnore]
    public long Credit => Unapplied - OpenItems.Where(invoice => invoice.IsCredit).Sum(invoice => invoice.Open.Minor);

    /// <summary>What of some open items stands aside as disputed; minor units (R4).</summary>
    public long DisputedOf(IReadOnlyList<Invoice> items) => Disputes.GroupBy(dispute => dispute.Invoice, StringComparer.Ordinal).Sum(disputes => Math.Min(
        disputes.Sum(dispute => dispute.Amount.Minor), items.Where(item => item.Number == disputes.Key).Sum(item => item.Open.Minor)));

    /// <summary>What a turn sees.</summary>
    public AccountFile ToFile() => new(
        Account,
        [.. OpenItems.OrderBy(i => i.Due).ThenBy(i => i.Number, StringComparer.Ordinal).ThenBy(i => i.Part)],
        [.. Disputes],
        new Money(Unapplied, Currency),
        ReadCase(),
        [.. Inbox.Select(item => new InboxItem(item.Seq, item.Key, item.At, HappeningFormat.Read(item.Happening)))],
        Version,
        RecordCount,
        RecordHash,
        DueAt) { EventCount = EventCount, EventHash = EventHash };

    /// <summary>The case.</summary>
    public Case ReadCase() => Case is null ? Core.Cases.Case.New(Code) : CaseFormat.Read(Case, Code);

    /// <summary>Puts something in the inbox and makes the account due; what was decided before is out of date.</summary>
    public void Post(string key, Happening happening, DateTimeOffset now) =>
        Inbox.Add(new Waiting(++LastSeq, key, Stored(now), HappeningFormat.Write(happening)));

    /// <summary>Posts that the books changed something, for an open case to look at.</summary>
    public void BooksChanged(DateTimeOffset now)
    {
        if (Case is not null && ReadCase().IsOpen)
        {
            Post($"ledger:{Version + 1}", new LedgerChanged(), now);
        }
    }

    /// <summary>Posts that money came or went, unless nothing was ever collected here.</summary>
    public void MoneyMoved(string key, Happening happening, DateTimeOffset now)
    {
        if (Case is not null && ReadCase().Number > 0)
        {
            Post(key, happening, now);
        }
    }

    /// <summary>A moment as it is stored, to the millisecond: every store keeps the same.</summary>
    public static DateTimeOffset Stored(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>A moment before which nothing may happen, as it is stored: not a part of a millisecond too early.</summary>
    public static DateTimeOffset StoredAtLeast(DateTimeOffset at)
    {
        var stored = Stored(at);
        return stored < at ? stored.AddMilliseconds(1) : stored;
    }
}

/// <summary>An open item as the account has it.</summary>
/// <param name="Invoice">The item.</param>
/// <param name="Account">The code of the account that was invoiced.</param>
/// <param name="Books">What the books last said is open; <see cref="Invoice.LedgerBalance"/> is as far as that is believed (R37).</param>
/// <param name="SettledOn">The day on which it was settled, or null.</param>
/// <param name="Payments">The ids of the payments that settle, or settled, any of it; in the order of their coming.</param>
internal sealed record Item(Invoice Invoice, string Account, Money Books, DateOnly? SettledOn = null, IReadOnlyList<string>? Payments = null)
{
    /// <summary>The item as the ledger book knows it.</summary>
    [JsonIgnore]
    public BookItem Book => new(Invoice, Account, Books, SettledOn);

    /// <summary>The item as the ledger book has it from now on.</summary>
    public Item With(BookItem book) => this with { Invoice = book.Invoice, Account = book.Account, Books = book.Books, SettledOn = book.SettledOn };
}

/// <summary>Something in the inbox.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="Key">Its key.</param>
/// <param name="At">When it was stored.</param>
/// <param name="Happening">What, as <see cref="HappeningFormat"/> writes it.</param>
internal sealed record Waiting(long Seq, string Key, DateTimeOffset At, string Happening);

/// <summary>An open task with its place in the worklist.</summary>
/// <param name="Task">The task.</param>
/// <param name="DueDay">The day on which it is due, in the account's time zone.</param>
/// <param name="Priority">What is most urgent on that day (<see cref="TaskRank"/>).</param>
internal sealed record RankedTask(TaskRow Task, DateOnly DueDay, int Priority)
{
    /// <summary>Its row in the worklist.</summary>
    [JsonIgnore]
    public string Rank => Keys.Rank(DueDay, Priority, Task.Owing, Task.Id);

    /// <summary>Its entry in the worklist.</summary>
    /// <param name="account">The account; empty for a task of the company's own.</param>
    public IndexEntry Entry(string account) =>
        new(IndexEntry.Worklist, Words.Of(Task.Role), Rank, account, string.Join(' ', Words.Of(Task.Kind), Task.Id));
}

/// <summary>A letter that is not over.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsAttempted">True from the moment at which it was handed to the sender.</param>
/// <param name="NotBefore">It is not attempted before this.</param>
internal sealed record MovingLetter(string Id, bool IsAttempted, DateTimeOffset NotBefore);

/// <summary>What people tell each other about an account: the second row that a letter or a call needs.</summary>
internal sealed class AccountStory
{
    /// <summary>The last contacts, oldest first.</summary>
    public List<ContactLogRow> Log { get; set; } = [];

    /// <summary>The promises, oldest first.</summary>
    public List<Promise> Promises { get; set; } = [];

    /// <summary>All disputes, oldest first; the open ones stand in the document, too, and decide there.</summary>
    public List<Dispute> Disputes { get; set; } = [];
}

/// <summary>A page of the record: the lines of one commit.</summary>
internal sealed record RecordPage(IReadOnlyList<SealedLine> Lines);
