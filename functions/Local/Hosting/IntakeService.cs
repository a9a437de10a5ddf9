using Collections.App.Clocks;
using Collections.App.Intake;

namespace Collections.Local.Hosting;

/// <summary>Takes the files that are put into the intake, for as long as the program runs.</summary>
/// <remarks>It looks again and again: what systems tell of changes gets lost on shares, and a file must be seen standing still anyway.</remarks>
internal sealed partial class IntakeService(IntakeDesk intake, IWorkSignal signal, TimeProvider clock, ILogger<IntakeService> log) : BackgroundService
{
    /// <summary>It looks so often.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ServiceLoop.RunAsync(
        async cancel =>
        {
            if (await intake.TakeAsync(cancel) > 0)
            {
                await signal.SignalAsync([], cancel);
            }

            await Task.Delay(BetweenLooks, clock, cancel);
        },
        (problem, pause) => LogFailure(problem, pause.TotalSeconds),
        clock,
        stoppingToken);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "the intake could not be looked at; trying again in {Seconds} s")]
    private partial void LogFailure(Exception problem, double seconds);
}
