using Collections.App.Clocks;

namespace Collections.Local.Hosting;

/// <summary>Does what is due when it is due, but for the letters, for as long as the program runs. A failure is logged and tried again; it never ends the service.</summary>
internal sealed partial class CollectorService(Collector collector, BackgroundSignal signal, TimeProvider clock, ILogger<CollectorService> log) : BackgroundService
{
    /// <summary>It looks again at least so often: the machine's clock may be set, and other processes import.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// One round answers all the signals of this time: under a flood of payments the machine's cores belong to the feeds. Nothing goes out meanwhile that
    /// a payment forbids, because whatever goes out is decided on what is committed.
    /// </summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    // What is due and yet can't be done now must not keep the machine busy.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ServiceLoop.RunAsync(
        async cancel =>
        {
            await signal.Cases.WaitAsync(await RunAsync(cancel), other: null, cancel);
            await Task.Delay(ShortestWait, clock, cancel);
        },
        (problem, pause) => LogFailure(problem, pause.TotalSeconds),
        clock,
        stoppingToken);

    // Answers how long there is nothing to do.
    private async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        var work = await collector.RunDueCasesAsync(cancel);
        if (work.IsAny)
        {
            LogWork(work.Scans, work.Turns);
            signal.Letters.Raise();
        }

        var wait = await collector.NextDueAsync(cancel) - clock.GetUtcNow() ?? LongestWait;
        var least = work.IsAny ? TimeSpan.Zero : ShortestRest;
        return wait > LongestWait ? LongestWait : wait > least ? wait : least;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "done what was due: scans {Scans}, accounts {Turns}")]
    private partial void LogWork(int scans, int turns);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "what is due could not be done; trying again in {Seconds} s")]
    private partial void LogFailure(Exception problem, double seconds);
}
