using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Reads letters, with what they say where they were drawn up.</summary>
internal static class LetterQueries
{
    private const string Columns = """
        SELECT l.letter_id, a.code, l.step, l.template, l.state, l.intended_at, l.not_before, l.attempted_at, l.sent_at,
               d.recipient, d.recipient_name, d.subject, d.text, d.html, d.owing, a.currency, l.id
        FROM letters l JOIN accounts a ON a.id = l.account_id LEFT JOIN letter_drafts d ON d.letter_id = l.id
        """;

    private const string Newest = "ORDER BY l.id DESC LIMIT ?2";

    private static readonly Query Flying = new($"{Columns} WHERE l.state = 'attempted' ORDER BY l.attempted_at, l.letter_id");
    private static readonly Query ById = new($"{Columns} WHERE l.letter_id = ?");
    private static readonly Query All = new($"{Columns} WHERE l.id < ?1 {Newest}");
    private static readonly Query Intended = new($"{Columns} WHERE l.id < ?1 AND l.state = 'intended' {Newest}");

    // SQLite takes the index of a state where the query says, as the index does, of which states it is.
    private static readonly Query OfState = new($"{Columns} WHERE l.id < ?1 AND l.state <> 'intended' AND l.state = ?3 {Newest}");
    private static readonly Query OfAccount = new($"{Columns} WHERE l.id < ?1 AND (?3 IS NULL OR l.state = ?3) AND l.account_id = ?4 {Newest}");
    private static readonly Query Whole = new($"{Columns} WHERE l.account_id = ? ORDER BY l.id");

    /// <summary>Those that were handed over and whose fate was not stored, oldest first.</summary>
    public static List<LetterRow> InFlight(Connection db) => db[Flying].ReadAll(Read);

    /// <summary>One letter, or null.</summary>
    public static LetterRow? Find(Connection db, string letterId) => db[ById].Add(letterId).ReadFirst(Read);

    /// <summary>All letters of an account, oldest first.</summary>
    public static List<LetterRow> AllOf(Connection db, long account) => db[Whole].Add(account).ReadAll(Read);

    /// <summary>A page of letters, newest first; of one account that is billed, or of all.</summary>
    public static Page<LetterRow> Page(Connection db, LetterState? state, long? account, string? cursor, int limit)
    {
        var shown = Cursors.Limit(limit);
        var query = account is not null ? OfAccount : state is null ? All : state == LetterState.Intended ? Intended : OfState;
        var statement = db[query].Add(KeyCursors.KeyBefore(cursor)).Add(shown + 1);
        statement = query == OfAccount || query == OfState ? statement.Add(state is { } one ? Words.Of(one) : null) : statement;
        var rows = (account is { } id ? statement.Add(id) : statement).ReadAll(row => (Letter: Read(row), Key: row.Long(16)));
        return Cursors.Page(rows, shown, row => row.Letter, row => KeyCursors.Of(row.Key));
    }

    private static LetterRow Read(Statement row) => new(
        row.Text(0),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        row.Word<LetterState>(4),
        row.Instant(5),
        row.Instant(6),
        row.InstantOrNull(7),
        row.InstantOrNull(8),
        row.IsNull(9) ? null : new LetterDraft(
            row.Text(0), row.Text(9), row.Text(10), row.Text(11), row.Text(12), row.Text(13), row.Money(14, row.Currency(15))));
}
