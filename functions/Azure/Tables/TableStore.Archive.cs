using Collections.App.Archive;
using Collections.Functions.Tables.Archive;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

// Archives of accounts and of the company.
public sealed partial class TableStore : IArchiveStore
{
    private const string ValuesAfter = "values:";
    private const string PaymentsOf = "payments:";

    /// <inheritdoc/>
    /// <remarks>What banks said of nobody comes by the shards of the payments, whatever the limit is.</remarks>
    public async Task<ArchivedCompany> ReadCompanyAsync(string? after, int limit, CancellationToken cancel)
    {
        var shards = PaymentRows.Shards.ToList();
        if (after is not null && after.StartsWith(PaymentsOf, StringComparison.Ordinal))
        {
            var shard = after[PaymentsOf.Length..];
            var next = shards.IndexOf(shard) + 1;
            var found = await _paymentRows.OfNobodyAsync(shard, cancel);
            return new ArchivedCompany
            {
                Payments = [.. found.OrderBy(pointer => pointer.Entry!.Order).Select(pointer => FamilyReader.Archived(pointer.Entry!, pointer, owner: null))],
                Next = next < shards.Count ? PaymentsOf + shards[next] : null,
            };
        }

        var values = await _company.ValuesAsync(after?[ValuesAfter.Length..], limit, cancel);
        var part = new ArchivedCompany { Values = values, Next = values.Count < limit ? PaymentsOf + shards[0] : ValuesAfter + values[^1].Name };
        return after is not null ? part : part with
        {
            Scans = await _company.ScansAsync(cancel),
            Feeds = await _company.FeedsAsync(cancel),
            Tasks = [.. (await _companyTasks.AllAsync(cancel)).Select(task => new ArchivedTask(task.Task, task.DueDay, task.Priority))],
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArchivedAccount>> ReadAccountsAsync(string? after, int limit, CancellationToken cancel)
    {
        var found = new List<ArchivedAccount>();
        var codes = await _accountLister.CodesAfterAsync(after, limit, cancel);
        while (codes.Count > 0 && found.Count == 0)
        {
            // A page of nothing but branches is not the end.
            found.AddRange((await Attempts.AllAsync(codes, code => _familyReader.ReadAsync(code, cancel), cancel)).OfType<ArchivedAccount>());
            codes = await _accountLister.CodesAfterAsync(codes[^1], limit, cancel);
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task WriteCompanyAsync(ArchivedCompany part, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(part);
        await Attempts.AllAsync(part.Values, async value => { await SetAsync(value.Name, value.Value, cancel); return true; }, cancel);
        await Attempts.AllAsync(part.Scans, scan => EndScanAsync(scan.Scan, scan.EndedAt, cancel), cancel);
        foreach (var feed in part.Feeds)
        {
            await _company.HearAsync(feed, cancel);
        }

        foreach (var task in part.Tasks)
        {
            await _companyTasks.PutAsync(new RankedTask(task.Task, task.DueDay, task.Priority), cancel);
        }

        for (var i = 0; i < part.Payments.Count; i++)
        {
            await _familyWriter.WriteOfNobodyAsync(part.Payments[i], i, cancel);
        }
    }

    /// <inheritdoc/>
    public Task<ArchiveResult> WriteAccountAsync(ArchivedAccount account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _familyWriter.WriteAsync(account, cancel);
    }
}
