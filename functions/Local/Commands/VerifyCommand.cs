using System.CommandLine;
using Collections.App.Stores;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>verify</c>: checks the record's chain and the ledger's sums.</summary>
internal static class VerifyCommand
{
    public static Command Create(Screen screen)
    {
        var data = Options.Data();
        var command = new Command("verify", "Checks the record's chain and the ledger's sums.") { data };
        command.SetAction((parsed, cancel) => RunAsync(screen, new DataFolder(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataFolder data, CancellationToken cancel)
    {
        data.MustHaveData();
        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        var reports = host.Get<IReports>();
        var faults = await reports.VerifyAsync(cancel);
        foreach (var fault in faults)
        {
            screen.Say(fault);
        }

        var totals = await reports.TotalsAsync(cancel);
        var what = $"{Screen.Count(totals.Accounts, "account", "accounts")}, {Screen.Count(totals.Invoices, "invoice", "invoices")}, "
            + $"{Screen.Count(totals.Payments, "payment", "payments")}, {Screen.Count(totals.Cases, "case", "cases")}";
        screen.Say(faults.Count == 0 ? $"all is well: {what}" : $"{Screen.Count(faults.Count, "fault", "faults")} in {what}");
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.Faults;
    }
}
