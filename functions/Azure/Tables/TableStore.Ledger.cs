using Azure;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

// The ledger as it is imported.
public sealed partial class TableStore
{
    // What is under way for so long is nobody's any more: whoever began it would have ended it.
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveAccountsAsync(IReadOnlyList<AccountEntry> accounts, DateTimeOffset now, CancellationToken cancel) =>
        _accountBook.SaveAsync(accounts, now, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveContactsAsync(IReadOnlyList<ContactEntry> contacts, DateTimeOffset now, CancellationToken cancel) =>
        _accountBook.SaveAsync(contacts, now, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RowResult>> SaveInvoicesAsync(IReadOnlyList<InvoiceEntry> invoices, DateTimeOffset now, CancellationToken cancel) =>
        _invoiceBook.SaveAsync(invoices, now, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, AccountHead>> HeadsAsync(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var found = await Attempts.AllAsync([.. codes.Distinct(StringComparer.Ordinal)], code => _accounts.FindAsync(code, cancel), cancel);
        return found.OfType<AccountDocument>().Select(account => new AccountHead(account.Code, account.Currency, account.Account.Terms, account.Account.Name))
            .ToDictionary(head => head.Code, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<long> TotalOpenAsync(CancellationToken cancel)
    {
        var shards = await Task.WhenAll(Keys.AllShards(IndexEntry.Open).Select(shard => TotalOpenAsync(shard, cancel)));
        return shards.Sum();
    }

    /// <inheritdoc/>
    public async Task FinishPendingAsync(DateTimeOffset now, CancellationToken cancel)
    {
        // One that cannot be finished does not keep the others.
        var failures = new List<Exception>();
        foreach (var paymentId in await _paymentRows.UnderWayAsync(now - LongestWay, cancel))
        {
            await TryAsync($"payment {paymentId}", () => _finisher.FinishAsync(paymentId, cancel));
        }

        foreach (var (entry, _) in await _indexes.FirstAsync(IndexEntry.Agenda, IndexEntry.Moving, null, int.MaxValue, cancel))
        {
            await TryAsync($"who is billed for account {entry.Account}", () => FinishMoveAsync(entry.Account, now, cancel));
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("what was left halfway could not be finished", failures);
        }

        async Task TryAsync(string what, Func<Task> finish)
        {
            try
            {
                await finish();
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                failures.Add(new InvalidOperationException($"{what}: {e.Message}", e));
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The list misses no account at any time. What it tells beside (the oldest day, the sum) is written after the account, and stays
    /// as it was where a process came to its end in between.
    /// </remarks>
    public async Task RefreshOpenAsync(CancellationToken cancel)
    {
        await _migration.FinishAsync(cancel);
        foreach (var shard in Keys.AllShards(IndexEntry.Open))
        {
            await Parallel.ForEachAsync(
                _indexes.ReadAsync(IndexEntry.Directory, shard, "", null, 1000, cancel),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (one, stop) => await RefreshOpenAsync(one.Entry, one.Old, stop));
        }
    }

    private async Task RefreshOpenAsync(IndexEntry entry, ETag? old, CancellationToken cancel)
    {
        if (old is { } tag && await _accounts.FindAsync(entry.Account, cancel) is { } account)
        {
            var wanted = account.Indexed.FirstOrDefault(one => one.Place == entry.Place);
            await (wanted == default ? _indexes.SweepAsync(entry, tag, cancel)
                : wanted != entry ? _indexes.RenewAsync(wanted, account.Version, tag, cancel)
                : Task.CompletedTask);
        }
    }

    private async Task FinishMoveAsync(string code, DateTimeOffset now, CancellationToken cancel)
    {
        while (await _accounts.FindAsync(code, cancel) is { Moving.Count: > 0 } account)
        {
            await _moves.FinishAsync(account, now, cancel);
        }
    }

    private async Task<long> TotalOpenAsync(string shard, CancellationToken cancel)
    {
        var open = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var (entry, _) in _indexes.ReadAsync(IndexEntry.Directory, shard, "", null, 1000, cancel))
        {
            open[entry.Account] = entry.ReadOpen().Minor;
        }

        return open.Values.Sum();
    }
}
