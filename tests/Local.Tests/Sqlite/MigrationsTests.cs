using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Tests.Sqlite;

/// <summary>A file of every released schema is brought to the newest, and nothing of it is lost.</summary>
public sealed class MigrationsTests : IDisposable
{
    private static readonly Migration[] Steps =
    [
        new("CREATE TABLE things (name TEXT); INSERT INTO things VALUES ('kept')"),
        new("ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7", db => db.Execute("UPDATE things SET name = upper(name)")),
        new("CREATE INDEX things_by_name ON things (name)"),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");

    [Fact]
    public void Run_OnAnOldFile_RunsWhatItHasNotSeen()
    {
        using var connection = Open();
        Migrations.Run(connection, Steps[..1]);
        Assert.Equal(1, Migrations.Version(connection));

        Migrations.Run(connection, Steps);
        Migrations.Run(connection, Steps);

        Assert.Equal(3, Migrations.Version(connection));
        using var statement = connection.Prepare("SELECT name || size FROM things");
        Assert.Equal("KEPT7", statement.RunForText());
    }

    [Fact]
    public void Run_WhereAScriptFails_LeavesTheVersionBefore()
    {
        using var connection = Open();

        Assert.Throws<SqliteFailure>(() => Migrations.Run(connection, [Steps[0], new Migration("CREATE TABLE more (x)", db => db.Execute("CREATE TABLE more (x)"))]));

        Assert.Equal(1, Migrations.Version(connection));
        using var statement = connection.Prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'more'");
        Assert.Equal(0, statement.RunForLong());
    }

    [Fact]
    public void Run_OnANewFile_MakesTheNewestSchema()
    {
        using var connection = Open();

        Migrations.Run(connection, Migrations.All);

        Assert.Equal(Migrations.All.Count, Migrations.Version(connection));
        Assert.True(Migrations.All.Count >= 1);
    }

    [Fact]
    public async Task Open_OfAFileOfTheFirstSchema_KnowsItsPayersAndNumbers_AndKeepsItsPayments()
    {
        using (var connection = Open())
        {
            Migrations.Run(connection, Migrations.All.Take(1).ToList());
            connection.Execute("""
                INSERT INTO accounts (id, code, name, currency, terms, region, time_zone, payer_id, status, language, notes, reference)
                VALUES (1, 'A100', 'Smith Pty Ltd', 'AUD', 'eom+30', 'AU-NSW', 'Australia/Sydney', 1, 'active', 'en', '', 'RF00A100');
                INSERT INTO versions (account_id) VALUES (1);
                INSERT INTO cases (account_id, code) VALUES (1, 'A100');
                INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance)
                VALUES (1, 1, 'INV-0001', 0, 737900, 737930, 90000, 90000, 90000), (1, 1, 'INV-0002', 0, 737900, 737930, 500, 500, 500);
                INSERT INTO payments (feed, bank_id, kind, booked_on, received_at, amount, currency, reference, state, unapplied, why)
                VALUES ('anz', 'p1', 'payment', 737940, 1628000000000, 90000, 'AUD', 'no 1', 'unmatched', 90000, 'unknown');
                """);
        }

        await using var store = await SqliteStore.OpenAsync(Path.Combine(_directory.FullName, "company.db"), Regions.BuiltIn);

        Assert.Equal(["anz:p1"], await store.WaitingAsync(10, CancellationToken.None));
        var asking = new Asking();
        Assert.NotNull(await store.LookAsync("anz:p1", asking, CancellationToken.None));
        Assert.Equal(["A100 n:SMITH", "INV-9999", "A999"], asking.Answers);
        Assert.Equal("no 1", asking.Entry!.Reference);
        Assert.Empty(await store.VerifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Open_OfAFileOfTheSecondSchema_FindsInItsNewIndexesWhatItHad()
    {
        using (var connection = Open())
        {
            Migrations.Run(connection, Migrations.All.Take(2).ToList());
            connection.Execute("""
                INSERT INTO accounts (id, code, name, currency, terms, region, time_zone, payer_id, status, language, notes, reference)
                VALUES (1, 'A100', 'Smith Pty Ltd', 'AUD', 'eom+30', 'AU-NSW', 'Australia/Sydney', 1, 'active', 'en', '', 'RF00A100');
                INSERT INTO versions (account_id) VALUES (1);
                INSERT INTO cases (account_id, code) VALUES (1, 'A100');
                INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance, settled_on)
                VALUES (1, 1, 'INV-0001', 0, 737900, 737930, 500, 0, 0, 737920), (1, 1, 'INV-0002', 0, 737900, 737930, 90000, 90000, 90000, NULL);
                INSERT INTO payments (feed, bank_id, kind, booked_on, received_at, amount, currency, state, account_id, why)
                VALUES ('anz', 'p1', 'payment', 737920, 1628000000000, 500, 'AUD', 'matched', 1, ''), ('anz', 'p2', 'payment', 737940, 1628000000000, 7, 'AUD', 'unmatched', NULL, '');
                INSERT INTO letters (letter_id, account_id, step, template, state, intended_at, not_before)
                VALUES ('l1', 1, 's', 't', 'sent', 1628000000000, 1628000000000), ('l2', 1, 's', 't', 'intended', 1628000000000, 1628000000000);
                INSERT INTO tasks (task_id, account_id, kind, role, step, script, why, opened_at, due_at, due_day, priority, owing, attempts, state)
                VALUES ('t1', 1, 'attention', 'clerk', 's', 's', '', 0, 1628000000000, 738000, 1, 1, 0, 'done'),
                       ('t2', 1, 'attention', 'clerk', 's', 's', '', 0, 1628000000000, 738000, 1, 1, 0, 'open');
                """);
        }

        await using (var store = await SqliteStore.OpenAsync(Path.Combine(_directory.FullName, "company.db"), Regions.BuiltIn))
        {
            var archived = Assert.Single(await store.ReadAccountsAsync(null, 10, CancellationToken.None));
            Assert.Equal(["INV-0001", "INV-0002"], archived.Items.Select(item => item.Invoice.Number).Order(StringComparer.Ordinal));
        }

        using var reader = Connection.OpenReader(Path.Combine(_directory.FullName, "company.db"));
        Assert.Equal("A100", Assert.Single(AccountQueries.Page(reader, "smith", null, 10, new DateOnly(2021, 8, 3)).Items).Account);
        Assert.Equal("anz:p1", Assert.Single(PaymentQueries.Page(reader, PaymentState.Matched, null, null, 10).Items).Id);
        Assert.Equal("l1", Assert.Single(LetterQueries.Page(reader, LetterState.Sent, null, null, 10).Items).Id);
        Assert.Equal("t1", Assert.Single(TaskQueries.Page(reader, new TaskFilter(Open: false)).Items).Id);
        using var check = reader.Prepare("PRAGMA integrity_check");
        Assert.Equal("ok", check.RunForText());
    }

    [Fact]
    public async Task Open_OfAFileOfTheThirdSchema_KeepsItsCasesAndHasNoEventsOfThem()
    {
        using (var connection = Open())
        {
            Migrations.Run(connection, Migrations.All.Take(3).ToList());
            connection.Execute("""
                INSERT INTO accounts (id, code, name, currency, terms, region, time_zone, payer_id, status, language, notes, reference)
                VALUES (1, 'A100', 'Smith Pty Ltd', 'AUD', 'eom+30', 'AU-NSW', 'Australia/Sydney', 1, 'active', 'en', '', 'RF00A100');
                INSERT INTO versions (account_id) VALUES (1);
                INSERT INTO cases (account_id, code, status, number, state)
                VALUES (1, 'A100', 'closed', 1, '{"v":1,"number":1,"policy":"acc-monthly","policyVersion":1,"closeReason":"paid","nextId":4}');
                """);
        }

        await using var store = await SqliteStore.OpenAsync(Path.Combine(_directory.FullName, "company.db"), Regions.BuiltIn);

        var file = (await store.ReadAsync("A100", CancellationToken.None))!;
        Assert.Equal((1, 4, 0, ""), (file.Case.Number, file.Case.NextId, file.EventCount, file.EventHash));
        Assert.Empty(await store.EventsAsync("A100", CancellationToken.None));
        Assert.Empty(await store.VerifyAsync(CancellationToken.None));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private sealed class Asking : IPaymentMatcher
    {
        public List<string> Answers { get; } = [];

        public BankEntry? Entry { get; private set; }

        public Match Find(BankEntry entry, ILedgerLookup ledger)
        {
            Entry = entry;
            Answers.AddRange(ledger.FindRemitters("n:SMITH", isBeginning: false).Select(payer => $"{payer.Account} {payer.Key}"));
            Answers.AddRange(ledger.InvoiceShapes.Concat(ledger.AccountShapes));
            return Match.None("asked");
        }
    }

    private Connection Open() => Connection.OpenWriter(Path.Combine(_directory.FullName, "company.db"));
}
