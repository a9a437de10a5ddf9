using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Collections.App;
using Collections.Files;
using Collections.Local.Hosting;
using Collections.Local.Simulation;
using Collections.Local.Terminal;
using Newtonsoft.Json;

namespace Collections.Local.Commands;

/// <summary><c>replay</c>: lets a ledger with settlement dates happen again under a policy, and counts what would have been done.</summary>
internal static class ReplayCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "a file of invoices with a column 'settled': the day on which each was paid" };
        var map = Options.Map();
        var dates = Options.Dates();
        var currency = Options.CurrencyCode();
        var sign = Options.Decimal();
        var policy = Options.Policy("the policy to collect by; the replay signs it");
        var from = Options.Date("--from", "the first day; that of the first invoice unless told");
        var to = Options.Date("--to", "the last day; that of the last invoice or payment unless told");
        var json = Options.Json();
        var data = new Option<string?>("--data")
        {
            Description = "a folder to keep the result in, letters included; a replay that was interrupted goes on there", HelpName = "DIR",
        };
        var command = new Command("replay", "Replays a ledger that tells when it was paid, day by day, and counts what would have been done.")
        {
            file, map, dates, currency, sign, policy, from, to, json, data,
        };
        command.SetAction((parsed, cancel) =>
        {
            var replay = new LedgerReplay(
                parsed.GetValue(file)!, Options.Import(parsed, map, dates, currency, sign), parsed.GetValue(policy), parsed.GetValue(from), parsed.GetValue(to));
            return RunAsync(screen, replay, parsed.GetValue(data), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, LedgerReplay replay, string? data, bool json, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var history = replay.Read();
        var figures = data is null
            ? await InTemporaryFolderAsync(folder => RunAsync(screen, replay, history, folder, keepLetters: false, json, cancel))
            : await RunAsync(screen, replay, history, new DataFolder(data), keepLetters: true, json, cancel);
        figures = figures with { Seconds = Math.Round(watch.Elapsed.TotalSeconds, 2) };
        if (json)
        {
            screen.Say(Json.Write(figures, Formatting.Indented));
        }
        else
        {
            Show(screen, figures, history.Rejected);
        }

        return figures.RejectedRows == 0 ? ExitCodes.Done : ExitCodes.Faults;
    }

    private static async Task<ReplayFigures> RunAsync(
        Screen screen, LedgerReplay replay, LedgerHistory history, DataFolder folder, bool keepLetters, bool quiet, CancellationToken cancel)
    {
        using var locked = folder.Lock();
        var days = replay.LastDay(history).DayNumber - history.From.DayNumber + 1;
        Task<ReplayFigures> Run(Action<double> done) => replay.RunAsync(
            history, folder, keepLetters, new Told(day => done(day.DayNumber - history.From.DayNumber + 1)), cancel);
        return quiet ? await Run(_ => { }) : await screen.ProgressAsync("the days pass", days, Run);
    }

    private static async Task<ReplayFigures> InTemporaryFolderAsync(Func<DataFolder, Task<ReplayFigures>> run)
    {
        var folder = Directory.CreateTempSubdirectory("collections-replay-");
        try
        {
            return await run(new DataFolder(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Show(Screen screen, ReplayFigures figures, List<RowError> rejected)
    {
        screen.Say(string.Create(
            CultureInfo.InvariantCulture, $"{figures.Policy} version {figures.PolicyVersion}, {figures.From:yyyy-MM-dd} to {figures.To:yyyy-MM-dd}, in {figures.Seconds} s"));
        if (figures.StandInContacts > 0)
        {
            screen.Say($"{Screen.Number(figures.StandInContacts)} accounts have no contact in the data; letters and calls went to a made-up one each (accounts@….example).");
        }

        screen.Figures(
        [
            ("accounts", Screen.Number(figures.Accounts)),
            ("invoices", Screen.Number(figures.Invoices)),
            ("payments applied", Screen.Number(figures.PaymentsApplied)),
            ("cases opened", Screen.Number(figures.Cases)),
            ("  closed as paid", Screen.Number(figures.CasesClosedPaid)),
            ("  of those before the first contact", Screen.Number(figures.PaidBeforeContact)),
            ("  still open", Screen.Number(figures.CasesOpen)),
            ("letters", Screen.Number(figures.Letters)),
            ("calls", Screen.Number(figures.Calls)),
            ("times suspended", Screen.Number(figures.Suspended)),
            ("disputes", Screen.Number(figures.Disputes)),
            ("paid customers chased", Screen.Number(figures.RemindersAfterPayment)),
            ("most letters to an account on one day", Screen.Number(figures.LettersPerDayMax)),
        ]);
        RejectedRows.Show(screen, rejected.Count, rejected);
    }

    private sealed class Told(Action<DateOnly> tell) : IProgress<DateOnly>
    {
        public void Report(DateOnly value) => tell(value);
    }
}
