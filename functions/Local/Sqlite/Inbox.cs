using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>What is put before an account's next turn. All of it runs on the writer's thread.</summary>
internal static class Inbox
{
    private static readonly Query Remember = new("INSERT INTO known_keys (account_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private static readonly Query Insert = new("INSERT INTO inbox (account_id, key, at, happening) VALUES (?, ?, ?, ?)");

    private static readonly Query MakeDue = new(
        "UPDATE cases SET version = version + 1, inbox_at = min(ifnull(inbox_at, ?1), ?1) WHERE account_id = ?2");

    private static readonly Query Touched = new("UPDATE cases SET version = version + 1 WHERE account_id = ? RETURNING status, version");
    private static readonly Query EverCollected = new("SELECT 1 FROM cases WHERE account_id = ? AND number > 0");

    /// <summary>Remembers a key; false if it was known.</summary>
    public static bool TryRemember(Connection db, long account, string key) => db[Remember].Add(account).Add(key).Run() == 1;

    /// <summary>Puts something in the inbox and makes the account due; what was decided on its file before is out of date.</summary>
    public static void Post(Connection db, long account, string key, Happening happening, DateTimeOffset now)
    {
        db[Insert].Add(account).Add(key).Add(now.Millis()).Add(HappeningFormat.Write(happening)).Run();
        db[MakeDue].Add(now.Millis()).Add(account).Run();
    }

    /// <summary>The books changed something of the account: an open case looks at it.</summary>
    public static void BooksChanged(Connection db, long account, DateTimeOffset now)
    {
        var touched = db[Touched].Add(account);
        _ = touched.Step();
        var (isOpen, version) = (touched.Text(0) is "open" or "waiting" or "held", touched.Long(1));
        touched.Reset();
        if (isOpen)
        {
            Post(db, account, $"ledger:{version}", new LedgerChanged(), now);
        }
    }

    /// <summary>Money came or went: where anything was ever collected, the next turn weighs it.</summary>
    public static void MoneyMoved(Connection db, long account, string key, Happening happening, DateTimeOffset now)
    {
        if (db[EverCollected].Add(account).RunForLong() is not null)
        {
            Post(db, account, key, happening, now);
        }
        else
        {
            db[Touched].Add(account).Run();
        }
    }
}
