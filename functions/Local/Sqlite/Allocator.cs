using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Says which payments settle which invoices, and keeps all sums that follow from it. Runs on the writer's thread.</summary>
internal static class Allocator
{
    private static readonly Query UnappliedOf = new("SELECT unapplied FROM payments WHERE id = ?");
    private static readonly Query TakeFromUnapplied = new("UPDATE payments SET unapplied = unapplied - ? WHERE id = ?");

    private static readonly Query Items = new("""
        SELECT i.id, i.amount - i.allocated, i.payer_id FROM invoices i JOIN accounts a ON a.id = i.payer_id
        WHERE i.number = ?1 AND i.amount > 0 AND a.currency = ?2 AND i.payer_id = ifnull(?3, i.payer_id) ORDER BY i.due, i.part
        """);

    private static readonly Query SettledBy = new("""
        SELECT a.invoice_id, a.amount, i.payer_id FROM allocations a JOIN invoices i ON i.id = a.invoice_id
        WHERE a.payment_id = ? AND a.amount > 0 ORDER BY i.due DESC, i.number DESC, i.part DESC
        """);

    private static readonly Query PaymentsOf = new("""
        SELECT a.payment_id, a.amount, p.account_id FROM allocations a JOIN payments p ON p.id = a.payment_id
        WHERE a.invoice_id = ? AND a.amount > 0 ORDER BY a.payment_id DESC
        """);

    private static readonly Query SharesOf = new("""
        SELECT account_id, unapplied FROM payments WHERE id = ?1 AND account_id IS NOT NULL
        UNION ALL
        SELECT i.payer_id, x.amount FROM allocations x JOIN invoices i ON i.id = x.invoice_id WHERE x.payment_id = ?1 AND x.amount > 0
        """);

    // Whatever comes of it: an account that had a part of it goes on listing it.
    private static readonly Query Split = new("UPDATE payments SET split = 1 WHERE id = ?");

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

    /// <summary>Settles invoices with what is unapplied of a payment: instalments earliest first, none beyond its amount, none in another currency.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="allocations">What it settles.</param>
    /// <param name="only">The only account whose invoices it settles; null for any.</param>
    /// <returns>What it settles now of each account that is billed.</returns>
    public static Dictionary<long, long> Settle(Connection db, long payment, Currency currency, IReadOnlyList<Allocation> allocations, long? only = null)
    {
        var settled = new Dictionary<long, long>();
        var left = db[UnappliedOf].Add(payment).RunForLong()!.Value;
        foreach (var allocation in allocations)
        {
            var rest = Math.Min(left, allocation.Amount.Minor);
            var items = db[Items].Add(allocation.Invoice).Add(currency.Code).Add(only).ReadAll(row => (Id: row.Long(0), Room: row.Long(1), Payer: row.Long(2)));
            foreach (var item in items)
            {
                var part = Math.Min(rest, item.Room);
                if (part > 0)
                {
                    db[Allocate].Add(payment).Add(item.Id).Add(part).Run();
                    Move(db, payment, item.Id, part);
                    (rest, left) = (rest - part, left - part);
                    settled[item.Payer] = settled.GetValueOrDefault(item.Payer) + part;
                }
            }
        }

        return settled;
    }

    /// <summary>A payment settles invoices of other accounts than its own: those list it too from now on.</summary>
    public static void MarkSplit(Connection db, long payment) => db[Split].Add(payment).Run();

    /// <summary>Takes an amount off what a payment settles, of what fell due last first, whoever's it is; it becomes unapplied.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="cameBack">True if the money came back; false if it only settles something else.</param>
    /// <returns>What was taken off of each account that is billed.</returns>
    public static Dictionary<long, long> TakeOff(Connection db, long payment, long amount, bool cameBack)
    {
        var taken = new Dictionary<long, long>();
        foreach (var (invoice, part, payer) in db[SettledBy].Add(payment).ReadAll(row => (row.Long(0), row.Long(1), row.Long(2))))
        {
            var cut = CutOff(db, payment, invoice, Math.Min(part, amount), cameBack);
            amount -= cut;
            if (cut > 0)
            {
                taken[payer] = taken.GetValueOrDefault(payer) + cut;
            }
        }

        return taken;
    }

    /// <summary>Takes an amount off what payments settle of an invoice, the last payment first: the books lowered its amount.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="invoice">The invoice.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="changed">The accounts that changed: those that have the credit from now on are added.</param>
    public static void Release(Connection db, long invoice, long amount, HashSet<long> changed)
    {
        var payments = db[PaymentsOf].Add(invoice).ReadAll(row => (Id: row.Long(0), Part: row.Long(1), Owner: row.LongOrNull(2)));
        foreach (var payment in payments)
        {
            var cut = CutOff(db, payment.Id, invoice, Math.Min(payment.Part, amount), cameBack: false);
            amount -= cut;
            if (cut > 0 && payment.Owner is { } owner)
            {
                changed.Add(owner);
            }
        }
    }

    /// <summary>What each account that is billed has of a payment: what it settles there, and what is unapplied.</summary>
    public static Dictionary<long, long> Shares(Connection db, long payment)
    {
        var shares = new Dictionary<long, long>();
        foreach (var (account, amount) in db[SharesOf].Add(payment).ReadAll(row => (row.Long(0), row.Long(1))))
        {
            shares[account] = shares.GetValueOrDefault(account) + amount;
        }

        return shares;
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
