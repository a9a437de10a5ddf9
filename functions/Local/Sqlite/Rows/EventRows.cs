using Collections.App.Stores;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>Writes and reads the pages of accounts' events.</summary>
internal static class EventRows
{
    private static readonly Query Insert = new("INSERT INTO events (account_id, seq, at, by, lines, events, hash) VALUES (?, ?, ?, ?, ?, ?, ?)");
    private static readonly Query Of = new("SELECT seq, at, by, lines, events, hash FROM events WHERE account_id = ? ORDER BY seq");

    /// <summary>Writes a page.</summary>
    public static void Write(Connection db, long account, EventPage page) => db[Insert]
        .Add(account).Add(page.Seq).Add(page.At.Millis()).Add(page.By).Add(page.Lines).Add(page.Events).AddBlob(Convert.FromHexString(page.Hash)).Run();

    /// <summary>The pages of an account, oldest first.</summary>
    public static List<EventPage> Read(Connection db, long account) => db[Of].Add(account).ReadAll(row => new EventPage(
        row.Int(0), row.Instant(1), row.Text(2), row.Int(3), row.Text(4), row.Hash(5)));
}
