using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Collections.App;
using Collections.App.Desk;
using Collections.App.Formats;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>account</c>: shows how an account's case stands, or stood at a moment.</summary>
internal static class AccountCommand
{
    public static Command Create(Screen screen)
    {
        var code = new Argument<string>("CODE") { Description = "the account" };
        var asOf = new Option<DateTimeOffset?>("--as-of")
        {
            Description = "as it stood at this moment, such as 2021-08-03T17:00:00+10:00; now unless told", HelpName = "INSTANT", CustomParser = ParseInstant,
        };
        var data = Options.Data();
        var json = Options.Json();
        var command = new Command("account", "Shows how an account's case stands, or stood at a moment, as its events rebuild it, with the last lines of its record.")
        {
            code, asOf, data, json,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(code)!, parsed.GetValue(asOf), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataFolder data, string account, DateTimeOffset? asOf, bool asJson, CancellationToken cancel)
    {
        const int LastLines = 10;
        data.MustHaveData();
        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        AccountThen then;
        try
        {
            then = await host.Get<AccountHistory>().AtAsync(account, asOf ?? host.Get<TimeProvider>().GetUtcNow(), cancel);
        }
        catch (RefusalException refusal)
        {
            throw new CommandException(refusal.Message);
        }

        if (asJson)
        {
            screen.Say(CaseFormat.Write(then.Case));
            return ExitCodes.Done;
        }

        screen.Say(HowItStands(then));
        var zone = host.Company.Place.TimeZone;
        screen.Rows(
            ["at", "by", "what", "why"],
            then.Record.TakeLast(LastLines).Select(line => (IEnumerable<string>)[Screen.Moment(line.At, zone), line.By, Words.Of(line.Kind), line.Why]));
        return ExitCodes.Done;
    }

    private static string HowItStands(AccountThen then)
    {
        var (it, policy) = (then.Case, then.Policy);
        var step = it is { IsOpen: true, Ladders: [var main, ..] } ? $", at {(main.Rung < policy.Steps.Length ? policy.Steps[main.Rung].Name : "its end")}" : "";
        var waits = it.Pause.Kind == PauseKind.None ? "" : $", for {Words.Of(it.Pause.Kind)}{(it.Pause.Until is { } until ? $" until {Day(until)}" : "")}";
        var promise = it.Promise is { } promised ? $"; {promised.Amount} promised for {Day(promised.Date)}, {Words.Of(promised.State)}" : "";
        var owing = it.Owing.Currency is null ? "" : $"; {it.Owing} owing";
        return $"{it.Account}: {Words.Of(it.Status)}{step}{waits}{owing}{promise}{(it.OnStop ? "; on stop" : "")}; "
            + Screen.Count(it.Tasks.Length, "open task", "open tasks");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset? ParseInstant(ArgumentResult result)
    {
        if (DateTimeOffset.TryParse(
            result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        result.AddError($"--as-of '{result.Tokens[0].Value}' is no instant, such as 2021-08-03T17:00:00+10:00");
        return null;
    }
}
