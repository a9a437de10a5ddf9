using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

/// <summary>What a migration fills in that SQL cannot compute.</summary>
internal static class LedgerMigration
{
    private static readonly Query Accounts = new("SELECT id, code, name FROM accounts ORDER BY id");
    private static readonly Query Numbers = new("SELECT number FROM invoices ORDER BY id");

    /// <summary>Names by which the accounts that are there pay, and the shapes of the numbers that are there.</summary>
    public static void PayersAndShapes(Connection db)
    {
        var known = new KnownLedger();
        foreach (var (id, code, name) in db[Accounts].ReadAll(row => (row.Long(0), row.Text(1), row.Text(2))))
        {
            RemitterBook.Rename(db, id, before: null, name);
            known.AccountShapes.Add(db, code);
        }

        // A statement of its own reads on while the shapes are written; a ledger may have millions of numbers.
        var numbers = db[Numbers];
        while (numbers.Step())
        {
            known.InvoiceShapes.Add(db, numbers.Text(0));
        }
    }
}
