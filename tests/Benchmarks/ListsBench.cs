using System.Diagnostics;
using System.Net.Http.Headers;
using Collections.App.Clocks;
using Collections.App.Policies;
using Collections.App.Scans;
using Microsoft.Data.Sqlite;

namespace Collections.Benchmarks;

/// <summary>
/// Lists and reports of a large company on the real server, over loopback: alone, while reports are drawn up, and after reports whose callers went away;
/// beside reading the same rows barely. The client shares the machine's cores.
/// </summary>
internal static class ListsBench
{
    private const string Token = "a-clerk-of-the-benchmark";
    private const string Aging = "/api/reports/aging";
    private const string Accounts = "/api/accounts?limit=50";
    private const string Search = "/api/accounts?limit=50&query=nobody+is+called+so";
    private const string Worklist = "/api/tasks?limit=50";
    private const int Samples = 100;
    private const int ReportsAtOnce = 6;
    private const int Abandoned = 24;

    public static async Task RunAsync(int accounts)
    {
        Bench.Title(Bench.I($"lists and reports, {accounts:N0} accounts with {accounts * 10:N0} invoices, by HTTP"));
        var (folder, database) = await MakeAsync(accounts);
        using (var server = await Server.StartAsync(folder, ("COLLECTIONS_TOKEN_CLERK", Token)))
        using (var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) })
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            await MeasureAsync(client, database);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task MeasureAsync(HttpClient client, string database)
    {
        foreach (var path in (string[])[Accounts, Search, Worklist, Aging])
        {
            await SampleAsync(client, path, 5);
        }

        var first = await SampleAsync(client, Accounts, Samples);
        Bench.Row("first page of 50 accounts, median", Bench.I($"{Bench.Percentile(first, 0.5):N1} ms"), "<= 20 ms");
        Bench.Row("first page of 50 accounts, 99 of 100", Bench.I($"{Bench.Percentile(first, 0.99):N1} ms"));
        Bench.Row("floor: as many rows by key", Bench.I($"{Floor(database, "SELECT * FROM accounts ORDER BY id LIMIT 50").TotalMilliseconds:N2} ms"));
        Bench.Row("a search that finds nobody, median", Bench.I($"{Bench.Percentile(await SampleAsync(client, Search, 10), 0.5):N1} ms"));

        var aging = Bench.Percentile(await SampleAsync(client, Aging, 5), 0.5) / 1000;
        var floor = Floor(database, "SELECT payer_id, due, open FROM invoices WHERE open <> 0").TotalSeconds;
        Bench.Row("aging, one at a time, median", Bench.I($"{aging:N2} s"), "<= 2 s");
        Bench.Row("floor: every open invoice, read barely", Bench.I($"{floor:N2} s"));
        Bench.Row("ratio to the floor", Bench.I($"{aging / floor:N1} x"));

        var alone = await SampleAsync(client, Worklist, Samples);
        var (beside, reports) = await BesideReportsAsync(client);
        Bench.Row("floor: worklist page of 50, alone, median", Bench.I($"{Bench.Percentile(alone, 0.5):N1} ms"));
        Bench.Row(Bench.I($"the same while {ReportsAtOnce} aging reports run, median"), Bench.I($"{Bench.Percentile(beside, 0.5):N1} ms"), "<= 100 ms");
        Bench.Row(Bench.I($"the same, 99 of 100 of {beside.Length:N0}"), Bench.I($"{Bench.Percentile(beside, 0.99):N1} ms"));
        Bench.Row("reports drawn up meanwhile", Bench.I($"{reports:N0}"));

        await AbandonAsync(client);
        var after = await SampleAsync(client, Aging, 1);
        Bench.Row(Bench.I($"aging right after {Abandoned} whose callers went away"), Bench.I($"{after[0] / 1000:N2} s"), "as one at a time");
    }

    private static async Task<(string Folder, string Database)> MakeAsync(int accounts)
    {
        await using var ledgers = await Ledgers.OpenAsync();
        await ledgers.AddAccountsAsync(accounts);
        await ledgers.AddInvoicesAsync(0, accounts, each: 10, owing: 10);
        foreach (var policy in ledgers.Get<PolicyBook>().All)
        {
            await ledgers.Get<Scanner>().RunAsync(policy, new DateOnly(2021, 8, 3), dryRun: false, keepLines: false, default, default);
        }

        // On a clock that stands still, two hours before the letters may go, the server does nothing by itself.
        await KeptClock.KeepAsync(ledgers.Store, ledgers.Get<TimeProvider>().GetUtcNow().AddHours(-2), default);
        return (ledgers.KeepFolder(), ledgers.Database);
    }

    private static async Task<double[]> SampleAsync(HttpClient client, string path, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            times[i] = await TimedAsync(client, path, default);
        }

        return [.. times.Order()];
    }

    private static async Task<double> TimedAsync(HttpClient client, string path, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        await body.CopyToAsync(Stream.Null, cancel);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // Each of the reports is asked for again as soon as it is there, until the worklist has been asked often enough.
    private static async Task<(double[] Times, int Reports)> BesideReportsAsync(HttpClient client)
    {
        using var enough = new CancellationTokenSource();
        var drawnUp = 0;
        var reports = Enumerable.Range(0, ReportsAtOnce).Select(async _ =>
        {
            while (!enough.IsCancellationRequested)
            {
                await TimedAsync(client, Aging, default);
                Interlocked.Increment(ref drawnUp);
            }
        }).ToList();
        var times = new List<double>();
        for (var last = Stopwatch.GetTimestamp(); times.Count < Samples || drawnUp < ReportsAtOnce * 2;)
        {
            times.Add(await TimedAsync(client, Worklist, default));
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            if (Stopwatch.GetElapsedTime(last) > TimeSpan.FromMinutes(5))
            {
                break;
            }
        }

        await enough.CancelAsync();
        await Task.WhenAll(reports);
        return ([.. times.Order()], drawnUp);
    }

    private static Task AbandonAsync(HttpClient client) => Task.WhenAll(Enumerable.Range(0, Abandoned).Select(async n =>
    {
        using var leave = new CancellationTokenSource(TimeSpan.FromMilliseconds(100 + (n * 10)));
        try
        {
            await TimedAsync(client, Aging, leave.Token);
        }
        catch (OperationCanceledException)
        {
            // It is what they are here for.
        }
    }));

    private static TimeSpan Floor(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Read(command);
        return Bench.Time(() => Read(command));
    }

    private static void Read(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            _ = reader.GetValue(0);
        }
    }
}
