using Collections.App.Figures;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Counts what there is.</summary>
internal static class TotalsReader
{
    private static readonly Query Counts = new("""
        SELECT
          (SELECT count(*) FROM accounts),
          (SELECT count(*) FROM invoices),
          (SELECT ifnull(sum(number), 0) FROM cases),
          (SELECT count(*) FROM cases WHERE status IN ('open', 'waiting', 'held')),
          (SELECT count(*) FROM letters WHERE sent_at IS NOT NULL),
          (SELECT count(*) FROM tasks WHERE kind = 'call'),
          (SELECT count(*) FROM tasks WHERE kind = 'call' AND state = 'open'),
          (SELECT count(*) FROM payments WHERE kind = 'payment'),
          (SELECT count(*) FROM payments WHERE kind = 'payment' AND state = 'matched'),
          (SELECT count(*) FROM promises),
          (SELECT count(*) FROM promises WHERE state = 'kept'),
          (SELECT count(*) FROM promises WHERE state = 'broken'),
          (SELECT count(*) FROM disputes),
          (SELECT count(*) FROM letters WHERE state = 'bounced'),
          (SELECT count(*) FROM record WHERE kind = 'suspended'),
          (SELECT ifnull(max(n), 0) FROM (
            SELECT count(*) AS n FROM letters WHERE attempted_on IS NOT NULL AND state <> 'withdrawn' GROUP BY account_id, attempted_on))
        """);

    private static readonly Query Efforts = new("""
        SELECT account_id, kind, code FROM record
        WHERE kind IN ('opened', 'reopened', 'closed', 'letter-attempted', 'call-made') ORDER BY account_id, seq
        """);

    /// <summary>The figures of the company.</summary>
    public static Totals Read(Connection db)
    {
        var efforts = CountEfforts(db);
        var wrongChases = ChaseAudit.Count(db);
        return db[Counts].ReadFirst(row => new Totals(
            Accounts: row.Int(0),
            Invoices: row.Int(1),
            Cases: row.Int(2),
            CasesOpen: row.Int(3),
            CasesClosedPaid: efforts.ClosedPaid,
            Letters: row.Int(4),
            Calls: row.Int(5),
            CallsOpen: row.Int(6),
            Payments: row.Int(7),
            PaymentsApplied: row.Int(8),
            Promises: row.Int(9),
            PromisesKept: row.Int(10),
            PromisesBroken: row.Int(11),
            Disputes: row.Int(12),
            Bounced: row.Int(13),
            Suspended: row.Int(14),
            PaidBeforeContact: efforts.PaidBeforeContact,
            RemindersAfterPayment: wrongChases,
            LettersPerDayMax: row.Int(15)))!;
    }

    private static EffortCount CountEfforts(Connection db)
    {
        var (count, account) = (new EffortCount(), 0L);
        var rows = db[Efforts];
        while (rows.Step())
        {
            if (rows.Long(0) != account)
            {
                account = rows.Long(0);
                count.BeginAccount();
            }

            count.Add(rows.Word<RecordKind>(1), rows.Word<Because>(2));
        }

        return count;
    }
}
