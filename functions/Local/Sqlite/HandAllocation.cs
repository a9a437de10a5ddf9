using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Allocates payments as a person says. Runs on the writer's thread.</summary>
internal static class HandAllocation
{
    private static readonly Query Match = new("UPDATE payments SET state = 'matched', account_id = ?, why = ? WHERE id = ?");

    private static readonly Query Room = new("""
        SELECT i.payer_id, sum(i.amount - i.allocated), a.currency FROM invoices i JOIN accounts a ON a.id = i.payer_id
        WHERE i.number = ? AND i.amount > 0 GROUP BY i.payer_id, a.currency
        """);

    private static readonly Query Own = new(
        "SELECT i.number, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = ?");

    /// <summary>Allocates a payment, replacing what it settled before.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public static string? Allocate(Connection db, string paymentId, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now)
    {
        if (!PaymentQueries.TrySplit(paymentId, out var feed, out var bankId)
            || StoredPayment.Find(db, feed, bankId) is not { Kind: StoredPayment.Payment } payment)
        {
            return $"there is no payment {paymentId}";
        }

        if (payment.Returned > 0)
        {
            return $"payment {paymentId} came back";
        }

        if (WhyNot(db, payment, allocations, out var payer) is { } why)
        {
            return why;
        }

        Allocator.TakeOff(db, payment.Id, payment.Settled, cameBack: false);
        db[Match].Add(payer).Add($"allocated by {by.Name}").Add(payment.Id).Run();
        Allocator.Settle(db, payment.Id, payer, allocations);
        TellCases(db, payment, payer, by, now);
        return null;
    }

    // The account that is billed comes with the answer: that of the invoices, or, with none, the one that had the payment.
    private static string? WhyNot(Connection db, StoredPayment payment, IReadOnlyList<Allocation> allocations, out long payer)
    {
        payer = payment.AccountId ?? 0;
        if (allocations.Count == 0)
        {
            return payment.AccountId is null ? "name at least one invoice" : null;
        }

        var own = db[Own].Add(payment.Id).ReadAll(row => (Number: row.Text(0), Amount: row.Long(1)))
            .ToLookup(row => row.Number, row => row.Amount, StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var allocation in allocations)
        {
            var (account, room, currency) = db[Room].Add(allocation.Invoice).ReadFirst(row => (row.Long(0), row.Long(1), row.Currency(2)));
            var why = currency is null ? $"there is no invoice {allocation.Invoice}"
                : named.Count > 0 && account != payer ? "the invoices belong to different accounts"
                : !named.Add(allocation.Invoice) ? $"invoice {allocation.Invoice} is named twice"
                : WhyNot(payment, allocation, new Money(room + own[allocation.Invoice].Sum(), currency));
            if (why is not null)
            {
                return why;
            }

            payer = account;
        }

        var sum = allocations.Sum(allocation => allocation.Amount.Minor);
        return sum > payment.Amount ? $"the parts add up to more than the payment's {new Money(payment.Amount, payment.Currency)}" : null;
    }

    private static string? WhyNot(StoredPayment payment, Allocation allocation, Money room) =>
        !allocation.Amount.IsPositive || !ReferenceEquals(allocation.Amount.Currency, room.Currency) || !ReferenceEquals(payment.Currency, room.Currency)
            ? $"invoice {allocation.Invoice} takes a positive amount in {room.Currency}, not {allocation.Amount} of a payment in {payment.Currency}"
        : allocation.Amount > room ? $"invoice {allocation.Invoice} takes {room} at most, not {allocation.Amount}"
        : null;

    // The account that loses the money hears of a reversal, the one that gets it of a payment; moved within one account, its case looks again.
    private static void TellCases(Connection db, StoredPayment before, long payer, Actor by, DateTimeOffset now)
    {
        var (id, money) = (before.PublicId, new Money(before.Amount, before.Currency));
        if (before.AccountId == payer)
        {
            Inbox.BooksChanged(db, payer, now);
            return;
        }

        if (before.AccountId is { } loser)
        {
            Inbox.MoneyMoved(db, loser, $"moved:{id}", new PaymentReversed(by, id, money), now);
        }

        Inbox.MoneyMoved(db, payer, $"payment:{id}", new PaymentReceived(by, id, money), now);
    }
}
