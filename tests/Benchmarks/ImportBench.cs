using System.Globalization;
using Collections.App.Ledger;
using Collections.Files;

namespace Collections.Benchmarks;

/// <summary>Import of invoice rows from a CSV file into a fresh database, beside reading the file's lines.</summary>
internal static class ImportBench
{
    public static async Task RunAsync(int rows)
    {
        Bench.Title(Bench.I($"import {rows:N0} invoice rows of CSV"));
        await using var ledgers = await Ledgers.OpenAsync();
        var accounts = Math.Max(1, rows / 10);
        await ledgers.AddAccountsAsync(accounts);
        var file = Path.Combine(ledgers.Folder, "invoices.csv");
        Write(file, rows, accounts);

        var lines = 0L;
        var floor = Bench.Time(() => lines = File.ReadLines(file).LongCount());
        var memory = Bench.WorkingSet();
        var peak = memory;
        var time = await Bench.TimeAsync(async () =>
        {
            await using var stream = File.OpenRead(file);
            var report = await ledgers.Get<Importer>().InvoicesAsync(
                stream, ImportOptions.Canonical, new Watch(() => peak = Math.Max(peak, Bench.WorkingSet())), default);
            Expect(report.Accepted == rows, $"{report.Accepted} of {rows} accepted");
        });
        var again = await Bench.TimeAsync(async () =>
        {
            await using var stream = File.OpenRead(file);
            var report = await ledgers.Get<Importer>().InvoicesAsync(stream, ImportOptions.Canonical, null, default);
            Expect(report.Unchanged == rows, $"{report.Unchanged} of {rows} unchanged");
        });

        Bench.Row("rows, committed", Bench.Rate(rows, time, "rows"), ">= 200,000 rows/s");
        Bench.Row("the same file again: nothing changes", Bench.Rate(rows, again, "rows"));
        Bench.Row("floor: the raw file's lines", Bench.Rate(lines, floor, "lines"));
        Bench.Row("ratio to the floor", Bench.I($"{time / floor:N1} x"));
        Bench.Row("working set while it ran", Bench.I($"+{(peak - memory) / 1048576.0:N0} MB"), "flat");
    }

    private static void Write(string file, int rows, int accounts)
    {
        using var csv = new StreamWriter(file);
        csv.WriteLine("invoice,account,issued,amount,due");
        for (var i = 0; i < rows; i++)
        {
            // Rows come in the books' order of numbers, accounts mixed, as an export has them.
            csv.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"INV-{i:D8},{Ledgers.Code((int)(i * 7919L % accounts))},2021-{1 + (i % 7):D2}-{1 + (i % 28):D2},{10 + (i % 9000)}.25,2021-08-31"));
        }
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private sealed class Watch(Action look) : IProgress<long>
    {
        public void Report(long value) => look();
    }
}
