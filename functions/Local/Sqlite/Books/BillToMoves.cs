using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Books;

/// <summary>Another account is billed for an account from now on.</summary>
/// <param name="Account">The account's key.</param>
/// <param name="From">The key of the one that was billed for it.</param>
/// <param name="To">The key of the one that is.</param>
internal readonly record struct BillToMove(long Account, long From, long To);

/// <summary>Takes an account's items, with their history and their disputes, to the account that is billed for it now. Runs on the writer's thread.</summary>
/// <remarks>It costs what the account that was billed has, however large the ledger is: everybody's writes wait for it.</remarks>
internal static class BillToMoves
{
    private const string OfAccount = "AND account_id = ?1";

    private static readonly Query History = new($"""
        SELECT count(*), sum(settled_on > due), sum(max(0, settled_on - due))
        FROM ({ItemsOf.BillTo("settled_on, due", "?2", $"{OfAccount} AND settled_on IS NOT NULL")})
        """);

    private static readonly Query Items = new($"UPDATE invoices SET payer_id = ?3 WHERE id IN ({ItemsOf.BillTo("id", "?2", OfAccount)})");

    // Payments stay with the account that had them; whoever takes items along that they settle lists them too.
    private static readonly Query Payments = new($"""
        UPDATE payments SET split = 1 WHERE split = 0 AND account_id <> ?2 AND id IN (
          SELECT x.payment_id FROM ({ItemsOf.BillTo("id", "?2", OfAccount)}) i CROSS JOIN allocations x ON x.invoice_id = i.id)
        """);

    private static readonly Query Disputes = new("""
        UPDATE disputes SET account_id = ?3
        WHERE account_id = ?2 AND EXISTS (SELECT 1 FROM invoices i WHERE i.number = disputes.invoice AND i.account_id = ?1)
        """);

    /// <summary>Takes them there.</summary>
    public static void Run(Connection db, BillToMove move)
    {
        var history = db[History].Add(move.Account).Add(move.From).ReadFirst(row => new PaymentHistory(row.Int(0), row.Int(1), row.Int(2)));
        if (history.Settled > 0)
        {
            Settlements.Add(db, move.From, history, -1);
            Settlements.Add(db, move.To, history, 1);
        }

        db[Items].Add(move.Account).Add(move.From).Add(move.To).Run();
        db[Payments].Add(move.Account).Add(move.To).Run();
        db[Disputes].Add(move.Account).Add(move.From).Add(move.To).Run();
    }
}
