using Azure.Data.Tables;
using Collections.App.Archive;
using Collections.Core.Cases;

namespace Collections.Functions.Tables.Rows;

// All values and scans, for an archive.
internal sealed partial class CompanyRows
{
    /// <summary>Values after a name, in the order of their keys.</summary>
    public async Task<IReadOnlyList<ArchivedValue>> ValuesAsync(string? after, int limit, CancellationToken cancel)
    {
        var values = new List<ArchivedValue>();
        var from = after is null ? "" : $"{Keys.Name(after)}!";
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Value} and RowKey ge {from}"), Math.Min(limit, 1000), cancellationToken: cancel))
        {
            values.Add(new ArchivedValue(NameOf(row), Packed.Read(row)));
            if (values.Count == limit)
            {
                break;
            }
        }

        return values;
    }

    /// <summary>All scans that have run.</summary>
    public async Task<IReadOnlyList<ArchivedScan>> ScansAsync(CancellationToken cancel)
    {
        var scans = new List<ArchivedScan>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Scan}"), cancellationToken: cancel))
        {
            scans.Add(new ArchivedScan(NameOf(row), row.GetDateTimeOffset(EndedAt)!.Value));
        }

        return [.. scans.OrderBy(scan => scan.Scan, StringComparer.Ordinal)];
    }

    private static string NameOf(TableEntity row) => Ids.Unescape(row.RowKey) ?? throw new InvalidDataException($"'{row.RowKey}' is no name of the company's");
}
