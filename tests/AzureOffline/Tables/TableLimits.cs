using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Collections.AzureOffline.Tables;

/// <summary>Azure's limits that Azurite doesn't keep: what goes beyond them is refused here, as the service would refuse it.</summary>
internal static class TableLimits
{
    private const int PropertiesMax = 252;
    private const int EntityBytesMax = 1024 * 1024;
    private const int KeyBytesMax = 1024;

    /// <exception cref="RequestFailedException">400: the entity has too many properties, or is too large.</exception>
    public static void Check(ITableEntity entity)
    {
        if (Refusal(entity) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <exception cref="TableTransactionFailedException">400: likewise, or the entity is of another partition than the transaction.</exception>
    public static void Check(ITableEntity entity, string partition, int index)
    {
        var refusal = entity.PartitionKey == partition
            ? Refusal(entity)
            : new RequestFailedException(400, "All commands in a batch must operate on same entity group.", "CommandsInBatchActOnDifferentPartitions", null);
        if (refusal is not null)
        {
            refusal.Data[TableTransactionFailedException.IndexKey] = index.ToString(CultureInfo.InvariantCulture);
            throw new TableTransactionFailedException(refusal);
        }
    }

    private static RequestFailedException? Refusal(ITableEntity entity)
    {
        if (entity is not TableEntity properties)
        {
            return null;
        }

        var (count, bytes) = (0, 4);
        for (var each = properties.Properties(); each.MoveNext();)
        {
            var (name, value) = each.Current;
            if (value is null || name is TableEntity.ETagName or nameof(ITableEntity.Timestamp))
            {
                continue;
            }

            var isKey = name is nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey);
            if (isKey && Size(value) > KeyBytesMax + 4)
            {
                return new RequestFailedException(400, $"The {name} is longer than {KeyBytesMax} bytes.", "KeyValueTooLarge", null);
            }

            count += isKey ? 0 : 1;
            bytes += Size(value) + (isKey ? -4 : 8 + (2 * name.Length));
        }

        return count > PropertiesMax
            ? new RequestFailedException(400, $"The entity has {count} properties, more than {PropertiesMax}.", "TooManyProperties", null)
            : bytes > EntityBytesMax
            ? new RequestFailedException(400, $"The entity has {bytes} bytes, more than {EntityBytesMax}.", "EntityTooLarge", null)
            : null;
    }

    // As the service counts it: text is UTF-16 there, and text and bytes have their length before them.
    private static int Size(object value) => value switch
    {
        string text => 4 + Encoding.Unicode.GetByteCount(text),
        byte[] bytes => 4 + bytes.Length,
        BinaryData data => 4 + data.ToMemory().Length,
        bool => 1,
        int => 4,
        Guid => 16,
        _ => 8,
    };
}
