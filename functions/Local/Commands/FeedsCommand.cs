using System.CommandLine;
using System.Globalization;
using Collections.App.Company;
using Collections.App.Payments;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>feeds</c>: says up to when payments are known (R20).</summary>
internal static class FeedsCommand
{
    public static Command Create(Screen screen)
    {
        var data = Options.Data();
        var command = new Command("feeds", "Says up to when payments are known, feed by feed, and whether contacts wait because the bank is silent.") { data };
        command.SetAction((parsed, cancel) => RunAsync(screen, new DataFolder(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataFolder data, CancellationToken cancel)
    {
        data.MustHaveData();
        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        var watch = await host.Get<PaymentWatcher>().LookAsync(cancel);
        if (!watch.Watched)
        {
            screen.Say("payments are not watched: no bank feed has ever delivered, so nobody can tell who has paid, and nothing waits");
            return ExitCodes.Done;
        }

        var zone = host.Get<CompanySettings>().Place.TimeZone;
        screen.Rows(
            ["feed", "complete up to", "heard", "contacts wait from"],
            watch.Feeds.Select(feed => new[] { feed.Feed, Screen.Moment(feed.CompleteTo, zone), Screen.Moment(feed.HeardAt, zone), Screen.Moment(feed.StaleAt, zone) }));
        screen.Say(watch.SilentSince is { } day
            ? string.Create(CultureInfo.InvariantCulture, $"the bank has been silent since {day:yyyy-MM-dd}: letters and calls wait (R20)")
            : $"payments are known up to {Screen.Moment(watch.CompleteTo!.Value, zone)}");
        return ExitCodes.Done;
    }
}
