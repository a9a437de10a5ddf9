using System.Runtime.CompilerServices;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Functions.Tables.Rows;
using Collections.Functions.Tables.Turns;

namespace Collections.Functions.Tables;

// One account at a time: what a turn reads and writes.
public sealed partial class TableStore
{
    private const int FilesInBatch = 200;

    /// <inheritdoc/>
    public async Task<AccountFile?> ReadAsync(string account, CancellationToken cancel)
    {
        if (await _accounts.FindBillToAsync(account, cancel) is not { } document)
        {
            return null;
        }

        // Read out before it is kept: from then on another turn may take the document, and change it.
        var file = document.ToFile();
        _recent.Keep(document);
        return file;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<AccountFile>> ReadOpenAsync(
        string? policy, string defaultPolicy, [EnumeratorCancellation] CancellationToken cancel)
    {
        var codes = new List<string>();
        await foreach (var batch in OpenAccountsAsync(policy, defaultPolicy, cancel))
        {
            codes.AddRange(batch.Select(account => account.Code));
        }

        codes.Sort(StringComparer.Ordinal);
        foreach (var batch in codes.Chunk(FilesInBatch))
        {
            var files = await Attempts.AllAsync(batch, code => ReadAsync(code, cancel), cancel);
            yield return [.. files.OfType<AccountFile>().Where(file => file.Invoices.Count > 0 && (policy is null || (file.Account.Policy ?? defaultPolicy) == policy))];
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<OpenAccount>> OpenAccountsAsync(
        string? policy, string defaultPolicy, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var shard in Keys.AllShards(IndexEntry.Open))
        {
            var batch = new Dictionary<string, OpenAccount>(StringComparer.Ordinal);
            await foreach (var (entry, _) in _indexes.ReadAsync(IndexEntry.Directory, shard, "", null, 1000, cancel))
            {
                var (oldestDue, _, own) = entry.ReadOpen();
                if (policy is null || (own ?? defaultPolicy) == policy)
                {
                    batch[entry.Account] = new OpenAccount(entry.Account, oldestDue);
                }
            }

            yield return [.. batch.Values];
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<TurnCommit> turns, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(turns);
        var committed = new bool[turns.Count];

        // Turns on one account come one after the other; the first to be committed makes the others' version old.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, turns.Count).GroupBy(i => turns[i].Account, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (group, stop) =>
            {
                foreach (var i in group)
                {
                    committed[i] = await CommitAsync(turns[i], stop);
                }
            });
        return committed;
    }

    /// <inheritdoc/>
    public Task<bool> PostAsync(string account, string key, Happening happening, DateTimeOffset now, CancellationToken cancel) =>
        _inboxes.PostAsync(account, key, happening, now, cancel);

    /// <inheritdoc/>
    public async Task<bool> IsKnownAsync(string account, string key, CancellationToken cancel) =>
        await _accounts.FindBillToAsync(account, cancel) is { } document && await _accounts.EntityAsync(document.Code, Keys.Known(key), cancel) is not null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        [.. (await DueAsync(IndexEntry.Due, now, limit, CaseDueAt, cancel)).OrderBy(due => due.At).ThenBy(due => due.Entry.Account, StringComparer.Ordinal).Select(due => due.Entry.Account)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LetterRef>> LettersDueAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        [.. (await DueAsync(IndexEntry.LettersDue, now, limit, LetterDueAt, cancel)).OrderBy(due => due.At).ThenBy(due => due.Entry.Data, StringComparer.Ordinal)
            .Select(due => new LetterRef(due.Entry.Data!, due.Entry.Account))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LetterRow>> LettersInFlightAsync(CancellationToken cancel)
    {
        var found = await _indexes.FirstAsync(IndexEntry.Agenda, IndexEntry.InFlight, null, int.MaxValue, cancel);
        var letters = await Attempts.AllAsync(found, async one => (one, Letter: await _letters.FindAsync(one.Entry.Account, one.Entry.Data!, cancel)), cancel);
        foreach (var stale in letters.Where(pair => pair.Letter is not { State: LetterState.Attempted } && pair.one.Old is not null))
        {
            await _indexes.SweepAsync(stale.one.Entry, stale.one.Old!.Value, cancel);
        }

        return [.. letters.Select(pair => pair.Letter).OfType<LetterRow>().Where(letter => letter.State == LetterState.Attempted)
            .OrderBy(letter => letter.AttemptedAt).ThenBy(letter => letter.Id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel)
    {
        var due = await DueAsync(IndexEntry.Due, DateTimeOffset.MaxValue, 1, CaseDueAt, cancel);
        var letters = await DueAsync(IndexEntry.LettersDue, DateTimeOffset.MaxValue, 1, LetterDueAt, cancel);
        return due.Concat(letters).Min(one => (DateTimeOffset?)one.At);
    }

    /// <inheritdoc/>
    public async Task<int> WakeWaitingForBankAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var waiting = await _indexes.FirstAsync(IndexEntry.Agenda, IndexEntry.WaitsForBank, null, int.MaxValue, cancel);
        var woken = await Attempts.AllAsync(waiting, one => WakeAsync(one.Entry.Account, now, cancel), cancel);
        return woken.Count(did => did);
    }

    private Task<bool> WakeAsync(string account, DateTimeOffset now, CancellationToken cancel) => Attempts.RetryAsync(
        account,
        async () =>
        {
            var today = LocalClock.LatestDate(now);
            if (await _accounts.FindAsync(account, cancel) is not { } document || !document.ReadCase().Pause.WaitsForBank(today))
            {
                return (true, false);
            }

            document.Wake = document.Wake is { } wake && wake < now ? wake : AccountDocument.Stored(now);
            return (await _accounts.TryCommitAsync(_accounts.Change(document), cancel), true);
        });

    private async Task<bool> CommitAsync(TurnCommit turn, CancellationToken cancel)
    {
        var document = _recent.Take(turn.Account, turn.Version) ?? await _accounts.FindAsync(turn.Account, cancel);
        if (document is null || document.IsBranch)
        {
            throw turn.NotBilled();
        }

        if (document.Version != turn.Version)
        {
            return false;
        }

        var change = _accounts.Change(document);
        change.Story = TurnWriter.NeedsStory(turn) ? await _accounts.StoryAsync(turn.Account, cancel) : null;
        TurnWriter.Apply(change, turn);
        return await _accounts.TryCommitAsync(change, cancel);
    }

    private static DateTimeOffset? CaseDueAt(AccountDocument document, IndexEntry entry) => document.DueAt;

    private static DateTimeOffset? LetterDueAt(AccountDocument document, IndexEntry entry) =>
        document.Letters.Find(letter => letter.Id == entry.Data && !letter.IsAttempted)?.NotBefore;

    // What an index names as due, checked against the accounts themselves. An entry that names what is not so is passed over, and swept away once it is
    // old: a younger one may be that of a commit under way.
    private async Task<List<(DateTimeOffset At, IndexEntry Entry)>> DueAsync(
        string index, DateTimeOffset now, int limit, Func<AccountDocument, IndexEntry, DateTimeOffset?> dueAt, CancellationToken cancel)
    {
        var to = now == DateTimeOffset.MaxValue ? null : Keys.Moment(now.AddMilliseconds(1));
        for (var asked = limit; ; asked *= 2)
        {
            var named = await _indexes.FirstAsync(IndexEntry.Agenda, index, to, asked, cancel);
            var looked = await Attempts.AllAsync(
                named,
                async one => (one.Entry, one.Old, At: await _accounts.FindAsync(one.Entry.Account, cancel) is { } account ? dueAt(account, one.Entry) : null),
                cancel);
            var isTrue = looked.ToLookup(one => one.At is { } at && one.Entry.Row.StartsWith(Keys.Moment(at), StringComparison.Ordinal));
            foreach (var outdated in isTrue[false].Where(one => one.Old is not null))
            {
                await _indexes.SweepAsync(outdated.Entry, outdated.Old!.Value, cancel);
            }

            var due = isTrue[true].Select(one => (one.At!.Value, one.Entry)).ToList();
            if (due.Count >= limit || named.Count < asked)
            {
                return due.Count > limit ? due[..limit] : due;
            }
        }
    }
}
