using Collections.App.Clocks;
using Collections.Functions.Logging;
using Collections.Functions.Naming;
using Microsoft.Extensions.Logging;

namespace Collections.Functions.Waking;

/// <summary>Wakes accounts by way of a queue. A failure costs time only: what changed is committed, and the sweep finds it.</summary>
public sealed class QueueSignal(IMessages messages, TimeProvider clock, ILogger<QueueSignal> log) : IWorkSignal
{
    /// <summary>A machine asks for a sweep at most once in this time.</summary>
    public static readonly TimeSpan SweepRest = TimeSpan.FromSeconds(1);

    /// <summary>The sweep comes later than whatever asks for it within <see cref="SweepRest"/>, and so finds all of it.</summary>
    public static readonly TimeSpan SweepDelay = TimeSpan.FromSeconds(2);

    private long _sweepAskedTicks = DateTimeOffset.MinValue.UtcTicks;

    /// <inheritdoc/>
    public async Task SignalAsync(IReadOnlyCollection<string> accounts, CancellationToken cancel)
    {
        try
        {
            if (accounts.Count > 0)
            {
                foreach (var message in AccountCodes.Write(accounts))
                {
                    await messages.SendAsync(Names.AccountWakes, message, delay: null, cancel);
                }
            }
            else if (IsFirstOfItsTime())
            {
                await messages.SendAsync(Names.AccountWakes, AccountCodes.Any, SweepDelay, cancel);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            log.SignalFailed(problem, accounts.Count);
        }
    }

    private bool IsFirstOfItsTime()
    {
        var (now, asked) = (clock.GetUtcNow().UtcTicks, Interlocked.Read(ref _sweepAskedTicks));
        return now - asked >= SweepRest.Ticks && Interlocked.CompareExchange(ref _sweepAskedTicks, now, asked) == asked;
    }
}
