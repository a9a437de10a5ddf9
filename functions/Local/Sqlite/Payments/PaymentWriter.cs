using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

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

    private static readonly Dictionary<long, long> Nothing = [];

    private readonly Rematcher _rematcher = new(known);
    private readonly PaymentRulings _rulings = new(known.Accounts);

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

        return PaymentDecider.KindOf(entry) switch
        {
            EntryKind.Reversal => TakeReversal(db, delivery, entry),
            EntryKind.Payment => TakePayment(db, delivery, entry, matcher.Find(entry, lookup)),
            _ => Result(Store(db, delivery, entry, PaymentDecider.Arrive(entry, null, null), account: null), PaymentState.Ignored, [], account: null),
        };
    }

    private PaymentResult TakePayment(Connection db, BankDelivery delivery, BankEntry entry, Match match)
    {
        var account = match.Account is { } code ? known.Accounts.FindBillTo(db, code) : null;
        var ruling = PaymentDecider.Arrive(entry, match, account is null ? null : new BillTo(account.Code, account.Currency));
        account = ruling.Account is null ? null : account;
        var payment = Store(db, delivery, entry, ruling, account?.Id);
        var news = new PaymentNews(db, known.Accounts, payment, new Actor(delivery.Feed), round: 0, delivery.Now);
        var told = _rulings.Settle(db, payment, ruling, account, Nothing, news);
        var touched = told.Concat(ApplyPendingReversals(db, payment, entry.Id, delivery.Now));
        return Result(payment, ruling.State, account is null ? touched : touched.Prepend(account.Code), account?.Code);
    }

    // The same money once more: its other id is known from now on, and what it says beyond the first may tell whose it is.
    private PaymentResult TakeReport(Connection db, BankDelivery delivery, BankEntry entry, StoredPayment same, IPaymentMatcher matcher, LedgerLookup lookup)
    {
        PaymentReports.Note(db, same, entry);
        var touched = new List<string>();
        if (same.Facts(db, known.Accounts).IsOpen && PaymentReports.TryComplete(db, same, entry))
        {
            touched.AddRange(_rematcher.Rematch(db, same, matcher, lookup, delivery.Now)?.Touched ?? []);
        }
        else if (same.Kind == EntryKind.Reversal && entry.ReversalOf is { } original)
        {
            touched.AddRange(Reversals.Complete(db, known.Accounts, same, original, delivery.Now));
        }

        touched.AddRange(ApplyPendingReversals(db, same, entry.Id, delivery.Now));
        return Duplicate(db, StoredPayment.Find(db, same.Feed, same.BankId)!, InOrder(touched));
    }

    // A reversal that comes before its payment waits for it: in either order the end is the same (R37).
    private PaymentResult TakeReversal(Connection db, BankDelivery delivery, BankEntry entry)
    {
        if (StoredPayment.Find(db, delivery.Feed, entry.ReversalOf!) is not { Kind: EntryKind.Payment } original)
        {
            var waiting = Store(db, delivery, entry, PaymentDecider.Arrive(entry, null, null), account: null);
            return Result(waiting, PaymentState.Unmatched, [], account: null);
        }

        var facts = original.Facts(db, known.Accounts);
        var reversal = Store(db, delivery, entry, PaymentDecider.Undone(facts, entry.ReversalOf!, by: null), original.AccountId);
        var touched = Reversals.Apply(db, known.Accounts, original, entry.Amount.Minor, reversal.PublicId, new Actor(delivery.Feed), delivery.Now);
        return Result(reversal, original.State, touched, facts.Account);
    }

    private List<string> ApplyPendingReversals(Connection db, StoredPayment payment, string toldAs, DateTimeOffset now) =>
        payment.Kind == EntryKind.Payment ? Reversals.ApplyPending(db, known.Accounts, payment, toldAs, now) : [];

    private static StoredPayment Store(Connection db, BankDelivery delivery, BankEntry entry, PaymentRuling ruling, long? account)
    {
        var kind = PaymentDecider.KindOf(entry);
        var unapplied = kind == EntryKind.Payment ? entry.Amount.Minor : 0;
        db[Insert]
            .Add(delivery.Feed).Add(entry.Id).Add(Words.Of(kind)).Add(entry.BookedOn).Add(delivery.Now.Millis()).Add(entry.Amount.Minor)
            .Add(entry.Amount.Currency.Code).Add(entry.Reference).Add(entry.Payer).Add(entry.ReversalOf).Add(Words.Of(ruling.State)).Add(account)
            .Add(unapplied).Add(ruling.Why).Add(entry.PayerAccount).Add(entry.StructuredReference).Add(entry.EndToEndId).Add(entry.BankReference)
            .Add(entry.Account).Add(entry.Source).Add(ruling.Confidence).Add(PaymentText.Write(ruling.Suggestions)).Add(ruling.Awaits).Run();
        return new StoredPayment(
            db.LastId, delivery.Feed, entry.Id, kind, entry.Amount.Minor, entry.Amount.Currency, ruling.State, account, unapplied, Returned: 0)
        {
            ReversalOf = entry.ReversalOf,
        };
    }

    private static PaymentResult Result(StoredPayment payment, PaymentState state, IEnumerable<string> touched, string? account) => new(payment.PublicId, state, account)
    {
        Touched = InOrder(touched),
    };

    private PaymentResult Duplicate(Connection db, StoredPayment told, IReadOnlyList<string> touched) =>
        new(told.PublicId, PaymentState.Duplicate, CodeOf(db, told.AccountId)) { Touched = touched };

    private static IReadOnlyList<string> InOrder(IEnumerable<string> codes) => [.. codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private string? CodeOf(Connection db, long? account) => account is { } id ? known.Accounts.Get(db, id).Code : null;
}
