using System.Globalization;
using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Local.Sqlite.Archive;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// A company moves out of this store, or into it.
public sealed partial class SqliteStore : IArchiveStore
{
    private const string PaymentsAfter = "payments:";
    private const string ValuesAfter = "values:";

    private static readonly Query Values = new("SELECT name, value FROM company_values WHERE name > ? ORDER BY name LIMIT ?");
    private static readonly Query Scans = new("SELECT scan, ended_at FROM scans ORDER BY scan");
    private static readonly Query CompanyTasks = new($"{ArchivedTasks.Columns} WHERE account_id IS NULL ORDER BY id");
    private static readonly Query InsertFeed = new("INSERT INTO feeds (feed, as_of, heard_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

    /// <inheritdoc/>
    public Task<ArchivedCompany> ReadCompanyAsync(string? after, int limit, CancellationToken cancel) => _readers.ReadPieceAsync(
        db =>
        {
            if (after is not null && after.StartsWith(PaymentsAfter, StringComparison.Ordinal))
            {
                return ReadPaymentsOfNobody(db, long.Parse(after[PaymentsAfter.Length..], CultureInfo.InvariantCulture), limit);
            }

            var values = db[Values].Add(after?[ValuesAfter.Length..] ?? "").Add(limit).ReadAll(row => new ArchivedValue(row.Text(0), row.Text(1)));
            var part = new ArchivedCompany { Values = values, Next = values.Count < limit ? $"{PaymentsAfter}0" : ValuesAfter + values[^1].Name };
            return after is not null ? part : part with
            {
                Scans = db[Scans].ReadAll(row => new ArchivedScan(row.Text(0), row.Instant(1))),
                Feeds = db[Feeds].ReadAll(row => new FeedState(row.Text(0), row.Instant(1), row.Instant(2))),
                Tasks = db[CompanyTasks].ReadAll(row => ArchivedTasks.Read(row, currency: null)),
            };
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArchivedAccount>> ReadAccountsAsync(string? after, int limit, CancellationToken cancel) =>
        _readers.ReadPieceAsync(db => new FamilyReader(_files).Read(db, after, limit), cancel);

    /// <inheritdoc/>
    public Task WriteCompanyAsync(ArchivedCompany part, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(part);
        return _writer.RunAsync(db => WriteCompany(db, part), cancel);
    }

    /// <inheritdoc/>
    public async Task<ArchiveResult> WriteAccountAsync(ArchivedAccount account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(account);
        try
        {
            return await _writer.RunAsync(db => _families.Write(db, account), cancel);
        }
        catch (SqliteFailure e) when (e.IsConstraint)
        {
            return new ArchiveResult(account.Account.Code, ArchiveState.Refused, $"something of it is another account's already: {e.Message}");
        }
    }

    private static ArchivedCompany ReadPaymentsOfNobody(Connection db, long after, int limit)
    {
        var payments = ArchivedPayments.ReadOfNobody(db, after, limit);
        return new ArchivedCompany
        {
            Payments = payments.ConvertAll(row => row.Payment),
            Next = payments.Count < limit ? null : PaymentsAfter + payments[^1].Id.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static bool WriteCompany(Connection db, ArchivedCompany part)
    {
        foreach (var value in part.Values)
        {
            db[SetValue].Add(value.Name).Add(value.Value).Run();
        }

        foreach (var scan in part.Scans)
        {
            db[EndScan].Add(scan.Scan).Add(scan.EndedAt.Millis()).Run();
        }

        foreach (var feed in part.Feeds)
        {
            db[InsertFeed].Add(feed.Feed).Add(feed.AsOf.Millis()).Add(feed.HeardAt.Millis()).Run();
        }

        foreach (var task in part.Tasks)
        {
            ArchivedTasks.Write(db, account: null, task);
        }

        foreach (var payment in part.Payments)
        {
            ArchivedPayments.WriteOfNobody(db, payment);
        }

        return true;
    }
}
