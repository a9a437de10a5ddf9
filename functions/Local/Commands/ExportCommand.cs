using System.CommandLine;
using System.CommandLine.Parsing;
using Collections.App.Company;
using Collections.Local.Hosting;
using Collections.Local.Moving;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>export</c>: writes a whole company into one file, which <c>import all</c> loads into another store.</summary>
internal static class ExportCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "the archive; it is compressed if its name ends in .gz" };
        var live = new Option<bool>("--live") { Description = "don't pause the company meanwhile: for a copy to look at, not to go on with" };
        var stay = new Option<bool>("--stay-paused") { Description = "leave the company here paused: from now on it collects elsewhere" };
        var site = new SiteOptions();
        var command = new Command("export", "Writes the whole company into a file: ledger, cases, tasks, letters, payments, the record.") { file, live, stay };
        site.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(live) is not null && result.GetResult(stay) is not null)
            {
                result.AddError("--live doesn't pause the company, --stay-paused leaves it so; only one of them can be meant");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(
            screen, site, parsed, parsed.GetValue(file)!, parsed.GetValue(live), parsed.GetValue(stay), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, SiteOptions options, ParseResult parsed, FileInfo file, bool isLive, bool staysPaused, CancellationToken cancel)
    {
        if (file.Directory is { Exists: false } folder)
        {
            throw new CommandException($"there is no folder {folder.FullName}");
        }

        await using var site = await options.OpenAsync(parsed, mustBeThere: true, cancel);
        if (!isLive)
        {
            await site.PauseAsync(PauseReason.Export, screen.Say, cancel);
        }

        var isWritten = false;
        try
        {
            isWritten = await screen.ProgressAsync(file.Name, 0, async _ =>
            {
                await Mover.ExportAsync(site, file.FullName, _ => { }, cancel);
                return true;
            });
        }
        finally
        {
            if (!isLive && !(isWritten && staysPaused))
            {
                await site.ResumeAsync(PauseReason.Export, CancellationToken.None);
            }
        }

        MovingFigures.Show(screen, await Mover.CheckAsync(file, cancel));
        screen.Say(staysPaused
            ? $"It is all in {file.FullName}; the company stays paused here, and goes on where the file is imported"
            : $"It is all in {file.FullName}; the company goes on here, so where the file is imported it must not (--stay-paused moves it)");
        return ExitCodes.Done;
    }
}
