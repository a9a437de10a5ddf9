using Collections.App.Figures;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Counts the customers' contacts that should not have been: letters and calls on an account that owed nothing at that moment (R20).</summary>
internal static class ChaseAudit
{
    private static readonly Query Contacts = new("""
        SELECT account_id, at FROM (
          SELECT account_id, attempted_at AS at FROM letters WHERE attempted_at IS NOT NULL AND state <> 'withdrawn'
          UNION ALL
          SELECT account_id, opened_at FROM tasks WHERE kind = 'call' AND account_id IS NOT NULL)
        ORDER BY account_id, at
        """);

    private static readonly Query Zone = new("SELECT time_zone FROM accounts WHERE id = ?");

    private static readonly Query Invoices = new(ItemsOf.BillTo("id, number, issued, due, amount, settled_on, allocated", "?1"));

    private static readonly Query Allocations = new($"""
        SELECT a.invoice_id, a.amount, a.undone, p.received_at, p.returned_at
        FROM ({ItemsOf.BillTo("id", "?1")}) i CROSS JOIN allocations a ON a.invoice_id = i.id JOIN payments p ON p.id = a.payment_id
        """);

    private static readonly Query Unapplied = new("SELECT received_at, unapplied FROM payments WHERE account_id = ? AND unapplied > 0");

    private static readonly Query Disputes = new("SELECT invoice, amount, opened_on, resolved_on FROM disputes WHERE account_id = ?");

    private static readonly Query Openings = new("SELECT at, code FROM record WHERE account_id = ? AND kind = 'opened' ORDER BY seq");

    /// <summary>How many contacts should not have been.</summary>
    public static int Count(Connection db) => db[Contacts].ReadAll(row => (Account: row.Long(0), At: row.Instant(1)))
        .GroupBy(contact => contact.Account, contact => contact.At)
        .Sum(contacts => Read(db, contacts.Key).CountWrong(contacts));

    private static OwingHistory Read(Connection db, long account)
    {
        var parts = db[Allocations].Add(account)
            .ReadAll(row => (Invoice: row.Long(0), Part: new PastPart(row.Long(1), row.Long(2), row.Instant(3), row.InstantOrNull(4))))
            .ToLookup(row => row.Invoice, row => row.Part);
        return new OwingHistory(
            Stored.Zone(db[Zone].Add(account).RunForText()!),
            db[Invoices].Add(account).ReadAll(row =>
                new PastItem(row.Text(1), row.Day(2), row.Day(3), row.Long(4), row.DayOrNull(5), row.Long(6), parts[row.Long(0)])),
            db[Unapplied].Add(account).ReadAll(row => new PastCredit(row.Instant(0), row.Long(1))),
            db[Disputes].Add(account).ReadAll(row => new PastDispute(row.Text(0), row.Long(1), row.Day(2), row.DayOrNull(3))),
            db[Openings].Add(account).ReadAll(row => new PastOpening(row.Instant(0), row.Text(1) == "opened-ahead")));
    }
}
