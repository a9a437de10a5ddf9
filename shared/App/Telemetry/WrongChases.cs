using System.Globalization;
using Collections.App.Company;
using Collections.App.Stores;

namespace Collections.App.Telemetry;

/// <summary>Counts once a day the letters and calls that reached customers who owed nothing at that moment (R20), and keeps the count with the company.</summary>
/// <remarks>
/// It is a look back over everything: a payment that was matched late makes a letter wrong that seemed right when it left. So it is no work for every minute, and
/// every machine tells the same count.
/// </remarks>
public sealed class WrongChases(IReports reports, ICompanyValues values, TimeProvider clock)
{
    /// <summary>It is counted again after this.</summary>
    public static readonly TimeSpan Rhythm = TimeSpan.FromDays(1);

    private const string Kept = "wrong-chases";

    /// <summary>The last count; null before the first.</summary>
    public async Task<int?> LastCountAsync(CancellationToken cancel) => (await ReadAsync(cancel))?.Count;

    /// <summary>Counts if the last count is older than a day; not while the company is paused, when nothing of it may change.</summary>
    /// <returns>True if it counted.</returns>
    public async Task<bool> CountIfDueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if ((await ReadAsync(cancel) is { } last && now - last.At < Rhythm) || await CompanyPause.ReadAsync(values, cancel) is not null)
        {
            return false;
        }

        var totals = await reports.TotalsAsync(cancel);
        await values.SetAsync(Kept, string.Create(CultureInfo.InvariantCulture, $"{now:O} {totals.RemindersAfterPayment}"), cancel);
        return true;
    }

    private async Task<(DateTimeOffset At, int Count)?> ReadAsync(CancellationToken cancel) =>
        (await values.GetAsync(Kept, cancel))?.Split(' ') is [var at, var count]
            ? (DateTimeOffset.ParseExact(at, "O", CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture))
            : null;
}
