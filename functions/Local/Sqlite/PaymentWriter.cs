using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Writes what banks deliver: each entry once, payments with what they settle, and what came back. Runs on the writer's thread.</summary>
internal sealed class PaymentWriter(AccountKeys keys)
{
    private static readonly Query Hear = new("""
        INSERT INTO feeds (feed, as_of, heard_at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET as_of = max(as_of, excluded.as_of), heard_at = max(heard_at, excluded.heard_at)
        """);

    private static readonly Query Insert = new("""
        INSERT INTO payments
          (feed, bank_id, kind, booked_on, received_at, amount, currency, reference, payer, reversal_of, state, account_id, unapplied, why)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private static readonly Query PendingReversals = new("""
        SELECT id, bank_id, amount FROM payments
        WHERE feed = ? AND reversal_of = ? AND kind = 'reversal' AND state = 'unmatched' ORDER BY id
        """);

    private static readonly Query MatchReversal = new("UPDATE payments SET state = ?, account_id = ?, why = ? WHERE id = ?");

    private static readonly Query GiveBack = new(
        "UPDATE payments SET returned = returned + ?1, returned_at = ?2, unapplied = unapplied - ?1 WHERE id = ?3");

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

    private PaymentResult Take(Connection db, BankDelivery delivery, BankEntry entry, IPaymentMatcher matcher, LedgerLookup lookup)
    {
        if (StoredPayment.Find(db, delivery.Feed, entry.Id) is { } known)
        {
            return Result(db, delivery, entry, PaymentState.Duplicate, known.AccountId);
        }

        if (entry.ReversalOf is { } original)
        {
            return TakeReversal(db, delivery, entry, original);
        }

        if (!entry.IsCredit)
        {
            Store(db, delivery, entry, StoredPayment.Outgoing, PaymentState.Ignored, account: null, "money that went out");
            return Result(db, delivery, entry, PaymentState.Ignored, account: null);
        }

        return TakePayment(db, delivery, entry, matcher.Find(entry, lookup));
    }

    private PaymentResult TakePayment(Connection db, BankDelivery delivery, BankEntry entry, Match match)
    {
        var account = match.Account is { } code ? keys.FindPayer(db, code) : null;
        if (account is not null && !ReferenceEquals(account.Currency, entry.Amount.Currency))
        {
            (match, account) = (Match.None($"account {account.Code} trades in {account.Currency}"), null);
        }

        var state = account is null ? PaymentState.Unmatched : PaymentState.Matched;
        var payment = Store(db, delivery, entry, StoredPayment.Payment, state, account?.Id, match.Why);
        if (account is not null)
        {
            var id = StoredPayment.IdOf(delivery.Feed, entry.Id);
            Allocator.Settle(db, payment, account.Id, match.Allocations);
            Inbox.MoneyMoved(db, account.Id, $"payment:{id}", new PaymentReceived(new Actor(delivery.Feed), id, entry.Amount), delivery.Now);
        }

        ApplyPendingReversals(db, delivery, entry);
        return Result(db, delivery, entry, state, account?.Id);
    }

    // A reversal that comes before its payment waits for it: in either order the end is the same (R37).
    private PaymentResult TakeReversal(Connection db, BankDelivery delivery, BankEntry entry, string originalId)
    {
        if (StoredPayment.Find(db, delivery.Feed, originalId) is not { Kind: StoredPayment.Payment } original)
        {
            Store(db, delivery, entry, StoredPayment.Reversal, PaymentState.Unmatched, null, $"it undoes {originalId}, which has not come yet");
            return Result(db, delivery, entry, PaymentState.Unmatched, account: null);
        }

        Store(db, delivery, entry, StoredPayment.Reversal, original.State, original.AccountId, $"it undoes {originalId}");
        Reverse(db, original, entry.Amount.Minor, StoredPayment.IdOf(delivery.Feed, entry.Id), delivery.Now);
        return Result(db, delivery, entry, original.State, original.AccountId);
    }

    private static void ApplyPendingReversals(Connection db, BankDelivery delivery, BankEntry entry)
    {
        var pending = db[PendingReversals].Add(delivery.Feed).Add(entry.Id).ReadAll(row => (Id: row.Long(0), BankId: row.Text(1), Amount: row.Long(2)));
        foreach (var reversal in pending)
        {
            var original = StoredPayment.Find(db, delivery.Feed, entry.Id)!;
            db[MatchReversal].Add(Words.Of(original.State)).Add(original.AccountId).Add($"it undoes {entry.Id}").Add(reversal.Id).Run();
            Reverse(db, original, reversal.Amount, StoredPayment.IdOf(delivery.Feed, reversal.BankId), delivery.Now);
        }
    }

    // What came back is taken from what was unapplied first, then from what fell due last.
    private static void Reverse(Connection db, StoredPayment original, long amount, string reversalId, DateTimeOffset now)
    {
        var back = Math.Min(amount, original.Amount - original.Returned);
        if (back <= 0)
        {
            return;
        }

        Allocator.TakeOff(db, original.Id, back - Math.Min(back, original.Unapplied), cameBack: true);
        db[GiveBack].Add(back).Add(now.Millis()).Add(original.Id).Run();
        if (original.AccountId is { } account)
        {
            var happening = new PaymentReversed(new Actor(original.Feed), original.PublicId, new Money(back, original.Currency));
            Inbox.MoneyMoved(db, account, $"reversal:{reversalId}", happening, now);
        }
    }

    private static long Store(Connection db, BankDelivery delivery, BankEntry entry, string kind, PaymentState state, long? account, string why)
    {
        var unapplied = kind == StoredPayment.Payment ? entry.Amount.Minor : 0;
        db[Insert]
            .Add(delivery.Feed).Add(entry.Id).Add(kind).Add(entry.BookedOn).Add(delivery.Now.Millis()).Add(entry.Amount.Minor)
            .Add(entry.Amount.Currency.Code).Add(entry.Reference).Add(entry.Payer).Add(entry.ReversalOf).Add(Words.Of(state)).Add(account)
            .Add(unapplied).Add(why).Run();
        return db.LastId;
    }

    private PaymentResult Result(Connection db, BankDelivery delivery, BankEntry entry, PaymentState state, long? account) =>
        new(StoredPayment.IdOf(delivery.Feed, entry.Id), state, account is { } id ? keys.Get(db, id).Code : null);
}
