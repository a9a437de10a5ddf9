using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Writes what banks deliver, and what it settles. Runs on the writer's thread.</summary>
/// <remarks>Of every payment, at every moment: amount = what it settles + what is unapplied + what came back.</remarks>
internal sealed class PaymentWriter(AccountKeys keys)
{
    private const string IsPayment = "payment";
    private const string IsReversal = "reversal";
    private const string IsOutgoing = "outgoing";

    private static readonly Query Hear = new("""
        INSERT INTO feeds (feed, as_of, heard_at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET as_of = max(as_of, excluded.as_of), heard_at = max(heard_at, excluded.heard_at)
        """);

    private static readonly Query Find = new("""
        SELECT p.id, p.feed, p.bank_id, p.kind, p.amount, p.currency, p.state, p.account_id, p.unapplied, p.returned
        FROM payments p WHERE p.feed = ? AND p.bank_id = ?
        """);

    private static readonly Query Insert = new("""
        INSERT INTO payments (feed, bank_id, kind, booked_on, received_at, amount, currency, reference, payer, reversal_of, state, account_id, unapplied, why)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query PendingReversals = new(
        "SELECT id, bank_id, amount FROM payments WHERE feed = ? AND reversal_of = ? AND kind = 'reversal' AND state = 'unmatched' ORDER BY id");

    private static readonly Query MatchReversal = new("UPDATE payments SET state = ?, account_id = ?, why = ? WHERE id = ?");
    private static readonly Query MatchPayment = new("UPDATE payments SET state = 'matched', account_id = ?, why = ? WHERE id = ?");
    private static readonly Query UnappliedOf = new("SELECT unapplied FROM payments WHERE id = ?");

    private static readonly Query Room = new("""
        SELECT i.payer_id, sum(i.amount - i.allocated), a.currency FROM invoices i JOIN accounts a ON a.id = i.payer_id
        WHERE i.number = ? AND i.amount > 0 GROUP BY i.payer_id, a.currency
        """);

    private static readonly Query OwnAllocations = new("""
        SELECT i.number, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = ?
        """);

    private static readonly Query TakeFromUnapplied = new("UPDATE payments SET unapplied = unapplied - ? WHERE id = ?");
    private static readonly Query GiveBack = new("UPDATE payments SET returned = returned + ?, returned_at = ?, unapplied = unapplied - ? WHERE id = ?");

    private static readonly Query Items = new("""
        SELECT id, amount - allocated FROM invoices
        WHERE number = ? AND payer_id = ? AND amount > 0 ORDER BY due, part
        """);

    private static readonly Query Allocated = new("""
        SELECT a.invoice_id, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id
        WHERE a.payment_id = ? AND a.amount > 0 ORDER BY i.due DESC, i.number DESC, i.part DESC
        """);

    private static readonly Query AllocatedTo = new("""
        SELECT a.payment_id, a.amount FROM allocations a WHERE a.invoice_id = ? AND a.amount > 0 ORDER BY a.payment_id DESC
        """);

    private static readonly Query AddAllocation = new("""
        INSERT INTO allocations (payment_id, invoice_id, amount) VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
        """);

    private static readonly Query CutAllocation = new("UPDATE allocations SET amount = amount - ?3, undone = undone + ?4 WHERE payment_id = ?1 AND invoice_id = ?2");
    private static readonly Query DropEmptyAllocations = new("DELETE FROM allocations WHERE payment_id = ? AND amount = 0 AND undone = 0");

    private static readonly Query SetAllocated = new("""
        UPDATE invoices SET allocated = allocated + ?2 WHERE id = ?1
        RETURNING payer_id, due, settled_on, open, (SELECT max(p.booked_on) FROM allocations a JOIN payments p ON p.id = a.payment_id
          WHERE a.invoice_id = ?1 AND a.amount > 0)
        """);

    // Where the books and the bank have both counted the money that came back, the books do not count it any more until they say something new
    // (decision 0011). Both have counted what the two together settled beyond the amount: (amount - balance) + allocated - amount.
    private static readonly Query CorrectBooks = new(
        "UPDATE invoices SET ledger_balance = ledger_balance + min(?2, max(0, allocated - ledger_balance)) WHERE id = ?1");

    /// <summary>Takes in a delivery.</summary>
    public IReadOnlyList<PaymentResult> Receive(Connection db, BankDelivery delivery, IPaymentMatcher matcher)
    {
        db[Hear].Add(delivery.Feed).Add((delivery.AsOf ?? delivery.Now).Millis()).Add(delivery.Now.Millis()).Run();
        var lookup = new LedgerLookup(db, keys);
        var results = new PaymentResult[delivery.Entries.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Take(db, delivery, delivery.Entries[i], matcher, lookup);
        }

        return results;
    }

    /// <summary>Allocates a payment by hand, replacing what it settled before.</summary>
    /// <returns>Null if it is done, else why not.</returns>
    public string? Allocate(Connection db, string paymentId, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now)
    {
        if (!PaymentQueries.TrySplit(paymentId, out var feed, out var bankId) || FindPayment(db, feed, bankId) is not { Kind: IsPayment } payment)
        {
            return $"there is no payment {paymentId}";
        }

        if (payment.Returned > 0)
        {
            return $"payment {paymentId} came back";
        }

        if (WhyNotAllocated(db, payment, allocations, out var payer) is { } why)
        {
            return why;
        }

        Undo(db, payment, payment.Amount - payment.Unapplied, came: false);
        db[MatchPayment].Add(payer).Add($"allocated by {by.Name}").Add(payment.Id).Run();
        Settle(db, payment.Id, payer, allocations);
        db[DropEmptyAllocations].Add(payment.Id).Run();
        TellCases(db, payment, payer, by, now);
        return null;
    }

    /// <summary>Takes an amount of allocations off an item, whose amount the books lowered; it becomes unapplied credit.</summary>
    public void Release(Connection db, long invoice, long amount)
    {
        foreach (var (payment, part) in db[AllocatedTo].Add(invoice).ReadAll(row => (row.Long(0), row.Long(1))))
        {
            var cut = Math.Min(part, amount);
            if (cut > 0)
            {
                CutFrom(db, payment, invoice, cut, came: false);
                amount -= cut;
            }
        }
    }

    private PaymentResult Take(Connection db, BankDelivery delivery, BankEntry entry, IPaymentMatcher matcher, LedgerLookup lookup)
    {
        var id = IdOf(delivery.Feed, entry.Id);
        if (FindPayment(db, delivery.Feed, entry.Id) is { } known)
        {
            return new PaymentResult(id, PaymentState.Duplicate, CodeOf(db, known.AccountId));
        }

        if (entry.ReversalOf is not null)
        {
            return TakeReversal(db, delivery, entry);
        }

        if (!entry.IsCredit)
        {
            Store(db, delivery, entry, IsOutgoing, PaymentState.Ignored, account: null, 0, "money that went out");
            return new PaymentResult(id, PaymentState.Ignored, null);
        }

        var match = matcher.Find(entry, lookup);
        var account = match.Account is { } code ? keys.FindPayer(db, code) : null;
        if (account is not null && !ReferenceEquals(account.Currency, entry.Amount.Currency))
        {
            (match, account) = (Match.None($"account {account.Code} trades in {account.Currency}"), null);
        }

        var state = account is null ? PaymentState.Unmatched : PaymentState.Matched;
        var payment = Store(db, delivery, entry, IsPayment, state, account?.Id, entry.Amount.Minor, match.Why);
        if (account is not null)
        {
            Settle(db, payment, account.Id, match.Allocations);
            Inbox.MoneyMoved(
                db, account.Id, $"payment:{id}", new PaymentReceived(new Actor(delivery.Feed), id, entry.Amount), delivery.Now);
        }

        ApplyPendingReversals(db, delivery, entry);
        return new PaymentResult(id, state, account?.Code);
    }

    private PaymentResult TakeReversal(Connection db, BankDelivery delivery, BankEntry entry)
    {
        var id = IdOf(delivery.Feed, entry.Id);
        if (FindPayment(db, delivery.Feed, entry.ReversalOf!) is not { Kind: IsPayment } original)
        {
            Store(db, delivery, entry, IsReversal, PaymentState.Unmatched, null, 0, $"it undoes {entry.ReversalOf}, which has not come yet");
            return new PaymentResult(id, PaymentState.Unmatched, null);
        }

        Store(db, delivery, entry, IsReversal, original.State, original.AccountId, 0, $"it undoes {entry.ReversalOf}");
        Reverse(db, original, entry.Amount.Minor, $"reversal:{id}", delivery);
        return new PaymentResult(id, original.State, CodeOf(db, original.AccountId));
    }

    private void ApplyPendingReversals(Connection db, BankDelivery delivery, BankEntry entry)
    {
        var pending = db[PendingReversals].Add(delivery.Feed).Add(entry.Id).ReadAll(row => (Id: row.Long(0), BankId: row.Text(1), Amount: row.Long(2)));
        foreach (var reversal in pending)
        {
            var original = FindPayment(db, delivery.Feed, entry.Id)!;
            db[MatchReversal].Add(Words.Of(original.State)).Add(original.AccountId).Add($"it undoes {entry.Id}").Add(reversal.Id).Run();
            Reverse(db, original, reversal.Amount, $"reversal:{IdOf(delivery.Feed, reversal.BankId)}", delivery);
        }
    }

    // What came back is taken from what was unapplied first, then from what fell due last.
    private void Reverse(Connection db, Payment original, long amount, string key, BankDelivery delivery)
    {
        var back = Math.Min(amount, original.Amount - original.Returned);
        if (back <= 0)
        {
            return;
        }

        var fromUnapplied = Math.Min(back, original.Unapplied);
        Undo(db, original, back - fromUnapplied, came: true);
        db[GiveBack].Add(back).Add(delivery.Now.Millis()).Add(back).Add(original.Id).Run();
        if (original.AccountId is { } account)
        {
            var money = new Money(back, original.Currency);
            Inbox.MoneyMoved(
                db, account, key, new PaymentReversed(new Actor(delivery.Feed), IdOf(original.Feed, original.BankId), money), delivery.Now);
        }
    }

    // Takes an amount off what a payment settles: it becomes unapplied.
    private void Undo(Connection db, Payment payment, long amount, bool came)
    {
        foreach (var (invoice, part) in db[Allocated].Add(payment.Id).ReadAll(row => (row.Long(0), row.Long(1))))
        {
            var cut = Math.Min(part, amount);
            if (cut > 0)
            {
                CutFrom(db, payment.Id, invoice, cut, came);
                amount -= cut;
            }
        }
    }

    private void CutFrom(Connection db, long payment, long invoice, long amount, bool came)
    {
        if (came)
        {
            db[CorrectBooks].Add(invoice).Add(amount).Run();
        }

        db[CutAllocation].Add(payment).Add(invoice).Add(amount).Add(came ? amount : 0).Run();
        db[TakeFromUnapplied].Add(-amount).Add(payment).Run();
        ChangeAllocated(db, invoice, -amount);
    }

    private void Settle(Connection db, long payment, long payer, IReadOnlyList<Allocation> allocations)
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
                    db[AddAllocation].Add(payment).Add(invoice).Add(part).Run();
                    db[TakeFromUnapplied].Add(part).Add(payment).Run();
                    ChangeAllocated(db, invoice, part);
                    (rest, left) = (rest - part, left - part);
                }
            }
        }
    }

    private void ChangeAllocated(Connection db, long invoice, long amount)
    {
        var changed = db[SetAllocated].Add(invoice).Add(amount);
        _ = changed.Step();
        var (payer, due, before, open) = (changed.Long(0), changed.Day(1), changed.DayOrNull(2), changed.Long(3));
        var lastPaidOn = changed.DayOrNull(4);
        changed.Reset();

        // Settled on the day of the last payment, unless the books gave a day; whichever payment was heard of first.
        var after = open != 0 ? null : before is null || amount > 0 ? lastPaidOn ?? before : before;
        Settlements.Change(db, invoice, payer, (due, before), (due, after));
    }

    private string? WhyNotAllocated(Connection db, Payment payment, IReadOnlyList<Allocation> allocations, out long payer)
    {
        payer = payment.AccountId ?? 0;
        if (allocations.Count == 0 && payment.AccountId is null)
        {
            return "name at least one invoice";
        }

        long sum = 0;
        var own = db[OwnAllocations].Add(payment.Id).ReadAll(row => (Number: row.Text(0), Amount: row.Long(1)))
            .ToLookup(row => row.Number, row => row.Amount, StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var allocation in allocations)
        {
            var first = named.Count == 0;
            var (account, room, currency) = db[Room].Add(allocation.Invoice).ReadFirst(row => (row.Long(0), row.Long(1), row.Currency(2)));
            var roomWithoutOwn = room + own[allocation.Invoice].Sum();
            if (currency is null)
            {
                return $"there is no invoice {allocation.Invoice}";
            }

            if (!named.Add(allocation.Invoice))
            {
                return $"invoice {allocation.Invoice} is named twice";
            }

            if (!allocation.Amount.IsPositive || !ReferenceEquals(allocation.Amount.Currency, currency) || !ReferenceEquals(payment.Currency, currency))
            {
                return $"invoice {allocation.Invoice} takes a positive amount in {currency}, not {allocation.Amount} of a payment in {payment.Currency}";
            }

            if (allocation.Amount.Minor > roomWithoutOwn)
            {
                return $"invoice {allocation.Invoice} takes {new Money(roomWithoutOwn, currency)} at most, not {allocation.Amount}";
            }

            if (!first && account != payer)
            {
                return "the invoices belong to different accounts";
            }

            (payer, sum) = (account, sum + allocation.Amount.Minor);
        }

        return sum > payment.Amount ? $"the parts add up to more than the payment's {new Money(payment.Amount, payment.Currency)}" : null;
    }

    // The account that loses the money hears of a reversal, the one that gets it of a payment; moved within one account, its case looks again.
    private static void TellCases(Connection db, Payment before, long payer, Actor by, DateTimeOffset now)
    {
        var (id, money) = (IdOf(before.Feed, before.BankId), new Money(before.Amount, before.Currency));
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

    private static long Store(
        Connection db, BankDelivery delivery, BankEntry entry, string kind, PaymentState state, long? account, long unapplied, string why)
    {
        db[Insert]
            .Add(delivery.Feed).Add(entry.Id).Add(kind).Add(entry.BookedOn).Add(delivery.Now.Millis()).Add(entry.Amount.Minor)
            .Add(entry.Amount.Currency.Code).Add(entry.Reference).Add(entry.Payer).Add(entry.ReversalOf).Add(Words.Of(state)).Add(account)
            .Add(unapplied).Add(why).Run();
        return db.LastId;
    }

    private static Payment? FindPayment(Connection db, string feed, string bankId) => db[Find].Add(feed).Add(bankId).ReadFirst(row => new Payment(
        row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Long(4), row.Currency(5), row.Word<PaymentState>(6), row.LongOrNull(7), row.Long(8),
        row.Long(9)));

    private string? CodeOf(Connection db, long? account) => account is { } id ? keys.Get(db, id).Code : null;

    private static string IdOf(string feed, string bankId) => string.Create(CultureInfo.InvariantCulture, $"{feed}:{bankId}");

    private sealed record Payment(
        long Id, string Feed, string BankId, string Kind, long Amount, Currency Currency, PaymentState State, long? AccountId, long Unapplied, long Returned);
}
