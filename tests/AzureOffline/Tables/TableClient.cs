#nullable disable // The package's signatures say nothing about null.

using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;
using Collections.AzureOffline.Storage;
using Collections.AzureOffline.Tables;

namespace Azure.Data.Tables;

/// <summary>One table's entities.</summary>
public class TableClient
{
    private readonly TableRest _rest;

    protected TableClient()
    {
    }

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableRest.Connect(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableRest.Connect(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableRest rest, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _rest = rest;
        Name = tableName;
        Uri = new Uri($"{rest.Endpoint}/{tableName}");
    }

    public virtual string Name { get; }

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri { get; }

    /// <summary>Writes a filter in which the interpolated values are quoted and escaped.</summary>
    public static string CreateQueryFilter(FormattableString filter) => TableFilter.Create(filter);

    /// <summary>Creates the table; one that exists already is no error.</summary>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _rest.CreateTableAsync(Name, cancellationToken);

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _rest.DeleteTableAsync(Name, cancellationToken);

    /// <exception cref="RequestFailedException">404 where there is no such entity.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var found = await _rest.GetEntityAsync(Name, partitionKey, rowKey, select, cancellationToken);
        return found.HasValue ? Response.FromValue(TableJson.As<T>(found.Value), found.GetRawResponse()) : throw TableRest.Failure(found.GetRawResponse());
    }

    /// <summary>Looks an entity up; an absent one is an answer without a value.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var found = await _rest.GetEntityAsync(Name, partitionKey, rowKey, select, cancellationToken);
        return found.HasValue ? Response.FromValue(TableJson.As<T>(found.Value), found.GetRawResponse()) : new Absent<T>(found.GetRawResponse());
    }

    /// <exception cref="RequestFailedException">409 <c>EntityAlreadyExists</c> where the keys are taken.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _rest.SendAsync(new TableOperation(TableTransactionActionType.Add, entity, default), Name, cancellationToken);

    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        _rest.SendAsync(new TableOperation(
            mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace, entity, default), Name, cancellationToken);

    /// <exception cref="RequestFailedException">412 where the entity has another version by now, 404 where there is none.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        }

        var type = mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace;
        return _rest.SendAsync(new TableOperation(type, entity, ifMatch), Name, cancellationToken);
    }

    /// <summary>Deletes an entity, unconditionally unless <paramref name="ifMatch"/> says which version. An absent one is no error.</summary>
    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _rest.SendAsync(new TableOperation(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch), Name, cancellationToken);

    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        _rest.SendAsync(new TableOperation(TableTransactionActionType.Delete, entity, ifMatch), Name, cancellationToken);

    /// <summary>The entities that a filter takes, by partition key and row key, a page of at most 1,000 a request.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var columns = select is null ? null : string.Join(',', select);
        return new Pages<T>((token, size, cancel) => _rest.QueryAsync(Name, filter, size ?? maxPerPage, columns, token, TableJson.As<T>, cancel), cancellationToken);
    }

    /// <summary>Carries out up to 100 operations on entities of one partition, all or none.</summary>
    /// <exception cref="TableTransactionFailedException">One of the operations failed.</exception>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default) =>
        _rest.SubmitAsync(Name, transactionActions, cancellationToken);
}
