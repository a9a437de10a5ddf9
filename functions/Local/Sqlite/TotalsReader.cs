using Collections.App.Stores;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

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
        var (closedPaid, paidBeforeContact) = CountEfforts(db);
        var wrongChases = ChaseAudit.Count(db);
        return db[Counts].ReadFirst(row => new Totals(
            Accounts: row.Int(0),
            Invoices: row.Int(1),
            Cases: row.Int(2),
            CasesOpen: row.Int(3),
            CasesClosedPaid: closedPaid,
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
            PaidBeforeContact: paidBeforeContact,
            RemindersAfterPayment: wrongChases,
            LettersPerDayMax: row.Int(15)))!;
    }

    // The record tells each effort's story in order: opened, perhaps contacted, closed, perhaps opened again by a reversal (R37).
    private static (int ClosedPaid, int PaidBeforeContact) CountEfforts(Connection db)
    {
        var (closedPaid, paidBeforeContact) = (0, 0);
        var (account, contacted, paid) = (0L, false, false);
        var rows = db[Efforts];
        while (rows.Step())
        {
            (contacted, paid) = rows.Long(0) == account ? (contacted, paid) : (false, false);
            account = rows.Long(0);
            switch (rows.Text(1))
            {
                case "opened":
                    (contacted, paid) = (false, false);
                    break;
                case "reopened" when paid:
                    closedPaid--;
                    paidBeforeContact -= contacted ? 0 : 1;
                    paid = false;
                    break;
                case "letter-attempted" or "call-made":
                    contacted = true;
                    break;
                case "closed" when rows.Text(2) is "paid-in-full" or "paid-but-small":
                    closedPaid++;
                    paidBeforeContact += contacted ? 0 : 1;
                    paid = true;
                    break;
            }
        }

        return (closedPaid, paidBeforeContact);
    }
}
