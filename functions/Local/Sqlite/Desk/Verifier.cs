using Collections.App.Figures;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Checks the sums that must agree. Each finding names the place, both values and what they should have in common.</summary>
internal static class Verifier
{
    private static readonly Query Integrity = new("PRAGMA quick_check(100)");

    private static readonly Query Invoices = new("""
        SELECT i.number, i.part, i.issued, i.due, i.amount, i.ledger_balance, i.allocated, i.open, a.currency,
          (SELECT ifnull(sum(x.amount), 0) FROM allocations x WHERE x.invoice_id = i.id)
        FROM invoices i JOIN accounts a ON a.id = i.payer_id ORDER BY i.id
        """);

    private static readonly Query Strays = new("""
        SELECT i.number FROM invoices i LEFT JOIN accounts a ON a.id = i.account_id WHERE a.payer_id IS NOT i.payer_id
        """);

    private static readonly Query Payments = new("""
        SELECT feed, bank_id, amount, unapplied, returned, settled FROM (
          SELECT feed, bank_id, amount, unapplied, returned, (SELECT ifnull(sum(x.amount), 0) FROM allocations x WHERE x.payment_id = p.id) AS settled
          FROM payments p WHERE kind = 'payment')
        WHERE amount <> unapplied + returned + settled OR unapplied < 0
        """);

    private static readonly Query Suggested = new("SELECT feed, bank_id, state FROM payments WHERE suggestions IS NOT NULL AND state <> 'unmatched'");

    private static readonly Query Histories = new("""
        SELECT a.code, a.settled, a.late, a.late_days, ifnull(h.settled, 0), ifnull(h.late, 0), ifnull(h.late_days, 0)
        FROM accounts a LEFT JOIN (
          SELECT payer_id, count(*) AS settled, sum(settled_on > due) AS late, sum(max(0, settled_on - due)) AS late_days
          FROM invoices WHERE settled_on IS NOT NULL GROUP BY payer_id) h ON h.payer_id = a.id
        WHERE (a.settled, a.late, a.late_days) <> (ifnull(h.settled, 0), ifnull(h.late, 0), ifnull(h.late_days, 0))
        """);

    private static readonly Query Cases = new("SELECT code, account_id, state, record_count, record_hash, wake, event_count, event_hash FROM cases ORDER BY account_id");
    private static readonly Query OpenTasks = new("SELECT task_id FROM tasks WHERE account_id = ? AND state = 'open' ORDER BY task_id");

    private static readonly Query PendingLetters = new(
        "SELECT letter_id FROM letters WHERE account_id = ? AND state IN ('intended', 'attempted', 'unknown') ORDER BY letter_id");

    private static readonly Query Record = new("SELECT seq, at, by, kind, rule, code, why, ref, hash FROM record WHERE account_id = ? ORDER BY seq");

    /// <summary>What does not agree; empty if everything does.</summary>
    public static IReadOnlyList<string> Verify(Connection db)
    {
        var findings = new List<string>();
        findings.AddRange(db[Integrity].ReadAll(row => row.Text(0)).Where(line => line != "ok").Select(line => $"the file: {line}"));
        CheckInvoices(db, findings);
        findings.AddRange(db[Strays].ReadAll(row => LedgerChecks.Stray(row.Text(0))));
        findings.AddRange(db[Payments].ReadAll(row =>
            $"payment {row.Text(0)}:{row.Text(1)}: its {row.Long(2)} are not the {row.Long(5)} settled, {row.Long(3)} unapplied and {row.Long(4)} returned"));
        findings.AddRange(db[Suggested].ReadAll(row => LedgerChecks.Suggested(PaymentFacts.IdOf(row.Text(0), row.Text(1)), row.Text(2))));
        findings.AddRange(db[Histories].ReadAll(row =>
            $"account {row.Text(0)}: its payment history of {row.Long(1)} settled, {row.Long(2)} late by {row.Long(3)} days is not the {row.Long(4)}, {row.Long(5)} and {row.Long(6)} of its invoices"));
        CheckCases(db, findings);
        return LedgerChecks.Shown(findings);
    }

    private static void CheckInvoices(Connection db, List<string> findings)
    {
        var rows = db[Invoices];
        while (rows.Step())
        {
            var currency = rows.Currency(8);
            var invoice = new Invoice
            {
                Number = rows.Text(0), Part = rows.Int(1), Issued = rows.Day(2), Due = rows.Day(3),
                Amount = rows.Money(4, currency), LedgerBalance = rows.Money(5, currency), Allocated = rows.Money(6, currency),
            };
            var (open, allocated) = (rows.Money(7, currency), rows.Money(9, currency));
            if (invoice.Open != open)
            {
                findings.Add($"invoice {invoice.Number}: its open balance {open} is not the {invoice.Open} that its amount, books and payments give");
            }

            findings.AddRange(LedgerChecks.Invoice(invoice, allocated));
        }
    }

    private static void CheckCases(Connection db, List<string> findings)
    {
        var rows = db[Cases];
        while (rows.Step())
        {
            var (code, account) = (rows.Text(0), rows.Long(1));
            Case @case;
            try
            {
                @case = rows.IsNull(2) ? Case.New(code) : CaseFormat.Read(rows.Text(2), code);
            }
            catch (InvalidDataException e)
            {
                findings.Add(e.Message);
                continue;
            }

            var isInTime = @case.WakeAt is not { } wake || rows.LongOrNull(5) <= wake.MillisAtLeast();
            findings.AddRange(LedgerChecks.Beside(
                @case, db[OpenTasks].Add(account).ReadAll(row => row.Text(0)), db[PendingLetters].Add(account).ReadAll(row => row.Text(0)), isInTime));

            var record = db[Record].Add(account).ReadAll(Stored.Line);
            findings.AddRange(LedgerChecks.Record(code, record, rows.Int(3), rows.Hash(4)));
            findings.AddRange(LedgerChecks.Events(code, EventRows.Read(db, account), rows.Int(6), rows.Hash(7), record, @case));
        }
    }
}
