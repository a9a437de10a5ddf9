using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Does with payments what a person says. Runs on the writer's thread.</summary>
internal sealed class PaymentDecisions(AccountKeys keys)
{
    private static readonly Query Decide = new("""
        UPDATE payments SET state = ?, account_id = ?, why = ?, confidence = 0, suggestions = NULL, refused = ?, by_hand = ?, awaits = 0, round = round + 1
        WHERE id = ?
        """);

    private static readonly Query Refuse = new("UPDATE payments SET confidence = ?, suggestions = ?, refused = ?, round = round + 1 WHERE id = ?");

    private static readonly Query Room = new("""
        SELECT i.payer_id, sum(i.amount - i.allocated), a.currency FROM invoices i JOIN accounts a ON a.id = i.payer_id
        WHERE i.number = ? AND i.amount > 0 GROUP BY i.payer_id, a.currency
        """);

    private static readonly Query Own = new(
        "SELECT i.number, a.amount FROM allocations a JOIN invoices i ON i.id = a.invoice_id WHERE a.payment_id = ?");

    /// <summary>Does what a person says.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public string? Do(Connection db, string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now)
    {
        if (StoredPayment.Find(db, paymentId) is not { } payment)
        {
            return $"there is no payment {paymentId}";
        }

        var news = new PaymentNews(db, keys, payment, by, payment.Round + 1, now);
        return (decision, payment.Kind) switch
        {
            (PaymentDecision.Undoes undoes, _) => Undoes(db, payment, undoes, by, now),
            (PaymentDecision.SetAside setAside, StoredPayment.Payment or StoredPayment.Reversal) => SetAside(db, payment, setAside, by, news),
            (PaymentDecision.Undo, StoredPayment.Payment or StoredPayment.Reversal) => Undo(db, payment, by, news),
            (PaymentDecision.Allocate allocate, StoredPayment.Payment) => Allocate(db, payment, allocate, by, news),
            (PaymentDecision.Reject reject, StoredPayment.Payment) => Reject(db, payment, reject, news),
            _ => $"there is no payment {paymentId}",
        };
    }

    private string? Allocate(Connection db, StoredPayment payment, PaymentDecision.Allocate allocate, Actor by, PaymentNews news)
    {
        if (payment.Returned > 0)
        {
            return $"payment {payment.PublicId} came back";
        }

        if (WhyNot(db, payment, allocate, out var owner) is { } why)
        {
            return why;
        }

        var after = Change(db, payment, (PaymentState.Matched, owner, $"allocated by {by.Name}", payment.Refused, IsByHand: true), allocate.Allocations, news);
        foreach (var account in after.Where(one => one.Value > 0))
        {
            PayerBook.Learn(db, allocate.Learn, account.Key, payment.PublicId);
        }

        return null;
    }

    // The account that has the rest comes with the answer: the one that is named, that of the first invoice, or the one that had the payment.
    private string? WhyNot(Connection db, StoredPayment payment, PaymentDecision.Allocate allocate, out long owner)
    {
        owner = payment.AccountId ?? 0;
        if (allocate.Allocations.Count == 0 && allocate.Account is null)
        {
            return payment.AccountId is null ? "name at least one invoice, or the account that it is for" : null;
        }

        var own = db[Own].Add(payment.Id).ReadAll(row => (Number: row.Text(0), Amount: row.Long(1)))
            .ToLookup(row => row.Number, row => row.Amount, StringComparer.OrdinalIgnoreCase);
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var allocation in allocate.Allocations)
        {
            var (account, room, currency) = db[Room].Add(allocation.Invoice).ReadFirst(row => (row.Long(0), row.Long(1), row.Currency(2)));
            var why = currency is null ? $"there is no invoice {allocation.Invoice}"
                : !named.Add(allocation.Invoice) ? $"invoice {allocation.Invoice} is named twice"
                : WhyNot(payment, allocation, new Money(room + own[allocation.Invoice].Sum(), currency));
            if (why is not null)
            {
                return why;
            }

            owner = named.Count == 1 ? account : owner;
        }

        var sum = allocate.Allocations.Sum(allocation => allocation.Amount.Minor);
        return sum > payment.Amount ? $"the parts add up to more than the payment's {new Money(payment.Amount, payment.Currency)}"
            : allocate.Account is { } code ? WhyNot(db, payment, code, ref owner)
            : null;
    }

    private static string? WhyNot(StoredPayment payment, Allocation allocation, Money room) =>
        !allocation.Amount.IsPositive || !ReferenceEquals(allocation.Amount.Currency, room.Currency) || !ReferenceEquals(payment.Currency, room.Currency)
            ? $"invoice {allocation.Invoice} takes a positive amount in {room.Currency}, not {allocation.Amount} of a payment in {payment.Currency}"
        : allocation.Amount > room ? $"invoice {allocation.Invoice} takes {room} at most, not {allocation.Amount}"
        : null;

    private string? WhyNot(Connection db, StoredPayment payment, string code, ref long owner)
    {
        if (keys.FindPayer(db, code) is not { } account)
        {
            return $"there is no account {code}";
        }

        owner = account.Id;
        return ReferenceEquals(account.Currency, payment.Currency) ? null : $"account {code} trades in {account.Currency}, the payment is in {payment.Currency}";
    }

    private string? Undo(Connection db, StoredPayment payment, Actor by, PaymentNews news)
    {
        if (payment.State == PaymentState.Unmatched)
        {
            return $"payment {payment.PublicId} is nobody's: there is nothing to undo";
        }

        if (payment.Kind == StoredPayment.Reversal && payment.State != PaymentState.Ignored)
        {
            return $"payment {payment.PublicId} undoes {payment.ReversalOf}";
        }

        if (payment.State == PaymentState.Matched && payment.Returned > 0)
        {
            return $"payment {payment.PublicId} came back";
        }

        var accounts = payment.State == PaymentState.Matched ? Allocator.Shares(db, payment.Id).Keys.Select(id => keys.Get(db, id).Code) : [];
        Change(db, payment, (PaymentState.Unmatched, Account: null, $"undone by {by.Name}", Refused(payment, accounts), IsByHand: false), [], news);
        return null;
    }

    private string? SetAside(Connection db, StoredPayment payment, PaymentDecision.SetAside decision, Actor by, PaymentNews news)
    {
        var why = payment.State == PaymentState.Ignored ? $"payment {payment.PublicId} is set aside already"
            : payment.State != PaymentState.Matched ? null
            : payment.Kind == StoredPayment.Reversal ? $"payment {payment.PublicId} undoes {payment.ReversalOf}"
            : payment.Returned > 0 ? $"payment {payment.PublicId} came back"
            : null;
        if (why is null)
        {
            Change(db, payment, (PaymentState.Ignored, Account: null, $"set aside by {by.Name}: {decision.Note}", payment.Refused, IsByHand: true), [], news);
        }

        return why;
    }

    private string? Reject(Connection db, StoredPayment payment, PaymentDecision.Reject reject, PaymentNews news)
    {
        if (payment.State != PaymentState.Unmatched)
        {
            return payment.AccountId is { } owner
                ? $"payment {payment.PublicId} is account {keys.Get(db, owner).Code}'s: that is to be undone"
                : $"payment {payment.PublicId} is set aside: that is to be undone";
        }

        if (reject.Account is { } named && keys.FindPayer(db, named) is null)
        {
            return $"there is no account {named}";
        }

        string[] accounts = reject.Account is { } code ? [keys.FindPayer(db, code)!.Code] : [.. payment.Suggestions.Select(one => one.Account)];
        if (accounts.Length == 0)
        {
            return $"no account is suggested for payment {payment.PublicId}";
        }

        var rest = payment.Suggestions.Where(one => !accounts.Contains(one.Account, StringComparer.Ordinal)).ToList();
        var confidence = rest.Count == 0 ? 0 : rest.Max(one => one.Confidence);
        db[Refuse].Add(confidence).Add(PaymentText.Write(rest)).Add(PaymentText.Write(Refused(payment, accounts))).Add(payment.Id).Run();
        news.Suspected(rest);
        return null;
    }

    private string? Undoes(Connection db, StoredPayment reversal, PaymentDecision.Undoes decision, Actor by, DateTimeOffset now)
    {
        if (reversal.Kind != StoredPayment.Reversal)
        {
            return $"payment {reversal.PublicId} {(reversal.Kind == StoredPayment.Payment ? "came in" : "went out")}: it undoes nothing";
        }

        if (Reversals.Original(db, reversal) is { } known)
        {
            return $"payment {reversal.PublicId} undoes {known.PublicId} already";
        }

        if (StoredPayment.Find(db, decision.PaymentId) is not { Kind: StoredPayment.Payment } original)
        {
            return $"there is no payment {decision.PaymentId}";
        }

        var why = original.Feed != reversal.Feed ? $"payment {original.PublicId} is of another feed"
            : !ReferenceEquals(original.Currency, reversal.Currency) ? $"payment {original.PublicId} is in {original.Currency}, what came back in {reversal.Currency}"
            : original.Returned >= original.Amount ? $"payment {original.PublicId} came back already"
            : null;
        if (why is null)
        {
            Reversals.Undo(db, keys, reversal, original, by, isByHand: true, now);
        }

        return why;
    }

    // Takes it off whatever it settled, says what it is now, and tells all whom that concerns.
    private static Dictionary<long, long> Change(
        Connection db, StoredPayment payment, (PaymentState State, long? Account, string Why, IReadOnlyList<string> Refused, bool IsByHand) now,
        IReadOnlyList<Allocation> allocations, PaymentNews news)
    {
        var before = Allocator.Shares(db, payment.Id);
        Allocator.TakeOff(db, payment.Id, payment.Settled, cameBack: false);
        PayerBook.Forget(db, payment.PublicId);
        db[Decide]
            .Add(Words.Of(now.State)).Add(now.Account).Add(now.Why).Add(PaymentText.Write(now.Refused)).Add(now.IsByHand).Add(payment.Id).Run();
        if (Allocator.Settle(db, payment.Id, payment.Currency, allocations).Keys.Any(account => account != now.Account))
        {
            Allocator.MarkSplit(db, payment.Id);
        }

        var after = Allocator.Shares(db, payment.Id);
        news.Moved(before, after);
        news.Suspected([]);
        return after;
    }

    private static IReadOnlyList<string> Refused(StoredPayment payment, IEnumerable<string> accounts) =>
        [.. payment.Refused.Union(accounts, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
