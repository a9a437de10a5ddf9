using System.CommandLine;
using Collections.App;
using Collections.App.Payments;
using Collections.Files;
using Collections.Local.Hosting;
using Collections.Local.Terminal;
using Newtonsoft.Json;

namespace Collections.Local.Commands;

/// <summary><c>bank</c>: loads files of bank statements. The good entries are taken in, the others are listed.</summary>
internal static class BankCommand
{
    private const string DefaultFeed = "bank";

    public static Command Create(Screen screen)
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "the files, in the order of their dates", Arity = ArgumentArity.OneOrMore };
        var feed = new Option<string>("--feed")
        {
            Description = "the name under which the entries are kept: an account's statements always by the same", HelpName = "NAME", DefaultValueFactory = _ => DefaultFeed,
        };
        feed.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !FeedName.Is(result.Tokens[0].Value))
            {
                result.AddError($"--feed '{result.Tokens[0].Value}' is no name of a bank feed: {FeedName.Rule}");
            }
        });
        var data = Options.Data();
        var map = Options.Map();
        var dates = Options.Dates();
        var currency = Options.CurrencyCode();
        var sign = Options.Decimal();
        var json = Options.Json();
        var command = new Command("bank", "Loads bank statements: camt.053, camt.054, MT940, OFX or CSV, told apart by content. The same file again changes nothing.")
        {
            files, feed, data, map, dates, currency, sign, json,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(files)!, parsed.GetValue(feed)!, Options.Import(parsed, map, dates, currency, sign),
            parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, DataFolder data, FileInfo[] files, string feed, ImportOptions options, bool asJson, CancellationToken cancel)
    {
        if (files.FirstOrDefault(file => !file.Exists) is { } missing)
        {
            throw new CommandException($"there is no file {missing.FullName}");
        }

        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        var code = ExitCodes.Done;
        foreach (var file in files)
        {
            var report = await LoadAsync(screen, file, feed, options, host.Get<StatementDesk>(), asJson, cancel);
            if (asJson)
            {
                screen.Say(Json.Write(report, Formatting.Indented));
            }
            else
            {
                Show(screen, file, report);
            }

            code = report.RejectedCount > 0 ? ExitCodes.Faults : code;
        }

        return code;
    }

    private static async Task<StatementReport> LoadAsync(
        Screen screen, FileInfo file, string feed, ImportOptions options, StatementDesk desk, bool asJson, CancellationToken cancel)
    {
        await using var stream = new CountingStream(file.OpenRead());
        try
        {
            return asJson
                ? await desk.LoadAsync(feed, stream, options, new HashSet<string>(StringComparer.Ordinal), progress: null, cancel)
                : await screen.ProgressAsync(file.Name, file.Length, done => desk.LoadAsync(
                    feed, stream, options, new HashSet<string>(StringComparer.Ordinal), new Told(() => done(stream.BytesRead)), cancel));
        }
        catch (ImportFormatException e)
        {
            throw new CommandException($"{file.FullName}: {e.Message}");
        }
    }

    private static void Show(Screen screen, FileInfo file, StatementReport report)
    {
        screen.Say(
            $"{file.Name}: {Screen.Number(report.Entries)} entries, {Screen.Number(report.Matched)} matched, {Screen.Number(report.Unmatched)} unmatched, "
            + $"{Screen.Number(report.Duplicates)} known, {Screen.Number(report.Ignored)} outgoing, {Screen.Number(report.Skipped)} skipped, "
            + $"{Screen.Number(report.RejectedCount)} rejected");
        RejectedRows.Show(screen, report.RejectedCount, report.Rejected);
        SkippedRows.Show(screen, report);
        foreach (var note in report.Notes)
        {
            screen.Say(note);
        }
    }

    private sealed class Told(Action tell) : IProgress<long>
    {
        public void Report(long value) => tell();
    }
}
