using Collections.App.Policies;
using Collections.App.Scans;
using Microsoft.Data.Sqlite;

namespace Collections.Benchmarks;

/// <summary>
/// The scan: cases, tasks and letters committed, beside a bare loop that inserts the same rows into the same schema, and the same scan on a ledger
/// of ten times the size with the same number owing.
/// </summary>
internal static class ScanBench
{
    private static readonly string[] Written = ["cases", "tasks", "letters", "record", "events", "scan_looks"];

    public static async Task RunAsync(int owing, bool tenfold)
    {
        Bench.Title(Bench.I($"scan {owing:N0} owing accounts of a {owing * 10:N0}-invoice ledger"));
        await using var ledgers = await Ledgers.OpenAsync();
        await ledgers.AddAccountsAsync(owing);
        await ledgers.AddInvoicesAsync(0, owing, each: 10, owing: 3);
        var before = CopyOf(ledgers, "before.db");

        var time = await ScanAsync(ledgers, owing);
        var floor = InsertBare(CopyOf(ledgers, "after.db"), before, out var rows);

        Bench.Row("accounts, committed", Bench.Rate(owing, time, "accounts"), ">= 30,000 accounts/s");
        Bench.Row("time", Bench.Seconds(time));
        Bench.Row(Bench.I($"floor: a bare loop inserting the same {rows:N0} rows"), Bench.Seconds(floor));
        Bench.Row("ratio to the floor", Bench.I($"{time / floor:N2} x"), "<= 2 x");
        if (tenfold)
        {
            await RunTenfoldAsync(owing, time);
        }
    }

    private static async Task RunTenfoldAsync(int owing, TimeSpan single)
    {
        Bench.Title(Bench.I($"scan {owing:N0} owing accounts of a {owing * 100:N0}-invoice ledger"));
        await using var ledgers = await Ledgers.OpenAsync();
        await ledgers.AddAccountsAsync(owing * 10);
        await ledgers.AddInvoicesAsync(0, owing, each: 10, owing: 3);
        await ledgers.AddInvoicesAsync(owing, owing * 10, each: 10, owing: 0);
        var time = await ScanAsync(ledgers, owing);
        Bench.Row("time", Bench.Seconds(time));
        Bench.Row("ratio to the smaller ledger", Bench.I($"{time / single:N2} x"), "<= 1.3 x");
    }

    private static async Task<TimeSpan> ScanAsync(Ledgers ledgers, int owing)
    {
        var opened = 0;
        var time = await Bench.TimeAsync(async () =>
        {
            foreach (var policy in ledgers.Get<PolicyBook>().All)
            {
                var scan = await ledgers.Get<Scanner>().RunAsync(policy, new DateOnly(2021, 8, 3), dryRun: false, keepLines: false, default, default);
                opened += scan.Opened;
            }
        });
        return opened == owing ? time : throw new InvalidOperationException($"{opened} cases were opened, not {owing}");
    }

    private static string CopyOf(Ledgers ledgers, string name)
    {
        var path = Path.Combine(ledgers.Folder, name);
        using var source = new SqliteConnection($"Data Source={ledgers.Database}");
        using var copy = new SqliteConnection($"Data Source={path}");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        return path;
    }

    // What the scan wrote, inserted again with one prepared statement a table, in one transaction, and nothing else.
    private static TimeSpan InsertBare(string after, string before, out int rows)
    {
        var tables = Written.Select(table => (Table: table, Rows: ReadAll(after, table))).ToList();
        rows = tables.Sum(table => table.Rows.Count);
        using var connection = new SqliteConnection($"Data Source={before}");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; DELETE FROM cases;");
        return Bench.Time(() =>
        {
            using var transaction = connection.BeginTransaction();
            foreach (var (table, inserts) in tables)
            {
                Insert(connection, transaction, table, inserts);
            }

            transaction.Commit();
        });
    }

    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, string table, List<object[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"INSERT INTO {table} ({Columns(connection, table)}) VALUES ({string.Join(", ", rows[0].Select((_, n) => $"@{n}"))})";
        var parameters = rows[0].Select((_, n) => command.Parameters.Add(new SqliteParameter($"@{n}", null))).ToArray();
        foreach (var row in rows)
        {
            for (var n = 0; n < row.Length; n++)
            {
                parameters[n].Value = row[n];
            }

            command.ExecuteNonQuery();
        }
    }

    private static List<object[]> ReadAll(string path, string table)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns(connection, table)} FROM {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    // Without the columns that SQLite computes itself.
    private static string Columns(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(name, ', ') FROM pragma_table_info(@table)";
        command.Parameters.AddWithValue("@table", table);
        return (string)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
