using System.CommandLine;
using System.Globalization;
using Collections.App;
using Collections.App.Clocks;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Local.Hosting;
using Collections.Local.Terminal;
using Newtonsoft.Json;

namespace Collections.Local.Commands;

/// <summary><c>scan</c>: looks at every account that owes, once, and opens cases; or only says what it would do (R5, R6).</summary>
internal static class ScanCommand
{
    public static Command Create(Screen screen)
    {
        var data = Options.Data();
        var asOf = Options.Date("--as-of", "the day as of which to look; today unless told");
        var dryRun = new Option<bool>("--dry-run") { Description = "print the same decisions, and write nothing" };
        var json = Options.Json();
        var policy = Options.Policy("the policy whose accounts are looked at; the company's default unless told");
        var command = new Command("scan", "Runs one scan: opens cases on accounts that owe. Their letters and calls follow while 'serve' runs.")
        {
            data, asOf, dryRun, json, policy,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(policy), parsed.GetValue(asOf), parsed.GetValue(dryRun), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, DataFolder data, string? policyName, DateOnly? asOf, bool dryRun, bool json, CancellationToken cancel)
    {
        data.MustHaveData();
        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        await host.MustNotBePausedAsync(cancel);
        var book = host.Get<PolicyBook>();
        var policy = policyName is null
            ? book.Default
            : book.Find(policyName) ?? throw new CommandException($"there is no policy '{policyName}'; there are {string.Join(", ", book.All.Select(known => known.Name))}");
        var today = LocalClock.DateAt(host.Clock.GetUtcNow(), host.Company.Place.TimeZone);
        if (asOf > today && !dryRun)
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture, $"--as-of {asOf:yyyy-MM-dd} is after today, {today:yyyy-MM-dd}: a day that has not come can only be previewed, with --dry-run"));
        }

        var bank = await host.Get<Collector>().BankAsync(cancel);
        var report = await host.Get<Scanner>().RunAsync(policy, asOf ?? today, dryRun, keepLines: true, bank, cancel);
        if (json)
        {
            var lines = report.Lines.Select(line => new { line.Account, Decision = line.Verdict, line.Why, line.Owing });
            screen.Say(Json.Write(new { report.Id, report.AsOf, dryRun, report.Opened, report.Joined, report.LeftAlone, lines }, Formatting.Indented));
        }
        else
        {
            Show(screen, report, dryRun);
        }

        return ExitCodes.Done;
    }

    private static void Show(Screen screen, ScanReport report, bool dryRun)
    {
        screen.Rows(
            ["account", "decision", "owing", "why"],
            report.Lines.Select(line => (IEnumerable<string>)[line.Account, Words.Of(line.Verdict), line.Owing.ToString(), line.Why]));
        screen.Say(
            $"{report.Id}{(dryRun ? ", a preview: nothing is written" : "")}: {Screen.Number(report.Opened)} opened, {Screen.Number(report.Joined)} joined, {Screen.Number(report.LeftAlone)} left alone");
    }
}
