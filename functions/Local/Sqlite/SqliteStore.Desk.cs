using System.Runtime.CompilerServices;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// What people look at.
public sealed partial class SqliteStore
{
    private const int LinesInBatch = 1000;

    private static readonly Query BillToHead = new("SELECT p.id, p.currency FROM accounts a JOIN accounts p ON p.id = a.payer_id WHERE a.code = ?");

    private static readonly Query ToldOf = new($"""
        SELECT at, by, kind, why FROM record
        WHERE account_id = ? AND (kind IN ({string.Join(", ", ContactLog.Kinds.Select(kind => $"'{Words.Of(kind)}'"))})
          OR (kind = '{Words.Of(RecordKind.Note)}' AND code = '{Words.Of(Because.Note)}'))
        ORDER BY seq DESC LIMIT ?
        """);

    private static readonly Query Promises = new(
        "SELECT promise_id, made_on, date, amount, state, received FROM promises WHERE account_id = ? ORDER BY id DESC");

    private static readonly Query Disputes = new("""
        SELECT dispute_id, invoice, amount, kind, owner, opened_on, look_again_on, state, note, resolved_on
        FROM disputes WHERE account_id = ? ORDER BY id DESC
        """);

    private static readonly Query Record = new(
        "SELECT seq, at, by, kind, rule, code, why, ref, hash FROM record WHERE account_id = ? ORDER BY seq");

    private static readonly Query AllRecords = new("""
        SELECT r.seq, r.at, r.by, r.kind, r.rule, r.code, r.why, r.ref, r.hash, a.code, r.id
        FROM record r JOIN accounts a ON a.id = r.account_id WHERE r.id > ? ORDER BY r.id LIMIT ?
        """);

    /// <inheritdoc/>
    public Task<Page<AccountRowView>> AccountsAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel)
    {
        Func<Connection, Page<AccountRowView>> read = db => AccountQueries.Page(db, query, cursor, limit, asOf);
        return AccountQueries.IsSearch(query) ? _readers.ReadPieceAsync(read, cancel) : _readers.ReadAsync(read, cancel);
    }

    /// <inheritdoc/>
    public Task<Page<TaskRow>> TasksAsync(TaskFilter filter, CancellationToken cancel) => TaskQueries.IsSearch(filter)
        ? _readers.ReadPieceAsync(db => TaskQueries.Page(db, filter), cancel)
        : _readers.ReadAsync(db => TaskQueries.Page(db, filter), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventPage>> EventsAsync(string account, CancellationToken cancel) => _readers.ReadAsync<IReadOnlyList<EventPage>>(
        db => AccountFiles.PayerOf(db, account) is { } payer ? EventRows.Read(db, payer) : [], cancel);

    /// <inheritdoc/>
    public Task<Backlog> BacklogAsync(DateOnly today, CancellationToken cancel) => _readers.ReadAsync(
        db =>
        {
            var days = TaskQueries.DaysOfCalls(db, today, Backlog.Most);
            return new Backlog(days.Count, days.Count(day => day < today), PaymentQueries.CountWaiting(db, Backlog.Most));
        },
        cancel);

    /// <inheritdoc/>
    public Task<TaskRow?> TaskAsync(string taskId, CancellationToken cancel) => _readers.ReadAsync(db => TaskQueries.Find(db, taskId), cancel);

    /// <inheritdoc/>
    public Task<Page<LetterRow>> LettersAsync(string? account, LetterState? state, string? cursor, int limit, CancellationToken cancel) => _readers.ReadAsync(
        db =>
        {
            var payer = account is null ? null : AccountFiles.PayerOf(db, account);
            return account is not null && payer is null
                ? new Page<LetterRow>([], null)
                : LetterQueries.Page(db, state, payer, cursor, limit);
        },
        cancel);

    /// <inheritdoc/>
    public Task<LetterRow?> LetterAsync(string letterId, CancellationToken cancel) =>
        _readers.ReadAsync(db => LetterQueries.Find(db, letterId), cancel);

    /// <inheritdoc/>
    public Task<Page<PaymentRow>> PaymentsAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel) =>
        _readers.ReadAsync(
            db =>
            {
                var payer = account is null ? null : AccountFiles.PayerOf(db, account);
                return account is not null && payer is null
                    ? new Page<PaymentRow>([], null)
                    : PaymentQueries.Page(db, state, payer, cursor, limit);
            },
            cancel);

    /// <inheritdoc/>
    public Task<PaymentRow?> PaymentAsync(string paymentId, CancellationToken cancel) => _readers.ReadAsync(db => PaymentQueries.Find(db, paymentId), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContactLogRow>> ContactLogAsync(string account, int limit, CancellationToken cancel) => OfBillToAsync(
        account,
        (db, payer, _) => db[ToldOf].Add(payer).Add(Cursors.Limit(limit))
            .ReadAll(row => ContactLog.Row(row.Instant(0), row.Text(1), row.Word<RecordKind>(2), row.Text(3))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Promise>> PromisesAsync(string account, CancellationToken cancel) => OfBillToAsync(
        account,
        (db, payer, currency) => db[Promises].Add(payer).ReadAll(row => new Promise(
            row.Text(0), row.Day(1), row.Day(2), row.Money(3, currency), row.Word<PromiseState>(4), row.Money(5, currency))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Dispute>> DisputesAsync(string account, CancellationToken cancel) =>
        OfBillToAsync(account, (db, payer, currency) => AccountFiles.ReadDisputes(db[Disputes].Add(payer), currency), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SealedLine>> RecordAsync(string account, CancellationToken cancel) =>
        OfBillToAsync(account, (db, payer, _) => db[Record].Add(payer).ReadAll(Stored.Line), cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<(string Account, SealedLine Line)>> AllRecordsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var last = 0L;
        while (true)
        {
            var after = last;
            var batch = await _readers.ReadPieceAsync(
                db => db[AllRecords].Add(after).Add(LinesInBatch).ReadAll(row => (Key: row.Long(10), Account: row.Text(9), Line: Stored.Line(row))), cancel);
            if (batch.Count == 0)
            {
                yield break;
            }

            last = batch[^1].Key;
            yield return batch.ConvertAll(row => (row.Account, row.Line));
        }
    }

    private Task<IReadOnlyList<T>> OfBillToAsync<T>(string account, Func<Connection, long, Currency, List<T>> read, CancellationToken cancel) =>
        _readers.ReadAsync<IReadOnlyList<T>>(
            db =>
            {
                var (payer, currency) = db[BillToHead].Add(account).ReadFirst(row => (row.Long(0), row.Currency(1)));
                return currency is null ? [] : read(db, payer, currency);
            },
            cancel);
}
