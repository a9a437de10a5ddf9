using Collections.App.Clocks;
using Collections.App.Intake;
using Microsoft.Azure.Functions.Worker;

namespace Collections.Functions.Intake;

/// <summary>Takes the files that are put into the container of the intake.</summary>
public sealed class IntakeFunctions(IntakeDesk intake, IWorkSignal signal)
{
    /// <summary>Every five minutes: takes what is there, on one machine at a time, as the host runs each timer.</summary>
    [Function("TakeFiles")]
    public async Task TakeAsync([TimerTrigger("30 */5 * * * *")] TimerInfo timer, CancellationToken cancel)
    {
        if (await intake.TakeAsync(cancel) > 0)
        {
            await signal.SignalAsync([], cancel);
        }
    }
}
