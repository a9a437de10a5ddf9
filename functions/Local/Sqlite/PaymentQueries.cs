using System.Diagnostics.CodeAnalysis;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Reads payments, with what they settled.</summary>
internal static class PaymentQueries
{
    private const string Columns = """
        SELECT p.feed, p.bank_id, p.booked_on, p.received_at, p.amount, p.currency, p.reference, p.payer, p.state, a.code, p.unapplied, p.why,
               p.returned, p.id
        FROM payments p LEFT JOIN accounts a ON a.id = p.account_id
        """;

    private const string NewestBefore = "p.id < ?1 AND (?2 IS NULL OR p.state = ?2)";
    private const string Newest = "ORDER BY p.id DESC LIMIT ?3";

    private static readonly Query ById = new($"{Columns} WHERE p.feed = ? AND p.bank_id = ?");
    private static readonly Query All = new($"{Columns} WHERE {NewestBefore} {Newest}");

    // The few that somebody must look at have an index of their own, which SQLite takes where the state stands in the text.
    private static readonly Query Unmatched = new($"{Columns} WHERE {NewestBefore} AND p.state = 'unmatched' {Newest}");

    private static readonly Query OfAccount = new($"{Columns} WHERE {NewestBefore} AND p.account_id = ?4 {Newest}");

    private static readonly Query Allocations = new("""
        SELECT i.number, sum(x.amount) FROM allocations x JOIN invoices i ON i.id = x.invoice_id
        WHERE x.payment_id = ? AND x.amount > 0 GROUP BY i.number ORDER BY min(i.due), i.number
        """);

    /// <summary>Takes a payment's id apart: the feed's name, a colon, the bank's id.</summary>
    public static bool TrySplit(string paymentId, [NotNullWhen(true)] out string? feed, [NotNullWhen(true)] out string? bankId)
    {
        var colon = paymentId.IndexOf(':', StringComparison.Ordinal);
        (feed, bankId) = colon < 0 ? (null, null) : (paymentId[..colon], paymentId[(colon + 1)..]);
        return colon >= 0;
    }

    /// <summary>One payment, or null.</summary>
    public static PaymentRow? Find(Connection db, string paymentId) =>
        TrySplit(paymentId, out var feed, out var bankId) && db[ById].Add(feed).Add(bankId).ReadFirst(Read) is { Row: not null } found
            ? Whole(db, found)
            : null;

    /// <summary>A page of payments, newest first; of one account that is billed, or of all.</summary>
    public static Page<PaymentRow> Page(Connection db, PaymentState? state, long? account, string? cursor, int limit)
    {
        var shown = Cursors.Limit(limit);
        var statement = db[account is not null ? OfAccount : state == PaymentState.Unmatched ? Unmatched : All]
            .Add(KeyCursors.KeyBefore(cursor)).Add(state is { } one ? Words.Of(one) : null).Add(shown + 1);
        var rows = (account is { } id ? statement.Add(id) : statement).ReadAll(Read);
        return Cursors.Page(rows, shown, row => Whole(db, row), row => KeyCursors.Of(row.Key));
    }

    private static (PaymentRow Row, long Key) Read(Statement row)
    {
        var currency = row.Currency(5);
        var amount = row.Money(4, currency);
        var payment = new PaymentRow(
            $"{row.Text(0)}:{row.Text(1)}", row.Day(2), row.Instant(3), amount, row.TextOrNull(6), row.TextOrNull(7), row.Word<PaymentState>(8),
            row.TextOrNull(9), [], row.Money(10, currency), row.Text(11), Reversed: row.Long(12) >= amount.Minor);
        return (payment, row.Long(13));
    }

    private static PaymentRow Whole(Connection db, (PaymentRow Row, long Key) payment) => payment.Row with
    {
        Allocations = db[Allocations].Add(payment.Key).ReadAll(row => new Allocation(row.Text(0), row.Money(1, payment.Row.Amount.Currency))),
    };
}
