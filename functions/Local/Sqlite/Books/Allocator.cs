using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Books;

/// <summary>Writes which payments settle which invoices, as <see cref="LedgerBook"/> says, with all sums that follow from it. Runs on the writer's thread.</summary>
internal static class Allocator
{
    private const string ItemColumns = "i.id, i.payer_id, i.number, i.part, i.issued, i.due, i.amount, i.ledger_balance, i.allocated, i.settled_on, a.currency";

    private static readonly Query Head = new("SELECT unapplied, booked_on FROM payments WHERE id = ?");
    private static readonly Query TakeFromUnapplied = new("UPDATE payments SET unapplied = unapplied - ? WHERE id = ?");

    private static readonly Query Items = new($"""
        SELECT {ItemColumns}, 0 FROM invoices i JOIN accounts a ON a.id = i.payer_id WHERE i.number = ?1 AND i.amount > 0 AND a.currency = ?2
        """);

    private static readonly Query SettledBy = new($"""
        SELECT {ItemColumns}, x.amount FROM allocations x JOIN invoices i ON i.id = x.invoice_id JOIN accounts a ON a.id = i.payer_id
        WHERE x.payment_id = ? AND x.amount > 0
        """);

    private static readonly Query LastPaidByOthers = new("""
        SELECT max(p.booked_on) FROM allocations x JOIN payments p ON p.id = x.payment_id WHERE x.invoice_id = ? AND x.amount > 0 AND x.payment_id <> ?
        """);

    private static readonly Query PaymentsOf = new("""
        SELECT x.payment_id, x.amount, p.account_id, p.booked_on FROM allocations x JOIN payments p ON p.id = x.payment_id
        WHERE x.invoice_id = ? AND x.amount > 0 ORDER BY x.payment_id DESC
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
    private static readonly Query SaveItem = new("UPDATE invoices SET allocated = ?, ledger_balance = ?, settled_on = ? WHERE id = ?");

    /// <summary>Settles invoices with what is unapplied of a payment; invoices in another currency are left alone.</summary>
    /// <returns>What it settles now of each account that is billed; minor units.</returns>
    public static Dictionary<long, long> Settle(Connection db, long payment, Currency currency, IReadOnlyList<Allocation> allocations)
    {
        var settled = new Dictionary<long, long>();
        if (allocations.Count == 0)
        {
            return settled;
        }

        var (unapplied, bookedOn) = db[Head].Add(payment).ReadFirst(row => (row.Long(0), row.Day(1)));
        var rows = new List<Row>();
        foreach (var number in allocations.Select(allocation => allocation.Invoice).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            rows.AddRange(db[Items].Add(number).Add(currency.Code).ReadAll(ReadRow));
        }

        foreach (var part in LedgerBook.Settle(unapplied, allocations, rows.ConvertAll(row => row.Item.Invoice)))
        {
            var row = rows[part.At];
            db[Allocate].Add(payment).Add(row.Id).Add(part.Amount).Run();
            Save(db, row, LedgerBook.Settled(row.Item, part.Amount, cameBack: false, Later(LastPaid(db, row.Id, payment), bookedOn)));
            settled[row.Payer] = settled.GetValueOrDefault(row.Payer) + part.Amount;
        }

        if (settled.Count > 0)
        {
            db[TakeFromUnapplied].Add(settled.Values.Sum()).Add(payment).Run();
        }

        return settled;
    }

    /// <summary>A payment settles invoices of other accounts than its own: those list it too from now on.</summary>
    public static void MarkSplit(Connection db, long payment) => db[Split].Add(payment).Run();

    /// <summary>Takes an amount off what a payment settles; it becomes unapplied.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="cameBack">True if the money came back; false if it only settles something else.</param>
    /// <returns>What was taken off of each account that is billed.</returns>
    public static Dictionary<long, long> TakeOff(Connection db, long payment, long amount, bool cameBack)
    {
        var taken = new Dictionary<long, long>();
        if (amount <= 0)
        {
            return taken;
        }

        var (_, bookedOn) = db[Head].Add(payment).ReadFirst(row => (row.Long(0), row.Day(1)));
        var rows = db[SettledBy].Add(payment).ReadAll(ReadRow);
        foreach (var part in LedgerBook.TakeOff(amount, rows.ConvertAll(row => new SettledShare(row.Item.Invoice.Due, row.Item.Invoice.Number, row.Item.Invoice.Part, row.Share))))
        {
            var row = rows[part.At];
            CutOff(db, payment, row.Id, part.Amount, cameBack);
            var others = LastPaid(db, row.Id, payment);
            Save(db, row, LedgerBook.Settled(row.Item, -part.Amount, cameBack, part.Amount < row.Share ? Later(others, bookedOn) : others));
            taken[row.Payer] = taken.GetValueOrDefault(row.Payer) + part.Amount;
        }

        if (taken.Count > 0)
        {
            db[TakeFromUnapplied].Add(-taken.Values.Sum()).Add(payment).Run();
        }

        return taken;
    }

    /// <summary>Takes an amount off what payments settle of an invoice, whose amount the books lowered; what is unapplied then is written, the invoice is not.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="invoice">The invoice's key.</param>
    /// <param name="item">The invoice as it stands.</param>
    /// <param name="amount">The amount, in minor units.</param>
    /// <param name="changed">The accounts that changed: those that have the credit from now on are added.</param>
    /// <returns>The invoice as it stands then.</returns>
    public static BookItem Release(Connection db, long invoice, BookItem item, long amount, HashSet<long> changed)
    {
        var payments = db[PaymentsOf].Add(invoice).ReadAll(row => (Id: row.Long(0), Share: row.Long(1), Owner: row.LongOrNull(2), On: row.Day(3)));
        var left = payments.ConvertAll(payment => payment.Share);
        foreach (var part in LedgerBook.Release(amount, [.. left]))
        {
            var payment = payments[part.At];
            left[part.At] -= part.Amount;
            CutOff(db, payment.Id, invoice, part.Amount, cameBack: false);
            db[TakeFromUnapplied].Add(-part.Amount).Add(payment.Id).Run();
            var lastPaidOn = payments.Where((_, at) => left[at] > 0).Max(one => (DateOnly?)one.On);
            item = LedgerBook.Settled(item, -part.Amount, cameBack: false, lastPaidOn);
            if (payment.Owner is { } owner)
            {
                changed.Add(owner);
            }
        }

        return item;
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

    private static void CutOff(Connection db, long payment, long invoice, long amount, bool cameBack)
    {
        db[Cut].Add(payment).Add(invoice).Add(amount).Add(cameBack ? amount : 0).Run();
        db[DropIfEmpty].Add(payment).Add(invoice).Run();
    }

    private static void Save(Connection db, Row row, BookItem item)
    {
        db[SaveItem].Add(item.Invoice.Allocated.Minor).Add(item.Invoice.LedgerBalance.Minor).Add(item.SettledOn).Add(row.Id).Run();
        Settlements.Change(db, row.Payer, (row.Item.Invoice.Due, row.Item.SettledOn), (item.Invoice.Due, item.SettledOn));
    }

    private static DateOnly? LastPaid(Connection db, long invoice, long payment) =>
        db[LastPaidByOthers].Add(invoice).Add(payment).ReadFirst(row => row.DayOrNull(0));

    private static DateOnly Later(DateOnly? one, DateOnly other) => one > other ? one.Value : other;

    private static Row ReadRow(Statement row)
    {
        var currency = row.Currency(10);
        var (balance, allocated) = (row.Money(7, currency), row.Money(8, currency));
        var invoice = new Invoice
        {
            Number = row.Text(2), Part = row.Int(3), Issued = row.Day(4), Due = row.Day(5), Amount = row.Money(6, currency), LedgerBalance = balance, Allocated = allocated,
        };
        return new Row(row.Long(0), row.Long(1), new BookItem(invoice, "", balance, row.DayOrNull(9)), row.Long(11));
    }

    private sealed record Row(long Id, long Payer, BookItem Item, long Share);
}
