using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>A payment, or another entry of a bank feed, as its row stands.</summary>
/// <remarks>Of every payment, at every moment: amount = what it settles + what is unapplied + what came back.</remarks>
internal sealed record StoredPayment(
    long Id, string Feed, string BankId, string Kind, long Amount, Currency Currency, PaymentState State, long? AccountId, long Unapplied, long Returned)
{
    /// <summary>Money that came in.</summary>
    public const string Payment = "payment";

    /// <summary>A payment that came back.</summary>
    public const string Reversal = "reversal";

    /// <summary>Money that went out.</summary>
    public const string Outgoing = "outgoing";

    private static readonly Query ByBankId = new("""
        SELECT id, feed, bank_id, kind, amount, currency, state, account_id, unapplied, returned FROM payments WHERE feed = ? AND bank_id = ?
        """);

    /// <summary>The payment's id outside of the store.</summary>
    public string PublicId => IdOf(Feed, BankId);

    /// <summary>What the payment settles.</summary>
    public long Settled => Amount - Unapplied - Returned;

    /// <summary>The id outside of the store of what a feed calls so.</summary>
    public static string IdOf(string feed, string bankId) => $"{feed}:{bankId}";

    /// <summary>The entry of a feed, or null.</summary>
    public static StoredPayment? Find(Connection db, string feed, string bankId) => db[ByBankId].Add(feed).Add(bankId).ReadFirst(row => new StoredPayment(
        row.Long(0), row.Text(1), row.Text(2), row.Text(3), row.Long(4), row.Currency(5), row.Word<PaymentState>(6), row.LongOrNull(7), row.Long(8),
        row.Long(9)));
}
