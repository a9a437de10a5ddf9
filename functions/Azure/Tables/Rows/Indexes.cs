using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Collections.Functions.Tables.Rows;

/// <summary>Writes and reads the rows that lead to accounts.</summary>
internal sealed class Indexes(Func<string, TableClient> table, TimeProvider clock)
{
    /// <summary>An entry that leads nowhere is somebody's who is about to commit; older than this, it is nobody's.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(10);

    private const int MostInTransaction = 100;
    private const int AtOnce = 16;
    private const string Account = "Account";
    private const string Data = "Data";
    private const string Version = "Version";

    private readonly Dictionary<string, TableClient> _tables = new[] { IndexEntry.Agenda, IndexEntry.Worklist, IndexEntry.Directory }
        .ToDictionary(name => name, table, StringComparer.Ordinal);

    /// <summary>Before a commit: writes the entries that are new, so that none is ever missing.</summary>
    /// <param name="before">What the account has.</param>
    /// <param name="after">What it will have.</param>
    /// <param name="lists">Entries of lists that only grow.</param>
    /// <param name="version">The version that the account will have.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The tags of those that were written, but for lists': with its tag a later commit takes an entry away at once.</returns>
    public async Task<IReadOnlyList<(IndexEntry Entry, ETag Tag)>> PrepareAsync(
        IReadOnlySet<IndexEntry> before, IReadOnlySet<IndexEntry> after, IReadOnlyList<IndexEntry> lists, long version, CancellationToken cancel)
    {
        var places = before.Select(entry => entry.Place).ToHashSet();
        var added = after.Where(entry => !places.Contains(entry.Place)).ToList();
        var tags = await Task.WhenAll(added.Concat(lists).Select(entry => PrepareAsync(entry, version, cancel)));
        return [.. added.Zip(tags)];
    }

    // An entry of a later version is that of an account which has changed since it was read: this commit will fail, and must not make the entry look
    // older than it is, or the tidying of a commit in between would take it away.
    private async Task<ETag> PrepareAsync(IndexEntry entry, long version, CancellationToken cancel)
    {
        var entries = _tables[entry.Table];
        while (true)
        {
            if (await TryAddAsync(entry, version, cancel) is { } tag)
            {
                return tag;
            }

            var found = await entries.GetEntityIfExistsAsync<TableEntity>(entry.Partition, entry.Row, cancellationToken: cancel);
            if (found is { HasValue: true, Value: { } known })
            {
                if (known.GetInt64(Version) > version)
                {
                    return default;
                }

                if (await TryUpdateAsync(entry, version, known.ETag, cancel) is { } updated)
                {
                    return updated;
                }
            }
        }
    }

    /// <summary>After a commit: what an entry tells beside its place is brought up to date, and what is out of date goes.</summary>
    /// <remarks>Others may have changed the account again in between; what they wrote names a later version, and stays.</remarks>
    /// <param name="before">What the account had.</param>
    /// <param name="after">What it has.</param>
    /// <param name="tags">The tags of entries that the account had, by <see cref="IndexEntry.Place"/>, as far as they are known.</param>
    /// <param name="version">The version that the commit made.</param>
    /// <param name="cancel">Ends it.</param>
    public Task TidyAsync(
        IReadOnlySet<IndexEntry> before, IReadOnlySet<IndexEntry> after, IReadOnlyDictionary<string, string> tags, long version, CancellationToken cancel)
    {
        var (old, present) = (before.Select(entry => entry.Place).ToHashSet(StringComparer.Ordinal), after.Select(entry => entry.Place).ToHashSet(StringComparer.Ordinal));
        return Task.WhenAll(
            after.Where(entry => old.Contains(entry.Place) && !before.Contains(entry)).Select(entry => ChangeAsync(entry, Row(entry, version)))
                .Concat(before.Where(entry => !present.Contains(entry.Place)).Select(entry => ChangeAsync(entry, null))));

        async Task ChangeAsync(IndexEntry entry, TableEntity? anew)
        {
            if (!tags.TryGetValue(entry.Place, out var tag) || !await TryChangeAsync(entry, anew, new ETag(tag), cancel))
            {
                await this.ChangeAsync(entry, version, anew, cancel);
            }
        }
    }

    // Writes an entry anew, or removes it, unless a later commit has written or removed it.
    private async Task ChangeAsync(IndexEntry entry, long version, TableEntity? anew, CancellationToken cancel)
    {
        var entries = _tables[entry.Table];
        while (await entries.GetEntityIfExistsAsync<TableEntity>(entry.Partition, entry.Row, cancellationToken: cancel) is { HasValue: true, Value: { } known }
            && !(known.GetInt64(Version) > version))
        {
            if (await TryChangeAsync(entry, anew, known.ETag, cancel))
            {
                return;
            }
        }
    }

    // False if somebody was faster: what they wrote is to be looked at.
    private async Task<bool> TryChangeAsync(IndexEntry entry, TableEntity? anew, ETag tag, CancellationToken cancel)
    {
        var entries = _tables[entry.Table];
        try
        {
            await (anew is null
                ? entries.DeleteEntityAsync(entry.Partition, entry.Row, tag, cancel)
                : entries.UpdateEntityAsync(anew, tag, TableUpdateMode.Replace, cancel));
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Writes an entry.</summary>
    public Task PutAsync(IndexEntry entry, CancellationToken cancel) => _tables[entry.Table].UpsertEntityAsync(Row(entry, version: 0), TableUpdateMode.Replace, cancel);

    /// <summary>Writes entries, and rows that others keep in the same tables: those of a partition in one transaction, as far as it takes them.</summary>
    public Task PutAllAsync(IEnumerable<IndexEntry> entries, string table, IEnumerable<TableEntity> more, CancellationToken cancel)
    {
        var transactions = entries.Select(entry => (entry.Table, Entity: Row(entry, version: 0))).Concat(more.Select(entity => (Table: table, Entity: entity)))
            .DistinctBy(one => (one.Table, one.Entity.PartitionKey, one.Entity.RowKey)).GroupBy(one => (one.Table, one.Entity.PartitionKey))
            .SelectMany(partition => partition.Chunk(MostInTransaction));
        return Parallel.ForEachAsync(
            transactions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (rows, stop) => await _tables[rows[0].Table].SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row.Entity)), stop));
    }

    /// <summary>Writes an entry that must be new.</summary>
    /// <returns>False if there is one at its place.</returns>
    public async Task<bool> TryAddAsync(IndexEntry entry, CancellationToken cancel) => await TryAddAsync(entry, version: 0, cancel) is not null;

    private async Task<ETag?> TryAddAsync(IndexEntry entry, long version, CancellationToken cancel)
    {
        try
        {
            return (await _tables[entry.Table].AddEntityAsync(Row(entry, version), cancel)).Headers.ETag ?? default;
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.Conflict)
        {
            return null;
        }
    }

    /// <summary>Removes an entry; one that is not there is no matter.</summary>
    public async Task RemoveAsync(IndexEntry entry, CancellationToken cancel) =>
        await _tables[entry.Table].DeleteEntityAsync(entry.Partition, entry.Row, ETag.All, cancel);

    /// <summary>Removes an old entry that leads to nothing, unless somebody has written it anew since it was read.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="old">Its tag as it was read.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task SweepAsync(IndexEntry entry, ETag old, CancellationToken cancel)
    {
        try
        {
            await _tables[entry.Table].DeleteEntityAsync(entry.Partition, entry.Row, old, cancel);
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            // It may be that of a commit under way.
        }
    }

    /// <summary>Writes an old entry anew, unless somebody has written it since it was read.</summary>
    /// <param name="entry">The entry as it should be.</param>
    /// <param name="version">The version of the account that it is of.</param>
    /// <param name="old">Its tag as it was read.</param>
    /// <param name="cancel">Ends it.</param>
    public Task RenewAsync(IndexEntry entry, long version, ETag old, CancellationToken cancel) => TryUpdateAsync(entry, version, old, cancel);

    private async Task<ETag?> TryUpdateAsync(IndexEntry entry, long version, ETag old, CancellationToken cancel)
    {
        try
        {
            return (await _tables[entry.Table].UpdateEntityAsync(Row(entry, version), old, TableUpdateMode.Replace, cancel)).Headers.ETag ?? default;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            // Another commit wrote it, or took it away.
            return null;
        }
    }

    /// <summary>The entry at a place, or null.</summary>
    public async Task<IndexEntry?> FindAsync(string table, string partition, string row, CancellationToken cancel)
    {
        var found = await _tables[table].GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancel);
        return found.HasValue ? Entry(table, found.Value!) : null;
    }

    /// <summary>The entries of one partition between two rows, the first one in, the second one out, in order; of an old one, which may
    /// be swept away if it leads to nothing, also the tag.</summary>
    /// <param name="table">The table.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The first row; empty for the very first.</param>
    /// <param name="to">The row before which it ends, or null for the end.</param>
    /// <param name="pageSize">So many are asked for at once, 1 to 1,000: about as many as the caller wants.</param>
    /// <param name="cancel">Ends it.</param>
    public async IAsyncEnumerable<(IndexEntry Entry, ETag? Old)> ReadAsync(
        string table, string partition, string from, string? to, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = to is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        var old = clock.GetUtcNow() - LongestCommit;
        await foreach (var entity in _tables[table].QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancel))
        {
            yield return (Entry(table, entity), entity.Timestamp < old ? entity.ETag : null);
        }
    }

    /// <summary>The entries of all partitions between two keys, the second one left out.</summary>
    public async IAsyncEnumerable<IndexEntry> ReadAcrossAsync(
        string table, string from, string to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        await foreach (var entity in _tables[table].QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            yield return Entry(table, entity);
        }
    }

    /// <summary>The first entries of an index that is spread over shards, in order of their rows.</summary>
    public async Task<List<(IndexEntry Entry, ETag? Old)>> FirstAsync(
        string table, string index, string? to, int limit, CancellationToken cancel)
    {
        var shards = await Task.WhenAll(Keys.AllShards(index).Select(shard => TakeAsync(ReadAsync(table, shard, "", to, Math.Min(limit, 1000), cancel), limit, cancel)));
        return [.. shards.SelectMany(entries => entries).OrderBy(one => one.Entry.Row, StringComparer.Ordinal).Take(limit)];
    }

    private static async Task<List<(IndexEntry Entry, ETag? Old)>> TakeAsync(
        IAsyncEnumerable<(IndexEntry Entry, ETag? Old)> entries, int limit, CancellationToken cancel)
    {
        var taken = new List<(IndexEntry Entry, ETag? Old)>();
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

    private static TableEntity Row(IndexEntry entry, long version) => new(entry.Partition, entry.Row)
    {
        [Account] = entry.Account,
        [Data] = entry.Data,
        [Version] = version,
    };

    private static IndexEntry Entry(string table, TableEntity entity) =>
        new(table, entity.PartitionKey, entity.RowKey, entity.GetString(Account) ?? "", entity.GetString(Data));
}
