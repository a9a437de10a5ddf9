using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// Figures, and the sums that must agree.
public sealed partial class SqliteStore
{
    private static readonly Query Aging = new($"""
        SELECT a.code, a.name, a.currency, i.not_due, i.to30, i.to60, i.to90, i.over90, ifnull(i.credit, 0) + ifnull(p.unapplied, 0),
          {AccountQueries.Disputed}
        FROM accounts a
        LEFT JOIN (
          SELECT payer_id,
            sum(CASE WHEN open > 0 AND due >= ?1 THEN open ELSE 0 END) AS not_due,
            sum(CASE WHEN open > 0 AND due BETWEEN ?1 - 30 AND ?1 - 1 THEN open ELSE 0 END) AS to30,
            sum(CASE WHEN open > 0 AND due BETWEEN ?1 - 60 AND ?1 - 31 THEN open ELSE 0 END) AS to60,
            sum(CASE WHEN open > 0 AND due BETWEEN ?1 - 90 AND ?1 - 61 THEN open ELSE 0 END) AS to90,
            sum(CASE WHEN open > 0 AND due < ?1 - 90 THEN open ELSE 0 END) AS over90,
            sum(CASE WHEN open < 0 THEN -open ELSE 0 END) AS credit
          FROM invoices WHERE open <> 0 GROUP BY payer_id) i ON i.payer_id = a.id
        LEFT JOIN (SELECT account_id, sum(unapplied) AS unapplied FROM payments WHERE unapplied > 0 AND account_id IS NOT NULL GROUP BY account_id) p
          ON p.account_id = a.id
        WHERE i.payer_id IS NOT NULL OR p.account_id IS NOT NULL
        ORDER BY a.code
        """);

    private static readonly Query Activity = new("""
        SELECT at / 86400000 AS day, kind, count(*) FROM record WHERE at >= ? AND at < ? GROUP BY day, kind ORDER BY day, kind
        """);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AgingRow>> AgingAsync(DateOnly asOf, CancellationToken cancel) => _readers.ReadWholeAsync<IReadOnlyList<AgingRow>>(
        db => db[Aging].Add(asOf).ReadAll(row =>
        {
            var currency = row.Currency(2);
            return new AgingRow(
                row.Text(0), row.Text(1), row.Money(3, currency), row.Money(4, currency), row.Money(5, currency), row.Money(6, currency),
                row.Money(7, currency), Disputed: row.Money(9, currency), Unapplied: row.Money(8, currency));
        }),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActivityRow>> ActivityAsync(DateOnly from, DateOnly to, CancellationToken cancel) =>
        _readers.ReadWholeAsync<IReadOnlyList<ActivityRow>>(
            db => ReadActivity(db, from, to), cancel);

    /// <inheritdoc/>
    public Task<Totals> TotalsAsync(CancellationToken cancel) => _readers.ReadWholeAsync(TotalsReader.Read, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancel) => _readers.ReadWholeAsync(Verifier.Verify, cancel);

    internal static List<ActivityRow> ReadActivity(Connection db, DateOnly from, DateOnly to) => db[Activity].Add(StartOf(from)).Add(StartOf(to.AddDays(1)))
        .ReadAll(row => new ActivityRow(Epoch.AddDays(row.Int(0)), row.Word<RecordKind>(1), row.Int(2)));

    private static DateOnly Epoch => DateOnly.FromDateTime(DateTime.UnixEpoch);

    private static long StartOf(DateOnly day) => (day.DayNumber - (long)Epoch.DayNumber) * 86_400_000;
}
