using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Collections.AzureOffline.Storage;

namespace Collections.AzureOffline.Tables;

/// <summary>The table service's REST interface, one for all clients made from the same service client.</summary>
internal sealed class TableRest
{
    private const int EmulatorPort = 10002;
    private const string Json = "application/json";
    private const string Format = "application/json;odata=minimalmetadata";
    private const string FormatQuery = "$format=application%2Fjson%3Bodata%3Dminimalmetadata";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    private TableRest(Uri endpoint, string accountName, TableClientOptions options, HttpPipelinePolicy authentication)
    {
        Endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        AccountName = accountName;
        _version = options.Version;
        _pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    public string Endpoint { get; }

    public string AccountName { get; }

    public static TableRest Connect(string connectionString, TableClientOptions? options)
    {
        var account = StorageAccount.Parse(connectionString, "Table", EmulatorPort);
        return new(account.Endpoint, account.Name, options ?? new(), new TableSharedKeyPolicy(account));
    }

    public static TableRest Connect(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, endpoint.Host.Split('.')[0], options ?? new(), new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"));
    }

    public static RequestFailedException Failure(Response response) => new(response, null, TableErrorParser.Instance);

    public async Task<Response<TableItem>> CreateTableAsync(string table, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var response = await SendAsync(RequestMethod.Post, $"/Tables?{FormatQuery}", cancellationToken,
            RequestContent.Create(BinaryData.FromString($$"""{"TableName":"{{table}}"}""")));
        if (response.Status is 201 or 204)
        {
            return Response.FromValue(new TableItem(table), response);
        }

        var failure = Failure(response);
        return failure.ErrorCode == TableErrorCode.TableAlreadyExists ? Response.FromValue(new TableItem(table), response) : throw failure;
    }

    public async Task<Response> DeleteTableAsync(string table, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        var response = await SendAsync(RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(table)}')", cancellationToken);
        return response.Status is 204 or 404 ? response : throw Failure(response);
    }

    public async Task<NullableResponse<TableEntity>> GetEntityAsync(
        string table, string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
    {
        var columns = select is null ? "" : $"&$select={Uri.EscapeDataString(string.Join(',', select))}";
        var path = $"{TableOperation.KeyedPath(table, partitionKey, rowKey)}?{FormatQuery}{columns}";
        var response = await SendAsync(RequestMethod.Get, path, cancellationToken);
        return response.Status switch
        {
            200 => Response.FromValue(TableJson.ReadOne(response.Content.ToMemory().Span), response),
            404 => new Absent<TableEntity>(response),
            _ => throw Failure(response),
        };
    }

    public async Task<Page<T>> QueryAsync<T>(string resource, string? filter, int? size, string? select, string? token,
        Func<TableEntity, T> read, CancellationToken cancellationToken)
        where T : notnull
    {
        var path = $"/{resource}{(resource == "Tables" ? "" : "()")}?{FormatQuery}"
            + Parameter("$top", size?.ToString(CultureInfo.InvariantCulture)) + Parameter("$select", select) + Parameter("$filter", filter) + Continued(token);
        var response = await SendAsync(RequestMethod.Get, path, cancellationToken);
        return response.Status == 200
            ? Page<T>.FromValues(TableJson.ReadList(response.Content.ToMemory().Span).ConvertAll(found => read(found)), Continuation(response), response)
            : throw Failure(response);
    }

    public async Task<Response> SendAsync(TableOperation operation, string table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation.Entity);
        TableLimits.Check(operation.Entity);
        var response = await SendAsync(operation.Method, $"{operation.Path(table)}?{FormatQuery}", cancellationToken,
            operation.HasBody ? TableBatch.Body(operation.Entity) : null, operation.IfMatch);
        var done = response.Status == 204 || (response.Status == 404 && operation.Type == TableTransactionActionType.Delete);
        return done ? response : throw Failure(response);
    }

    public async Task<Response<IReadOnlyList<Response>>> SubmitAsync(
        string table, IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var batch = TableBatch.Of(actions, table, Endpoint);
        using var message = Message(RequestMethod.Post, "/$batch", batch.Content, batch.ContentType);
        await _pipeline.SendAsync(message, cancellationToken);
        if (message.Response.Status != 202)
        {
            throw Failed(message.Response);
        }

        var parts = TableBatch.Responses(message.Response);
        return parts is [{ Status: >= 400 } failed] ? throw Failed(failed) : Response.FromValue(parts, message.Response);
    }

    // The message of a failed operation begins with its index: "3:The update condition specified in the request was not satisfied."
    private static RequestFailedException Failed(Response response)
    {
        var failure = Failure(response);
        var digits = TableErrorParser.Instance.TryParse(response, out var error, out _) && error?.Message is { } message
            ? message.AsSpan(0, Math.Max(message.IndexOf(':', StringComparison.Ordinal), 0))
            : default;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return failure;
        }

        failure.Data[TableTransactionFailedException.IndexKey] = index.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(failure);
    }

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string? Continuation(Response response)
    {
        string? Header(string name) => response.Headers.TryGetValue("x-ms-continuation-" + name, out var value) ? value : null;
        return (Header("NextPartitionKey"), Header("NextRowKey"), Header("NextTableName")) switch
        {
            (null, null, null) => null,
            (null, null, var next) => next,
            var (partition, row, _) => $"{partition} {row}",
        };
    }

    private static string Continued(string? token)
    {
        if (token is null)
        {
            return "";
        }

        var keys = token.Split(' ', 2);
        return keys.Length == 1
            ? Parameter("NextTableName", token)
            : Parameter("NextPartitionKey", keys[0]) + (keys[1].Length > 0 ? Parameter("NextRowKey", keys[1]) : "");
    }

    private async Task<Response> SendAsync(
        RequestMethod method, string path, CancellationToken cancellationToken, RequestContent? content = null, string? ifMatch = null)
    {
        using var message = Message(method, path, content, Json);
        if (ifMatch is not null)
        {
            message.Request.Headers.SetValue("If-Match", ifMatch);
        }

        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }

    private HttpMessage Message(RequestMethod method, string path, RequestContent? content, string contentType)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri(Endpoint + path));
        request.Headers.SetValue("x-ms-version", _version);
        request.Headers.SetValue("DataServiceVersion", "3.0");
        request.Headers.SetValue("Accept", Format);
        if (content is not null)
        {
            request.Content = content;
            request.Headers.SetValue("Content-Type", contentType);
            request.Headers.SetValue("Prefer", "return-no-content");
        }

        return message;
    }
}
