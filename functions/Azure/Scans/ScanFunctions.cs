using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Policies;
using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Collections.Functions.Waking;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Scans;

/// <summary>Scans that come due by themselves, spread over machines by a queue: oldest debts first (R5).</summary>
/// <remarks>
/// A scan counts as run once all its batches are on the queue. A crash before that puts them on again, and a batch that runs twice opens nothing twice
/// (R6); after it, the queue sees to it that each batch runs.
/// </remarks>
public sealed class ScanFunctions(
    Scanner scanner, IOpenAccounts openAccounts, ICompanyValues values, PolicyBook policies, SignOff signOff, BankWatch bankWatch, IMessages messages, IWorkSignal signal,
    TimeProvider clock, ILogger<ScanFunctions> log)
{
    private const int SendsAtOnce = 8;

    /// <summary>A batch that comes while the company is paused comes again after this.</summary>
    private static readonly TimeSpan PauseRest = TimeSpan.FromMinutes(5);

    /// <summary>Every quarter of an hour: puts the batches of what is due on the queue; nothing while the company is paused.</summary>
    [Function("ScanTimer")]
    public async Task StartAsync([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is not null)
        {
            return;
        }

        foreach (var policy in await signOff.SignedAsync(cancel))
        {
            if (await scanner.DueAsync(policy, clock.GetUtcNow(), cancel) is { } day)
            {
                await EnqueueAsync(policy, day, cancel);
            }
        }
    }

    /// <summary>Runs one batch, and wakes the accounts on which there is something to do now.</summary>
    /// <exception cref="FormatException">The message is none.</exception>
    /// <exception cref="InvalidOperationException">Its policy is not known any more.</exception>
    [Function("ScanBatch")]
    public async Task RunAsync([QueueTrigger(Names.ScanBatches)] string message, CancellationToken cancel)
    {
        var batch = ScanBatch.Read(message);
        if (await CompanyPause.ReadAsync(values, cancel) is not null)
        {
            await messages.SendAsync(Names.ScanBatches, message, PauseRest, cancel);
            return;
        }

        var policy = policies.Find(batch.Policy) ?? throw new InvalidOperationException($"scan {batch.Scan}: there is no policy {batch.Policy}");
        var bank = await bankWatch.FreshnessAsync(cancel);
        var lines = await scanner.RunBatchAsync(policy, batch.AsOf, batch.TotalOpen, batch.Codes, bank, cancel);
        var changed = lines.Where(line => line.Verdict is ScanVerdict.Opened or ScanVerdict.Joined).Select(line => line.Account).ToList();
        if (changed.Count > 0)
        {
            await signal.SignalAsync(changed, cancel);
        }

        log.ScanBatchDone(
            batch.Scan, batch.Codes.Count, lines.Count(line => line.Verdict == ScanVerdict.Opened), lines.Count(line => line.Verdict == ScanVerdict.Joined));
    }

    private async Task EnqueueAsync(Policy policy, DateOnly day, CancellationToken cancel)
    {
        var scan = Scanner.IdOf(policy, day);
        var total = await scanner.TotalAsync(policy, cancel);
        var codes = await OldestFirstAsync(policy, cancel);
        var batches = codes.Chunk(ScanBatch.AccountsMax).Select(chunk => new ScanBatch(scan, policy.Name, day, total, chunk)).ToList();

        // A few at a time keep the order but for neighbours, which is all that a queue keeps anyhow.
        foreach (var some in batches.Chunk(SendsAtOnce))
        {
            await Task.WhenAll(some.Select(batch => messages.SendAsync(Names.ScanBatches, batch.Write(), delay: null, cancel)));
        }

        await values.EndScanAsync(scan, clock.GetUtcNow(), cancel);
        log.ScanStarted(scan, codes.Count, batches.Count);
    }

    // Codes and days alone: the accounts of a large company fit into memory by the hundred thousand.
    private async Task<List<string>> OldestFirstAsync(Policy policy, CancellationToken cancel)
    {
        var all = new List<OpenAccount>();
        await foreach (var some in openAccounts.OpenAccountsAsync(policy.Name, policies.Default.Name, cancel))
        {
            all.AddRange(some);
        }

        return [.. all.OrderBy(account => account.OldestDue).ThenBy(account => account.Code, StringComparer.Ordinal).Select(account => account.Code)];
    }
}
