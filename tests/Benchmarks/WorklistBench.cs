using Collections.App.Stores;
using Microsoft.Data.Sqlite;

namespace Collections.Benchmarks;

/// <summary>Pages of a worklist of many tasks, beside reading as many rows by their keys.</summary>
internal static class WorklistBench
{
    private const int PageSize = 50;
    private const int Pages = 400;

    public static async Task RunAsync(int tasks)
    {
        Bench.Title(Bench.I($"worklist page of {PageSize}, {tasks:N0} open tasks"));
        await using var ledgers = await Ledgers.OpenAsync();
        var accounts = Math.Max(1, tasks / 10);
        await ledgers.AddAccountsAsync(accounts);
        Fill(ledgers.Database, tasks, accounts);

        var times = new List<double>();
        string? cursor = null;
        for (var page = 0; page < Pages; page++)
        {
            var time = System.Diagnostics.Stopwatch.GetTimestamp();
            var result = await ledgers.Store.TasksAsync(new TaskFilter(Limit: PageSize, Cursor: cursor), default);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(time).TotalMilliseconds);
            cursor = result.Items.Count == PageSize ? result.Next : throw new InvalidOperationException($"page {page} has {result.Items.Count} tasks");
        }

        var floor = Floor(ledgers.Database);
        var sorted = times.Order().ToArray();
        Bench.Row("a page, median", Bench.I($"{Bench.Percentile(sorted, 0.5):N2} ms"), "<= 5 ms");
        Bench.Row("a page, 99 of 100", Bench.I($"{Bench.Percentile(sorted, 0.99):N2} ms"));
        Bench.Row("floor: as many rows by key", Bench.I($"{floor:N2} ms"));
    }

    // Tasks as a busy company has them: many days, kinds and amounts. The rows go straight in: what is measured is reading.
    private static void Fill(string database, int tasks, int accounts)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @tasks)
            INSERT INTO tasks (task_id, account_id, kind, role, step, script, why, opened_at, due_at, due_day, priority, owing, attempts)
            SELECT 't' || i || '-A', 1 + i % @accounts, 'call', 'clerk', 'call-1', 'call-1', 'call-1 was due (R9)',
              1627942200000, 1627942200000, 737900 + (i * 7919) % 30, i % 5, (i * 104729) % 1000000, 0
            FROM n
            """;
        command.Parameters.AddWithValue("@tasks", tasks);
        command.Parameters.AddWithValue("@accounts", accounts);
        command.ExecuteNonQuery();
    }

    private static double Floor(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM tasks WHERE rowid > @from ORDER BY rowid LIMIT {PageSize}";
        var from = command.Parameters.Add(new SqliteParameter("@from", SqliteType.Integer));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var page = 0; page < Pages; page++)
        {
            from.Value = (long)page * PageSize;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                _ = reader.GetValue(0);
            }
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds / Pages;
    }
}
