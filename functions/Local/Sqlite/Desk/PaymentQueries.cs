using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Reads payments, with what they settled.</summary>
internal static class PaymentQueries
{
    private const string Columns = """
        SELECT p.feed, p.bank_id, p.booked_on, p.received_at, p.amount, p.currency, p.reference, p.payer, p.state, a.code, p.unapplied, p.why,
               p.returned, p.id, p.payer_account, p.structured_reference, p.confidence, p.suggestions, p.refused, p.by_hand, p.awaits, p.kind, p.reversal_of
        FROM payments p LEFT JOIN accounts a ON a.id = p.account_id
        """;

    private const string Newest = "ORDER BY p.id DESC LIMIT ?2";
    private const string OfAnyState = "(?3 IS NULL OR p.state = ?3)";

    private static readonly Query ById = new($"{Columns} WHERE p.id = ?");
    private static readonly Query All = new($"{Columns} WHERE p.id < ?1 {Newest}");
    private static readonly Query Unmatched = new($"{Columns} WHERE p.id < ?1 AND p.state = 'unmatched' {Newest}");

    private static readonly Query Waiting = new("SELECT p.id FROM payments p WHERE p.id > 0 AND p.state = 'unmatched' LIMIT ?1");

    // SQLite takes the index of a state where the query says, as the index does, of which states it is.
    private static readonly Query OfState = new($"{Columns} WHERE p.id < ?1 AND p.state <> 'unmatched' AND p.state = ?3 {Newest}");
    private static readonly Query OfAccount = new($"{Columns} WHERE p.id < ?1 AND {OfAnyState} AND p.account_id = ?4 {Newest}");

    // Those that settle an account's invoices and are another's: found from its items, for the split ones of all accounts may be very many.
    private static readonly Query SharedWith = new($"""
        {Columns} WHERE p.id < ?1 AND {OfAnyState} AND p.split = 1 AND p.account_id IS NOT ?4
          AND p.id IN (SELECT x.payment_id FROM ({ItemsOf.BillTo("id", "?4")}) i CROSS JOIN allocations x ON x.invoice_id = i.id) {Newest}
        """);

    private static readonly Query Allocations = new("""
        SELECT i.number, sum(x.amount) FROM allocations x JOIN invoices i ON i.id = x.invoice_id
        WHERE x.payment_id = ? AND x.amount > 0 GROUP BY i.number ORDER BY min(i.due), i.number
        """);

    /// <summary>One payment, by any id under which it was told; or null.</summary>
    public static PaymentRow? Find(Connection db, string paymentId) =>
        StoredPayment.Find(db, paymentId) is { } payment ? Whole(db, db[ById].Add(payment.Id).ReadFirst(Read)) : null;

    /// <summary>How many nobody has matched, up to a limit.</summary>
    public static int CountWaiting(Connection db, int limit) => db[Waiting].Add(limit).ReadAll(row => row.Long(0)).Count;

    /// <summary>A page of payments, newest first; of all, or of one account that is billed: its own, and those that settle invoices of it.</summary>
    public static Page<PaymentRow> Page(Connection db, PaymentState? state, long? account, string? cursor, int limit)
    {
        var shown = Cursors.Limit(limit);
        List<Found> rows = account is not null
            ? [.. Rows(OfAccount).Concat(Rows(SharedWith)).OrderByDescending(row => row.Key).Take(shown + 1)]
            : Rows(state is null ? All : state == PaymentState.Unmatched ? Unmatched : OfState);
        return Cursors.Page(rows, shown, row => Whole(db, row), row => KeyCursors.Of(row.Key));

        List<Found> Rows(Query query)
        {
            var statement = db[query].Add(KeyCursors.KeyBefore(cursor)).Add(shown + 1);
            statement = query == All || query == Unmatched ? statement : statement.Add(state is { } one ? Words.Of(one) : null);
            return (account is { } payer ? statement.Add(payer) : statement).ReadAll(Read);
        }
    }

    private static Found Read(Statement row)
    {
        var currency = row.Currency(5);
        var amount = row.Money(4, currency);
        var unapplied = row.Money(10, currency);
        var payment = new PaymentRow(
            PaymentFacts.IdOf(row.Text(0), row.Text(1)), row.Day(2), row.Instant(3), amount, row.TextOrNull(6), row.TextOrNull(7),
            row.Word<PaymentState>(8), row.TextOrNull(9), [], unapplied, row.Text(11), Reversed: row.Long(12) >= amount.Minor)
        {
            PayerAccount = row.TextOrNull(14),
            StructuredReference = row.TextOrNull(15),
            Confidence = row.Int(16),
            Suggestions = row.Suggestions(17),
            Refused = row.Codes(18),
            IsByHand = row.Bool(19),
            Awaits = row.Bool(20) && unapplied.IsPositive,
            IsReversal = row.Word<EntryKind>(21) == EntryKind.Reversal,
        };
        return new Found(payment, row.Long(13), row.Text(0), row.TextOrNull(22));
    }

    private static PaymentRow Whole(Connection db, Found found) => found.Row with
    {
        Allocations = db[Allocations].Add(found.Key).ReadAll(row => new Allocation(row.Text(0), row.Money(1, found.Row.Amount.Currency))),
        Undoes = found.ReversalOf is { } id && StoredPayment.Find(db, found.Feed, id) is { Kind: EntryKind.Payment } original ? original.PublicId : null,
    };

    private readonly record struct Found(PaymentRow Row, long Key, string Feed, string? ReversalOf);
}
