using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Takes money back that came back (R37): of what was unapplied first, then of what fell due last, whoever's it is. Runs on the writer's thread.</summary>
internal static class Reversals
{
    private static readonly Query Pending = new("""
        SELECT id, bank_id, amount FROM payments
        WHERE feed = ? AND reversal_of = ? AND kind = 'reversal' AND state = 'unmatched' ORDER BY id
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
        var back = Math.Min(amount, original.Amount - original.Returned);
        if (back <= 0)
        {
            return [];
        }

        var unapplied = Math.Min(back, original.Unapplied);
        var lost = Allocator.TakeOff(db, original.Id, back - unapplied, cameBack: true);
        db[GiveBack].Add(back).Add(now.Millis()).Add(original.Id).Run();
        if (original.AccountId is { } owner)
        {
            lost[owner] = lost.GetValueOrDefault(owner) + unapplied;
        }

        var news = new PaymentNews(db, keys, original, by, original.Round + 1, now);
        foreach (var (account, part) in lost.OrderBy(one => one.Key))
        {
            news.CameBack(account, part, reversalId);
        }

        news.Suspected([]);
        return news.Touched;
    }

    /// <summary>A payment came of which reversals came before, under the id that they name.</summary>
    public static List<string> ApplyPending(Connection db, AccountKeys keys, StoredPayment payment, string toldAs, DateTimeOffset now)
    {
        var touched = new List<string>();
        foreach (var reversal in db[Pending].Add(payment.Feed).Add(toldAs).ReadAll(row => (Id: row.Long(0), BankId: row.Text(1), Amount: row.Long(2))))
        {
            // What is unapplied, and how often its accounts were told, changes with each of them.
            var original = StoredPayment.Find(db, payment.Feed, payment.BankId)!;
            db[Assign].Add(Words.Of(original.State)).Add(original.AccountId).Add($"it undoes {toldAs}").Add(toldAs).Add(false).Add(reversal.Id).Run();
            var reversalId = StoredPayment.IdOf(payment.Feed, reversal.BankId);
            touched.AddRange(Apply(db, keys, original, reversal.Amount, reversalId, new Actor(payment.Feed), now));
        }

        return touched;
    }

    /// <summary>Another source says what a reversal undoes of which nobody knew it; where that has not come yet, it waits for it.</summary>
    public static IReadOnlyList<string> Complete(Connection db, AccountKeys keys, StoredPayment reversal, string originalId, DateTimeOffset now)
    {
        if (Original(db, reversal) is not null || reversal.State != PaymentState.Unmatched)
        {
            return [];
        }

        if (StoredPayment.Find(db, reversal.Feed, originalId) is { Kind: StoredPayment.Payment } original)
        {
            return Undo(db, keys, reversal, original, new Actor(reversal.Feed), isByHand: false, now);
        }

        if (IsUnknown(reversal.ReversalOf!) && !IsUnknown(originalId))
        {
            db[Assign]
                .Add(Words.Of(PaymentState.Unmatched)).Add((long?)null).Add(HasNotCome(originalId)).Add(originalId).Add(false).Add(reversal.Id).Run();
        }

        return [];
    }

    /// <summary>True for what stands where nobody knows which payment a reversal undoes.</summary>
    public static bool IsUnknown(string originalId) => originalId.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal);

    /// <summary>Why a reversal waits whose payment is named, but not there.</summary>
    public static string HasNotCome(string originalId) => $"it undoes {originalId}, which has not come yet";

    /// <summary>A reversal undoes a payment, as a person or another source says.</summary>
    public static IReadOnlyList<string> Undo(
        Connection db, AccountKeys keys, StoredPayment reversal, StoredPayment original, Actor by, bool isByHand, DateTimeOffset now)
    {
        var why = isByHand ? $"it undoes {original.BankId}, {by.Name} says" : $"it undoes {original.BankId}";
        db[Assign].Add(Words.Of(original.State)).Add(original.AccountId).Add(why).Add(original.BankId).Add(isByHand).Add(reversal.Id).Run();
        return Apply(db, keys, original, reversal.Amount, reversal.PublicId, by, now);
    }

    /// <summary>The payment that a reversal undoes, or null while nobody knows, or it has not come.</summary>
    public static StoredPayment? Original(Connection db, StoredPayment reversal) =>
        reversal.ReversalOf is { } id && StoredPayment.Find(db, reversal.Feed, id) is { Kind: StoredPayment.Payment } original ? original : null;
}
