using System.Collections.Concurrent;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>Reads tasks: the open ones from their accounts, by rank, and the ended ones from rows of their own, newest first.</summary>
/// <remarks>A role's worklist is a partition; a list of all roles is those few, merged. A page costs what it shows, however many tasks there are.</remarks>
internal sealed class TaskReader(AccountRows accounts, CompanyTasks company, Indexes indexes, ListReader lists)
{
    private static readonly List<string> Roles = [.. Enum.GetValues<Role>().Select(Words.Of)];

    /// <summary>One task, or null.</summary>
    public async Task<TaskRow?> FindAsync(string taskId, CancellationToken cancel)
    {
        if (AccountOf(taskId) is not { } code)
        {
            return (await company.FindAsync(taskId, cancel))?.Task;
        }

        return await accounts.FindAsync(code, cancel) is { } document
            ? Named(document.Tasks.Find(task => task.Task.Id == taskId)?.Task ?? await accounts.RowAsync<TaskRow>(code, Keys.Task(taskId), cancel), document)
            : null;
    }

    /// <summary>The ranks of the open calls that are due by a day, the earliest first of each role.</summary>
    /// <remarks>Their index alone is read: for some moments it may still name a call that is done.</remarks>
    public async Task<IReadOnlyList<string>> RanksOfCallsAsync(DateOnly by, int limit, CancellationToken cancel)
    {
        var ranks = await Task.WhenAll(Roles.Select(role => RanksOfCallsAsync(role, Keys.RankOfDay(by.AddDays(1)), limit, cancel)));
        return [.. ranks.SelectMany(some => some).Order(StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>The account of a task; null for one of the company's own.</summary>
    public static string? AccountOf(string taskId) => Ids.TryParse(taskId, out var kind, out _, out var account) && kind == 't' ? account : null;

    /// <summary>A page of tasks.</summary>
    public async Task<Page<TaskRow>> PageAsync(TaskFilter filter, CancellationToken cancel)
    {
        CheckCursor(filter);
        if (filter.Account is { } account)
        {
            return await accounts.FindBillToAsync(account, cancel) is { } document
                ? filter.Open ? OpenOf(document, filter) : await EndedOfAsync(document, filter, cancel)
                : new Page<TaskRow>([], null);
        }

        return filter.Open ? await OpenAsync(filter, cancel) : await EndedAsync(filter, cancel);
    }

    private async Task<List<string>> RanksOfCallsAsync(string role, string to, int limit, CancellationToken cancel)
    {
        var ranks = new List<string>();
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Worklist, role, "", to, Math.Min(limit, 1000), cancel))
        {
            if (IsCall(entry.ReadTask().Kind))
            {
                ranks.Add(entry.Row);
            }

            if (ranks.Count == limit)
            {
                break;
            }
        }

        return ranks;
    }

    private static bool IsCall(TaskKind kind) => kind is TaskKind.Call or TaskKind.ManagementCall or TaskKind.BossCall;

    private static bool IsAskedFor(TaskRow task, TaskFilter filter) =>
        (filter.DueBy is not { } by || task.DueAt <= by) && (filter.Role is not { } role || task.Role == role) && !(filter.HideCalls && IsCall(task.Kind));

    private static TaskRow? Named(TaskRow? task, AccountDocument document) => task is null ? null : task with { AccountName = document.Account.Name };

    private static void CheckCursor(TaskFilter filter)
    {
        if (filter.Cursor is { } cursor && !(filter.Open ? Keys.IsRank(cursor) : Keys.IsMoment(cursor)))
        {
            throw Cursors.NotOurs(cursor);
        }
    }

    private Task<Page<TaskRow>> OpenAsync(TaskFilter filter, CancellationToken cancel)
    {
        // Tasks of an account often stand together: it is read once a page.
        var known = new ConcurrentDictionary<string, Lazy<Task<AccountDocument?>>>(StringComparer.Ordinal);
        Task<AccountDocument?> ReadAsync(string code) => known.GetOrAdd(code, _ => new Lazy<Task<AccountDocument?>>(() => accounts.FindAsync(code, cancel))).Value;

        var list = new ListPage(
            IndexEntry.Worklist, filter.Role is { } role ? [Words.Of(role)] : Roles, filter.Cursor ?? "", filter.Limit,

            // The day ends the stretch that is read, wherever on the earth the account is; the moment is exact.
            filter.DueBy is { } by ? Keys.RankOfDay(DateOnly.FromDateTime(by.UtcDateTime).AddDays(2)) : null,
            filter.HideCalls ? entry => !IsCall(entry.ReadTask().Kind) : null);
        return lists.PageAsync(list, async entry => await OpenAsync(entry, ReadAsync, cancel) is { } task
            ? new Found<TaskRow>(true, IsAskedFor(task, filter) ? task : null)
            : Found<TaskRow>.Nothing, cancel);
    }

    // The open task to which an entry leads; null if that is done, withdrawn, or stands at another place by now.
    private async Task<TaskRow?> OpenAsync(IndexEntry entry, Func<string, Task<AccountDocument?>> readAsync, CancellationToken cancel)
    {
        var id = entry.ReadTask().Id;
        if (entry.Account.Length == 0)
        {
            return await company.FindAsync(id, cancel) is { Task.State: TaskState.Open } own && IsAt(entry, own) ? own.Task : null;
        }

        return await readAsync(entry.Account) is { } document && document.Tasks.Find(task => task.Task.Id == id) is { } open && IsAt(entry, open)
            ? Named(open.Task, document)
            : null;
    }

    private static bool IsAt(IndexEntry entry, RankedTask task) => entry.Row == task.Rank && entry.Partition == Words.Of(task.Task.Role);

    private static Page<TaskRow> OpenOf(AccountDocument document, TaskFilter filter)
    {
        var limit = Cursors.Limit(filter.Limit);
        var shown = document.Tasks
            .Where(task => IsAskedFor(task.Task, filter) && (filter.Cursor is null || string.CompareOrdinal(task.Rank, filter.Cursor) > 0))
            .OrderBy(task => task.Rank, StringComparer.Ordinal).Take(limit + 1).ToList();
        return Cursors.Page(shown, limit, task => Named(task.Task, document)!, task => task.Rank);
    }

    private Task<Page<TaskRow>> EndedAsync(TaskFilter filter, CancellationToken cancel) => lists.PageAsync(
        new ListPage(IndexEntry.Worklist, [TaskLists.Ended], filter.Cursor ?? "", filter.Limit),
        async entry => await EndedAsync(entry, cancel) is { } task ? new Found<TaskRow>(true, IsAskedFor(task, filter) ? task : null) : Found<TaskRow>.Nothing,
        cancel);

    private async Task<TaskRow?> EndedAsync(IndexEntry entry, CancellationToken cancel)
    {
        var task = await FindAsync(entry.Data!, cancel);
        return task is not null && task.State != TaskState.Open && TaskLists.EndedRow(task) == entry.Row ? task : null;
    }

    // An account has few enough ended tasks that they are sorted when they are asked for.
    private async Task<Page<TaskRow>> EndedOfAsync(AccountDocument document, TaskFilter filter, CancellationToken cancel)
    {
        var limit = Cursors.Limit(filter.Limit);
        var shown = (await accounts.RowsAsync<TaskRow>(document.Code, Keys.Prefix('t'), cancel))
            .Where(task => IsAskedFor(task, filter)).Select(task => (Task: task, Row: TaskLists.EndedRow(task)))
            .Where(one => filter.Cursor is null || string.CompareOrdinal(one.Row, filter.Cursor) > 0)
            .OrderBy(one => one.Row, StringComparer.Ordinal).Take(limit + 1).ToList();
        return Cursors.Page(shown, limit, one => Named(one.Task, document)!, one => one.Row);
    }
}
