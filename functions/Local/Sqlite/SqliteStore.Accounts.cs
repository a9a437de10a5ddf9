using System.Runtime.CompilerServices;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Desk;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// Accounts, one at a time: what a turn reads and writes.
public sealed partial class SqliteStore
{
    private const int FilesInBatch = 1000;

    private static readonly Query WithOpenItems = new("""
        SELECT a.id FROM (SELECT DISTINCT payer_id FROM invoices WHERE open <> 0) i JOIN accounts a ON a.id = i.payer_id
        WHERE ?1 IS NULL OR ifnull(a.policy, ?2) = ?1
        ORDER BY a.code
        """);

    private static readonly Query IsKnownKey = new(
        "SELECT 1 FROM known_keys WHERE account_id = (SELECT payer_id FROM accounts WHERE code = ?) AND key = ?");

    private static readonly Query DueCases = new("SELECT code FROM cases WHERE due <= ? ORDER BY due, code LIMIT ?");

    private static readonly Query DueLetters = new("""
        SELECT l.letter_id, a.code FROM letters l JOIN accounts a ON a.id = l.account_id
        WHERE l.state = 'intended' AND l.not_before <= ? ORDER BY l.not_before, l.letter_id LIMIT ?
        """);

    private static readonly Query NextDue = new("""
        SELECT min(at) FROM (
          SELECT min(due) AS at FROM cases WHERE due IS NOT NULL UNION ALL SELECT min(not_before) FROM letters WHERE state = 'intended')
        """);

    // Pause.WaitsForBank, of a case as its row has it.
    private static readonly string WaitForBank =
        $"pause = '{Words.Of(PauseKind.StaleBank)}' OR (pause IN ({string.Join(", ", Pause.UntilTheBankSpeaks.Select(kind => $"'{Words.Of(kind)}'"))}) AND pause_until <= ?1)";

    private static readonly Query TouchWaiting = new(
        $"UPDATE versions SET version = version + 1 WHERE account_id IN (SELECT account_id FROM cases WHERE {WaitForBank})");

    private static readonly Query WakeWaiting = new($"UPDATE cases SET wake = min(ifnull(wake, ?2), ?2) WHERE {WaitForBank}");

    /// <inheritdoc/>
    public Task<AccountFile?> ReadAsync(string account, CancellationToken cancel) => _readers.ReadAsync(
        db => AccountFiles.PayerOf(db, account) is { } payer ? _files.Read(db, payer) : null, cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<AccountFile>> ReadOpenAsync(
        string? policy, string defaultPolicy, [EnumeratorCancellation] CancellationToken cancel)
    {
        // Only the keys are held; each batch of files is a moment of its own, and a commit on an older one fails by its version.
        var ids = await _readers.ReadWholeAsync(
            db => db[WithOpenItems].Add(policy).Add(defaultPolicy).ReadAll(row => row.Long(0)), cancel);
        foreach (var batch in ids.Chunk(FilesInBatch))
        {
            yield return await _readers.ReadPieceAsync(db => Array.ConvertAll(batch, id => _files.Read(db, id)), cancel);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A turn that breaks a rule of the schema is a mistake of the program: then none of these turns is committed, and the call throws.</remarks>
    public Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<TurnCommit> turns, CancellationToken cancel) => _writer.RunAsync<IReadOnlyList<bool>>(
        db =>
        {
            var committed = new bool[turns.Count];
            for (var i = 0; i < committed.Length; i++)
            {
                committed[i] = _turns.TryWrite(db, turns[i]);
            }

            return committed;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> PostAsync(string account, string key, Happening happening, DateTimeOffset now, CancellationToken cancel) => _writer.RunAsync(
        db =>
        {
            var payer = _known.Accounts.FindBillTo(db, account) ?? throw AccountFile.NotThere(account);
            if (!Inbox.TryRemember(db, payer.Id, key))
            {
                return false;
            }

            Inbox.Post(db, payer.Id, key, happening, now);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> IsKnownAsync(string account, string key, CancellationToken cancel) =>
        _readers.ReadAsync(db => db[IsKnownKey].Add(account).Add(key).RunForLong() is not null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel) => _readers.ReadAsync<IReadOnlyList<string>>(
        db => db[DueCases].Add(now.Millis()).Add(limit).ReadAll(row => row.Text(0)), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LetterRef>> LettersDueAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        _readers.ReadAsync<IReadOnlyList<LetterRef>>(
            db => db[DueLetters].Add(now.Millis()).Add(limit).ReadAll(row => new LetterRef(row.Text(0), row.Text(1))), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LetterRow>> LettersInFlightAsync(CancellationToken cancel) => _readers.ReadAsync<IReadOnlyList<LetterRow>>(
        LetterQueries.InFlight, cancel);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel) => _readers.ReadAsync<DateTimeOffset?>(
        db => db[NextDue].RunForLong() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, cancel);

    /// <inheritdoc/>
    public Task<int> WakeWaitingForBankAsync(DateTimeOffset now, CancellationToken cancel) =>
        _writer.RunAsync(
            db =>
            {
                var today = LocalClock.LatestDate(now);
                db[TouchWaiting].Add(today).Run();
                return db[WakeWaiting].Add(today).Add(now.Millis()).Run();
            },
            cancel);
}
