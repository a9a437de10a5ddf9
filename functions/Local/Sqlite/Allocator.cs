using Collections.App.Stores;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Says which payments settle which invoices, and keeps all sums that follow from it. Runs on the writer's thread.</summary>
internal static class Allocator
{
    private static readonly Query UnappliedOf = new("SELECT unapplied FROM payments WHERE id = ?");
    private static readonly Query TakeFromUnapplied = new("UPDATE payments SET unapplied = unapplied - ? WHERE id = ?");

    private static readonly Query Items = new(
        "SELECT id, amount - allocated FROM invoices WHERE number = ? AND payer_id = ? AND amount > 0 ORDER BY due, part");

    private static readonly Query SettledBy = new("""
        SELECT a.invoice_id, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id
        WHERE a.payment_id = ? AND a.amount > 0 ORDER BY i.due DESC, i.number DESC, i.part DESC
        """);

    private static readonly Query PaymentsOf = new(
        "SELECT payment_id, amount FROM allocations WHERE invoice_id = ? AND amount > 0 ORDER BY payment_id DESC");

    private static readonly Query Allocate = new("""
        INSERT INTO allocations (payment_id, invoice_id, amount) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
        """);

    private static readonly Query Cut = new("""
        UPDATE allocations SET amount = amount - ?3, undone = undone + ?4 WHERE payment_id = ?1 AND invoice_id = ?2
        """);

    private static readonly Query DropIfEmpty = new("DELETE FROM allocations WHERE payment_id = ? AND invoice_id = ? AND amount = 0 AND undone = 0");

    private static readonly Query AddToAllocated = new("""
        UPDATE invoices SET allocated = allocated + ?2 WHERE id = ?1
        RETURNING payer_id, due, settled_on, open, allocated >= amount,
          (SELECT max(p.booked_on) FROM allocations a JOIN payments p ON p.id = a.payment_id WHERE a.invoice_id = ?1 AND a.amount > 0)
        """);

    // Where the books and the bank have both counted the money that came back, the books do not count it any more until they say something new
    // (decision 0011). Both have counted what the two together settled beyond the amount: (amount - balance) + allocated - amount.
    private static readonly Query CorrectBooks = new(
        "UPDATE invoices SET ledger_balance = ledger_balance + min(?2, max(0, allocated - ledger_balance)) WHERE id = ?1");

    /// <summary>Settles invoices of an account with what is unapplied of a payment: instalments earliest first, none beyond its amount.</summary>
    public static void Settle(Connection db, long payment, long payer, IReadOnlyList<Allocation> allocations)
    {
        var left = db[UnappliedOf].Add(payment).RunForLong()!.Value;
        foreach (var allocation in allocations)
        {
            var rest = Math.Min(left, allocation.Amount.Minor);
            foreach (var (invoice, room) in db[Items].Add(allocation.Invoice).Add(payer).ReadAll(row => (row.Long(0), row.Long(1))))
            {
                var part = Math.Min(rest, room);
                if (part > 0)
                {
                    db[Allocate].Add(payment).Add(invoice).Add(part).Run();
                    Move(db, payment, invoice, part);
                    (rest, left) = (rest - part, left - part);
                }
            }
        }
    }

    /// <summary>Takes an amount off what a payment settles, of what fell due last first; it becomes unapplied.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="cameBack">True if the money came back; false if it only settles something else.</param>
    public static void TakeOff(Connection db, long payment, long amount, bool cameBack)
    {
        foreach (var (invoice, part) in db[SettledBy].Add(payment).ReadAll(row => (row.Long(0), row.Long(1))))
        {
            amount -= CutOff(db, payment, invoice, Math.Min(part, amount), cameBack);
        }
    }

    /// <summary>Takes an amount off what payments settle of an invoice, the last payment first: the books lowered its amount.</summary>
    public static void Release(Connection db, long invoice, long amount)
    {
        foreach (var (payment, part) in db[PaymentsOf].Add(invoice).ReadAll(row => (row.Long(0), row.Long(1))))
        {
            amount -= CutOff(db, payment, invoice, Math.Min(part, amount), cameBack: false);
        }
    }

    private static long CutOff(Connection db, long payment, long invoice, long amount, bool cameBack)
    {
        if (amount <= 0)
        {
            return 0;
        }

        if (cameBack)
        {
            db[CorrectBooks].Add(invoice).Add(amount).Run();
        }

        db[Cut].Add(payment).Add(invoice).Add(amount).Add(cameBack ? amount : 0).Run();
        db[DropIfEmpty].Add(payment).Add(invoice).Run();
        Move(db, payment, invoice, -amount);
        return amount;
    }

    // From unapplied to allocated, or back; and the day on which the invoice was settled follows.
    private static void Move(Connection db, long payment, long invoice, long amount)
    {
        db[TakeFromUnapplied].Add(amount).Add(payment).Run();
        var changed = db[AddToAllocated].Add(invoice).Add(amount);
        _ = changed.Step();
        var (payer, due, before, open, isPaid) = (changed.Long(0), changed.Day(1), changed.DayOrNull(2), changed.Long(3), changed.Bool(4));
        var lastPaidOn = changed.DayOrNull(5);
        changed.Reset();

        // Where payments settle all of it, the last one's day counts; otherwise the books' day does. Then it doesn't matter who said it first.
        var after = open != 0 ? null : isPaid ? lastPaidOn : before ?? lastPaidOn;
        Settlements.Change(db, invoice, payer, (due, before), (due, after));
    }
}
