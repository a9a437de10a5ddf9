using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>The company's own tasks, like stale bank data (R20): a row each, and the same worklist as the accounts' tasks.</summary>
internal sealed class CompanyTasks(TableClient table, Indexes indexes, StoredJson json)
{
    private const string Partition = "task";

    /// <summary>A task, open or ended; null for an id that is not there.</summary>
    public async Task<RankedTask?> FindAsync(string taskId, CancellationToken cancel) => (await ReadAsync(taskId, cancel))?.Task;

    /// <summary>All tasks, open and ended, oldest first.</summary>
    public async Task<IReadOnlyList<RankedTask>> AllAsync(CancellationToken cancel)
    {
        var tasks = new List<RankedTask>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancel))
        {
            tasks.Add(json.Read<RankedTask>(Packed.Read(row)));
        }

        return [.. tasks.OrderBy(task => task.Task.OpenedAt).ThenBy(task => task.Task.Id, StringComparer.Ordinal)];
    }

    /// <summary>Writes a task as another store had it; one that is there stays as it is.</summary>
    public async Task PutAsync(RankedTask task, CancellationToken cancel)
    {
        await indexes.PutAsync(
            task.Task.State == TaskState.Open
                ? task.Entry("")
                : new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, TaskLists.EndedRow(task.Task), "", task.Task.Id),
            cancel);
        _ = await TryWriteAsync(task, tag: null, cancel);
    }

    /// <summary>Opens a task; an open one of the same id stays as it is.</summary>
    public Task OpenAsync(RankedTask task, CancellationToken cancel) => Attempts.RetryAsync(
        task.Task.Id,
        async () =>
        {
            var known = await ReadAsync(task.Task.Id, cancel);
            if (known?.Task.Task.State == TaskState.Open)
            {
                return (true, false);
            }

            await indexes.PutAsync(task.Entry(""), cancel);
            return (await TryWriteAsync(task, known?.Tag, cancel), true);
        });

    /// <summary>Changes an open task; one that does not change is not written.</summary>
    /// <returns>The task after it, or null if there is no such open task.</returns>
    public Task<TaskRow?> ChangeAsync(string taskId, Func<TaskRow, TaskRow> change, CancellationToken cancel) => Attempts.RetryAsync<TaskRow?>(
        taskId,
        async () =>
        {
            if (await ReadAsync(taskId, cancel) is not { Task: { Task: { State: TaskState.Open } open } ranked, Tag: var tag })
            {
                return (true, null);
            }

            var after = change(open);
            return (after == open || await TryChangeAsync(ranked, after, tag, cancel), after);
        });

    // An entry that leads to the task is there as long as the task is so.
    private async Task<bool> TryChangeAsync(RankedTask before, TaskRow after, ETag tag, CancellationToken cancel)
    {
        var isOver = after.State != TaskState.Open;
        if (isOver)
        {
            await indexes.PutAsync(new IndexEntry(IndexEntry.Worklist, TaskLists.Ended, TaskLists.EndedRow(after), "", after.Id), cancel);
        }

        if (!await TryWriteAsync(before with { Task = after }, tag, cancel))
        {
            return false;
        }

        if (isOver)
        {
            await indexes.RemoveAsync(before.Entry(""), cancel);
        }

        return true;
    }

    private async Task<(RankedTask Task, ETag Tag)?> ReadAsync(string taskId, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Keys.Name(taskId), cancellationToken: cancel);
        return found.HasValue ? (json.Read<RankedTask>(Packed.Read(found.Value!)), found.Value!.ETag) : null;
    }

    private async Task<bool> TryWriteAsync(RankedTask task, ETag? tag, CancellationToken cancel)
    {
        var row = Packed.Of(Partition, Keys.Name(task.Task.Id), json.Write(task));
        try
        {
            await (tag is { } known ? table.UpdateEntityAsync(row, known, TableUpdateMode.Replace, cancel) : table.AddEntityAsync(row, cancel));
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}
