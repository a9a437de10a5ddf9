using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Archive;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Tests.Sqlite;

/// <summary>What people and turns ask costs the same in a ledger ten times as large, in SQLite's own steps: a plan alone does not tell what a filter passes over.</summary>
public sealed class PageCostTests : IClassFixture<PageCostTests.Ledgers>
{
    private static readonly DateOnly Today = new(2021, 8, 3);

    private static readonly Dictionary<string, Action<Connection>> Questions = new(StringComparer.Ordinal)
    {
        ["accounts"] = db => AccountQueries.Page(db, null, null, 20, Today),
        ["accounts, from the middle"] = db => AccountQueries.Page(db, null, "A000050", 20, Today),
        ["accounts, searched, on the first page"] = db => AccountQueries.Page(db, "customer", null, 20, Today),
        ["an account"] = db => new AccountFiles(Regions.BuiltIn).Read(db, 50),
        ["a page of the archive"] = db => new FamilyReader(new AccountFiles(Regions.BuiltIn)).Read(db, "A000040", 20),
        ["payments that wait to be matched again"] = db => Rematcher.ReadWaiting(db, 20),
        ["payments"] = db => PaymentQueries.Page(db, null, null, null, 20),
        ["payments of an account"] = db => PaymentQueries.Page(db, null, 50, null, 20),
        ["letters"] = db => LetterQueries.Page(db, null, null, null, 20),
        ["letters of an account"] = db => LetterQueries.Page(db, null, 50, null, 20),
        ["what was done on a day"] = db => SqliteStore.ReadActivity(db, Today, Today),
        ["tasks"] = db => TaskQueries.Page(db, new TaskFilter(Limit: 20)),
        ["tasks without calls"] = db => TaskQueries.Page(db, new TaskFilter(Limit: 20, HideCalls: true)),
        ["tasks of an account"] = db => TaskQueries.Page(db, new TaskFilter(Limit: 20, Account: "A000050")),
        ["tasks that ended"] = db => TaskQueries.Page(db, new TaskFilter(Open: false, Limit: 20)),
        ["tasks of an account that ended"] = db => TaskQueries.Page(db, new TaskFilter(Open: false, Limit: 20, Account: "A000050")),
    };

    private readonly Ledgers _ledgers;

    public PageCostTests(Ledgers ledgers) => _ledgers = ledgers;

    public static TheoryData<string> Names =>
    [
        .. Questions.Keys,
        .. Enum.GetNames<PaymentState>().Select(state => $"payments: {state}"),
        .. Enum.GetNames<LetterState>().Select(state => $"letters: {state}"),
        .. Enum.GetNames<Role>().SelectMany(role => (string[])[$"tasks: {role}", $"tasks that ended: {role}"]),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Question_InALedgerTenTimesAsLarge_CostsTheSame(string name)
    {
        var (small, large) = (StepsOf(_ledgers.Small, name), StepsOf(_ledgers.Large, name));

        Assert.True(small > 0, "nothing was asked");
        Assert.True(large <= (small * 1.3) + 100, $"{name}: {small} steps, and {large} in a ledger ten times as large");
    }

    private static long StepsOf(string path, string name)
    {
        using var connection = Connection.OpenReader(path);
        QuestionOf(name)(connection);
        return connection.Steps;
    }

    private static Action<Connection> QuestionOf(string name) => Questions.GetValueOrDefault(name) ?? (name.Split(": ") switch
    {
        ["payments", var state] => db => PaymentQueries.Page(db, Enum.Parse<PaymentState>(state), null, null, 20),
        ["letters", var state] => db => LetterQueries.Page(db, Enum.Parse<LetterState>(state), null, null, 20),
        ["tasks", var role] => db => TaskQueries.Page(db, new TaskFilter(Role: Enum.Parse<Role>(role), Limit: 20)),
        [_, var role] => db => TaskQueries.Page(db, new TaskFilter(Open: false, Role: Enum.Parse<Role>(role), Limit: 20)),
        _ => throw new ArgumentException(name, nameof(name)),
    });

    /// <summary>Two companies, one of ten times the accounts; each account has as much as in the other.</summary>
    /// <remarks>Nothing is bounced, ignored or a manager's: what asks for that must not look through all the others.</remarks>
    public sealed class Ledgers : IDisposable
    {
        private const string Fill = """
            CREATE TEMP TABLE k AS SELECT column1 AS value FROM (VALUES (1), (2), (3), (4), (5));
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})
            INSERT INTO accounts (id, code, name, currency, terms, region, time_zone, payer_id, status, language, notes, reference)
            SELECT i, printf('A%06d', i), 'Customer ' || i, 'AUD', 'eom+30', 'AU-NSW', 'Australia/Sydney', i, 'active', 'en', '', 'RF' || i FROM n;
            INSERT INTO versions (account_id) SELECT id FROM accounts;
            INSERT INTO cases (account_id, code) SELECT id, code FROM accounts;
            INSERT INTO invoices (payer_id, account_id, number, part, issued, due, amount, ledger_balance, books_balance, settled_on)
            SELECT id, id, printf('I%d-%d', id, k.value), 0, 737900, 737930, 500, iif(k.value = 1, 500, 0), 0, iif(k.value = 1, NULL, 737920)
            FROM accounts JOIN k;
            INSERT INTO payments (feed, bank_id, kind, booked_on, received_at, amount, currency, state, account_id, why, split, unapplied)
            SELECT 'anz', id || '-' || k.value, 'payment', 737920, 1627942200000, 500, 'AUD', iif(k.value = 1, 'unmatched', 'matched'), iif(k.value = 1, NULL, id),
              '', k.value > 1, iif(k.value = 1, 500, 0)
            FROM accounts JOIN k;
            INSERT INTO allocations (payment_id, invoice_id, amount) SELECT p.id, i.id, 100 FROM payments p JOIN invoices i ON i.payer_id = p.account_id AND i.open = 0;
            INSERT INTO letters (letter_id, account_id, step, template, state, intended_at, not_before)
            SELECT 'l' || k.value || '-' || id, id, 's', 't', iif(k.value = 1, 'intended', 'sent'), 1627942200000, 1627942200000
            FROM accounts JOIN k ON k.value <= 3;
            INSERT INTO tasks (task_id, account_id, kind, role, step, script, why, opened_at, due_at, due_day, priority, owing, attempts, state)
            SELECT 't' || k.value || '-' || id, id, iif(k.value < 3, 'call', 'attention'), 'clerk', 's', 's', '', 0, 1627942200000, 738000, 1, id, 0,
              iif(k.value IN (1, 3), 'open', 'done')
            FROM accounts JOIN k ON k.value <= 4;
            INSERT INTO record (account_id, seq, at, by, kind, rule, code, why, hash)
            SELECT id, k.value, 1627942200000 + 86400000 * (id / 100), 'clock', 'opened', 1, 'opened', '', x'00' FROM accounts JOIN k ON k.value <= 3;
            """;

        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("collections-");

        public Ledgers() => (Small, Large) = (Make(200), Make(2_000));

        public string Small { get; }

        public string Large { get; }

        public void Dispose() => _directory.Delete(recursive: true);

        private string Make(int accounts)
        {
            var path = Path.Combine(_directory.FullName, $"{accounts}.db");
            using var connection = Connection.OpenWriter(path);
            Migrations.Run(connection, Migrations.All);
            connection.Execute(Fill.Replace("{0}", accounts.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
            return path;
        }
    }
}
