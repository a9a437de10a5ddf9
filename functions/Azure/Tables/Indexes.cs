using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Collections.Functions.Tables;

/// <summary>Writes and reads the rows that lead to accounts.</summary>
internal sealed class Indexes(Func<string, TableClient> table, TimeProvider clock)
{
    /// <summary>An entry that leads nowhere is somebody's who is about to commit; older than this, it is nobody's.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(10);

    private const string Account = "Account";
    private const string Data = "Data";

    private readonly Dictionary<string, TableClient> _tables = new[] { IndexEntry.Agenda, IndexEntry.Worklist, IndexEntry.Directory }
        .ToDictionary(name => name, table, StringComparer.Ordinal);

    /// <summary>Before a commit: writes the entries that are new, so that none is ever missing.</summary>
    public Task PrepareAsync(IReadOnlySet<IndexEntry> before, IReadOnlySet<IndexEntry> after, IReadOnlyList<IndexEntry> lists, CancellationToken cancel)
    {
        var places = before.Select(entry => entry.Place).ToHashSet();
        return Task.WhenAll(after.Where(entry => !places.Contains(entry.Place)).Concat(lists).Select(entry => PutAsync(entry, cancel)));
    }

    /// <summary>After a commit: what an entry tells beside its place is brought up to date, and what is out of date goes.</summary>
    public Task TidyAsync(IReadOnlySet<IndexEntry> before, IReadOnlySet<IndexEntry> after, CancellationToken cancel)
    {
        var (old, present) = (before.Select(entry => entry.Place).ToHashSet(), after.Select(entry => entry.Place).ToHashSet());
        return Task.WhenAll(
            after.Where(entry => old.Contains(entry.Place) && !before.Contains(entry)).Select(entry => PutAsync(entry, cancel))
                .Concat(before.Where(entry => !present.Contains(entry.Place)).Select(entry => RemoveAsync(entry, cancel))));
    }

    /// <summary>Writes an entry.</summary>
    public Task PutAsync(IndexEntry entry, CancellationToken cancel) => _tables[entry.Table].UpsertEntityAsync(
        new TableEntity(entry.Partition, entry.Row) { [Account] = entry.Account, [Data] = entry.Data }, TableUpdateMode.Replace, cancel);

    /// <summary>Writes an entry that must be new.</summary>
    /// <returns>False if there is one at its place.</returns>
    public async Task<bool> TryAddAsync(IndexEntry entry, CancellationToken cancel)
    {
        try
        {
            await _tables[entry.Table].AddEntityAsync(
                new TableEntity(entry.Partition, entry.Row) { [Account] = entry.Account, [Data] = entry.Data }, cancel);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>Removes an entry; one that is not there is no matter.</summary>
    public async Task RemoveAsync(IndexEntry entry, CancellationToken cancel) =>
        await _tables[entry.Table].DeleteEntityAsync(entry.Partition, entry.Row, ETag.All, cancel);

    /// <summary>The entry at a place, or null.</summary>
    public async Task<IndexEntry?> FindAsync(string table, string partition, string row, CancellationToken cancel)
    {
        var found = await _tables[table].GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancel);
        return found.HasValue ? Entry(table, found.Value!) : null;
    }

    /// <summary>The entries of one partition between two rows, the first one in, the second one out, in order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The first row; empty for the very first.</param>
    /// <param name="to">The row before which it ends, or null for the end.</param>
    /// <param name="pageSize">So many are asked for at once, 1 to 1,000: about as many as the caller wants.</param>
    /// <param name="cancel">Ends it.</param>
    public async IAsyncEnumerable<(IndexEntry Entry, bool IsOld)> ReadAsync(
        string table, string partition, string from, string? to, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = to is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        var old = clock.GetUtcNow() - LongestCommit;
        await foreach (var entity in _tables[table].QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancel))
        {
            yield return (Entry(table, entity), entity.Timestamp < old);
        }
    }

    /// <summary>The first entries of an index that is spread over shards, in order of their rows.</summary>
    public async Task<List<(IndexEntry Entry, bool IsOld)>> FirstAsync(
        string table, string index, string? to, int limit, CancellationToken cancel)
    {
        var shards = await Task.WhenAll(Keys.AllShards(index).Select(shard => TakeAsync(ReadAsync(table, shard, "", to, Math.Min(limit, 1000), cancel), limit, cancel)));
        return [.. shards.SelectMany(entries => entries).OrderBy(one => one.Entry.Row, StringComparer.Ordinal).Take(limit)];
    }

    private static async Task<List<(IndexEntry Entry, bool IsOld)>> TakeAsync(
        IAsyncEnumerable<(IndexEntry Entry, bool IsOld)> entries, int limit, CancellationToken cancel)
    {
        var taken = new List<(IndexEntry Entry, bool IsOld)>();
        await foreach (var entry in entries.WithCancellation(cancel))
        {
            taken.Add(entry);
            if (taken.Count == limit)
            {
                break;
            }
        }

        return taken;
    }

    private static IndexEntry Entry(string table, TableEntity entity) =>
        new(table, entity.PartitionKey, entity.RowKey, entity.GetString(Account) ?? "", entity.GetString(Data));
}
