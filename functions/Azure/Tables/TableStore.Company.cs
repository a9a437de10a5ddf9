using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Functions.Tables.Desk;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables;

// Scans that ended, values, and the company's own tasks.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<string?> ClaimAsync(string taskId, string who, CancellationToken cancel) => HoldAsync(taskId, holder => holder ?? who, cancel);

    /// <inheritdoc/>
    public Task<string?> ReleaseAsync(string taskId, string who, CancellationToken cancel) =>
        HoldAsync(taskId, holder => holder == who ? null : holder, cancel);

    /// <inheritdoc/>
    public Task OpenCompanyTaskAsync(string taskId, TaskKind kind, Role role, string why, DateTimeOffset now, CancellationToken cancel)
    {
        var at = AccountDocument.Stored(now);
        var task = new TaskRow(
            taskId, kind, role, Account: null, AccountName: null, Words.Of(kind), Words.Of(kind), why, at, at, Owing: null, Attempts: 0, TaskState.Open,
            ClaimedBy: null, Outcome: null, Note: null, ClosedAt: null);
        return _companyTasks.OpenAsync(new RankedTask(task, DateOnly.FromDateTime(now.UtcDateTime), TaskRank.Of(kind, "")), cancel);
    }

    /// <inheritdoc/>
    public Task CloseCompanyTaskAsync(string taskId, CancellationToken cancel) =>
        _companyTasks.ChangeAsync(taskId, task => task with { State = TaskState.Withdrawn }, cancel);

    /// <inheritdoc/>
    public Task<string?> GetAsync(string name, CancellationToken cancel) => _company.GetAsync(name, cancel);

    /// <inheritdoc/>
    public Task SetAsync(string name, string value, CancellationToken cancel) => _company.SetAsync(name, value, cancel);

    /// <inheritdoc/>
    public Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel) => _company.EndScanAsync(scan, now, cancel);

    /// <inheritdoc/>
    public Task<bool> HasScannedAsync(string scan, CancellationToken cancel) => _company.HasScannedAsync(scan, cancel);

    // Who holds an open task after somebody reached for it; null if nobody does, or there is no such open task.
    private async Task<string?> HoldAsync(string taskId, Func<string?, string?> hold, CancellationToken cancel)
    {
        if (TaskReader.AccountOf(taskId) is not { } account)
        {
            return (await _companyTasks.ChangeAsync(taskId, task => task with { ClaimedBy = hold(task.ClaimedBy) }, cancel))?.ClaimedBy;
        }

        return await Attempts.RetryAsync<string?>(
            account,
            async () =>
            {
                var document = await _accounts.FindAsync(account, cancel);
                var at = document?.Tasks.FindIndex(task => task.Task.Id == taskId) ?? -1;
                if (at < 0)
                {
                    return (true, null);
                }

                var open = document!.Tasks[at];
                var holder = hold(open.Task.ClaimedBy);
                if (holder == open.Task.ClaimedBy)
                {
                    return (true, holder);
                }

                document.Tasks[at] = open with { Task = open.Task with { ClaimedBy = holder } };
                return (await _accounts.TryCommitAsync(_accounts.Change(document), cancel), holder);
            });
    }
}
