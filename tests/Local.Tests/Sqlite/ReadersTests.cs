using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Tests.Sqlite;

/// <summary>Whose question it is matters until the answer: one that nobody waits for ends, and no long one keeps a short one waiting.</summary>
public sealed class ReadersTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");
    private readonly Connection _writer;
    private readonly Readers _readers;

    public ReadersTests()
    {
        var path = Path.Combine(_directory.FullName, "company.db");
        _writer = Connection.OpenWriter(path);
        Migrations.Run(_writer, Migrations.All);
        _readers = new Readers(path);
    }

    /// <summary>The kinds of questions, with more of them than there are readers of a kind.</summary>
    public static TheoryData<string> Kinds => ["short", "piece", "whole"];

    public void Dispose()
    {
        _readers.Dispose();
        _writer.Dispose();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Statement_WhoseCallerGoes_EndsInItsMiddle_AndEveryReaderIsFreeAgain(string kind)
    {
        for (var i = 0; i < 3 * Math.Max(4, Environment.ProcessorCount); i++)
        {
            await AbandonAsync(kind, static db =>
            {
                using var statement = db.Prepare(Endless);
                return statement.RunForLong();
            });
        }

        Assert.Equal(Migrations.All.Count, await AskAsync(kind, Migrations.Version, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Question_OfManySmallStatements_WhoseCallerGoes_EndsBetweenThem(string kind) =>
        await AbandonAsync(kind, static db =>
        {
            while (Migrations.Version(db) > 0)
            {
            }

            return null;
        });

    [Fact]
    public async Task Reader_ThatWasLeftInTheMiddleOfItsRows_ReadsWhatWasWrittenSince()
    {
        _writer.Execute("INSERT INTO company_values VALUES ('a', 'old'), ('b', 'old')");
        for (var i = 0; i < 4; i++)
        {
            await AbandonAsync("whole", static db =>
            {
                var rows = db[SeveralRows];
                rows.Step();
                while (Migrations.Version(db) > 0)
                {
                }

                return null;
            });
        }

        _writer.Execute("UPDATE company_values SET value = 'new'");

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(["new", "new"], await _readers.ReadWholeAsync(db => db[SeveralRows].ReadAll(row => row.Text(0)), CancellationToken.None));
        }
    }

    [Fact]
    public async Task ShortQuestion_IsAnswered_WhileMoreLongOnesWaitThanThereAreReaders()
    {
        using var leave = new CancellationTokenSource();
        var whole = Enumerable.Range(0, 6).Select(_ => AskAsync("whole", RunEndless, leave.Token)).ToList();
        var pieces = Enumerable.Range(0, 6).Select(_ => AskAsync("piece", RunEndless, leave.Token)).ToList();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Migrations.All.Count, await AskAsync("short", Migrations.Version, CancellationToken.None).WaitAsync(Patience));
        }

        Assert.All(whole.Concat(pieces), question => Assert.False(question.IsCompleted));
        await leave.CancelAsync();
        foreach (var question in whole.Concat(pieces))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Piece_IsAnswered_WhileMoreWholeQuestionsWaitThanThereAreReaders()
    {
        using var leave = new CancellationTokenSource();
        var whole = Enumerable.Range(0, 6).Select(_ => AskAsync("whole", RunEndless, leave.Token)).ToList();

        Assert.Equal(Migrations.All.Count, await AskAsync("piece", Migrations.Version, CancellationToken.None).WaitAsync(Patience));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(whole).WaitAsync(Patience));
    }

    [Fact]
    public async Task Question_ThatWaits_EndsWhenItsCallerGoes_AndTheOthersKeepTheirOrder()
    {
        using var lane = new Lane(Path.Combine(_directory.FullName, "company.db"), readers: 1, isAside: true);
        using var gate = new ManualResetEventSlim();
        using var leave = new CancellationTokenSource();
        var answered = new List<int>();
        var first = lane.ReadAsync(_ => Note(0), CancellationToken.None);
        var gone = lane.ReadAsync(_ => Note(-1), leave.Token);
        var others = Enumerable.Range(1, 5).Select(n => lane.ReadAsync(_ => Note(n), CancellationToken.None)).ToList();

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.WaitAsync(Patience));
        gate.Set();
        await Task.WhenAll([first, .. others]).WaitAsync(Patience);

        Assert.Equal([0, 1, 2, 3, 4, 5], answered);

        int Note(int n)
        {
            gate.Wait();
            answered.Add(n);
            return n;
        }
    }

    [Fact]
    public async Task Reader_WhoseQuestionFails_IsReplaced()
    {
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => _readers.ReadWholeAsync<int>(_ => throw new InvalidDataException(), CancellationToken.None));
        }

        Assert.Equal(Migrations.All.Count, await AskAsync("whole", Migrations.Version, CancellationToken.None));
    }

    private static Query SeveralRows { get; } = new("SELECT value FROM company_values ORDER BY name");

    private static int RunEndless(Connection db)
    {
        using var statement = db.Prepare(Endless);
        return (int)statement.RunForLong()!.Value;
    }

    private async Task AbandonAsync(string kind, Func<Connection, long?> read)
    {
        using var leave = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Task.Run(() => AskAsync(
            kind,
            db =>
            {
                begun.SetResult();
                return read(db);
            },
            leave.Token));
        await begun.Task.WaitAsync(Patience);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience));
    }

    private Task<T> AskAsync<T>(string kind, Func<Connection, T> read, CancellationToken cancel) => kind switch
    {
        "short" => _readers.ReadAsync(read, cancel),
        "piece" => _readers.ReadPieceAsync(read, cancel),
        _ => _readers.ReadWholeAsync(read, cancel),
    };
}
