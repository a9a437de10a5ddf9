using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Books;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>Writes what <see cref="PaymentDecider"/> rules of a payment: where it stands, what it settles, what it teaches, and whom that concerns. Runs on the writer's thread.</summary>
internal sealed class PaymentRulings(AccountKeys keys)
{
    private static readonly Query Update = new("""
        UPDATE payments SET state = ?, account_id = ?, why = ?, confidence = ?, suggestions = ?, refused = ?, by_hand = ?, awaits = ?, round = round + 1 WHERE id = ?
        """);

    /// <summary>Writes it.</summary>
    /// <returns>The accounts that have something to do, by code.</returns>
    public IReadOnlyList<string> Write(Connection db, StoredPayment payment, PaymentRuling ruling, Actor by, DateTimeOffset now)
    {
        var before = ruling.Move == MoneyMove.Anew ? Allocator.Shares(db, payment.Id) : [];
        if (ruling.Move == MoneyMove.Anew)
        {
            Allocator.TakeOff(db, payment.Id, payment.Settled, cameBack: false);
            RemitterBook.Forget(db, payment.PublicId);
        }

        var account = ruling.Account is { } code ? keys.Find(db, code) : null;
        db[Update]
            .Add(Words.Of(ruling.State)).Add(account?.Id).Add(ruling.Why).Add(ruling.Confidence).Add(PaymentText.Write(ruling.Suggestions))
            .Add(PaymentText.Write(ruling.Refused)).Add(ruling.IsByHand).Add(ruling.Awaits).Add(payment.Id).Run();
        return Settle(db, payment, ruling, account, before, new PaymentNews(db, keys, payment, by, payment.Round + 1, now));
    }

    /// <summary>Settles what a ruling says of a payment whose row says so already, teaches, and tells everybody concerned.</summary>
    /// <param name="db">The writer's connection.</param>
    /// <param name="payment">The payment as it stood.</param>
    /// <param name="ruling">The ruling.</param>
    /// <param name="account">The account that the ruling names.</param>
    /// <param name="before">What each account had of it; minor units.</param>
    /// <param name="news">Tells.</param>
    /// <returns>The accounts that have something to do, by code.</returns>
    public IReadOnlyList<string> Settle(
        Connection db, StoredPayment payment, PaymentRuling ruling, AccountKey? account, IReadOnlyDictionary<long, long> before, PaymentNews news)
    {
        var settled = Allocator.Settle(db, payment.Id, payment.Currency, ruling.Allocations);
        if (ruling.Move == MoneyMove.More && settled.Count > 0)
        {
            news.Kept(account!.Id);
        }
        else if (ruling.Move == MoneyMove.Anew)
        {
            if (settled.Keys.Any(other => other != account?.Id))
            {
                Allocator.MarkSplit(db, payment.Id);
            }

            if (account is not null)
            {
                // What no other account gets is the first one's, settled or not.
                settled[account.Id] = payment.Amount - settled.Where(one => one.Key != account.Id).Sum(one => one.Value);
            }

            news.Moved(before, settled);
        }

        foreach (var lessons in ruling.Lessons.GroupBy(lesson => lesson.Account, lesson => lesson.Key, StringComparer.Ordinal))
        {
            RemitterBook.Learn(db, [.. lessons], keys.Find(db, lessons.Key)!.Id, payment.PublicId);
        }

        news.Suspected(ruling.Suggestions);
        return news.Touched;
    }
}
