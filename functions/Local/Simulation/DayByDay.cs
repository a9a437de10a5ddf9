using System.Globalization;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Calendars;

namespace Collections.Local.Simulation;

/// <summary>Lets a company live in a world, day by day, on its virtual clock.</summary>
/// <remarks>
/// A run that was killed at any moment goes on when it is started again, and ends as if it had not been: the store's clock and the mark of the last step
/// that began say where it stands, and a step that is done again changes nothing that it had done.
/// </remarks>
internal sealed class DayByDay(ITimeline time, ICompanyValues values, SimulatedClerks clerks, CompanySettings company)
{
    /// <summary>The books and the bank speak before the scan and the office hours: whoever has paid by then gets no letter on that day.</summary>
    private static readonly TimeOnly Morning = new(5, 0);

    /// <summary>The clerks have worked through the day's list by then.</summary>
    private static readonly TimeOnly AtTheDesk = new(11, 0);

    private const string MarkName = "simulation";

    private readonly TimeZoneInfo _zone = company.Place.TimeZone;

    /// <summary>Lets the days pass.</summary>
    /// <param name="world">What happens.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The moment at which it ends.</param>
    /// <param name="progress">Told of every day that is over.</param>
    /// <param name="cancel">Ends it; it can go on later.</param>
    public async Task RunAsync(IWorld world, DateOnly from, DateTimeOffset until, IProgress<DateOnly>? progress, CancellationToken cancel)
    {
        await time.RecoverAsync(cancel);
        var today = LocalClock.DateAt(time.Now, _zone);
        for (var day = from > today ? from : today; At(day, Morning) <= until; day = day.AddDays(1))
        {
            var now = day;
            await StepAsync(At(day, Morning), until, () => world.MorningAsync(now, cancel), cancel);
            await StepAsync(At(day, AtTheDesk), until, () => clerks.WorkAsync(world, now, cancel), cancel);
            progress?.Report(day);
        }

        await time.RunToAsync(until > time.Now ? until : time.Now, cancel);
    }

    // The mark is set between what fell due on the way and the step itself, so that a second start neither leaves out nor repeats one of the two.
    private async Task StepAsync(DateTimeOffset at, DateTimeOffset until, Func<Task> stepAsync, CancellationToken cancel)
    {
        if (at < time.Now || at > until)
        {
            return;
        }

        var mark = at.ToString("O", CultureInfo.InvariantCulture);
        if (await values.GetAsync(MarkName, cancel) != mark)
        {
            await time.RunToAsync(at, cancel);
            await values.SetAsync(MarkName, mark, cancel);
        }

        await stepAsync();
        await time.RunDueAsync(cancel);
    }

    private DateTimeOffset At(DateOnly day, TimeOnly time) => LocalClock.ToInstant(day, time, _zone, GapRule.EndOfGap, OverlapRule.Earlier);
}
