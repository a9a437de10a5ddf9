using System.CommandLine;
using System.CommandLine.Parsing;
using Collections.App.Company;
using Collections.Local.Hosting;
using Collections.Local.Moving;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>import all</c>: loads a company that <c>export</c> has written into an empty store. Interrupted, the same command goes on.</summary>
internal static class ImportAllCommand
{
    private const int MostShown = 100;

    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "the archive" };
        var site = new SiteOptions();
        var command = new Command("all", "Loads a whole company, as 'export' wrote it, into an empty one.") { file };
        site.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(screen, site, parsed, parsed.GetValue(file)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, SiteOptions options, ParseResult parsed, FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists)
        {
            throw new CommandException($"there is no file {file.FullName}");
        }

        var figures = await Mover.CheckAsync(file, cancel);
        await using var site = await options.OpenAsync(parsed, mustBeThere: false, cancel);
        await site.PauseAsync(PauseReason.Import, screen.Say, cancel);
        var moved = await screen.ProgressAsync(file.Name, figures.Lines, done => Mover.ImportAsync(site, file, count => done(count), cancel));
        MovingFigures.Show(screen, figures);
        if (moved.Unchanged > 0)
        {
            screen.Say($"{Screen.Count(moved.Unchanged, "account was", "accounts were")} there already, from the import that was interrupted");
        }

        if (moved.Refused.Count > 0)
        {
            Show(screen, moved);
            return ExitCodes.Faults;
        }

        return await EndAsync(screen, site, cancel);
    }

    // The company begins to collect only once all of it is there and agrees.
    private static async Task<int> EndAsync(Screen screen, ICompanySite site, CancellationToken cancel)
    {
        var faults = await site.VerifyAsync(cancel);
        if (faults is { Count: > 0 })
        {
            foreach (var fault in faults)
            {
                screen.Say(fault);
            }

            screen.Say($"{Screen.Count(faults.Count, "fault", "faults")}; the company stays paused");
            return ExitCodes.Faults;
        }

        await site.ResumeAsync(PauseReason.Import, cancel);
        screen.Say(faults is null ? "all of it is there; the company goes on" : "all of it is there, and all is well; the company goes on");
        return ExitCodes.Done;
    }

    private static void Show(Screen screen, Moved moved)
    {
        screen.Say($"{Screen.Count(moved.Refused.Count, "account was", "accounts were")} refused; the company stays paused");
        screen.Rows(["account", "why"], moved.Refused.Take(MostShown).Select(result => (IEnumerable<string>)[result.Account, result.Why ?? ""]));
        if (moved.Refused.Count > MostShown)
        {
            screen.Say($"… and {Screen.Number(moved.Refused.Count - MostShown)} more.");
        }
    }
}
