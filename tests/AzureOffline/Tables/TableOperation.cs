using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Collections.AzureOffline.Tables;

/// <summary>One operation on an entity, as the request that it is, alone or inside a transaction.</summary>
internal readonly record struct TableOperation(TableTransactionActionType Type, ITableEntity Entity, ETag ETag)
{
    public RequestMethod Method => Type switch
    {
        TableTransactionActionType.Add => RequestMethod.Post,
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => RequestMethod.Patch,
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => RequestMethod.Put,
        TableTransactionActionType.Delete => RequestMethod.Delete,
        _ => throw new InvalidOperationException($"Unknown action type {Type}."),
    };

    /// <summary>Whether an entity is sent along.</summary>
    public bool HasBody => Type != TableTransactionActionType.Delete;

    /// <summary>The version that the service shall find; null where it need not look. A deletion always says one, if only "any".</summary>
    public string? IfMatch => Type switch
    {
        TableTransactionActionType.Delete => ETag == default ? "*" : ETag.ToString(),
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace => ETag == default ? null : ETag.ToString(),
        _ => null,
    };

    public string Path(string table) => Type == TableTransactionActionType.Add ? $"/{table}" : KeyedPath(table, Entity.PartitionKey, Entity.RowKey);

    public static string KeyedPath(string table, string partitionKey, string rowKey) =>
        $"/{table}(PartitionKey='{Escaped(partitionKey)}',RowKey='{Escaped(rowKey)}')";

    private static string Escaped(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }
}
