using System.CommandLine;
using System.Globalization;
using Collections.App.Calendars;
using Collections.App.Policies;
using Collections.Core.Calendars;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>policies</c>: lists the policies; <c>policies check</c> reads one and shows the dates that it gives.</summary>
internal static class PoliciesCommand
{
    public static Command Create(Screen screen)
    {
        var data = Options.Data();
        var command = new Command("policies", "Lists the policies, and who has still to sign them.") { data, Check(screen) };
        command.SetAction((parsed, cancel) => ListAsync(screen, new DataFolder(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static Command Check(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "a policy's JSON file, or the name of a policy that is there" };
        var asOf = Options.Date("--as-of", "the day from which a sample invoice is dated; today unless told");
        var data = Options.Data();
        var check = new Command("check", "Reads a policy, and prints the dates that it gives for a sample invoice that nobody pays.") { file, asOf, data };
        check.SetAction(parsed => CheckFile(screen, parsed.GetValue(file)!, parsed.GetValue(asOf), new DataFolder(parsed.GetValue(data)!)));
        return check;
    }

    private static async Task<int> ListAsync(Screen screen, DataFolder data, CancellationToken cancel)
    {
        // Looking makes no data: without any, nothing can be signed.
        await using var host = data.HasDatabase ? await LocalHost.OpenAsync(new LocalHostOptions(data), cancel) : null;
        var book = host?.Get<PolicyBook>() ?? Load(data);
        var rows = new List<IEnumerable<string>>();
        foreach (var policy in book.All)
        {
            var missing = host is null ? ["whoever answers for it"] : await host.Get<SignOff>().MissingAsync(policy, cancel);
            rows.Add(
            [
                policy == book.Default ? $"{policy.Name} (default)" : policy.Name,
                policy.Version.ToString(CultureInfo.InvariantCulture),
                missing.Count == 0 ? "signed" : $"to be signed by {string.Join(", ", missing)}",
                policy.Description,
            ]);
        }

        screen.Rows(["policy", "version", "signed", "what it does"], rows);
        foreach (var problem in book.Problems)
        {
            screen.Say(problem.ToString());
        }

        return book.Problems.Count == 0 ? ExitCodes.Done : ExitCodes.Faults;
    }

    private static PolicyBook Load(DataFolder data)
    {
        var regions = Regions.Load(data.Regions);
        return PolicyBook.Load(data.Policies, regions, data.LoadSettings().Company(regions).DefaultPolicy);
    }

    private static int CheckFile(Screen screen, FileInfo file, DateOnly? asOf, DataFolder data)
    {
        var regions = Regions.Load(data.Regions);
        var company = data.LoadSettings().Company(regions);
        try
        {
            var policy = Load(data).Find(file.ToString()) ?? Read(file, regions);
            var today = asOf ?? LocalClock.DateAt(TimeProvider.System.GetUtcNow(), company.Place.TimeZone);
            screen.Say(PolicyPreview.Of(policy, today, place: company.Place).ToString());
            return ExitCodes.Done;
        }
        catch (PolicyFileException e)
        {
            foreach (var problem in e.Problems)
            {
                screen.Say(problem.ToString());
            }

            return ExitCodes.Faults;
        }
    }

    private static Core.Policies.Policy Read(FileInfo file, Regions regions)
    {
        if (!file.Exists)
        {
            throw new CommandException($"there is no file {file.FullName}, and no policy of that name");
        }

        using var text = file.OpenText();
        return PolicyFile.Read(text, file.Name, regions.All);
    }
}
