using System.CommandLine;
using Collections.App.Ledger;
using Collections.Core.Ledger;
using Collections.Files;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary><c>import</c>: loads files of accounts, contacts and invoices. The good rows are loaded, the others are listed.</summary>
internal static class ImportCommand
{
    private delegate Task<ImportReport> Load(Importer importer, Stream file, ImportOptions options, IProgress<long> progress, CancellationToken cancel);

    public static Command Create(Screen screen) => new("import", "Loads a file of the ledger: CSV or JSON. The same file again changes nothing.")
    {
        Kind(screen, "accounts", "customers: account and name; and what else is known of them", (importer, file, options, progress, cancel) => importer.AccountsAsync(file, options, progress, cancel)),
        Kind(screen, "contacts", "people at the customers': account, name, role", (importer, file, options, progress, cancel) => importer.ContactsAsync(file, options, progress, cancel)),
        Kind(screen, "invoices", "invoices and credit notes: invoice, account, issued, amount; or an export of Xero, QuickBooks or MYOB", (importer, file, options, progress, cancel) => importer.InvoicesAsync(file, options, progress, cancel)),
        ImportAllCommand.Create(screen),
    };

    private static Command Kind(Screen screen, string name, string description, Load load)
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "the files, in the order in which they are to be loaded", Arity = ArgumentArity.OneOrMore };
        var data = Options.Data();
        var map = Options.Map();
        var dates = Options.Dates();
        var currency = Options.CurrencyCode();
        var sign = Options.Decimal();
        var (format, complete, force) = (Options.Format(), Options.Complete(), Options.Force());
        var command = new Command(name, $"Loads {description}.") { files, data, format, map, dates, currency, sign };
        if (name == "invoices")
        {
            command.Add(complete);
            command.Add(force);
        }

        command.SetAction((parsed, cancel) =>
        {
            var options = Options.Import(parsed, map, dates, currency, sign) with
            {
                Format = parsed.GetValue(format),
                IsComplete = name == "invoices" && parsed.GetValue(complete),
                IsForced = name == "invoices" && parsed.GetValue(force),
            };
            return RunAsync(screen, new DataFolder(parsed.GetValue(data)!), parsed.GetValue(files)!, options, load, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, DataFolder data, FileInfo[] files, ImportOptions options, Load load, CancellationToken cancel)
    {
        if (files.FirstOrDefault(file => !file.Exists) is { } missing)
        {
            throw new CommandException($"there is no file {missing.FullName}");
        }

        await using var host = await LocalHost.OpenAsync(new LocalHostOptions(data), cancel);
        await host.MustNotBePausedAsync(cancel);
        var code = ExitCodes.Done;
        foreach (var file in files)
        {
            var report = await LoadAsync(screen, file, options, load, host.Get<Importer>(), cancel);
            screen.Say(
                $"{file.Name}: {Screen.Number(report.Accepted)} accepted, {Screen.Number(report.Unchanged)} unchanged, {Screen.Number(report.RejectedCount)} rejected");
            ExportNotes.Show(screen, report);
            if (report.PaymentsMatched > 0)
            {
                screen.Say($"{Screen.Count(report.PaymentsMatched, "payment that had waited for it is", "payments that had waited for it are")} applied");
            }

            RejectedRows.Show(screen, report.RejectedCount, report.Rejected);
            code = report.RejectedCount > 0 ? ExitCodes.Faults : code;
        }

        return code;
    }

    private static async Task<ImportReport> LoadAsync(
        Screen screen, FileInfo file, ImportOptions options, Load load, Importer importer, CancellationToken cancel)
    {
        await using var stream = new CountingStream(file.OpenRead());
        try
        {
            return await screen.ProgressAsync(
                file.Name, file.Length, done => load(importer, stream, options, new Told(() => done(stream.BytesRead)), cancel));
        }
        catch (ImportFormatException e)
        {
            throw new CommandException($"{file.FullName}: {e.Message}");
        }
    }

    private sealed class Told(Action tell) : IProgress<long>
    {
        public void Report(long value) => tell();
    }
}
