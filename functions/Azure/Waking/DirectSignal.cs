using Collections.App.Clocks;
using Collections.Functions.Logging;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>
/// Wakes a few accounts at once, without the queue between: a payment reaches its case in the time of two calls instead of a polling interval. Many accounts, a
/// sweep, and whoever can't be woken directly go by way of the queue.
/// </summary>
public sealed class DirectSignal(DurableLine line, CaseWaker waker, QueueSignal queue, TimeProvider clock, ILogger<DirectSignal> log) : IWorkSignal
{
    /// <summary>More accounts than this are not kept in the caller's request.</summary>
    public const int Most = 8;

    /// <summary>Nobody's request waits longer for it than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        if (accounts.Count is 0 or > Most || !await HasWokenAsync(accounts, cancel))
        {
            await queue.SignalAsync(accounts, cancel);
        }
    }

    private async Task<bool> HasWokenAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        if (line.Client is not { } client)
        {
            return false;
        }

        using var late = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            await waker.WakeAsync(client, accounts, either.Token);
            return true;
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            log.DirectWakeFailed(problem, accounts.Count);
            return false;
        }
    }
}
