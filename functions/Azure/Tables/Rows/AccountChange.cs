using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables.Rows;

/// <summary>A change of one account in the making: its document, and the rows that go into the same transaction.</summary>
internal sealed class AccountChange(AccountDocument document, StoredJson json)
{
    private readonly Dictionary<string, TableTransactionAction> _rows = new(StringComparer.Ordinal);

    /// <summary>How rows are written.</summary>
    public StoredJson Json => json;

    /// <summary>The document, as it will be.</summary>
    public AccountDocument Document { get; } = document;

    /// <summary>The account's story, where it was read; written with the commit if it is here.</summary>
    public AccountStory? Story { get; set; }

    /// <summary>Entries of lists that only grow; written before the commit, and looked up in the account by whoever reads them.</summary>
    public List<IndexEntry> Lists { get; } = [];

    /// <summary>The rows beside the document.</summary>
    public IReadOnlyCollection<TableTransactionAction> Rows => _rows.Values;

    /// <summary>The account's partition.</summary>
    public string Partition => Keys.Account(Document.Code);

    /// <summary>Writes a row, whatever is there.</summary>
    public void Put(string row, object value) => Put(Packed.Of(Partition, row, json.Write(value)));

    /// <summary>Writes a row, whatever is there.</summary>
    public void Put(TableEntity entity) => _rows[entity.RowKey] = new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity);

    /// <summary>Writes some properties of a row, and leaves its others as they are. Several such changes of a row are one.</summary>
    public void Merge(TableEntity entity)
    {
        if (!_rows.TryGetValue(entity.RowKey, out var known))
        {
            _rows.Add(entity.RowKey, new TableTransactionAction(TableTransactionActionType.UpsertMerge, entity));
            return;
        }

        var row = (TableEntity)known.Entity;
        foreach (var (name, value) in entity)
        {
            row[name] = value;
        }
    }

    /// <summary>Adds a row that must not be there; if it is, the whole commit fails with <see cref="Azure.Data.Tables.Models.TableErrorCode.EntityAlreadyExists"/>.</summary>
    public void Add(TableEntity entity) => _rows[entity.RowKey] = new TableTransactionAction(TableTransactionActionType.Add, entity);

    /// <summary>Adds an empty row that must not be there.</summary>
    public void AddMark(string row) => Add(new TableEntity(Partition, row));

    /// <summary>Deletes a row.</summary>
    public void Delete(string row) =>
        _rows[row] = new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, row), ETag.All);

    /// <summary>Opens a task.</summary>
    public void Open(TaskRow task, DateOnly dueDay, int priority) => Document.Tasks.Add(new RankedTask(task, dueDay, priority));

    /// <summary>Ends a task: it leaves the document for a row of its own.</summary>
    public void End(string taskId, Func<TaskRow, TaskRow> end)
    {
        if (Document.Tasks.Find(task => task.Task.Id == taskId) is { } open)
        {
            var ended = end(open.Task);
            Document.Tasks.Remove(open);
            Put(Keys.Task(taskId), ended);
            Lists.Add(new IndexEntry(
                IndexEntry.Worklist, TaskLists.Ended, TaskLists.EndedRow(ended), Document.Code, taskId));
        }
    }
}

/// <summary>The list of ended tasks.</summary>
internal static class TaskLists
{
    /// <summary>Its partition.</summary>
    public const string Ended = "ended";

    /// <summary>A task's place in it: the last that was opened comes first.</summary>
    public static string EndedRow(TaskRow task) => Keys.Newest(task.OpenedAt, task.Id);
}
