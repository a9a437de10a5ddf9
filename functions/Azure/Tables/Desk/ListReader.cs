using Collections.App.Stores;
using Collections.Functions.Tables.Rows;
using ETag = Azure.ETag;

namespace Collections.Functions.Tables.Desk;

/// <summary>Reads pages of lists whose entries lead to what they show.</summary>
/// <remarks>
/// A cursor is the row of the last entry that was shown, so a page begins at the same place whatever was added or ended since. An entry that leads to
/// nothing is passed over, and swept away once it is old: a younger one may be that of a commit under way.
/// </remarks>
internal sealed class ListReader(Indexes indexes)
{
    /// <summary>A page of a list.</summary>
    /// <param name="list">Which list, and where on it.</param>
    /// <param name="look">Looks up what an entry leads to.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Page<T>> PageAsync<T>(ListPage list, Func<IndexEntry, Task<Found<T>>> look, CancellationToken cancel)
        where T : class
    {
        var limit = Cursors.Limit(list.Limit);
        var shown = new List<(T Item, string Row)>(limit + 1);
        var take = list.MayBe is null ? limit + 1 : ListPage.Largest;
        var after = list.After;
        while (true)
        {
            var named = await NextAsync(list, after, take, cancel);
            var asked = named.Where(one => list.MayBe is not { } mayBe || mayBe(one.Entry)).ToList();
            foreach (var chunk in asked.Chunk(limit + 1))
            {
                var looked = await Attempts.AllAsync(chunk, async one => (one.Entry, one.Old, Found: await look(one.Entry)), cancel);
                await Task.WhenAll(looked.Where(one => !one.Found.IsSo && one.Old is not null).Select(one => indexes.SweepAsync(one.Entry, one.Old!.Value, cancel)));
                shown.AddRange(looked.Where(one => one.Found.Item is not null).Select(one => (one.Found.Item!, one.Entry.Row)));
                if (shown.Count > limit)
                {
                    return Cursors.Page(shown, limit, one => one.Item, one => one.Row);
                }
            }

            if (named.Count < take)
            {
                return Cursors.Page(shown, limit, one => one.Item, one => one.Row);
            }

            after = named[^1].Entry.Row;
        }
    }

    // The first entries after a row, of all partitions together.
    private async Task<List<(IndexEntry Entry, ETag? Old)>> NextAsync(ListPage list, string after, int take, CancellationToken cancel)
    {
        var parts = await Task.WhenAll(list.Partitions.Select(partition => TakeAsync(list, partition, after, take, cancel)));
        return [.. parts.SelectMany(entries => entries).OrderBy(one => one.Entry.Row, StringComparer.Ordinal).Take(take)];
    }

    private async Task<List<(IndexEntry Entry, ETag? Old)>> TakeAsync(ListPage list, string partition, string after, int take, CancellationToken cancel)
    {
        var taken = new List<(IndexEntry Entry, ETag? Old)>(take);
        await foreach (var one in indexes.ReadAsync(list.Table, partition, after, list.To, Math.Min(take + 1, ListPage.Largest), cancel))
        {
            // The read begins with the row after which the page begins, if it is still there.
            if (one.Entry.Row != after)
            {
                taken.Add(one);
            }

            if (taken.Count == take)
            {
                break;
            }
        }

        return taken;
    }
}

/// <summary>A stretch of a list.</summary>
/// <param name="Table">The table.</param>
/// <param name="Partitions">The list's partitions, whose entries are shown in order of their rows.</param>
/// <param name="After">The row after which it begins; empty for the first.</param>
/// <param name="Limit">How many it shows.</param>
/// <param name="To">The row before which the list ends, or null.</param>
/// <param name="MayBe">Tells from an entry alone whether what it leads to may be shown; null if it cannot tell.</param>
internal sealed record ListPage(
    string Table, IReadOnlyList<string> Partitions, string After, int Limit, string? To = null, Func<IndexEntry, bool>? MayBe = null)
{
    /// <summary>Table storage answers with so many rows at once.</summary>
    public const int Largest = 1000;
}

/// <summary>What an entry leads to.</summary>
/// <param name="IsSo">False if it leads to nothing any more, or nothing yet.</param>
/// <param name="Item">What is shown of it; null for what was not asked for.</param>
/// <typeparam name="T">What is shown.</typeparam>
internal readonly record struct Found<T>(bool IsSo, T? Item)
    where T : class
{
    /// <summary>It leads to nothing.</summary>
    public static Found<T> Nothing => default;
}
