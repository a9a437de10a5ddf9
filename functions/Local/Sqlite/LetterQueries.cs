using Collections.App.Stores;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

/// <summary>Reads letters, with what they say where they were drawn up.</summary>
internal static class LetterQueries
{
    private const string Columns = """
        SELECT l.letter_id, a.code, l.step, l.template, l.state, l.intended_at, l.not_before, l.attempted_at, l.sent_at,
               d.recipient, d.recipient_name, d.subject, d.text, d.html, d.owing, a.currency, l.id
        FROM letters l JOIN accounts a ON a.id = l.account_id LEFT JOIN letter_drafts d ON d.letter_id = l.id
        """;

    /// <summary>Handed over, and their fate not stored.</summary>
    public static readonly Query InFlight = new($"{Columns} WHERE l.state = 'attempted' ORDER BY l.attempted_at, l.letter_id");

    /// <summary>One letter.</summary>
    public static readonly Query ById = new($"{Columns} WHERE l.letter_id = ?");

    /// <summary>Newest first, before a key; of any state or one.</summary>
    public static readonly Query All = new($"{Columns} WHERE l.id < ?1 AND (?2 IS NULL OR l.state = ?2) ORDER BY l.id DESC LIMIT ?3");

    /// <summary>As <see cref="All"/>, of one account.</summary>
    public static readonly Query OfAccount = new(
        $"{Columns} WHERE l.id < ?1 AND (?2 IS NULL OR l.state = ?2) AND l.account_id = ?4 ORDER BY l.id DESC LIMIT ?3");

    /// <summary>The column of the letter's key, which is the cursor.</summary>
    public const int Key = 16;

    /// <summary>Reads a letter.</summary>
    public static LetterRow Read(Statement row) => new(
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
