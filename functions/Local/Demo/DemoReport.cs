using System.Globalization;
using Collections.App.Sending.Eml;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Demo;

/// <summary>Says what the demo did: figures, the day's list, and letters to read.</summary>
internal static class DemoReport
{
    private const int TasksShown = 10;
    private const int LettersShown = 3;
    private const int LettersToChooseFrom = 400;

    public static async Task ShowAsync(Screen screen, LocalHost host, TimeSpan took, CancellationToken cancel)
    {
        var today = LocalClock.ToLocal(host.Clock.GetUtcNow(), host.Company.Place.TimeZone);
        screen.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{host.Company.Seller.Name}, {DemoRun.From:d MMMM yyyy} to {today:d MMMM yyyy}: {DemoRun.Days} days in {took.TotalSeconds:0.0} s, under both policies."));
        await ShowFiguresAsync(screen, host.Get<IReports>(), cancel);
        await ShowTasksAsync(screen, host.Get<IWorklist>(), today, cancel);
        await ShowLettersAsync(screen, host.Get<ILetterList>(), host.Data, cancel);
    }

    private static async Task ShowFiguresAsync(Screen screen, IReports reports, CancellationToken cancel)
    {
        var totals = await reports.TotalsAsync(cancel);
        screen.Figures(
        [
            ("accounts", Screen.Number(totals.Accounts)),
            ("invoices", Screen.Number(totals.Invoices)),
            ("payments, matched by themselves", $"{Screen.Number(totals.PaymentsApplied)} of {Screen.Number(totals.Payments)}"),
            ("cases opened", Screen.Number(totals.Cases)),
            ("  closed as paid", Screen.Number(totals.CasesClosedPaid)),
            ("  open now", Screen.Number(totals.CasesOpen)),
            ("letters", Screen.Number(totals.Letters)),
            ("  that came back", Screen.Number(totals.Bounced)),
            ("calls", Screen.Number(totals.Calls)),
            ("promises, kept and broken", $"{Screen.Number(totals.Promises)}, {Screen.Number(totals.PromisesKept)} and {Screen.Number(totals.PromisesBroken)}"),
            ("disputes", Screen.Number(totals.Disputes)),
            ("paid customers chased", Screen.Number(totals.RemindersAfterPayment)),
            ("most letters to an account on one day", Screen.Number(totals.LettersPerDayMax)),
        ]);
    }

    private static async Task ShowTasksAsync(Screen screen, IWorklist worklist, DateTimeOffset today, CancellationToken cancel)
    {
        var endOfDay = today.AddHours(24 - today.Hour);
        var tasks = await worklist.TasksAsync(new TaskFilter(DueBy: endOfDay, Limit: TasksShown), cancel);
        screen.Say("");
        screen.Say(string.Create(CultureInfo.InvariantCulture, $"The list for {today:dddd d MMMM}, most urgent first:"));
        screen.Rows(
            ["task", "customer", "owing", "why now"],
            tasks.Items.Select(task => (IEnumerable<string>)
                [Words.Of(task.Kind), task.AccountName ?? "", task.Owing?.ToString() ?? "", task.Why]));
    }

    private static async Task ShowLettersAsync(Screen screen, ILetterList letterList, DataFolder data, CancellationToken cancel)
    {
        // One of each kind, the latest; the last step's first, because it says most.
        var letters = (await letterList.LettersAsync(null, LetterState.Sent, null, LettersToChooseFrom, cancel)).Items
            .DistinctBy(letter => letter.Template)
            .OrderBy(letter => letter.Template switch { "final-letter" => 0, "second-letter" => 1, "reminder" => 2, _ => 3 })
            .Take(LettersShown)
            .ToList();
        screen.Say("Letters to read:");
        foreach (var letter in letters)
        {
            screen.Say($"  {Path.Combine(data.Outbox, LetterIds.Token(letter.Id) + ".eml")}");
        }

        if (letters is [var first, ..] && await letterList.LetterAsync(first.Id, cancel) is { Draft: { } draft })
        {
            screen.Say("");
            screen.Say($"To: {draft.ToName} <{draft.To}>");
            screen.Say($"Subject: {draft.Subject}");
            screen.Say("");
            screen.Say(draft.Text);
        }
    }
}
