using System.Globalization;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Functions.Tests.Tables;
using Collections.Local.Demo;
using Collections.Local.Simulation;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Rows;
using Collections.StoreContract;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Collections.Functions.Tests.History;

/// <summary>One app, two clocks: a company's months come to the same record, line by line and hash by hash, whichever host does its collecting.</summary>
/// <remarks>It has 30 customers and two months, 250 and six where CI is set, or as many customers as <c>COLLECTIONS_HISTORY</c> says: 1000 take some minutes on the emulator.</remarks>
public sealed class SameHistoryTests(ITestOutputHelper output)
{
    private static readonly int Customers =
        int.TryParse(Environment.GetEnvironmentVariable("COLLECTIONS_HISTORY"), NumberStyles.None, CultureInfo.InvariantCulture, out var customers) ? customers
        : Thoroughness.Of(full: 250, atADesk: 30);

    private static readonly DateOnly From = new(2021, 4, 1);
    private static readonly DateOnly To = new(2021, Thoroughness.Of(full: 10, atADesk: 6), 1);

    [AzuriteFact]
    public async Task Months_LocalAndAzure_LeaveTheSameRecord()
    {
        var local = await LocalAsync(Customers);
        var azure = await AzureAsync(Customers);

        Assert.Equal(local.Accounts, azure.Accounts);
        foreach (var (account, lines) in local.Records)
        {
            Assert.Equal(lines, azure.Records[account]);
        }

        Assert.Equal(local.Tasks, azure.Tasks);
        Assert.Equal(local.Letters, azure.Letters);
        Assert.Equal(local.Payments, azure.Payments);
        Assert.Equal(local.Aging, azure.Aging);
        Assert.Equal(local.Totals, azure.Totals);
        Assert.True(local.Totals is { RemindersAfterPayment: 0, LettersPerDayMax: 1 }, local.Totals.ToString());
        Assert.True(local.Totals.Letters > Customers / 8 && local.Totals.Calls > Customers / 8, local.Totals.ToString());
        output.WriteLine($"{local.Records.Values.Sum(lines => lines.Count)} lines of {local.Accounts.Count} accounts: {local.Totals}");
    }

    private static DateTimeOffset Start =>
        LocalClock.ToInstant(From, TimeOnly.MinValue, Company.Settings.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier);

    private async Task<Told> LocalAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("collections-test-").FullName;
        try
        {
            await using var store = await SqliteStore.OpenAsync(Path.Combine(folder, "collections.db"), Regions.BuiltIn);
            var (clock, letters) = (new VirtualClock(Start), new LetterBox());
            await using var services = Company.Services(store, clock, letters);
            return await RunAsync(services, new CollectorTimeline(services.GetRequiredService<Collector>(), clock), letters, customers, "local");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Told> AzureAsync(int customers)
    {
        await using var host = new TableHost();
        await host.OpenAsync();
        var letters = new LetterBox();
        await using var services = Company.Services(host.Store, new VirtualClock(Start), letters);
        var told = await RunAsync(services, new AzureTimeline(services), letters, customers, "Azure");
        output.WriteLine($"{host.Requests.Sum} requests:\n{string.Join('\n', host.Requests.Lines)}");
        return told;
    }

    private async Task<Told> RunAsync(IServiceProvider services, ITimeline time, LetterBox letters, int customers, string host)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await DemoRun.RunAsync(services, time, customers, (0, 1), From, To, progress: null, CancellationToken.None);
        var told = await Told.OfAsync(services.GetRequiredService<IStore>(), letters, To);
        output.WriteLine($"{host}: {watch.Elapsed.TotalSeconds:0} s");
        return told;
    }

    // What a company's store tells, in no store's own order.
    private sealed record Told(
        IReadOnlyList<string> Accounts, IReadOnlyDictionary<string, IReadOnlyList<SealedLine>> Records, IReadOnlyList<TaskRow> Tasks,
        IReadOnlyList<string> Letters, IReadOnlyList<string> Payments, IReadOnlyList<AgingRow> Aging, Totals Totals)
    {
        public static async Task<Told> OfAsync(IStore desk, LetterBox letters, DateOnly day)
        {
            var accounts = await AllAsync(cursor => desk.AccountsAsync(null, cursor, 500, day, CancellationToken.None));
            var records = new Dictionary<string, IReadOnlyList<SealedLine>>(StringComparer.Ordinal);
            foreach (var account in accounts)
            {
                records.Add(account.Account, await desk.RecordAsync(account.Account, CancellationToken.None));
            }

            var tasks = await AllAsync(cursor => desk.TasksAsync(new TaskFilter(Cursor: cursor, Limit: 500), CancellationToken.None));
            var ended = await AllAsync(cursor => desk.TasksAsync(new TaskFilter(Open: false, Cursor: cursor, Limit: 500), CancellationToken.None));
            var payments = await AllAsync(cursor => desk.PaymentsAsync(null, null, cursor, 500, CancellationToken.None));
            return new Told(
                [.. accounts.Select(account => account.ToString())],
                records,
                [.. tasks.Concat(ended).OrderBy(task => task.Id, StringComparer.Ordinal)],
                [.. letters.Letters.Values.OrderBy(letter => letter.Id, StringComparer.Ordinal).Select(letter => $"{letter.Id} {letter.Date:O} {letter.To}\n{letter.Text}")],
                [.. payments.OrderBy(payment => payment.Id, StringComparer.Ordinal)
                    .Select(payment => $"{payment with { Allocations = [], Suggestions = [], Refused = [] }} {string.Join(' ', payment.Allocations)} "
                        + $"{string.Join(' ', payment.Suggestions.Select(one => $"{one with { Allocations = [] }} {string.Join(' ', one.Allocations)}"))} {string.Join(' ', payment.Refused)}")],
                await desk.AgingAsync(day, CancellationToken.None),
                await desk.TotalsAsync(CancellationToken.None));
        }

        private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> readAsync)
        {
            var all = new List<T>();
            string? cursor = null;
            do
            {
                var page = await readAsync(cursor);
                all.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null);
            return all;
        }
    }
}
