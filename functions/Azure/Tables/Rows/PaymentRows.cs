using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Payments;

namespace Collections.Functions.Tables.Rows;

/// <summary>The table of payments: a pointer for every entry of a bank feed, and, in the same partitions and transactions, the lists that follow from it.</summary>
/// <remarks>
/// A partition is one of <see cref="Keys.Shards"/>, by the payment's id. Rows: <c>p~id</c> the pointer; <c>n~</c> all entries, newest first;
/// <c>u~</c> the unmatched ones, newest first, <c>x~</c> those of them that wait for nothing, <c>a~</c> matched ones that do; <c>w~id</c> what is under way. So a list is never out of step with what it lists.
/// </remarks>
internal sealed class PaymentRows(TableClient table, StoredJson json)
{
    /// <summary>The table's name.</summary>
    public const string Table = "payments";

    private const string Index = "pay";
    private const string PaymentId = "Id";

    /// <summary>The pointer of an entry, or null.</summary>
    public async Task<PaymentPointer?> FindAsync(string paymentId, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition(paymentId), Keys.Payment(paymentId), cancellationToken: cancel);
        if (!found.HasValue)
        {
            return null;
        }

        var pointer = json.Read<PaymentPointer>(Packed.Read(found.Value!));
        pointer.Tag = found.Value!.ETag;
        pointer.Listed = PointerState.Of(pointer);
        return pointer;
    }

    /// <summary>The pointer of an entry, however it is told; or null.</summary>
    public async Task<PaymentPointer?> ResolveAsync(string paymentId, CancellationToken cancel)
    {
        var pointer = await FindAsync(paymentId, cancel);
        while (pointer is { AliasOf: { } first })
        {
            pointer = await FindAsync(first, cancel);
        }

        return pointer;
    }

    /// <summary>Changes a pointer, which is made if it is not there.</summary>
    /// <param name="paymentId">Its id.</param>
    /// <param name="change">Changes it; false if there is nothing to be changed.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task ChangeAsync(string paymentId, Func<PaymentPointer, bool> change, CancellationToken cancel)
    {
        PaymentPointer pointer;
        do
        {
            pointer = await FindAsync(paymentId, cancel) ?? new PaymentPointer { Id = paymentId };
            if (!change(pointer))
            {
                return;
            }
        }
        while (!await TryWriteAsync(pointer, cancel));
    }

    /// <summary>Writes a pointer with its rows in the lists, unless it has changed since it was read, or is there already.</summary>
    /// <param name="pointer">The pointer; one without a tag must be new.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False if it has changed; else the pointer is what is stored, and can be changed and written again.</returns>
    public async Task<bool> TryWriteAsync(PaymentPointer pointer, CancellationToken cancel)
    {
        var partition = Partition(pointer.Id);
        var entity = Packed.Of(partition, Keys.Payment(pointer.Id), json.Write(pointer));
        var state = PointerState.Of(pointer);
        var (old, rows) = (Rows(pointer.Id, pointer.Listed).ToHashSet(StringComparer.Ordinal), Rows(pointer.Id, state).ToHashSet(StringComparer.Ordinal));
        List<TableTransactionAction> actions =
        [
            pointer.Tag == default
                ? new TableTransactionAction(TableTransactionActionType.Add, entity)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, pointer.Tag),
            .. rows.Except(old).Select(row => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace, new TableEntity(partition, row) { [PaymentId] = pointer.Id })),
            .. old.Except(rows).Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, row), ETag.All)),
        ];
        try
        {
            var written = await table.SubmitTransactionAsync(actions, cancel);
            (pointer.Tag, pointer.Listed) = (written.Value[0].Headers.ETag ?? default, state);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>The partitions that the pointers are spread over.</summary>
    public static IEnumerable<string> Shards => Keys.AllShards(Index);

    /// <summary>The pointers of entries of one of the <see cref="Shards"/> that no account has.</summary>
    public async Task<IReadOnlyList<PaymentPointer>> OfNobodyAsync(string shard, CancellationToken cancel)
    {
        var pointers = new List<PaymentPointer>();
        var (from, to) = Keys.Prefix('p');
        await foreach (var row in RowsAsync(shard, from, to, null, cancel))
        {
            if (json.Read<PaymentPointer>(Packed.Read(row)) is { Entry: not null, Accounts.Count: 0 } pointer)
            {
                pointers.Add(pointer);
            }
        }

        return pointers;
    }

    /// <summary>An account gets a payment, or a part of one.</summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="account">The account that gets it.</param>
    /// <param name="instead">The account that keeps nothing of it, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task AddAccountAsync(string paymentId, string account, string? instead, CancellationToken cancel)
    {
        while (await FindAsync(paymentId, cancel) is { } pointer && !pointer.Accounts.Contains(account))
        {
            var at = instead is null ? -1 : pointer.Accounts.IndexOf(instead);
            if (at < 0)
            {
                pointer.Accounts.Add(account);
            }
            else
            {
                pointer.Accounts[at] = account;
            }

            if (await TryWriteAsync(pointer, cancel))
            {
                return;
            }
        }
    }

    /// <summary>The ids of entries, newest first, each with its place for <paramref name="after"/>.</summary>
    /// <param name="unmatchedOnly">True for those that nobody has matched; false for all.</param>
    /// <param name="after">The place of the last one that is known already, or null for the first page.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<(string Place, string PaymentId)>> NewestAsync(bool unmatchedOnly, string? after, int limit, CancellationToken cancel)
    {
        return await ListAsync(unmatchedOnly ? 'u' : 'n', after, limit, cancel);
    }

    private async Task<IReadOnlyList<(string Place, string PaymentId)>> ListAsync(char kind, string? after, int limit, CancellationToken cancel)
    {
        var (from, to) = Keys.Prefix(kind);
        var first = after is null ? from : $"{kind}~{after}!";
        var shards = await Task.WhenAll(Keys.AllShards(Index).Select(shard => TakeAsync(shard, first, to, limit, cancel)));
        return [.. shards.SelectMany(rows => rows).OrderBy(row => row.Place, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>The ids of payments that may be matched better some day, newest first.</summary>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<string>> WaitingAsync(int limit, CancellationToken cancel)
    {
        var idle = (await ListAsync('x', null, int.MaxValue, cancel)).Select(one => one.PaymentId).ToHashSet(StringComparer.Ordinal);
        var most = (int)Math.Min(int.MaxValue, (long)limit + idle.Count);
        var (unmatched, awaiting) = (await ListAsync('u', null, most, cancel), await ListAsync('a', null, limit, cancel));
        return [.. unmatched.Where(one => !idle.Contains(one.PaymentId)).Concat(awaiting).OrderBy(one => one.Place, StringComparer.Ordinal).Take(limit).Select(one => one.PaymentId)];
    }

    /// <summary>The ids of entries that something has been under way with for a while: whoever did it came to an end before its end.</summary>
    public async Task<IReadOnlyList<string>> UnderWayAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var (from, to) = Keys.Prefix('w');
        var ids = new List<string>();
        foreach (var shard in Keys.AllShards(Index))
        {
            await foreach (var row in RowsAsync(shard, from, to, null, cancel))
            {
                if (row.Timestamp < before)
                {
                    ids.Add(row.GetString(PaymentId));
                }
            }
        }

        return ids;
    }

    /// <summary>All pointers.</summary>
    public async IAsyncEnumerable<PaymentPointer> AllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var (from, to) = Keys.Prefix('p');
        foreach (var shard in Keys.AllShards(Index))
        {
            await foreach (var row in RowsAsync(shard, from, to, null, cancel))
            {
                yield return json.Read<PaymentPointer>(Packed.Read(row));
            }
        }
    }

    /// <summary>An entry's place among all, newest first.</summary>
    /// <param name="paymentId">Its id.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="place">Its place in the delivery.</param>
    public static string PlaceOf(string paymentId, DateTimeOffset receivedAt, int place) => string.Create(
        CultureInfo.InvariantCulture, $"{Keys.MomentDescending(receivedAt)}-{99_999 - place:D5}-{Keys.Payment(paymentId)[2..]}");

    private async Task<List<(string Place, string PaymentId)>> TakeAsync(string shard, string from, string to, int limit, CancellationToken cancel)
    {
        var taken = new List<(string Place, string PaymentId)>();
        await foreach (var row in RowsAsync(shard, from, to, Math.Min(limit, 1000), cancel))
        {
            taken.Add((row.RowKey[2..], row.GetString(PaymentId)));
            if (taken.Count == limit)
            {
                break;
            }
        }

        return taken;
    }

    private AsyncPageable<TableEntity> RowsAsync(string shard, string from, string to, int? pageSize, CancellationToken cancel) => table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {to}"), pageSize, cancellationToken: cancel);

    private static IEnumerable<string> Rows(string id, PointerState state)
    {
        if (state.At is { } at)
        {
            var place = PlaceOf(id, at, state.Place);
            yield return $"n~{place}";
            if (state.IsUnmatched)
            {
                yield return $"u~{place}";
            }

            if (state.IsUnmatched != state.Waits)
            {
                yield return state.Waits ? $"a~{place}" : $"x~{place}";
            }
        }

        if (state.IsUnderWay)
        {
            yield return $"w~{Keys.Payment(id)[2..]}";
        }
    }

    private static string Partition(string paymentId) => Keys.Shard(Index, paymentId);
}

/// <summary>What the lists have of a pointer.</summary>
/// <param name="At">When the entry came, or null before it has.</param>
/// <param name="Place">Its place in the delivery.</param>
/// <param name="IsUnmatched">True while nobody knows whose it is.</param>
/// <param name="Waits">True while it may be matched better some day.</param>
/// <param name="IsUnderWay">True while something is being done with it.</param>
internal readonly record struct PointerState(DateTimeOffset? At, int Place, bool IsUnmatched, bool Waits, bool IsUnderWay)
{
    /// <summary>What the lists should have of a pointer.</summary>
    public static PointerState Of(PaymentPointer pointer) => new(
        pointer.Entry?.ReceivedAt, pointer.Entry?.Place ?? 0, pointer.Entry?.State == PaymentState.Unmatched, pointer.Waits,
        pointer.Operation is not null || pointer.AliasOf is not null != pointer.IsReported
            || ((pointer.IsPayment || pointer.AliasOf is not null) && pointer.Reversals.Count > pointer.Undone.Count));
}
