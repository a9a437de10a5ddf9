using System.Collections.Immutable;
using Collections.App.Calendars;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>Reads the files of accounts.</summary>
internal sealed class AccountFiles(Regions regions)
{
    private static readonly Query Payer = new("SELECT payer_id FROM accounts WHERE code = ?");

    /// <summary>The columns of an account alias <c>a</c>, as <see cref="ReadAccount"/> reads them.</summary>
    public const string AccountColumns = """
        a.code, a.name, a.currency, a.terms, a.policy, a.region, a.time_zone, a.billing_account, a.sales_rep, a.credit_limit, a.language,
        a.customer_since, a.status, a.notes, a.settled, a.late, a.late_days
        """;

    private static readonly Query Head = new($"""
        SELECT {AccountColumns},
               v.version, c.record_count, c.record_hash, c.inbox_at, c.state, c.due, c.event_count, c.event_hash
        FROM accounts a JOIN cases c ON c.account_id = a.id JOIN versions v ON v.account_id = a.id
        WHERE a.id = ?
        """);

    private static readonly Query Contacts = new(
        "SELECT role, name, email, phone, preferred, language, bounced FROM contacts WHERE account_id = ? ORDER BY id");

    private static readonly Query OpenInvoices = new("""
        SELECT number, part, issued, due, amount, ledger_balance, allocated, reference, order_no
        FROM invoices WHERE payer_id = ? AND open <> 0 ORDER BY due, number, part
        """);

    private static readonly Query OpenDisputes = new("""
        SELECT dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note, resolved_on
        FROM disputes WHERE account_id = ? AND state = 'open' ORDER BY id
        """);

    private static readonly Query Unapplied = new("SELECT sum(unapplied) FROM payments WHERE account_id = ? AND unapplied > 0");

    private static readonly Query Inbox = new("SELECT seq, key, at, happening FROM inbox WHERE account_id = ? ORDER BY seq");

    /// <summary>The key of the account that is billed for a code; null if there is none.</summary>
    public static long? PayerOf(Connection db, string code) => db[Payer].Add(code).RunForLong();

    /// <summary>The file of an account that is billed.</summary>
    public AccountFile Read(Connection db, long id)
    {
        var head = db[Head].Add(id);
        if (!head.Step())
        {
            throw new InvalidDataException($"account {id} has no row of its case");
        }

        var account = ReadAccount(head);
        var (version, recordCount) = (head.Long(17), head.Int(18));
        var recordHash = head.Hash(19);
        var hasInbox = !head.IsNull(20);
        var @case = head.IsNull(21) ? Case.New(account.Code) : CaseFormat.Read(head.Text(21), account.Code);
        var dueAt = head.InstantOrNull(22);
        var (eventCount, eventHash) = (head.Int(23), head.Hash(24));
        head.Reset();

        account = account with { Contacts = ReadContacts(db, id) };
        return new AccountFile(
            account,
            ReadOpenInvoices(db, id, account.Currency),
            ReadDisputes(db[OpenDisputes].Add(id), account.Currency),
            new Money(db[Unapplied].Add(id).RunForLong() ?? 0, account.Currency),
            @case,
            hasInbox ? db[Inbox].Add(id).ReadAll(ReadInboxItem) : [],
            version,
            recordCount,
            recordHash,
            dueAt) { EventCount = eventCount, EventHash = eventHash };
    }

    /// <summary>The open items of an account that is billed, oldest due first.</summary>
    public static List<Invoice> ReadOpenInvoices(Connection db, long id, Currency currency) =>
        db[OpenInvoices].Add(id).ReadAll(row => ReadInvoice(row, currency));

    /// <summary>Reads the nine columns of an invoice.</summary>
    public static Invoice ReadInvoice(Statement row, Currency currency) => new()
    {
        Number = row.Text(0),
        Part = row.Int(1),
        Issued = row.Day(2),
        Due = row.Day(3),
        Amount = row.Money(4, currency),
        LedgerBalance = row.Money(5, currency),
        Allocated = row.Money(6, currency),
        Reference = row.TextOrNull(7),
        Order = row.TextOrNull(8),
    };

    /// <summary>Reads the ten columns of each dispute.</summary>
    public static List<Dispute> ReadDisputes(Statement rows, Currency currency) => rows.ReadAll(row => new Dispute(
        row.Text(0),
        row.Text(1),
        row.Money(2, currency),
        row.Word<DisputeKind>(3),
        row.TextOrNull(4),
        row.Day(5),
        row.Day(6),
        row.Word<DisputeState>(7),
        row.Text(8),
        row.DayOrNull(9)));

    /// <summary>Reads the seventeen columns of an account; its contacts are left out.</summary>
    public Account ReadAccount(Statement row)
    {
        var (code, currency) = (row.Text(0), row.Currency(2));
        return new Account
        {
            Code = code,
            Name = row.Text(1),
            Currency = currency,
            Terms = Terms.TryParse(row.Text(3), out var terms) ? terms : throw new InvalidDataException($"account {code}: '{row.Text(3)}' are no terms"),
            Policy = row.TextOrNull(4),
            Place = Stored.Place(regions, code, row.Text(5), row.Text(6)),
            BillingAccount = row.TextOrNull(7),
            SalesRep = row.TextOrNull(8),
            CreditLimit = row.IsNull(9) ? null : row.Money(9, currency),
            Language = row.Text(10),
            CustomerSince = row.DayOrNull(11),
            Status = row.Text(12),
            Notes = row.Text(13),
            History = new PaymentHistory(row.Int(14), row.Int(15), row.Int(16)),
        };
    }

    private static ImmutableArray<Contact> ReadContacts(Connection db, long id) =>
    [
        .. db[Contacts].Add(id).ReadAll(row => new Contact(
            row.Word<ContactRole>(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.Bool(6))),
    ];

    private static InboxItem ReadInboxItem(Statement row) => new(row.Long(0), row.Text(1), row.Instant(2), HappeningFormat.Read(row.Text(3)));
}
