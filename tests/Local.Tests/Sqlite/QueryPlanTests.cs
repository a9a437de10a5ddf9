using System.Text.RegularExpressions;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Archive;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;

namespace Collections.Local.Tests.Sqlite;

/// <summary>SQLite's own plan of every statement of the product: none looks through a table that grows, but those that are meant to.</summary>
/// <remarks>The product never runs ANALYZE, so these plans, made without statistics, are those of every file, however large it is.</remarks>
public sealed partial class QueryPlanTests : IDisposable
{
    // Why each of them may. A page of theirs, or a count, is no answer without every row; readers of their own read them.
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["SqliteStore.Aging"] = "a report on everything that is open",
        ["SqliteStore.TotalOpen"] = "the sum of everything that is open",
        ["SqliteStore.WithOpenItems"] = "the accounts that a scan looks at: all that have anything open",
        ["TotalsReader.Counts"] = "counts of everything, for people who check a company",
        ["TotalsReader.Efforts"] = "counts of everything, for people who check a company",
        ["ChaseAudit.Contacts"] = "every letter and call, for people who check a company",
        ["Verifier.Invoices"] = "the check of every sum",
        ["Verifier.Strays"] = "the check of every sum",
        ["Verifier.Payments"] = "the check of every sum",
        ["Verifier.Suggested"] = "the check of every sum",
        ["Verifier.Histories"] = "the check of every sum",
        ["Verifier.Cases"] = "the check of every sum",
        ["LedgerMigration.Accounts"] = "a migration, once in a file's life",
        ["LedgerMigration.Numbers"] = "a migration, once in a file's life",

        ["LetterQueries.All"] = "newest first, and every row that it passes is shown",
        ["PaymentQueries.All"] = "newest first, and every row that it passes is shown",
        ["SqliteStore.AllRecords"] = "every row that it passes is in its answer",
        ["ArchivedPayments.OfNobody"] = "all pages of an archive together pass the payments once",
        ["ArchivedPayments.Insert"] = "the greatest key before a place: one step",
        ["ArchivedTasks.Insert"] = "the greatest key before a place: one step",
        ["FamilyWriter.InsertLetter"] = "the greatest key before a place: one step",
        ["FamilyWriter.InsertRecord"] = "the greatest key before a place: one step",

        ["LetterQueries.Flying"] = "an index of those under way only, of which there are as many as are sent at a time",
        ["SqliteStore.CompanyTasks"] = "an index of the company's own only: a feed that is silent, a delivery that was refused",
        ["TaskQueries.OpenOfAccount"] = "orders the tasks of one account",
        ["Rematcher.Waiting"] = "orders twice as many as it answers with",
    };

    // A few rows whatever the ledger: a row a feed, a policy's scan, a shape of numbers, a setting.
    private static readonly string[] SmallTables = ["feeds", "scans", "number_shapes", "company_values"];

    // Of a scan that is made for each row of something else.
    private const string Again = "again and again: ";

    private const int TimeoutMilliseconds = 10_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");
    private readonly Connection _connection;

    public QueryPlanTests()
    {
        _connection = Connection.OpenWriter(Path.Combine(_directory.FullName, "company.db"));
        Migrations.Run(_connection, Migrations.All);
    }

    [Fact]
    public void Plan_OfEveryStatement_LooksThroughNoTableThatGrows()
    {
        var faults = Statements.All
            .Where(one => !Exceptions.ContainsKey(one.Key))
            .SelectMany(one => FaultsOf(one.Value).Select(fault => $"{one.Key}: {fault}"))
            .ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Plan_OfWhatReadsEverything_DoesSoOnce()
    {
        var faults = Exceptions.Keys.SelectMany(name => FaultsOf(Statements.All[name]).Where(fault => fault.StartsWith(Again, StringComparison.Ordinal)), (name, fault) => $"{name}: {fault}")
            .ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Exceptions_AreStatements_ThatNeedToBe() =>
        Assert.DoesNotContain(Exceptions.Keys, name => FaultsOf(Statements.All[name]).Count == 0);

    [Theory]
    [InlineData("SELECT * FROM invoices WHERE payer_id = 1", "SCAN invoices")]
    [InlineData("SELECT code FROM accounts a WHERE EXISTS (SELECT 1 FROM invoices i WHERE i.payer_id = a.id AND i.open > 0) AND code = 'A'", $"{Again}SCAN i")]
    [InlineData("SELECT * FROM letters l CROSS JOIN tasks t ON t.opened_at > l.intended_at", $"{Again}SCAN t")]
    [InlineData("SELECT id FROM letters WHERE id < 100 AND step = 'x' ORDER BY id DESC LIMIT 5", "SEARCH letters USING INTEGER PRIMARY KEY (rowid<?)")]
    [InlineData("SELECT id FROM tasks WHERE account_id = 5 ORDER BY due_at LIMIT 5", "USE TEMP B-TREE FOR ORDER BY")]
    [InlineData("SELECT count(*) FROM promises p JOIN letters l ON l.sent_at = p.made_on", "SEARCH l USING AUTOMATIC COVERING INDEX (sent_at=?)")]
    public void Plan_OfWhatGrows_IsFound(string sql, string fault)
    {
        Assert.Contains(fault, FaultsOf(sql));
    }

    [Fact]
    public void Statements_AreMadeInFieldsOnly_AndNoneIsPreparedFromTextElsewhere()
    {
        var constructor = Assert.Single(typeof(Query).GetConstructors());
        var prepare = typeof(Connection).GetMethod(nameof(Connection.Prepare), [typeof(string)])!;
        var execute = typeof(Connection).GetMethod(nameof(Connection.Execute), [typeof(string)])!;

        Assert.Equal(Statements.All.Count, Statements.CallersOf(constructor).Count);
        Assert.All(Statements.CallersOf(constructor), caller => Assert.EndsWith("..cctor", caller, StringComparison.Ordinal));
        Assert.Equal(["Migrations.Version"], Statements.CallersOf(prepare));
        Assert.Equal(
            ["Connection.Abandon", "Connection.Open", "Connection.OpenCheckpointer", "Connection.OpenReader", "Connection.OpenWriter", "Migrations.Run"],
            Statements.CallersOf(execute).Distinct(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _directory.Delete(recursive: true);
    }

    private List<string> FaultsOf(string sql)
    {
        using var statement = _connection.Prepare($"EXPLAIN QUERY PLAN {sql}");
        var plan = statement.ReadAll(row => new Line(row.Int(0), row.Int(1), row.Text(3)));

        // What a part of the statement has read already is read again under the part's name.
        var parts = plan.Select(line => Part().Match(line.Text)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return plan.FindAll(IsFault).ConvertAll(line => Scan().IsMatch(line.Text) && IsRepeated(line) ? Again + line.Text : line.Text);

        bool IsFault(Line line) => line.Text.Contains("AUTOMATIC", StringComparison.Ordinal)
            || Walk().IsMatch(line.Text)
            || (Sort().IsMatch(line.Text) && sql.Contains("LIMIT", StringComparison.Ordinal))
            || (Scan().Match(line.Text) is { Success: true } scan && !parts.Contains(scan.Groups["name"].Value) && !SmallTables.Contains(scan.Groups["name"].Value));

        // Inside of another loop, or of a part that is computed for each row of one.
        bool IsRepeated(Line line) => (Loop().IsMatch(line.Text) && plan.TakeWhile(other => other != line).Any(other => other.Parent == line.Parent && Loop().IsMatch(other.Text)))
            || (plan.Find(other => other.Id == line.Parent) is { } outer && (outer.Text.StartsWith("CORRELATED", StringComparison.Ordinal) || IsRepeated(outer)));
    }

    private sealed record Line(int Id, int Parent, string Text);

    [GeneratedRegex(@"^(?:CO-ROUTINE|MATERIALIZE) (?<name>\S+)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Part();

    [GeneratedRegex(@"^SCAN (?!CONSTANT ROW|\d+ CONSTANT ROWS)(?<name>\S+)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Scan();

    [GeneratedRegex("^(?:SCAN|SEARCH) (?!CONSTANT ROW)", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Loop();

    [GeneratedRegex("^USE TEMP B-TREE FOR .*ORDER BY$", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Sort();

    // Of the rows before or after a place, with nothing else to find them by.
    [GeneratedRegex(@"^SEARCH \S+ USING INTEGER PRIMARY KEY \(rowid[<>]\?", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex Walk();
}
