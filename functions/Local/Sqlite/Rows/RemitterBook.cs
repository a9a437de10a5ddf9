using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Core.Remittances;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>Who is known to pay for whom: customers by their names, and payers by what their payments taught.</summary>
internal static class RemitterBook
{
    private const int MostFound = 20;

    private static readonly Query InsertName = new("INSERT INTO payers (key, account_id, learned) VALUES (?, ?, 0) ON CONFLICT DO NOTHING");
    private static readonly Query DeleteName = new("DELETE FROM payers WHERE key = ? AND account_id = ? AND learned = 0");

    private static readonly Query InsertLearned = new(
        "INSERT INTO payers (key, account_id, learned, taught_by) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING");

    private static readonly Query DeleteLearned = new("DELETE FROM payers WHERE taught_by = ? AND learned = 1");
    private static readonly Query LearnedOf = new("SELECT key, taught_by FROM payers WHERE account_id = ? AND learned = 1 ORDER BY key");

    private const string Found = """
        SELECT p.code, y.key, y.learned FROM payers y JOIN accounts a ON a.id = y.account_id JOIN accounts p ON p.id = a.payer_id
        """;

    private const string InOrder = "ORDER BY p.code, y.learned DESC, y.key";

    private static readonly Query ByKey = new($"{Found} WHERE y.key = ?1 {InOrder}");

    // No text that begins with the key stands after the key and the last character that there is.
    private static readonly Query ByBeginning = new($"{Found} WHERE y.key BETWEEN ?1 AND ?1 || char(0x10FFFF) {InOrder}");

    /// <summary>A customer came, or is called otherwise from now on.</summary>
    public static void Rename(Connection db, long account, string? before, string now)
    {
        var (old, key) = (RemitterKey.OfName(before), RemitterKey.OfName(now));
        if (old == key)
        {
            return;
        }

        if (old is not null)
        {
            db[DeleteName].Add(old).Add(account).Run();
        }

        if (key is not null)
        {
            db[InsertName].Add(key).Add(account).Run();
        }
    }

    /// <summary>Learns from a payment by what its payer is known. What was known before stays as it was taught.</summary>
    public static void Learn(Connection db, IReadOnlyList<string> keys, long account, string paymentId)
    {
        foreach (var key in keys)
        {
            db[InsertLearned].Add(key).Add(account).Add(paymentId).Run();
        }
    }

    /// <summary>Forgets what a payment taught.</summary>
    public static void Forget(Connection db, string paymentId) => db[DeleteLearned].Add(paymentId).Run();

    /// <summary>The accounts that are billed for whoever goes by a key; each once, by code.</summary>
    public static IReadOnlyList<KnownRemitter> Find(Connection db, string key, bool isBeginning)
    {
        var found = new List<KnownRemitter>();
        var rows = db[isBeginning ? ByBeginning : ByKey].Add(key);
        while (found.Count < MostFound && rows.Step())
        {
            var code = rows.Text(0);
            if (found.Count == 0 || found[^1].Account != code)
            {
                found.Add(new KnownRemitter(code, rows.Text(1), rows.Bool(2)));
            }
        }

        rows.Reset();
        return found;
    }

    /// <summary>What payments taught of an account, by key.</summary>
    public static List<ArchivedRemitter> Of(Connection db, long account) =>
        db[LearnedOf].Add(account).ReadAll(row => new ArchivedRemitter(row.Text(0), row.Text(1)));
}
