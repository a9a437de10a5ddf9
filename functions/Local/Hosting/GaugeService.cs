using Collections.App.Telemetry;

namespace Collections.Local.Hosting;

/// <summary>Refreshes the gauges, and counts wrong chases once a day, for as long as the program runs and somebody listens.</summary>
internal sealed partial class GaugeService(StateGauges gauges, WrongChases wrongChases, TimeProvider clock, ILogger<GaugeService> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ServiceLoop.RunAsync(
        async cancel =>
        {
            await gauges.RefreshAsync(cancel);
            if (gauges.IsHeard && await wrongChases.CountIfDueAsync(cancel))
            {
                await gauges.RefreshAsync(cancel);
            }

            await Task.Delay(StateGauges.Rhythm, clock, cancel);
        },
        (problem, pause) => LogFailure(problem, pause.TotalSeconds),
        clock,
        stoppingToken);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "the gauges could not be refreshed; trying again in {Seconds} s")]
    private partial void LogFailure(Exception problem, double seconds);
}
