using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Books;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Payments;

/// <summary>Writes what <see cref="PaymentDecider"/> and <see cref="LedgerBook"/> say of money that came back (R37). Runs on the writer's thread.</summary>
internal static class Reversals
{
    // What a person has set aside comes back all the same, once the payment that it names is there.
    private static readonly Query Pending = new("""
        SELECT bank_id FROM payments WHERE feed = ? AND reversal_of = ? AND kind = 'reversal' AND state IN ('unmatched', 'ignored') ORDER BY id
        """);

    private static readonly Query Assign = new("UPDATE payments SET state = ?, account_id = ?, why = ?, reversal_of = ?, by_hand = ? WHERE id = ?");

    private static readonly Query GiveBack = new("""
        UPDATE payments SET returned = returned + ?1, returned_at = ?2, unapplied = unapplied - ?1, suggestions = NULL,
          round = round + (suggestions IS NOT NULL)
        WHERE id = ?3
        """);

    /// <summary>A payment came back, or a part of it.</summary>
    /// <returns>The accounts that have something to do, by code.</returns>
    public static IReadOnlyList<string> Apply(
        Connection db, AccountKeys keys, StoredPayment original, long amount, string reversalId, Actor by, DateTimeOffset now)
    {
        var (back, unapplied) = LedgerBook.Reverse(amount, original.Amount, original.Returned, original.Unapplied);
        if (back == 0)
        {
            return [];
        }

        var lost = Allocator.TakeOff(db, original.Id, back - unapplied, cameBack: true);
        db[GiveBack].Add(back).Add(now.Millis()).Add(original.Id).Run();
        if (original.AccountId is { } owner)
        {
            lost[owner] = lost.GetValueOrDefault(owner) + unapplied;
        }

        var news = new PaymentNews(db, keys, original, by, original.Round + 1, now);
        news.CameBack(lost, reversalId);
        news.Suspected([]);
        return news.Touched;
    }

    /// <summary>A payment came of which reversals came before, under the id that they name.</summary>
    public static List<string> ApplyPending(Connection db, AccountKeys keys, StoredPayment payment, string toldAs, DateTimeOffset now)
    {
        var touched = new List<string>();
        foreach (var id in db[Pending].Add(payment.Feed).Add(toldAs).ReadAll(row => row.Text(0)))
        {
            // What is unapplied, and how often its accounts were told, changes with each of them.
            var (reversal, original) = (StoredPayment.Find(db, payment.Feed, id)!, StoredPayment.Find(db, payment.Feed, payment.BankId)!);
            var ruling = PaymentDecider.Undone(original.Facts(db, keys), toldAs, by: null);
            touched.AddRange(Undo(db, keys, reversal, original, ruling, new Actor(payment.Feed), now));
        }

        return touched;
    }

    /// <summary>Another source says what a reversal undoes.</summary>
    /// <returns>The accounts that have something to do, by code.</returns>
    public static IReadOnlyList<string> Complete(Connection db, AccountKeys keys, StoredPayment reversal, string originalId, DateTimeOffset now)
    {
        var original = StoredPayment.Find(db, reversal.Feed, originalId);
        var ruling = PaymentDecider.Completed(reversal.Facts(db, keys), originalId, original?.Facts(db, keys));
        if (ruling.IsNothing)
        {
            return [];
        }

        if (original is { Kind: EntryKind.Payment })
        {
            return Undo(db, keys, reversal, original, ruling, new Actor(reversal.Feed), now);
        }

        Write(db, reversal, ruling, account: null);
        return [];
    }

    /// <summary>A reversal undoes a payment, as a ruling says.</summary>
    /// <returns>The accounts that have something to do, by code.</returns>
    public static IReadOnlyList<string> Undo(
        Connection db, AccountKeys keys, StoredPayment reversal, StoredPayment original, PaymentRuling ruling, Actor by, DateTimeOffset now)
    {
        Write(db, reversal, ruling, original.AccountId);
        return Apply(db, keys, original, reversal.Amount, reversal.PublicId, by, now);
    }

    private static void Write(Connection db, StoredPayment reversal, PaymentRuling ruling, long? account) =>
        db[Assign].Add(Words.Of(ruling.State)).Add(account).Add(ruling.Why).Add(ruling.ReversalOf).Add(ruling.IsByHand).Add(reversal.Id).Run();
}
