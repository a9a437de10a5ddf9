using System.Net;
using Azure;
using Azure.Data.Tables;

namespace Collections.Functions.Tables.Rows;

/// <summary>What the company as a whole keeps.</summary>
internal sealed partial class CompanyRows(TableClient table)
{
    /// <summary>The table's name.</summary>
    public const string Table = "company";

    private const string Value = "value";
    private const string Scan = "scan";
    private const string Done = "done";
    private const string EndedAt = "EndedAt";

    /// <summary>A value, or null.</summary>
    public async Task<string?> GetAsync(string name, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Value, Keys.Name(name), cancellationToken: cancel);
        return found.HasValue ? Packed.Read(found.Value!) : null;
    }

    /// <summary>Keeps a value.</summary>
    public Task SetAsync(string name, string value, CancellationToken cancel) =>
        table.UpsertEntityAsync(Packed.Of(Value, Keys.Name(name), value), TableUpdateMode.Replace, cancel);

    /// <summary>Keeps a scan's end; false if it was kept before (R5).</summary>
    public async Task<bool> EndScanAsync(string scan, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(Scan, Keys.Name(scan)) { [EndedAt] = now }, cancel);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>True if a scan's end is kept.</summary>
    public async Task<bool> HasScannedAsync(string scan, CancellationToken cancel) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(Scan, Keys.Name(scan), cancellationToken: cancel)).HasValue;

    /// <summary>True if something that is to be done once, because rows of an earlier release lack it, was done.</summary>
    public async Task<bool> IsDoneAsync(string what, CancellationToken cancel) =>
        (await table.GetEntityIfExistsAsync<TableEntity>(Done, Keys.Name(what), cancellationToken: cancel)).HasValue;

    /// <summary>Keeps that it was done.</summary>
    public Task SetDoneAsync(string what, CancellationToken cancel) =>
        table.UpsertEntityAsync(new TableEntity(Done, Keys.Name(what)), TableUpdateMode.Replace, cancel);
}
