using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>Makes orchestrations look at their accounts: starts the one that is not there, and tells the one that is.</summary>
public sealed class CaseWaker(ILogger<CaseWaker> log)
{
    private const int AtOnce = 16;

    // Each try looks again; two machines that start and end an instance under each other's hands agree sooner than this.
    private const int MostTries = 3;

    /// <summary>Wakes accounts, each once, those that fail left for the end.</summary>
    /// <exception cref="InvalidOperationException">Some could not be woken; all the others were.</exception>
    public async Task WakeAsync(DurableTaskClient client, IEnumerable<string> accounts, CancellationToken cancel)
    {
        int started = 0, raised = 0, failed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(accounts.Distinct(StringComparer.Ordinal), options, async (account, stop) =>
        {
            try
            {
                Interlocked.Increment(ref await WakeOneAsync(client, account, stop) ? ref started : ref raised);
            }
            catch (Exception problem) when (!stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref failed);
                log.WakeFailed(problem, account);
            }
        });
        log.AccountsWoken(started + raised, started, raised);
        if (failed > 0)
        {
            throw new InvalidOperationException($"accounts that could not be woken: {failed}");
        }
    }

    // An event to an instance that is not there is dropped, and a second start of one that runs is refused. Between the look and the deed another
    // machine may have started it, or it may have ended: then the deed fails, and a second look tells which.
    private static async Task<bool> WakeOneAsync(DurableTaskClient client, string account, CancellationToken cancel)
    {
        var id = InstanceIds.Of(account);
        for (var attempt = 1; ; attempt++)
        {
            var isThere = await client.GetInstanceAsync(id, getInputsAndOutputs: false, cancel) is { IsCompleted: false };
            try
            {
                if (isThere)
                {
                    // The text says nothing: whoever is woken asks the store.
                    await client.RaiseEventAsync(id, Names.Wake, "", cancel);
                }
                else
                {
                    await client.ScheduleNewOrchestrationInstanceAsync(Names.CollectAccount, CollectInput.Act(account), OnlyOne(id), cancel);
                }

                return !isThere;
            }
            catch (Exception) when (attempt < MostTries && !cancel.IsCancellationRequested)
            {
                // Look again.
            }
        }
    }

    private static StartOrchestrationOptions OnlyOne(string id) => new StartOrchestrationOptions(id).WithDedupeStatuses(
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
}
