using Collections.App.Archive;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Archive;

/// <summary>Tasks of an archive, with their places in the worklist.</summary>
internal static class ArchivedTasks
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = """
        SELECT task_id, kind, role, step, script, why, opened_at, due_at, owing, attempts, state, claimed_by, outcome, note, closed_at, due_day, priority
        FROM tasks
        """;

    private static readonly Query Insert = new($"""
        INSERT INTO tasks (id, account_id, task_id, kind, role, step, script, why, opened_at, due_at, owing, attempts, state, claimed_by, outcome, note,
          closed_at, due_day, priority)
        VALUES ({Places.Next("tasks")}, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?1, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """);

    private static readonly Query IsThere = new("SELECT 1 FROM tasks WHERE task_id = ?");

    /// <summary>Reads a task.</summary>
    /// <param name="row">The row.</param>
    /// <param name="currency">The account's currency; null for a task of the company's own.</param>
    public static ArchivedTask Read(Statement row, Currency? currency) => new(
        new TaskRow(
            row.Text(0),
            row.Word<TaskKind>(1),
            row.Word<Role>(2),
            Account: null,
            AccountName: null,
            row.Text(3),
            row.Text(4),
            row.Text(5),
            row.Instant(6),
            row.Instant(7),
            currency is null ? null : row.Money(8, currency),
            row.Int(9),
            row.Word<TaskState>(10),
            row.TextOrNull(11),
            row.IsNull(12) ? null : row.Word<OutcomeKind>(12),
            row.TextOrNull(13),
            row.InstantOrNull(14)),
        row.Day(15),
        row.Int(16));

    /// <summary>Writes a task; null for one of the company's own, which stays as it is if it is there.</summary>
    public static void Write(Connection db, long? account, ArchivedTask archived)
    {
        var task = archived.Task;
        if (account is null && db[IsThere].Add(task.Id).RunForLong() is not null)
        {
            return;
        }

        db[Insert]
            .Add(task.OpenedAt.Millis()).Add(account).Add(task.Id).Add(Words.Of(task.Kind)).Add(Words.Of(task.Role)).Add(task.Step).Add(task.Script)
            .Add(task.Why).Add(task.DueAt.Millis()).Add(task.Owing?.Minor ?? 0).Add(task.Attempts).Add(Words.Of(task.State)).Add(task.ClaimedBy)
            .Add(task.Outcome is { } outcome ? Words.Of(outcome) : null).Add(task.Note).Add(task.ClosedAt?.Millis()).Add(archived.DueDay)
            .Add(archived.Priority).Run();
    }
}
