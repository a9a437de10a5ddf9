using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Matches payments that wait once more, because the ledger or what is known of them has changed. Runs on the writer's thread.</summary>
internal sealed class Rematcher(KnownLedger known)
{
    // The newest of each kind, and of those the newest: of all that wait there may be very many.
    private static readonly Query Waiting = new("""
        SELECT feed, bank_id FROM (
          SELECT * FROM (
            SELECT id, feed, bank_id FROM payments WHERE state = 'unmatched' AND kind = 'payment' AND returned = 0 ORDER BY id DESC LIMIT ?1)
          UNION ALL
          SELECT * FROM (
            SELECT id, feed, bank_id FROM payments WHERE awaits = 1 AND unapplied > 0 AND state = 'matched' ORDER BY id DESC LIMIT ?1))
        ORDER BY id DESC LIMIT ?1
        """);

    private static readonly Query Match = new("""
        UPDATE payments SET state = 'matched', account_id = ?, why = ?, confidence = ?, awaits = ?, suggestions = NULL, round = round + 1 WHERE id = ?
        """);

    private static readonly Query Suggest = new("UPDATE payments SET why = ?, confidence = ?, suggestions = ?, round = round + 1 WHERE id = ?");
    private static readonly Query Await = new("UPDATE payments SET why = ?, awaits = ?, round = round + 1 WHERE id = ?");

    /// <summary>The payments that may be matched better, newest first.</summary>
    public static IReadOnlyList<string> ReadWaiting(Connection db, int limit) =>
        db[Waiting].Add(limit).ReadAll(row => StoredPayment.IdOf(row.Text(0), row.Text(1)));

    /// <summary>What a matcher says of a payment; null for an id that is no payment's. Changes nothing.</summary>
    public Match? Look(Connection db, string paymentId, IPaymentMatcher matcher) =>
        StoredPayment.Find(db, paymentId) is { Kind: StoredPayment.Payment } payment ? matcher.Find(payment.Entry(db), new LedgerLookup(db, known)) : null;

    /// <summary>Matches payments again.</summary>
    /// <returns>Those that changed.</returns>
    public IReadOnlyList<PaymentResult> Rematch(Connection db, IEnumerable<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now)
    {
        var lookup = new LedgerLookup(db, known);
        var changed = new List<PaymentResult>();
        foreach (var id in paymentIds)
        {
            if (StoredPayment.Find(db, id) is { } payment && Rematch(db, payment, matcher, lookup, now) is { } result)
            {
                changed.Add(result);
            }
        }

        return changed;
    }

    /// <summary>Matches a payment again; null where nothing changed, or it doesn't wait.</summary>
    public PaymentResult? Rematch(Connection db, StoredPayment payment, IPaymentMatcher matcher, LedgerLookup lookup, DateTimeOffset now)
    {
        var news = new PaymentNews(db, known.Accounts, payment, new Actor(payment.Feed), payment.Round + 1, now);
        return payment.IsOpen ? MatchOpen(db, payment, matcher.Find(payment.Entry(db), lookup), news)
            : payment is { State: PaymentState.Matched, Awaits: true, Unapplied: > 0, AccountId: { } owner } ? MatchRest(db, payment, owner, matcher, lookup, news)
            : null;
    }

    /// <summary>What a matcher says, with the account that it applies to; without one where that cannot have the payment.</summary>
    public (Match Match, AccountKey? Account) Checked(Connection db, Match match, Currency currency)
    {
        var account = match.Account is { } code ? known.Accounts.FindPayer(db, code) : null;
        return account is not null && !ReferenceEquals(account.Currency, currency)
            ? (App.Stores.Match.None($"account {account.Code} trades in {account.Currency}"), null)
            : (match, account);
    }

    /// <summary>Settles what a match says, tells everybody who got something, and learns who paid.</summary>
    public static void Settle(Connection db, StoredPayment payment, AccountKey account, Match match, PaymentNews news)
    {
        var settled = Allocator.Settle(db, payment.Id, payment.Currency, match.Allocations);
        var others = settled.Where(one => one.Key != account.Id).OrderBy(one => one.Key).ToList();
        news.Got(account.Id, payment.Amount - others.Sum(one => one.Value));
        foreach (var (other, amount) in others)
        {
            news.Got(other, amount);
        }

        if (others.Count > 0)
        {
            Allocator.MarkSplit(db, payment.Id);
        }

        PayerBook.Learn(db, match.Learn, account.Id, payment.PublicId);
    }

    private PaymentResult? MatchOpen(Connection db, StoredPayment payment, Match found, PaymentNews news)
    {
        var (match, account) = Checked(db, found, payment.Currency);
        if (account is not null)
        {
            db[Match].Add(account.Id).Add(match.Why).Add(match.Confidence).Add(match.Awaits).Add(payment.Id).Run();
            Settle(db, payment, account, match, news);
            news.Suspected([]);
            return new PaymentResult(payment.PublicId, PaymentState.Matched, account.Code) { Touched = news.Touched };
        }

        var suggestions = PaymentText.Write(match.Suggestions);
        if ((suggestions, match.Why, match.Confidence) == (PaymentText.Write(payment.Suggestions), payment.Why, payment.Confidence))
        {
            return null;
        }

        db[Suggest].Add(match.Why).Add(match.Confidence).Add(suggestions).Add(payment.Id).Run();
        news.Suspected(match.Suggestions);
        return new PaymentResult(payment.PublicId, PaymentState.Unmatched, null) { Touched = news.Touched };
    }

    // What is unapplied stays with the account that has it: it only settles what the payer named and the ledger lacked.
    private PaymentResult? MatchRest(
        Connection db, StoredPayment payment, long owner, IPaymentMatcher matcher, LedgerLookup lookup, PaymentNews news)
    {
        var account = known.Accounts.Get(db, owner);
        var rest = payment.Entry(db) with { Amount = new Money(payment.Unapplied, payment.Currency), Only = account.Code };
        var match = matcher.Find(rest, lookup);
        if (match.Account != account.Code)
        {
            return null;
        }

        var settled = Allocator.Settle(db, payment.Id, payment.Currency, match.Allocations, only: owner).Count > 0;
        if (!settled && match.Awaits)
        {
            return null;
        }

        db[Await].Add(settled ? $"{payment.Why}; later {match.Why}" : payment.Why).Add(match.Awaits).Add(payment.Id).Run();
        if (settled)
        {
            news.Kept(owner);
        }

        return new PaymentResult(payment.PublicId, PaymentState.Matched, account.Code) { Touched = news.Touched };
    }
}
