using System.Runtime.CompilerServices;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

// What people look at.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<Page<AccountRowView>> AccountsAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel) =>
        _accountLister.PageAsync(query, cursor, limit, asOf, cancel);

    /// <inheritdoc/>
    public Task<Page<TaskRow>> TasksAsync(TaskFilter filter, CancellationToken cancel) => _tasks.PageAsync(filter, cancel);

    /// <inheritdoc/>
    public async Task<Backlog> BacklogAsync(DateOnly today, CancellationToken cancel)
    {
        var calls = _tasks.RanksOfCallsAsync(today, Backlog.Most, cancel);
        var waiting = _paymentRows.NewestAsync(unmatchedOnly: true, after: null, Backlog.Most, cancel);
        var overdue = (await calls).Count(rank => string.CompareOrdinal(rank, Keys.RankOfDay(today)) < 0);
        return new Backlog((await calls).Count, overdue, (await waiting).Count);
    }

    /// <inheritdoc/>
    public Task<TaskRow?> TaskAsync(string taskId, CancellationToken cancel) => _tasks.FindAsync(taskId, cancel);

    /// <inheritdoc/>
    public Task<Page<LetterRow>> LettersAsync(string? account, LetterState? state, string? cursor, int limit, CancellationToken cancel) =>
        PageOfAsync(account, payer => _letters.PageAsync(state, payer, cursor, limit, cancel), cancel);

    /// <inheritdoc/>
    public async Task<LetterRow?> LetterAsync(string letterId, CancellationToken cancel) =>
        Ids.TryParse(letterId, out _, out _, out var account) ? await _letters.FindAsync(account, letterId, cancel) : null;

    /// <inheritdoc/>
    public Task<Page<PaymentRow>> PaymentsAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel) =>
        PageOfAsync(account, payer => _paymentReader.PageAsync(state, payer, cursor, limit, cancel), cancel);

    /// <inheritdoc/>
    public Task<PaymentRow?> PaymentAsync(string paymentId, CancellationToken cancel) => _paymentReader.FindAsync(paymentId, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContactLogRow>> ContactLogAsync(string account, int limit, CancellationToken cancel) =>
        [.. Enumerable.Reverse((await StoryOfAsync(account, cancel)).Log).Take(Cursors.Limit(limit))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Promise>> PromisesAsync(string account, CancellationToken cancel) =>
        [.. Enumerable.Reverse((await StoryOfAsync(account, cancel)).Promises)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Dispute>> DisputesAsync(string account, CancellationToken cancel) =>
        [.. Enumerable.Reverse((await StoryOfAsync(account, cancel)).Disputes)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SealedLine>> RecordAsync(string account, CancellationToken cancel) =>
        await _accounts.FindBillToAsync(account, cancel) is { } document ? await RecordOfAsync(document.Code, cancel) : [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<(string Account, SealedLine Line)>> AllRecordsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var codes in _accountLister.CodesAsync(cancel))
        {
            // An account's record may be long: not all of a thousand are held at once.
            foreach (var few in codes.Chunk(FilesInBatch))
            {
                var records = await Attempts.AllAsync(few, async code => (Code: code, Lines: await RecordOfAsync(code, cancel)), cancel);
                yield return [.. records.SelectMany(record => record.Lines, (record, line) => (record.Code, line))];
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EventPage>> EventsAsync(string account, CancellationToken cancel) =>
        await _accounts.FindBillToAsync(account, cancel) is { } document ? [.. await _accounts.RowsAsync<EventPage>(document.Code, Keys.Prefix('e'), cancel)] : [];

    private async Task<IReadOnlyList<SealedLine>> RecordOfAsync(string code, CancellationToken cancel) =>
        [.. (await _accounts.RowsAsync<RecordPage>(code, Keys.Prefix('r'), cancel)).SelectMany(page => page.Lines)];

    private async Task<AccountStory> StoryOfAsync(string account, CancellationToken cancel) =>
        await _accounts.FindBillToAsync(account, cancel) is { } document ? await _accounts.StoryAsync(document.Code, cancel) : new AccountStory();

    // A page of one account's, which is that of the account that is billed, or of all.
    private async Task<Page<T>> PageOfAsync<T>(string? account, Func<string?, Task<Page<T>>> read, CancellationToken cancel)
    {
        if (account is null)
        {
            return await read(null);
        }

        return await _accounts.FindBillToAsync(account, cancel) is { } payer ? await read(payer.Code) : new Page<T>([], null);
    }
}
