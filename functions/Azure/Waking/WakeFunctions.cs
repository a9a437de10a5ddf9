using Collections.App.Telemetry;
using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>What wakes accounts: a queue, the sweep, and once a night somebody who clears away what has ended.</summary>
public sealed class WakeFunctions(
    CaseWaker waker, DurableLine line, Sweeper sweeper, IUpkeep upkeep, StateGauges gauges, WrongChases wrongChases, TimeProvider clock, ILogger<WakeFunctions> log)
{
    /// <summary>Instances that ended are kept this long for whoever looks into them; the record in the store is kept for ever.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Wakes the accounts that a message names; one that names none asks for a sweep.</summary>
    [Function("WakeAccounts")]
    public async Task WakeAsync([QueueTrigger(Names.AccountWakes)] string message, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        line.Client = client;
        var accounts = AccountCodes.Read(message);
        await (accounts.Count > 0 ? waker.WakeAsync(client, accounts, cancel) : sweeper.SweepAsync(client, TimeSpan.Zero, cancel));
    }

    /// <summary>Every minute: finishes what a machine left halfway, wakes what is overdue, and looks how things stand for the metrics.</summary>
    /// <remarks>One machine at a time sweeps, so that one at a time tells how things stand.</remarks>
    [Function("Sweep")]
    public async Task SweepAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        line.Client = client;
        try
        {
            await upkeep.FinishPendingAsync(clock.GetUtcNow(), cancel);
        }
        finally
        {
            // Whatever cannot be finished, the others' cases go on.
            await sweeper.SweepAsync(client, Sweeper.Grace, cancel);
        }

        await gauges.RefreshAsync(cancel);
    }

    /// <summary>Every night: puts the list of open accounts right, purges instances that ended long ago, and counts wrong chases where somebody listens.</summary>
    [Function("Retention")]
    public async Task PurgeAsync([TimerTrigger("0 40 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        await upkeep.RefreshOpenAsync(cancel);
        var before = clock.GetUtcNow() - Kept;
        var filter = new PurgeInstancesFilter(
            DateTimeOffset.UnixEpoch,
            before,
            [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]);
        var purged = await client.PurgeAllInstancesAsync(filter, cancel);
        log.InstancesPurged(purged.PurgedInstanceCount, before);
        if (gauges.IsHeard)
        {
            await wrongChases.CountIfDueAsync(cancel);
        }
    }
}
