using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

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

    private readonly PaymentRulings _rulings = new(known.Accounts);

    /// <summary>The payments that may be matched better, newest first.</summary>
    public static IReadOnlyList<string> ReadWaiting(Connection db, int limit) =>
        db[Waiting].Add(limit).ReadAll(row => PaymentFacts.IdOf(row.Text(0), row.Text(1)));

    /// <summary>What a matcher says of a payment; null for an id that is no payment's. Changes nothing.</summary>
    public Match? Look(Connection db, string paymentId, IPaymentMatcher matcher) =>
        StoredPayment.Find(db, paymentId) is { Kind: EntryKind.Payment } payment ? matcher.Find(payment.Entry(db), new LedgerLookup(db, known)) : null;

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
        var facts = payment.Facts(db, known.Accounts);
        if (!facts.Waits)
        {
            return null;
        }

        var match = matcher.Find(facts.Asked(payment.Entry(db)), lookup);
        var ruling = PaymentDecider.Rematch(facts, match, BillToOf(db, match), facts.IsOpen ? [] : OwnOf(match, facts.Account!, lookup));
        if (ruling.IsNothing)
        {
            return null;
        }

        var touched = _rulings.Write(db, payment, ruling, new Actor(payment.Feed), now);
        return new PaymentResult(payment.PublicId, ruling.State, ruling.Account) { Touched = touched };
    }

    /// <summary>The account that is billed where a match applies, if the ledger has it.</summary>
    public BillTo? BillToOf(Connection db, Match match) =>
        match.Account is { } code && known.Accounts.FindBillTo(db, code) is { } account ? new BillTo(account.Code, account.Currency) : null;

    private static List<string> OwnOf(Match match, string account, LedgerLookup lookup) =>
        [.. match.Allocations.Select(part => part.Invoice).Where(number => lookup.FindInvoice(number) is { Items.Count: > 0 } invoice && invoice.Account == account)];
}
