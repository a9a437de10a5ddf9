using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Archive;

/// <summary>Reads accounts that are billed, with everything that is kept of them, for an archive.</summary>
internal sealed class FamilyReader(AccountFiles files)
{
    private static readonly Query Payers = new("SELECT id FROM accounts WHERE payer_id = id AND code > ? ORDER BY code LIMIT ?");

    private static readonly Query Branches = new("SELECT id FROM accounts WHERE payer_id = ? AND payer_id <> id ORDER BY code");

    private static readonly Query Items = new($"""
        SELECT i.number, i.part, i.issued, i.due, i.amount, i.ledger_balance, i.allocated, i.reference, i.order_no, i.id, i.books_balance, i.settled_on,
               a.code, a.currency
        FROM ({ItemsOf.BillTo("*", "?1")}) i CROSS JOIN accounts a ON a.id = i.account_id
        """);

    private static readonly Query SmallBalances = new("SELECT sum(amount) FROM small_balances WHERE account_id = ?");

    private static readonly Query CaseRow = new("SELECT state, step, stage, wake FROM cases WHERE account_id = ?");

    private static readonly Query Disputes = new("""
        SELECT dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note, resolved_on
        FROM disputes WHERE account_id = ? ORDER BY id
        """);

    private static readonly Query Promises = new(
        "SELECT promise_id, made_on, date, amount, state, received FROM promises WHERE account_id = ? ORDER BY id");

    private static readonly Query Tasks = new($"{ArchivedTasks.Columns} WHERE account_id = ? ORDER BY id");

    private static readonly Query Record = new(
        "SELECT seq, at, by, kind, rule, code, why, ref, hash FROM record WHERE account_id = ? ORDER BY seq");

    private static readonly Query Keys = new("SELECT key FROM known_keys WHERE account_id = ?");
    private static readonly Query Look = new("SELECT scan, verdict, why, owing FROM scan_looks WHERE account_id = ?");

    /// <summary>A page of accounts, in the order of their codes.</summary>
    public IReadOnlyList<ArchivedAccount> Read(Connection db, string? after, int limit) =>
        db[Payers].Add(after ?? "").Add(limit).ReadAll(row => row.Long(0)).ConvertAll(payer =>
        {
            var branches = db[Branches].Add(payer).ReadAll(row => row.Long(0));
            return Read(db, payer) with { Branches = branches.ConvertAll(branch => Read(db, branch)) };
        });

    private ArchivedAccount Read(Connection db, long id)
    {
        var file = files.Read(db, id);
        var (code, currency) = (file.Account.Code, file.Account.Currency);
        var items = db[Items].Add(id).ReadAll(ReadItem);
        var (state, step, stage, wake) = db[CaseRow].Add(id).ReadFirst(row => (row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), row.InstantOrNull(3)));
        return new ArchivedAccount
        {
            Account = file.Account,
            Version = file.Version,
            Items = [.. items.Select(item => item.Account == code ? item.Archived : item.Archived with { Account = item.Account })],
            Disputes = AccountFiles.ReadDisputes(db[Disputes].Add(id), currency),
            Promises = db[Promises].Add(id).ReadAll(row => new Promise(
                row.Text(0), row.Day(1), row.Day(2), row.Money(3, currency), row.Word<PromiseState>(4), row.Money(5, currency))),
            Payments = ArchivedPayments.Of(db, id, items.ConvertAll(item => item.Id)),
            Payers = RemitterBook.Of(db, id),
            Case = state,
            Step = step,
            Stage = stage,
            Wake = wake,
            Inbox = [.. file.Inbox.Select(item => new ArchivedHappening(item.Key, item.At, HappeningFormat.Write(item.Happening)))],
            Tasks = db[Tasks].Add(id).ReadAll(row => ArchivedTasks.Read(row, currency)),
            Letters = LetterQueries.AllOf(db, id),
            Record = db[Record].Add(id).ReadAll(Stored.Line),
            Events = EventRows.Read(db, id),
            Keys = db[Keys].Add(id).ReadAll(row => row.Text(0)),
            Look = db[Look].Add(id).ReadFirst(row => new ScanLine(row.Text(0), code, row.Word<ScanVerdict>(1), row.Text(2), row.Money(3, currency))),
            SmallBalances = db[SmallBalances].Add(id).RunForLong() ?? 0,
        };
    }

    private static Item ReadItem(Statement row)
    {
        var currency = row.Currency(13);
        var archived = new ArchivedItem(AccountFiles.ReadInvoice(row, currency), row.Money(10, currency), Account: null, row.DayOrNull(11));
        return new Item(row.Long(9), row.Text(12), archived);
    }

    private sealed record Item(long Id, string Account, ArchivedItem Archived);
}
