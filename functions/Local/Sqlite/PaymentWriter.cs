using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Writes what banks deliver: each entry once, payments with what they settle, and what came back. Runs on the writer's thread.</summary>
internal sealed class PaymentWriter(KnownLedger known)
{
    private static readonly Query Hear = new("""
        INSERT INTO feeds (feed, as_of, heard_at) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET as_of = max(as_of, excluded.as_of), heard_at = max(heard_at, excluded.heard_at)
        """);

    private static readonly Query Insert = new("""
        INSERT INTO payments
          (feed, bank_id, kind, booked_on, received_at, amount, currency, reference, payer, reversal_of, state, account_id, unapplied, why,
           payer_account, structured_reference, end_to_end_id, bank_reference, named_account, source, confidence, suggestions, awaits)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private readonly Rematcher _rematcher = new(known);

    /// <summary>Takes in a delivery.</summary>
    public IReadOnlyList<PaymentResult> Receive(Connection db, BankDelivery delivery, IPaymentMatcher matcher)
    {
        db[Hear].Add(delivery.Feed).Add((delivery.AsOf ?? delivery.Now).Millis()).Add(delivery.Now.Millis()).Run();

        if (delivery.Entries.Count > 1)
        {
            NoteKnown(db, delivery);
        }

        var lookup = new LedgerLookup(db, known);
        var results = new PaymentResult[delivery.Entries.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Take(db, delivery, delivery.Entries[i], matcher, lookup);
        }

        return results;
    }

    // What a known id says once more is not what another entry of the delivery says: so that is noted before any is compared.
    private static void NoteKnown(Connection db, BankDelivery delivery)
    {
        foreach (var entry in delivery.Entries)
        {
            if (entry.Source is not null && StoredPayment.Find(db, delivery.Feed, entry.Id) is { } told)
            {
                PaymentReports.Note(db, told, entry);
            }
        }
    }

    private PaymentResult Take(Connection db, BankDelivery delivery, BankEntry entry, IPaymentMatcher matcher, LedgerLookup lookup)
    {
        if (StoredPayment.Find(db, delivery.Feed, entry.Id) is { } told)
        {
            PaymentReports.Note(db, told, entry);
            return Duplicate(db, told, []);
        }

        if (PaymentReports.FindSame(db, delivery.Feed, entry) is { } same)
        {
            return TakeReport(db, delivery, entry, same, matcher, lookup);
        }

        if (entry.ReversalOf is { } original)
        {
            return TakeReversal(db, delivery, entry, original);
        }

        if (!entry.IsCredit)
        {
            var outgoing = Store(db, delivery, entry, StoredPayment.Outgoing, PaymentState.Ignored, account: null, Match.None("money that went out"));
            return new PaymentResult(outgoing.PublicId, PaymentState.Ignored, null);
        }

        return TakePayment(db, delivery, entry, matcher.Find(entry, lookup));
    }

    private PaymentResult TakePayment(Connection db, BankDelivery delivery, BankEntry entry, Match found)
    {
        var (match, account) = _rematcher.Checked(db, found, entry.Amount.Currency);
        var state = account is null ? PaymentState.Unmatched : PaymentState.Matched;
        var payment = Store(db, delivery, entry, StoredPayment.Payment, state, account?.Id, match);
        var news = new PaymentNews(db, known.Accounts, payment, new Actor(delivery.Feed), round: 0, delivery.Now);
        if (account is not null)
        {
            Rematcher.Settle(db, payment, account, match, news);
        }
        else
        {
            news.Suspected(match.Suggestions);
        }

        var touched = news.Touched.Concat(ApplyPendingReversals(db, payment, entry.Id, delivery.Now));
        return new PaymentResult(payment.PublicId, state, account?.Code) { Touched = account is null ? InOrder(touched) : InOrder(touched.Prepend(account.Code)) };
    }

    // The same money once more: its other id is known from now on, and what it says beyond the first may tell whose it is.
    private PaymentResult TakeReport(Connection db, BankDelivery delivery, BankEntry entry, StoredPayment same, IPaymentMatcher matcher, LedgerLookup lookup)
    {
        PaymentReports.Note(db, same, entry);
        var touched = new List<string>();
        if (same.IsOpen && PaymentReports.TryComplete(db, same, entry))
        {
            touched.AddRange(_rematcher.Rematch(db, same, matcher, lookup, delivery.Now)?.Touched ?? []);
        }
        else if (same.Kind == StoredPayment.Reversal && entry.ReversalOf is { } original)
        {
            touched.AddRange(Reversals.Complete(db, known.Accounts, same, original, delivery.Now));
        }

        touched.AddRange(ApplyPendingReversals(db, same, entry.Id, delivery.Now));
        return Duplicate(db, StoredPayment.Find(db, same.Feed, same.BankId)!, InOrder(touched));
    }

    // A reversal that comes before its payment waits for it: in either order the end is the same (R37).
    private PaymentResult TakeReversal(Connection db, BankDelivery delivery, BankEntry entry, string originalId)
    {
        if (StoredPayment.Find(db, delivery.Feed, originalId) is not { Kind: StoredPayment.Payment } original)
        {
            var why = Reversals.IsUnknown(originalId)
                ? "it came back, and nobody knows which payment it undoes"
                : Reversals.HasNotCome(originalId);
            var waiting = Store(db, delivery, entry, StoredPayment.Reversal, PaymentState.Unmatched, account: null, Match.None(why));
            return new PaymentResult(waiting.PublicId, PaymentState.Unmatched, null);
        }

        var reversal = Store(db, delivery, entry, StoredPayment.Reversal, original.State, original.AccountId, Match.None($"it undoes {originalId}"));
        var touched = Reversals.Apply(db, known.Accounts, original, entry.Amount.Minor, reversal.PublicId, new Actor(delivery.Feed), delivery.Now);
        return new PaymentResult(reversal.PublicId, original.State, CodeOf(db, original.AccountId)) { Touched = touched };
    }

    private List<string> ApplyPendingReversals(Connection db, StoredPayment payment, string toldAs, DateTimeOffset now) =>
        payment.Kind == StoredPayment.Payment ? Reversals.ApplyPending(db, known.Accounts, payment, toldAs, now) : [];

    private static StoredPayment Store(
        Connection db, BankDelivery delivery, BankEntry entry, string kind, PaymentState state, long? account, Match match)
    {
        var unapplied = kind == StoredPayment.Payment ? entry.Amount.Minor : 0;
        db[Insert]
            .Add(delivery.Feed).Add(entry.Id).Add(kind).Add(entry.BookedOn).Add(delivery.Now.Millis()).Add(entry.Amount.Minor)
            .Add(entry.Amount.Currency.Code).Add(entry.Reference).Add(entry.Payer).Add(entry.ReversalOf).Add(Words.Of(state)).Add(account)
            .Add(unapplied).Add(match.Why).Add(entry.PayerAccount).Add(entry.StructuredReference).Add(entry.EndToEndId).Add(entry.BankReference)
            .Add(entry.Account).Add(entry.Source).Add(match.Confidence)
            .Add(account is null ? PaymentText.Write(match.Suggestions) : null).Add(account is not null && match.Awaits).Run();
        return new StoredPayment(
            db.LastId, delivery.Feed, entry.Id, kind, entry.Amount.Minor, entry.Amount.Currency, state, account, unapplied, Returned: 0);
    }

    private PaymentResult Duplicate(Connection db, StoredPayment told, IReadOnlyList<string> touched) =>
        new(told.PublicId, PaymentState.Duplicate, CodeOf(db, told.AccountId)) { Touched = touched };

    private static IReadOnlyList<string> InOrder(IEnumerable<string> codes) => [.. codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string? CodeOf(Connection db, long? account) => account is { } id ? known.Accounts.Get(db, id).Code : null;
}
