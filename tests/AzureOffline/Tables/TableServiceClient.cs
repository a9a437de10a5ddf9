#nullable disable // The package's signatures say nothing about null.

using Azure.Core;
using Azure.Data.Tables.Models;
using Collections.AzureOffline.Storage;
using Collections.AzureOffline.Tables;

namespace Azure.Data.Tables;

/// <summary>An account's tables.</summary>
public class TableServiceClient
{
    private readonly TableRest _rest;

    protected TableServiceClient()
    {
    }

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions options = null) => _rest = TableRest.Connect(connectionString, options);

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null) =>
        _rest = TableRest.Connect(endpoint, tokenCredential, options);

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => new(_rest.Endpoint);

    /// <summary>Writes a filter in which the interpolated values are quoted and escaped.</summary>
    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);

    public virtual TableClient GetTableClient(string tableName) => new(_rest, tableName);

    /// <summary>Creates a table; one that exists already is no error.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        _rest.CreateTableAsync(tableName, cancellationToken);

    /// <summary>Deletes a table; an absent one is no error.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _rest.DeleteTableAsync(tableName, cancellationToken);

    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new Pages<TableItem>(
            (token, size, cancel) => _rest.QueryAsync("Tables", filter, size ?? maxPerPage, null, token, static found => new TableItem(found.GetString("TableName")), cancel),
            cancellationToken);
}
