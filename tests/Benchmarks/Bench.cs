using System.Diagnostics;
using System.Globalization;

namespace Collections.Benchmarks;

/// <summary>Prints each figure beside its floor, measured in the same run; only ratios travel between machines.</summary>
internal static class Bench
{
    public static string I(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static void Title(string title) => Console.WriteLine($"\n{title}");

    public static void Row(string what, string figure, string? goal = null) =>
        Console.WriteLine(I($"  {what,-58} {figure,22}{(goal is null ? "" : $"   goal {goal}")}"));

    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    public static TimeSpan Time(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }

    public static string Rate(long count, TimeSpan time, string what) => I($"{count / time.TotalSeconds:N0} {what}/s");

    public static string Seconds(TimeSpan time) => I($"{time.TotalSeconds:N2} s");

    public static double Percentile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    public static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        return process.WorkingSet64;
    }
}
