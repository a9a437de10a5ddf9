namespace Collections.Local.Hosting;

/// <summary>Does something again and again for as long as the program runs; a failure is told and tried again, later and later, and never ends it.</summary>
internal static class ServiceLoop
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Runs until it is told to stop.</summary>
    /// <param name="round">One round; it waits itself until there is something to do.</param>
    /// <param name="failed">Told what a round failed with, and the pause before the next.</param>
    /// <param name="clock">The clock of the pauses.</param>
    /// <param name="stop">Ends it; what was not finished is found at the program's next start.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> round, Action<Exception, TimeSpan> failed, TimeProvider clock, CancellationToken stop)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                try
                {
                    await round(stop);
                    pause = FirstPause;
                }
                catch (Exception problem) when (!stop.IsCancellationRequested)
                {
                    failed(problem, pause);
                    await Task.Delay(pause, clock, stop);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
