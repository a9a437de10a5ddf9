using System.Security.Cryptography;
using System.Text;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>Messages that failed too often: a person is asked to look, by a task that says what was lost.</summary>
public sealed class PoisonFunctions(IWorklist tasks, TimeProvider clock, ILogger<PoisonFunctions> log)
{
    private const int BodyMax = 500;

    /// <summary>A part of a scan that could not be run.</summary>
    [Function("PoisonScanBatches")]
    public Task ScanBatchAsync([QueueTrigger(Names.ScanBatches + Names.Poison)] string message, CancellationToken cancel) => AskAsync(
        Names.ScanBatches, message,
        "a part of a scan failed several times, and its accounts may not have been looked at (R6); mend what the log says, then ask for the scan again: "
        + "POST /api/scans opens nothing twice",
        cancel);

    /// <summary>Accounts that could not be woken.</summary>
    [Function("PoisonAccountWakes")]
    public Task AccountWakesAsync([QueueTrigger(Names.AccountWakes + Names.Poison)] string message, CancellationToken cancel) => AskAsync(
        Names.AccountWakes, message,
        "accounts could not be woken several times; the sweep tries again every minute, and if their cases stand still the log says why",
        cancel);

    // The same message twice is one task.
    private async Task AskAsync(string queue, string message, string what, CancellationToken cancel)
    {
        var task = $"{queue}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)).AsSpan(0, 8))}";
        var body = message.Length > BodyMax ? message[..BodyMax] + "…" : message;
        log.PoisonMessage(queue, task, body);
        await tasks.OpenCompanyTaskAsync(task, TaskKind.Attention, Role.Manager, $"{what}. The message: {body}", clock.GetUtcNow(), cancel);
    }
}
