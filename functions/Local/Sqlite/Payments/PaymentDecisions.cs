using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Books;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>Loads what <see cref="PaymentDecider"/> needs for what a person says, asks it, and has it written. Runs on the writer's thread.</summary>
internal sealed class PaymentDecisions(KnownLedger known)
{
    private static readonly Query Room = new("""
        SELECT i.payer_id, sum(i.amount - i.allocated), a.currency FROM invoices i JOIN accounts a ON a.id = i.payer_id
        WHERE i.number = ? AND i.amount > 0 GROUP BY i.payer_id, a.currency
        """);

    private static readonly Query Own = new(
        "SELECT i.number, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = ? AND a.amount > 0");

    private readonly PaymentRulings _rulings = new(known.Accounts);

    /// <summary>Does what a person says.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public PaymentRefusal? Do(Connection db, string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now)
    {
        if (StoredPayment.Find(db, paymentId) is not { } payment)
        {
            return PaymentDecider.NoSuchPayment(paymentId);
        }

        if (decision is PaymentDecision.Undoes undoes)
        {
            return Undoes(db, payment, undoes.PaymentId, by, now);
        }

        var ruling = PaymentDecider.Decide(FactsOf(db, payment, decision), decision, LedgerOf(db, decision), by);
        if (ruling.Refusal is null)
        {
            _rulings.Write(db, payment, ruling, by, now);
        }

        return ruling.Refusal;
    }

    private PaymentRefusal? Undoes(Connection db, StoredPayment reversal, string named, Actor by, DateTimeOffset now)
    {
        var original = StoredPayment.Find(db, named);
        var ruling = PaymentDecider.Undoes(reversal.Facts(db, known.Accounts), named, original?.Facts(db, known.Accounts), by);
        if (ruling.Refusal is null)
        {
            Reversals.Undo(db, known.Accounts, reversal, original!, ruling, by, now);
        }

        return ruling.Refusal;
    }

    private PaymentFacts FactsOf(Connection db, StoredPayment payment, PaymentDecision decision) => decision switch
    {
        PaymentDecision.Allocate => payment.Facts(db, known.Accounts) with
        {
            Settles = db[Own].Add(payment.Id).ReadAll(row => new Allocation(row.Text(0), row.Money(1, payment.Currency))),
        },
        PaymentDecision.Undo => payment.Facts(db, known.Accounts) with
        {
            Holders = [.. Allocator.Shares(db, payment.Id).Where(share => share.Value > 0).Select(share => known.Accounts.Get(db, share.Key).Code)],
        },
        _ => payment.Facts(db, known.Accounts),
    };

    private LedgerFacts LedgerOf(Connection db, PaymentDecision decision)
    {
        var (account, invoices) = LedgerFacts.NamedBy(decision);
        var accounts = new Dictionary<string, BillTo>(StringComparer.Ordinal);
        if (account is not null && new LedgerLookup(db, known).FindAccount(account) is { } code)
        {
            accounts[account] = new BillTo(code, known.Accounts.FindBillTo(db, code)!.Currency);
        }

        var rooms = new Dictionary<string, InvoiceRoom>(StringComparer.OrdinalIgnoreCase);
        foreach (var number in invoices)
        {
            var (owner, room, currency) = db[Room].Add(number).ReadFirst(row => (row.Long(0), row.Long(1), row.Currency(2)));
            if (currency is not null)
            {
                rooms[number] = new InvoiceRoom(new BillTo(known.Accounts.Get(db, owner).Code, currency), new Money(room, currency));
            }
        }

        return new LedgerFacts(accounts, rooms);
    }
}
