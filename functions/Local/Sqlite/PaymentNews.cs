using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Tells accounts what became of a payment: money that they got or lost, and that it may be theirs, or is not to be waited for any more.</summary>
/// <remarks>One telling has one round, so that the keys of what is put into inboxes are new each time.</remarks>
/// <param name="db">The writer's connection.</param>
/// <param name="keys">The accounts.</param>
/// <param name="payment">The payment.</param>
/// <param name="by">Who or what did it.</param>
/// <param name="round">How often its accounts were told before.</param>
/// <param name="now">The moment.</param>
internal sealed class PaymentNews(Connection db, AccountKeys keys, StoredPayment payment, Actor by, int round, DateTimeOffset now)
{
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);

    private string Round => string.Create(CultureInfo.InvariantCulture, $"{payment.PublicId}:{round}");

    /// <summary>The accounts that were told, by code.</summary>
    public IReadOnlyList<string> Touched => _told.Count == 0 ? [] : [.. _told];

    /// <summary>An account got money.</summary>
    public void Got(long account, long amount)
    {
        if (amount > 0)
        {
            Tell(account);
            var key = round == 0 ? payment.PublicId : Round;
            Inbox.MoneyMoved(db, account, $"payment:{key}", new PaymentReceived(by, payment.PublicId, new Money(amount, payment.Currency)), now);
        }
    }

    /// <summary>Money came back, as an entry of the bank says.</summary>
    public void CameBack(long account, long amount, string reversalId)
    {
        if (amount > 0)
        {
            Lost(account, amount, $"reversal:{reversalId}");
        }
    }

    /// <summary>An account's part settles something else there.</summary>
    public void Kept(long account)
    {
        Tell(account);
        Inbox.BooksChanged(db, account, now);
    }

    /// <summary>What each account has of the payment is something else now.</summary>
    public void Moved(Dictionary<long, long> before, Dictionary<long, long> after)
    {
        foreach (var account in before.Keys.Union(after.Keys).Order())
        {
            var more = after.GetValueOrDefault(account) - before.GetValueOrDefault(account);
            if (more > 0)
            {
                Got(account, more);
            }
            else if (more < 0)
            {
                Lost(account, -more, $"moved:{Round}");
            }
            else if (after.GetValueOrDefault(account) > 0)
            {
                Kept(account);
            }
        }
    }

    /// <summary>Others may have to do with it from now on: who begins to wait for somebody to look at it hears of that, and who ceases.</summary>
    public void Suspected(IReadOnlyList<Suggestion> suggestions)
    {
        var before = payment.Suspects.ToHashSet(StringComparer.Ordinal);
        var holding = suggestions.Where(one => one.Holds).DistinctBy(one => one.Account, StringComparer.Ordinal).ToList();
        foreach (var account in before.Except(holding.Select(one => one.Account), StringComparer.Ordinal))
        {
            // Where it was told, though another account may be billed for it since.
            Post(keys.Find(db, account), $"looked:{Round}", new PaymentLookedAt(by, payment.PublicId));
        }

        foreach (var suggestion in holding.Where(one => !before.Contains(one.Account)))
        {
            var money = new Money(payment.Amount, payment.Currency);
            Post(keys.FindPayer(db, suggestion.Account), $"suspected:{Round}", new PaymentSuspected(by, payment.PublicId, money, suggestion.Why));
        }
    }

    private void Lost(long account, long amount, string key)
    {
        Tell(account);
        Inbox.MoneyMoved(db, account, key, new PaymentReversed(by, payment.PublicId, new Money(amount, payment.Currency)), now);
    }

    // Whether it has a case or not: its contacts wait.
    private void Post(AccountKey? account, string key, Happening happening)
    {
        if (account is not null)
        {
            _told.Add(account.Code);
            Inbox.Post(db, account.Id, key, happening, now);
        }
    }

    private void Tell(long account) => _told.Add(keys.Get(db, account).Code);
}
