using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.StoreContract;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Collections.Local.Tests.Crash;

/// <summary>
/// The machine may lose its power at any moment: a run that is killed again and again, and started again with the same command, ends in the same
/// outbox, the same tasks and the same record as one that never was (promises 1 and 2 of the design).
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Thoroughness.Of(full: 200, atADesk: 20);
    private const int Seed = 20210803;

    // A run is killed between starting up and the half second after it; a few dozen lives then make one run.
    private const int ShortestLifeMs = 200;
    private const int LongestLifeMs = 1_000;
    private const int MostLives = 2_000;

    private static readonly string[] Compared =
    [
        "SELECT task_id, kind, role, step, why, opened_at, due_at, owing, attempts, state, outcome, note, closed_at FROM tasks ORDER BY task_id",
        "SELECT a.code, seq, at, by, kind, rule, r.code, why, ref, hex(hash) FROM record r JOIN accounts a ON a.id = r.account_id ORDER BY a.code, seq",
        "SELECT l.letter_id, step, template, state, intended_at, attempted_at, sent_at, subject, text, html FROM letters l LEFT JOIN letter_drafts d ON d.letter_id = l.id ORDER BY 1",
        "SELECT code, status, number, state FROM cases ORDER BY code",
        "SELECT feed, bank_id, amount, state, unapplied FROM payments ORDER BY feed, bank_id",
    ];

    [Fact]
    public async Task Replay_KilledAtRandomMoments_EndsAsIfItNeverWas()
    {
        var folder = Directory.CreateTempSubdirectory("collections-kill-").FullName;
        try
        {
            var random = new Random(Seed);
            var ledger = Path.Combine(folder, "ledger.csv");
            await File.WriteAllTextAsync(ledger, LedgerOf(random));
            var expected = new Dictionary<string, string>(StringComparer.Ordinal);
            var (kills, runs) = (0, 0);
            for (var lives = 0; kills < Kills && lives < MostLives; runs++)
            {
                var policy = runs % 2 == 0 ? "acc-monthly" : "three-calls";
                if (!expected.TryGetValue(policy, out var traces))
                {
                    expected[policy] = traces = await UnbrokenAsync(ledger, Path.Combine(folder, policy), policy);
                }

                var data = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{runs}"));
                while (!await LiveAsync(ledger, data, policy, kills < Kills ? TimeSpan.FromMilliseconds(random.Next(ShortestLifeMs, LongestLifeMs)) : Timeout.InfiniteTimeSpan))
                {
                    kills++;
                    Assert.True(++lives < MostLives, "the run makes no progress");
                }

                Assert.Equal(traces, Traces(data));
                Directory.Delete(data, recursive: true);
            }

            output.WriteLine($"seed {Seed}: {kills} kills in {runs} runs");
            Assert.True(kills >= Kills);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> UnbrokenAsync(string ledger, string data, string policy)
    {
        Assert.True(await LiveAsync(ledger, data, policy, Timeout.InfiniteTimeSpan));
        var traces = Traces(data);
        Assert.Contains("outbox", traces, StringComparison.Ordinal);
        return traces;
    }

    // True if it came to its end, false if it was killed.
    private static async Task<bool> LiveAsync(string ledger, string data, string policy, TimeSpan life)
    {
        var command = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "collections.dll"), "replay", ledger, "--data", data, "--policy", policy, "--json" })
        {
            command.ArgumentList.Add(word);
        }

        using var process = Process.Start(command)!;
        var printed = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var end = new CancellationTokenSource(life);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await printed;
        const int KilledBySignal9 = 137;
        Assert.True(process.ExitCode is 0 or KilledBySignal9, $"exit code {process.ExitCode}: {await errors}");
        return process.ExitCode == 0;
    }

    // Everything that a run leaves behind and that a person, or a customer, could see.
    private static string Traces(string data)
    {
        var traces = new StringBuilder();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "collections.db")};Pooling=False");
        connection.Open();
        foreach (var query in Compared)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            var row = new object[reader.FieldCount];
            while (reader.Read())
            {
                reader.GetValues(row);
                traces.AppendJoin('|', row).Append('\n');
            }
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "outbox")).Order(StringComparer.Ordinal))
        {
            traces.Append(CultureInfo.InvariantCulture, $"outbox {Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}\n");
        }

        return traces.ToString();
    }

    // Forty customers, five months of invoices: some pay early, most late, some very late, a few dispute.
    private static string LedgerOf(Random random)
    {
        var csv = new StringBuilder("invoice,account,issued,amount,due,disputed,settled\n");
        var number = 1000;
        for (var account = 0; account < 40; account++)
        {
            for (var month = 1; month <= 5; month++)
            {
                var issued = new DateOnly(2021, month, random.Next(1, 28));
                var late = random.Next(10) switch { < 2 => -10, < 6 => random.Next(1, 20), < 9 => random.Next(20, 60), _ => random.Next(60, 120) };
                var due = issued.AddDays(30);
                csv.Append(
                    CultureInfo.InvariantCulture,
                    $"{number++},K{account:D2},{issued:yyyy-MM-dd},{random.Next(50, 5000)}.{random.Next(100):D2},{due:yyyy-MM-dd},{(random.Next(12) == 0 ? "yes" : "no")},{due.AddDays(late):yyyy-MM-dd}\n");
            }
        }

        return csv.ToString();
    }
}
