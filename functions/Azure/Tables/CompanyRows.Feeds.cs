using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.Functions.Tables;

// When each bank feed spoke last (R20).
internal sealed partial class CompanyRows
{
    private const string Feeds = "feeds";
    private const string Feed = "Feed";
    private const string AsOf = "AsOf";
    private const string HeardAt = "HeardAt";

    /// <summary>A feed spoke; neither of its moments ever goes back.</summary>
    public async Task HearAsync(FeedState heard, CancellationToken cancel)
    {
        while (!await TryHearAsync(heard, cancel))
        {
            // Another delivery of the feed came in between: the later moments of both count.
        }
    }

    /// <summary>The feeds by name.</summary>
    public async Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel)
    {
        var feeds = new List<FeedState>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Feeds}"), cancellationToken: cancel))
        {
            feeds.Add(Read(row));
        }

        return [.. feeds.OrderBy(feed => feed.Feed, StringComparer.Ordinal)];
    }

    private async Task<bool> TryHearAsync(FeedState heard, CancellationToken cancel)
    {
        var row = new TableEntity(Feeds, Ids.Escape(heard.Feed))
        {
            [Feed] = heard.Feed,
            [AsOf] = AccountDocument.Stored(heard.AsOf),
            [HeardAt] = AccountDocument.Stored(heard.HeardAt),
        };
        try
        {
            var known = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancel);
            if (!known.HasValue)
            {
                await table.AddEntityAsync(row, cancel);
                return true;
            }

            var before = Read(known.Value!);
            if (before.AsOf >= heard.AsOf && before.HeardAt >= heard.HeardAt)
            {
                return true;
            }

            row[AsOf] = before.AsOf > heard.AsOf ? before.AsOf : row[AsOf];
            row[HeardAt] = before.HeardAt > heard.HeardAt ? before.HeardAt : row[HeardAt];
            await table.UpdateEntityAsync(row, known.Value!.ETag, TableUpdateMode.Replace, cancel);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    private static FeedState Read(TableEntity row) =>
        new(row.GetString(Feed), row.GetDateTimeOffset(AsOf)!.Value, row.GetDateTimeOffset(HeardAt)!.Value);
}
