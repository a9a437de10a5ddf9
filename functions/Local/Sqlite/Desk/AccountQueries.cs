using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Reads the list of accounts that are billed, by code.</summary>
/// <remarks>
/// A page costs what it shows. A search for a part of a name can use no order of anything: it reads the codes and names in their index, up to as many
/// as fill the page, and is read aside for that.
/// </remarks>
internal static class AccountQueries
{
    /// <summary>What is set aside by open disputes of the account <c>a</c>: of each invoice no more than it has open (R4).</summary>
    /// <remarks>Most accounts have none, and their items are not looked at.</remarks>
    public const string Disputed = $"{DisputedBegins} {DisputedEnds}";

    private const string DisputedBegins = """
        CASE WHEN NOT EXISTS (SELECT 1 FROM disputes d WHERE d.account_id = a.id AND d.state = 'open') THEN 0 ELSE (
          SELECT ifnull(sum(min(held, open)), 0) FROM (
            SELECT (SELECT sum(d.amount) FROM disputes d WHERE d.account_id = a.id AND d.state = 'open' AND d.invoice = x.number) AS held, sum(x.open) AS open
            FROM invoices x WHERE x.open <> 0 AND x.payer_id = a.id AND x.open > 0
        """;

    private const string DisputedEnds = "GROUP BY x.number)) END";

    // SQLite takes the index of what is open where the query says so in the index's own words: open <> 0.
    private const string Columns = $"""
        SELECT a.code, a.name, a.currency, c.status, c.step, c.stage, c.wake, c.on_stop,
          (SELECT ifnull(sum(open), 0) FROM invoices i WHERE i.open <> 0 AND i.payer_id = a.id AND i.open > 0 AND i.due < ?3),
          (SELECT ifnull(-sum(open), 0) FROM invoices i WHERE i.open <> 0 AND i.payer_id = a.id AND i.open < 0)
            + (SELECT ifnull(sum(unapplied), 0) FROM payments p WHERE p.account_id = a.id AND p.unapplied > 0),
          {DisputedBegins} AND x.due < ?3 {DisputedEnds}
        FROM accounts a JOIN cases c ON c.account_id = a.id
        WHERE a.payer_id = a.id AND a.code > ?1
        """;

    private static readonly Query All = new($"{Columns} ORDER BY a.code LIMIT ?2");

    // A branch is found under the account that is billed for it (R6).
    private static readonly Query Named = new($"""
        {Columns} AND (a.code LIKE ?4 ESCAPE '\' OR a.name LIKE ?4 ESCAPE '\' OR EXISTS (
            SELECT 1 FROM accounts b WHERE b.payer_id = a.id AND b.payer_id <> b.id AND (b.code LIKE ?4 ESCAPE '\' OR b.name LIKE ?4 ESCAPE '\')))
        ORDER BY a.code LIMIT ?2
        """);

    /// <summary>True for what is a search, which looks at more than it shows.</summary>
    public static bool IsSearch(string? part) => !string.IsNullOrWhiteSpace(part);

    /// <summary>A page of accounts.</summary>
    /// <param name="db">A connection.</param>
    /// <param name="part">A part of the code or name; null or blank for all.</param>
    /// <param name="cursor">Where the last page ended; null for the first.</param>
    /// <param name="limit">How many it shows.</param>
    /// <param name="asOf">The day on which owing is counted.</param>
    public static Page<AccountRowView> Page(Connection db, string? part, string? cursor, int limit, DateOnly asOf)
    {
        var shown = Cursors.Limit(limit);
        var statement = db[IsSearch(part) ? Named : All].Add(cursor ?? "").Add(shown + 1).Add(asOf);
        var rows = (IsSearch(part) ? statement.Add($"%{Escape(part!.Trim())}%") : statement).ReadAll(Read);
        return Cursors.Page(rows, shown, row => row, row => row.Account);
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static AccountRowView Read(Statement row)
    {
        var currency = row.Currency(2);
        var owing = Math.Max(0, row.Long(8) - row.Long(10) - row.Long(9));
        return new AccountRowView(
            row.Text(0), row.Text(1), new Money(owing, currency), row.Word<CaseStatus>(3), row.TextOrNull(4), row.TextOrNull(5), row.InstantOrNull(6),
            row.Bool(7));
    }
}
