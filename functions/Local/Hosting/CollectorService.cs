using Collections.App.Clocks;

namespace Collections.Local.Hosting;

/// <summary>Does what is due when it is due, for as long as the program runs. A failure is logged and tried again; it never ends the service.</summary>
internal sealed partial class CollectorService(Collector collector, BackgroundPoke poke, TimeProvider clock, ILogger<CollectorService> log) : BackgroundService
{
    /// <summary>It looks again at least so often: the machine's clock may be set, and other processes import.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// One round answers all the pokes of this time: under a flood of payments the machine's cores belong to the feeds. Nothing goes out meanwhile that
    /// a payment forbids, because whatever goes out is decided on what is committed.
    /// </summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    private bool _recovered;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = FirstBackoff;
        try
        {
            while (true)
            {
                try
                {
                    await poke.WaitAsync(await RunAsync(stoppingToken), stoppingToken);
                    await Task.Delay(ShortestWait, clock, stoppingToken);
                    backoff = FirstBackoff;
                }
                catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
                {
                    // A letter may have been under way: it is looked up before anything else, as after a crash.
                    _recovered = false;
                    LogFailure(problem, backoff.TotalSeconds);
                    await Task.Delay(backoff, clock, stoppingToken);
                    backoff = backoff * 2 < LongestWait ? backoff * 2 : LongestWait;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; what was not finished is found at its next start.
        }
    }

    // Answers how long there is nothing to do.
    private async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        if (!_recovered)
        {
            await collector.RecoverAsync(cancel);
            _recovered = true;
        }

        var work = await collector.RunDueAsync(cancel);
        if (work.IsAny)
        {
            LogWork(work.Scans, work.Turns, work.Letters);
        }

        // What is due and yet can't be done now must not keep the machine busy.
        var wait = await collector.NextDueAsync(cancel) - clock.GetUtcNow() ?? LongestWait;
        var least = work.IsAny ? TimeSpan.Zero : FirstBackoff;
        return wait > LongestWait ? LongestWait : wait > least ? wait : least;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "done what was due: {Scans} scans, {Turns} accounts, {Letters} letters")]
    private partial void LogWork(int scans, int turns, int letters);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "what is due could not be done; trying again in {Seconds} s")]
    private partial void LogFailure(Exception problem, double seconds);
}
