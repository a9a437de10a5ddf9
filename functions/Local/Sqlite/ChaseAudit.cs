using Collections.Core.Calendars;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Counts the customers' contacts that should not have been: letters and calls on an account that owed nothing at that moment (R20).</summary>
/// <remarks>
/// It asks the ledger and the bank, not the decider: whatever rule or mistake led to a contact, what had been received before it is what counts. An
/// effort that opened ahead of a due date (R10) is judged by what was issued, any other by what was due.
/// </remarks>
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

    private static readonly Query Invoices = new("SELECT id, number, issued, due, amount, settled_on, allocated FROM invoices WHERE payer_id = ?");

    private static readonly Query Allocations = new("""
        SELECT a.invoice_id, a.amount, a.undone, p.received_at, p.returned_at
        FROM allocations a JOIN payments p ON p.id = a.payment_id JOIN invoices i ON i.id = a.invoice_id WHERE i.payer_id = ?
        """);

    private static readonly Query Unapplied = new("SELECT received_at, unapplied FROM payments WHERE account_id = ? AND unapplied > 0");

    private static readonly Query Disputes = new("SELECT invoice, amount, opened_on, resolved_on FROM disputes WHERE account_id = ?");

    private static readonly Query Openings = new("SELECT at, code FROM record WHERE account_id = ? AND kind = 'opened' ORDER BY seq");

    /// <summary>How many contacts should not have been.</summary>
    public static int Count(Connection db)
    {
        var wrong = 0;
        Books? books = null;
        foreach (var (account, at) in db[Contacts].ReadAll(row => (row.Long(0), row.Long(1))))
        {
            books = books?.Account == account ? books : Books.Read(db, account);
            wrong += books.Owing(at) <= 0 ? 1 : 0;
        }

        return wrong;
    }

    // What the audit must know of an account.
    private sealed class Books
    {
        private TimeZoneInfo _zone = TimeZoneInfo.Utc;
        private List<Item> _items = [];
        private ILookup<long, Part> _parts = Array.Empty<Part>().ToLookup(part => part.Invoice);
        private List<(long ReceivedAt, long Amount)> _unapplied = [];
        private List<(string Invoice, long Amount, DateOnly OpenedOn, DateOnly? ResolvedOn)> _disputes = [];
        private List<(long At, bool Ahead)> _openings = [];

        public long Account { get; private init; }

        public static Books Read(Connection db, long account) => new()
        {
            Account = account,
            _zone = Stored.Zone(db[Zone].Add(account).RunForText()!),
            _items = db[Invoices].Add(account).ReadAll(row =>
                new Item(row.Long(0), row.Text(1), row.Day(2), row.Day(3), row.Long(4), row.DayOrNull(5), row.Long(6))),
            _parts = db[Allocations].Add(account)
                .ReadAll(row => new Part(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.LongOrNull(4))).ToLookup(part => part.Invoice),
            _unapplied = db[Unapplied].Add(account).ReadAll(row => (row.Long(0), row.Long(1))),
            _disputes = db[Disputes].Add(account).ReadAll(row => (row.Text(0), row.Long(1), row.Day(2), row.DayOrNull(3))),
            _openings = db[Openings].Add(account).ReadAll(row => (row.Long(0), row.Text(1) == "opened-ahead")),
        };

        // What was owing at a moment, by what had been received up to then.
        public long Owing(long at)
        {
            var today = LocalClock.DateAt(DateTimeOffset.FromUnixTimeMilliseconds(at), _zone);
            var ahead = _openings.FindLast(opening => opening.At <= at).Ahead;
            var owing = -_unapplied.Where(payment => payment.ReceivedAt <= at).Sum(payment => payment.Amount);
            foreach (var number in _items.Where(item => item.Amount < 0 || ahead ? item.Issued <= today : item.Due < today).GroupBy(item => item.Number))
            {
                var open = number.Sum(item => Open(item, at, today));
                owing += open - Math.Clamp(Disputed(number.Key, today), 0, Math.Max(0, open));
            }

            return owing;
        }

        private long Open(Item item, long at, DateOnly today)
        {
            // Settled in the books alone: no payment tells when, the books' day does.
            if (item.SettledOn is { } settledOn && settledOn <= today && item.Allocated < item.Amount)
            {
                return 0;
            }

            return item.Amount - _parts[item.Id].Where(part => part.ReceivedAt <= at)
                .Sum(part => part.Amount + (part.ReturnedAt > at ? part.Undone : 0));
        }

        private long Disputed(string invoice, DateOnly today) => _disputes
            .Where(dispute => dispute.Invoice == invoice && dispute.OpenedOn <= today && !(dispute.ResolvedOn <= today)).Sum(dispute => dispute.Amount);

        private sealed record Item(long Id, string Number, DateOnly Issued, DateOnly Due, long Amount, DateOnly? SettledOn, long Allocated);

        private sealed record Part(long Invoice, long Amount, long Undone, long ReceivedAt, long? ReturnedAt);
    }
}
