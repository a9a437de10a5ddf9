using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite.Desk;

/// <summary>Reads tasks in the order of the worklist.</summary>
/// <remarks>
/// The indexes of open and of ended tasks begin with the role, so that each role's list is a stretch of one; a list of all roles is those few lists,
/// merged. A page costs what it shows, however many tasks there are; one of ended tasks that were due by a day also passes those due later.
/// </remarks>
internal static class TaskQueries
{
    private const string Columns = """
        SELECT t.task_id, t.kind, t.role, a.code, a.name, t.step, t.script, t.why, t.opened_at, t.due_at, t.owing, a.currency, t.attempts, t.state,
               t.claimed_by, t.outcome, t.note, t.closed_at, t.due_day, t.priority, t.id, t.owing
        FROM tasks t LEFT JOIN accounts a ON a.id = t.account_id
        """;

    private const string After = "(t.due_day, t.priority, t.owing_rank, t.task_id) > (?2, ?3, ?4, ?5)";

    // The day ends the stretch of the index that is read, wherever on the earth the account is; the moment is exact.
    private const string DueBy = "t.due_day <= ?8 AND (?7 IS NULL OR t.due_at <= ?7)";
    private const string ByRank = "ORDER BY t.due_day, t.priority, t.owing_rank, t.task_id LIMIT ?6";
    private const string IsQuiet = "t.kind NOT IN ('call', 'management-call', 'boss-call')";

    private static readonly Query ById = new($"{Columns} WHERE t.task_id = ?");

    private static readonly Query Open = new(
        $"{Columns} WHERE t.state = 'open' AND t.role = ?1 AND {After} AND {DueBy} {ByRank}");

    private static readonly Query OpenQuiet = new(
        $"{Columns} WHERE t.state = 'open' AND {IsQuiet} AND t.role = ?1 AND {After} AND {DueBy} {ByRank}");

    private static readonly Query OpenOfAccount = new($"""
        {Columns} WHERE t.state = 'open' AND t.account_id = ?1 AND {After} AND {DueBy} AND (?9 IS NULL OR t.role = ?9)
          AND (?10 = 0 OR {IsQuiet}) {ByRank}
        """);

    private static readonly Query Ended = new($"""
        {Columns} WHERE t.state <> 'open' AND t.id < ?1 AND (?2 IS NULL OR t.due_at <= ?2) AND t.role = ?3
          AND (?4 = 0 OR {IsQuiet}) ORDER BY t.id DESC LIMIT ?5
        """);

    private static readonly Query EndedOfAccount = new($"""
        {Columns} WHERE t.state <> 'open' AND t.id < ?1 AND (?2 IS NULL OR t.due_at <= ?2) AND (?3 IS NULL OR t.role = ?3)
          AND (?4 = 0 OR {IsQuiet}) AND t.account_id = ?6 ORDER BY t.id DESC LIMIT ?5
        """);

    private static readonly Query DueCalls = new($"""
        SELECT due_day FROM tasks t WHERE t.state = 'open' AND t.role = ?1 AND t.due_day <= ?2 AND NOT ({IsQuiet})
        ORDER BY t.due_day, t.priority, t.owing_rank, t.task_id LIMIT ?3
        """);

    private static readonly Query Payer = new("SELECT payer_id FROM accounts WHERE code = ?");

    /// <summary>One task, or null.</summary>
    public static TaskRow? Find(Connection db, string taskId) => db[ById].Add(taskId).ReadFirst(Read)?.Row;

    /// <summary>The days of the open calls that are due by a day, the earliest first.</summary>
    public static IReadOnlyList<DateOnly> DaysOfCalls(Connection db, DateOnly by, int limit) =>
        [.. Enum.GetValues<Role>().SelectMany(role => db[DueCalls].Add(Words.Of(role)).Add(by).Add(limit).ReadAll(row => row.Day(0))).Order().Take(limit)];

    /// <summary>True for a list that may pass many tasks before it has a page: of those that ended, the ones that were due by a day.</summary>
    public static bool IsSearch(TaskFilter filter) => filter is { Open: false, DueBy: not null };

    /// <summary>A page of tasks: the open ones by rank, the ended ones newest first.</summary>
    public static Page<TaskRow> Page(Connection db, TaskFilter filter)
    {
        long? account = null;
        if (filter.Account is { } code)
        {
            account = db[Payer].Add(code).RunForLong();
            if (account is null)
            {
                return new Page<TaskRow>([], null);
            }
        }

        var limit = Cursors.Limit(filter.Limit);
        var found = filter.Open ? ReadOpen(db, filter, account, limit + 1) : ReadEnded(db, filter, account, limit + 1);
        return Cursors.Page(found, limit, ranked => ranked.Row, ranked => filter.Open ? ranked.At.ToString() : KeyCursors.Of(ranked.Key));
    }

    private static List<Ranked> ReadOpen(Connection db, TaskFilter filter, long? account, int limit)
    {
        var after = filter.Cursor is { } cursor ? Place.Parse(cursor) : Place.First;
        if (account is { } id)
        {
            return AddRank(db[OpenOfAccount].Add(id), filter, after, limit)
                .Add(filter.Role is { } only ? Words.Of(only) : null).Add(filter.HideCalls).ReadAll(Read);
        }

        var found = new List<Ranked>();
        foreach (var role in RolesOf(filter))
        {
            found.AddRange(AddRank(db[filter.HideCalls ? OpenQuiet : Open].Add(Words.Of(role)), filter, after, limit).ReadAll(Read));
        }

        found.Sort((a, b) => Place.Compare(a.At, b.At));
        return found.Count > limit ? found[..limit] : found;
    }

    private static List<Ranked> ReadEnded(Connection db, TaskFilter filter, long? account, int limit)
    {
        if (account is { } id)
        {
            return Add(EndedOfAccount, filter.Role).Add(id).ReadAll(Read);
        }

        var found = new List<Ranked>();
        foreach (var role in RolesOf(filter))
        {
            found.AddRange(Add(Ended, role).ReadAll(Read));
        }

        found.Sort((a, b) => b.Key.CompareTo(a.Key));
        return found.Count > limit ? found[..limit] : found;

        Statement Add(Query query, Role? role) => db[query]
            .Add(KeyCursors.KeyBefore(filter.Cursor)).Add(filter.DueBy?.Millis()).Add(role is { } one ? Words.Of(one) : null).Add(filter.HideCalls).Add(limit);
    }

    private static Role[] RolesOf(TaskFilter filter) => filter.Role is { } one ? [one] : Enum.GetValues<Role>();

    private static Statement AddRank(Statement statement, TaskFilter filter, Place after, int limit) => statement
        .Add(after.DueDay).Add(after.Priority).Add(-after.Owing).Add(after.TaskId).Add(limit)
        .Add(filter.DueBy?.Millis()).Add(filter.DueBy is { } by ? DateOnly.FromDateTime(by.UtcDateTime).AddDays(1) : DateOnly.MaxValue);

    private static Ranked Read(Statement row)
    {
        var task = new TaskRow(
            row.Text(0),
            row.Word<TaskKind>(1),
            row.Word<Role>(2),
            row.TextOrNull(3),
            row.TextOrNull(4),
            row.Text(5),
            row.Text(6),
            row.Text(7),
            row.Instant(8),
            row.Instant(9),
            row.IsNull(11) ? null : row.Money(10, row.Currency(11)),
            row.Int(12),
            row.Word<TaskState>(13),
            row.TextOrNull(14),
            row.IsNull(15) ? null : row.Word<OutcomeKind>(15),
            row.TextOrNull(16),
            row.InstantOrNull(17));
        return new Ranked(task, new Place(row.Long(18), row.Long(19), row.Long(21), task.Id), row.Long(20));
    }

    private sealed record Ranked(TaskRow Row, Place At, long Key);

    // A task's place in the worklist; as text it is the cursor.
    private readonly record struct Place(long DueDay, long Priority, long Owing, string TaskId)
    {
        public static Place First => new(0, -1, 0, "");

        public static Place Parse(string cursor)
        {
            var parts = cursor.Split('_', 4);
            return parts.Length == 4
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var priority)
                && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var owing)
                ? new Place(day, priority, owing, parts[3])
                : throw Cursors.NotOurs(cursor);
        }

        public static int Compare(Place a, Place b) =>
            a.DueDay != b.DueDay ? a.DueDay.CompareTo(b.DueDay)
            : a.Priority != b.Priority ? a.Priority.CompareTo(b.Priority)
            : a.Owing != b.Owing ? b.Owing.CompareTo(a.Owing)
            : string.CompareOrdinal(a.TaskId, b.TaskId);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DueDay}_{Priority}_{Owing}_{TaskId}");
    }
}
