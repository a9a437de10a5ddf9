using System.Collections.Concurrent;
using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.Functions.Tables.Rows;

// When each bank feed spoke last (R20).
internal sealed partial class CompanyRows
{
    private const string Feeds = "feeds";
    private const string Feed = "Feed";
    private const string AsOf = "AsOf";
    private const string HeardAt = "HeardAt";

    private readonly ConcurrentDictionary<string, (FeedState State, ETag Tag)> _heard = new(StringComparer.Ordinal);

    /// <summary>A feed spoke; neither of its moments ever goes back.</summary>
    public async Task HearAsync(FeedState heard, CancellationToken cancel)
    {
        // What this process wrote last is most often what is stored still: its tag tells.
        var last = _heard.TryGetValue(heard.Feed, out var known) ? known : await LastAsync(heard.Feed, cancel);
        while (!await TryHearAsync(heard, last, cancel))
        {
            // Another delivery of the feed came in between: the later moments of both count.
            last = await LastAsync(heard.Feed, cancel);
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

    private async Task<(FeedState State, ETag Tag)?> LastAsync(string feed, CancellationToken cancel)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Feeds, Ids.Escape(feed), cancellationToken: cancel);
        return row.HasValue ? (Read(row.Value!), row.Value!.ETag) : null;
    }

    private async Task<bool> TryHearAsync(FeedState heard, (FeedState State, ETag Tag)? last, CancellationToken cancel)
    {
        if (last is { State: var before } && before.AsOf >= heard.AsOf && before.HeardAt >= heard.HeardAt)
        {
            return true;
        }

        var (asOf, heardAt) = (AccountDocument.Stored(heard.AsOf), AccountDocument.Stored(heard.HeardAt));
        var state = heard with
        {
            AsOf = last?.State.AsOf > asOf ? last.Value.State.AsOf : asOf,
            HeardAt = last?.State.HeardAt > heardAt ? last.Value.State.HeardAt : heardAt,
        };
        var row = new TableEntity(Feeds, Ids.Escape(heard.Feed)) { [Feed] = state.Feed, [AsOf] = state.AsOf, [HeardAt] = state.HeardAt };
        try
        {
            var written = await (last is { Tag: var tag } ? table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancel) : table.AddEntityAsync(row, cancel));
            _heard[heard.Feed] = (state, written.Headers.ETag ?? default);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            _heard.TryRemove(heard.Feed, out _);
            return false;
        }
    }

    private static FeedState Read(TableEntity row) =>
        new(row.GetString(Feed), row.GetDateTimeOffset(AsOf)!.Value, row.GetDateTimeOffset(HeardAt)!.Value);
}
