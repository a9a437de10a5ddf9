using Collections.App.Sending;
using Collections.App.Stores;

namespace Collections.Local.Hosting;

/// <summary>
/// Sends letters as they fall due, for as long as the program runs, beside <see cref="CollectorService"/>: a mail server that takes its time holds up no case,
/// no payment and no other letter.
/// </summary>
internal sealed partial class LetterService(
    Dispatcher dispatcher, LetterWatch watch, IDueWork dueWork, BackgroundSignal signal, TimeProvider clock, ILogger<LetterService> log) : BackgroundService
{
    /// <summary>It looks again at least so often.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>While no letter can leave, one is tried so often.</summary>
    public static readonly TimeSpan RestWhileBroken = TimeSpan.FromSeconds(30);

    // What is due and waits for its turn must not keep the machine busy.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private int _letters;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Letters that are being handed over are given the time that the host has for its end: what became of them is then known.
        await dispatcher.UntilIdleAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        ServiceLoop.RunAsync(RunAsync, (problem, pause) => LogFailure(problem, pause.TotalSeconds), clock, stoppingToken);

    private async Task RunAsync(CancellationToken cancel)
    {
        if (clock.GetUtcNow() - _lookedAt >= RestWhileBroken)
        {
            await watch.LookAsync(cancel);
            _lookedAt = clock.GetUtcNow();
        }

        _letters += await dispatcher.BeginDueAsync(cancel);
        if (await dispatcher.NextEndAsync(cancel) is { } end)
        {
            await signal.Letters.WaitAsync(await WaitAsync(cancel), end, cancel);
            if (watch.IsBroken)
            {
                await Task.Delay(RestWhileBroken, clock, cancel);
            }

            return;
        }

        if (_letters > 0)
        {
            // What follows from a letter may be due.
            LogLetters(_letters);
            _letters = 0;
            signal.Cases.Raise();
        }

        await signal.Letters.WaitAsync(await WaitAsync(cancel), other: null, cancel);
    }

    private async Task<TimeSpan> WaitAsync(CancellationToken cancel)
    {
        var wait = await dueWork.NextDueAsync(cancel) - clock.GetUtcNow() ?? LongestWait;
        return wait > LongestWait ? LongestWait : wait > ShortestWait ? wait : ShortestWait;
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "letters that were due and looked at: {Letters}")]
    private partial void LogLetters(int letters);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "letters that are due could not be sent; trying again in {Seconds} s")]
    private partial void LogFailure(Exception problem, double seconds);
}
