using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// Claims, and what the company as a whole keeps.
public sealed partial class SqliteStore
{
    private static readonly Query Claim = new("UPDATE tasks SET claimed_by = ?1 WHERE task_id = ?2 AND state = 'open' AND ifnull(claimed_by, ?1) = ?1");
    private static readonly Query Release = new("UPDATE tasks SET claimed_by = NULL WHERE task_id = ? AND claimed_by = ?");
    private static readonly Query Holder = new("SELECT claimed_by FROM tasks WHERE task_id = ? AND state = 'open'");

    private static readonly Query OpenCompanyTask = new("""
        INSERT INTO tasks (task_id, kind, role, step, script, why, opened_at, due_at, due_day, priority, owing, attempts)
        VALUES (?1, ?2, ?3, ?2, ?2, ?4, ?5, ?5, ?6, ?7, 0, 0)
        ON CONFLICT DO UPDATE SET why = excluded.why, opened_at = excluded.opened_at, due_at = excluded.due_at, due_day = excluded.due_day, state = 'open',
          claimed_by = NULL, outcome = NULL, note = NULL, closed_at = NULL
        WHERE state <> 'open' AND account_id IS NULL
        """);

    private static readonly Query CloseCompanyTask = new(
        "UPDATE tasks SET state = 'withdrawn' WHERE task_id = ? AND account_id IS NULL AND state = 'open'");

    private static readonly Query GetValue = new("SELECT value FROM company_values WHERE name = ?");

    private static readonly Query SetValue = new(
        "INSERT INTO company_values (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");

    private static readonly Query EndScan = new("INSERT INTO scans (scan, ended_at) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private static readonly Query HasScan = new("SELECT 1 FROM scans WHERE scan = ?");

    /// <inheritdoc/>
    public Task<string?> ClaimAsync(string taskId, string who, CancellationToken cancel) => _writer.RunAsync(
        db =>
        {
            db[Claim].Add(who).Add(taskId).Run();
            return db[Holder].Add(taskId).RunForText();
        },
        cancel);

    /// <inheritdoc/>
    public Task<string?> ReleaseAsync(string taskId, string who, CancellationToken cancel) => _writer.RunAsync(
        db =>
        {
            db[Release].Add(taskId).Add(who).Run();
            return db[Holder].Add(taskId).RunForText();
        },
        cancel);

    /// <inheritdoc/>
    public Task OpenCompanyTaskAsync(string taskId, TaskKind kind, Role role, string why, DateTimeOffset now, CancellationToken cancel) => _writer.RunAsync(
        db => db[OpenCompanyTask]
            .Add(taskId).Add(Words.Of(kind)).Add(Words.Of(role)).Add(why).Add(now.Millis()).Add(DateOnly.FromDateTime(now.UtcDateTime))
            .Add(TaskRank.Of(kind, "")).Run(),
        cancel);

    /// <inheritdoc/>
    public Task CloseCompanyTaskAsync(string taskId, CancellationToken cancel) =>
        _writer.RunAsync(db => db[CloseCompanyTask].Add(taskId).Run(), cancel);

    /// <inheritdoc/>
    public Task<string?> GetAsync(string name, CancellationToken cancel) => _readers.ReadAsync(db => db[GetValue].Add(name).RunForText(), cancel);

    /// <inheritdoc/>
    public Task SetAsync(string name, string value, CancellationToken cancel) =>
        _writer.RunAsync(db => db[SetValue].Add(name).Add(value).Run(), cancel);

    /// <inheritdoc/>
    public Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel) =>
        _writer.RunAsync(db => db[EndScan].Add(scan).Add(now.Millis()).Run() == 1, cancel);

    /// <inheritdoc/>
    public Task<bool> HasScannedAsync(string scan, CancellationToken cancel) =>
        _readers.ReadAsync(db => db[HasScan].Add(scan).RunForLong() is not null, cancel);
}
