using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>What is put before an account's next turn. All of it runs on the writer's thread.</summary>
internal static class Inbox
{
    /// <summary>Whether anything was ever collected on an account, as it is stored.</summary>
    public const int Never = 0;

    /// <summary>Something was, and it is over.</summary>
    public const int IsOver = 1;

    /// <summary>A case is open.</summary>
    public const int IsOpen = 2;

    private static readonly Query Remember = new("INSERT INTO known_keys (account_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private static readonly Query InsertItem = new("INSERT INTO inbox (account_id, key, at, happening) VALUES (?, ?, ?, ?)");

    // Most accounts have no case: one statement then tells that and is all. (RETURNING would cost more than a second statement does.)
    private static readonly Query TouchBelow = new("UPDATE versions SET version = version + 1 WHERE account_id = ? AND collecting < ?");
    private static readonly Query Touch = new("UPDATE versions SET version = version + 1 WHERE account_id = ?");
    private static readonly Query Version = new("SELECT version FROM versions WHERE account_id = ?");
    private static readonly Query MakeDue = new("""
        UPDATE cases SET inbox_at = min(ifnull(inbox_at, ?1), ?1) WHERE account_id = ?2 AND (SELECT payer_id FROM accounts WHERE id = ?2) = ?2
        """);

    private static readonly Query Rest = new("UPDATE cases SET inbox_at = NULL WHERE account_id = ?");
    private static readonly Query Resume = new("UPDATE cases SET inbox_at = (SELECT min(at) FROM inbox WHERE account_id = ?1) WHERE account_id = ?1");

    /// <summary>Remembers a key; false if it was known.</summary>
    public static bool TryRemember(Connection db, long account, string key) => db[Remember].Add(account).Add(key).Run() == 1;

    /// <summary>Puts something in the inbox and makes the account due; what was decided on its file before is out of date.</summary>
    public static void Post(Connection db, long account, string key, Happening happening, DateTimeOffset now)
    {
        db[Touch].Add(account).Run();
        Insert(db, account, key, happening, now);
    }

    /// <summary>Another account is billed for it from now on, or no other any more: what is in its own inbox waits while it has no turns of its own.</summary>
    public static void BillToChanged(Connection db, long account, bool isBilledItself) => db[isBilledItself ? Resume : Rest].Add(account).Run();

    /// <summary>The books changed something of the account: an open case looks at it.</summary>
    public static void BooksChanged(Connection db, long account, DateTimeOffset now)
    {
        if (db[TouchBelow].Add(account).Add(IsOpen).Run() == 0)
        {
            db[Touch].Add(account).Run();
            var version = db[Version].Add(account).RunForLong();
            Insert(db, account, string.Create(CultureInfo.InvariantCulture, $"ledger:{version}"), new LedgerChanged(), now);
        }
    }

    /// <summary>Money came or went: where anything was ever collected, the next turn weighs it.</summary>
    public static void MoneyMoved(Connection db, long account, string key, Happening happening, DateTimeOffset now)
    {
        if (db[TouchBelow].Add(account).Add(IsOver).Run() == 0)
        {
            db[Touch].Add(account).Run();
            Insert(db, account, key, happening, now);
        }
    }

    private static void Insert(Connection db, long account, string key, Happening happening, DateTimeOffset now)
    {
        db[InsertItem].Add(account).Add(key).Add(now.Millis()).Add(HappeningFormat.Write(happening)).Run();
        db[MakeDue].Add(now.Millis()).Add(account).Run();
    }
}
