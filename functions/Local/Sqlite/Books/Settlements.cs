using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Books;

/// <summary>Keeps each account's payment history (R16) in step with the days on which its invoices were settled.</summary>
internal static class Settlements
{
    private static readonly Query AddToHistory = new(
        "UPDATE accounts SET settled = settled + ?, late = late + ?, late_days = late_days + ? WHERE id = ?");

    /// <summary>Counts an invoice that was settled on a day.</summary>
    public static void Count(Connection db, long payer, DateOnly due, DateOnly on) => Add(db, payer, default(PaymentHistory).With(due, on), 1);

    /// <summary>An invoice was due, and settled, on another day than before, or is open again.</summary>
    public static void Change(Connection db, long payer, (DateOnly Due, DateOnly? On) before, (DateOnly Due, DateOnly? On) after)
    {
        if (before == after)
        {
            return;
        }

        if (before.On is { } was)
        {
            Add(db, payer, default(PaymentHistory).With(before.Due, was), -1);
        }

        if (after.On is { } now)
        {
            Count(db, payer, after.Due, now);
        }
    }

    /// <summary>Adds a history to an account's, or takes it off.</summary>
    public static void Add(Connection db, long payer, PaymentHistory one, int sign) =>
        db[AddToHistory].Add(sign * one.Settled).Add(sign * one.Late).Add(sign * one.LateDays).Add(payer).Run();
}
