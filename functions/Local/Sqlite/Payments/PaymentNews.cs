using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>Puts into accounts' inboxes what <see cref="PaymentTellings"/> has to tell them of one payment, in one round.</summary>
/// <param name="db">The writer's connection.</param>
/// <param name="keys">The accounts.</param>
/// <param name="payment">The payment.</param>
/// <param name="by">Who or what did it.</param>
/// <param name="round">How often its accounts were told before.</param>
/// <param name="now">The moment.</param>
internal sealed class PaymentNews(Connection db, AccountKeys keys, StoredPayment payment, Actor by, int round, DateTimeOffset now)
{
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);
    private readonly PaymentTellings _tellings = new(payment.PublicId, by, round);

    /// <summary>The accounts that were told, by code.</summary>
    public IReadOnlyList<string> Touched => _told.Count == 0 ? [] : [.. _told];

    /// <summary>What each account has of the payment is something else now.</summary>
    public void Moved(IReadOnlyDictionary<long, long> before, IReadOnlyDictionary<long, long> after)
    {
        foreach (var account in before.Keys.Union(after.Keys).Order())
        {
            if (_tellings.Moved(before.GetValueOrDefault(account), after.GetValueOrDefault(account), payment.Currency) is { } telling)
            {
                MoneyMoved(account, telling);
            }
        }
    }

    /// <summary>An account's part settles something else there.</summary>
    public void Kept(long account) => MoneyMoved(account, default);

    /// <summary>Money came back, as an entry of the bank says.</summary>
    public void CameBack(IReadOnlyDictionary<long, long> lost, string reversalId)
    {
        foreach (var (account, amount) in lost.Where(one => one.Value > 0).OrderBy(one => one.Key))
        {
            MoneyMoved(account, _tellings.CameBack(new Money(amount, payment.Currency), reversalId));
        }
    }

    /// <summary>Others may have to do with it from now on: who begins to wait for somebody to look at it hears of that, and who ceases.</summary>
    public void Suspected(IReadOnlyList<Suggestion> suggestions)
    {
        var (suspected, cleared) = PaymentTellings.Suspicions(payment.Suggestions, suggestions);
        foreach (var account in cleared)
        {
            // Where it was told, though another account may be billed for it since.
            Post(keys.Find(db, account), _tellings.LookedAt());
        }

        foreach (var suggestion in suspected)
        {
            Post(keys.FindBillTo(db, suggestion.Account), _tellings.Suspected(new Money(payment.Amount, payment.Currency), suggestion.Why));
        }
    }

    private void MoneyMoved(long account, Telling telling)
    {
        _told.Add(keys.Get(db, account).Code);
        if (telling.Happening is { } happening)
        {
            Inbox.MoneyMoved(db, account, telling.Key, happening, now);
        }
        else
        {
            Inbox.BooksChanged(db, account, now);
        }
    }

    // Whether it has a case or not: its contacts wait.
    private void Post(AccountKey? account, Telling telling)
    {
        if (account is not null)
        {
            _told.Add(account.Code);
            Inbox.Post(db, account.Id, telling.Key, telling.Happening!, now);
        }
    }
}
