using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Collections.Core.Calendars;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>serve</c>: runs the app, with its API and console, until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly string[] ClockForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    public static Command Create(Screen screen)
    {
        var data = Options.Data();
        var urls = Options.Urls();
        var clock = new Option<DateTime?>("--clock")
        {
            Description = "a local time at which a virtual clock begins; it moves only by POST /api/clock, and goes on where it was after a restart",
            HelpName = "2021-08-03T08:00",
            CustomParser = ParseClock,
        };
        var zone = new Option<TimeZoneInfo?>("--timezone")
        {
            Description = "the time zone of --clock; the company's unless told", HelpName = "Australia/Sydney", CustomParser = ParseZone,
        };
        var intake = new Option<string?>("--intake")
        {
            Description = "a folder from which files are taken by themselves: ledger files in its folders accounts, contacts and invoices, bank statements in statements/FEED; "
                + "each goes to done or failed with its answer beside it",
            HelpName = "DIR",
        };
        var command = new Command("serve", "Runs the app: collects by itself, and answers over HTTP.") { data, urls, clock, zone, intake };
        command.Validators.Add(result =>
        {
            if (result.GetResult(zone) is not null && result.GetResult(clock) is null)
            {
                result.AddError("--timezone goes with --clock; the company's time zone is a setting (company.timeZone)");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(
            screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(urls)!, parsed.GetValue(intake), parsed.GetValue(clock), parsed.GetValue(zone), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, DataFolder data, string urls, string? intake, DateTime? clock, TimeZoneInfo? zone, CancellationToken cancel)
    {
        using var locked = data.Lock();
        var files = intake is null ? null : IntakeDirectory.Open(intake, data);
        var options = new LocalHostOptions(data) { StartAt = clock is { } local ? company => At(local, zone ?? company) : null };
        await using var host = await LocalHost.OpenAsync(options, cancel);
        await LocalServer.RunAsync(host, Tokens.Of(host.Settings), urls, files, screen.Say, cancel);
        return ExitCodes.Done;
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => LocalClock.ToInstant(
        DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone, GapRule.EndOfGap, OverlapRule.Earlier);

    private static DateTime? ParseClock(ArgumentResult result)
    {
        if (DateTime.TryParseExact(result.Tokens[0].Value, ClockForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return moment;
        }

        result.AddError($"--clock '{result.Tokens[0].Value}' is no local time of the form 2021-08-03T08:00");
        return null;
    }

    private static TimeZoneInfo? ParseZone(ArgumentResult result)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(result.Tokens[0].Value, out var zone))
        {
            return zone;
        }

        result.AddError($"--timezone '{result.Tokens[0].Value}' is no IANA time zone, such as Australia/Sydney");
        return null;
    }
}
