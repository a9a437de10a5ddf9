using System.Globalization;
using System.Security;
using System.Xml.Linq;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Collections.AzureOffline.Storage;

namespace Collections.AzureOffline.Queues;

/// <summary>The queue service's REST interface.</summary>
internal sealed class QueueRest
{
    private const int EmulatorPort = 10001;

    private readonly HttpPipeline _pipeline;
    private readonly QueueMessageEncoding _encoding;

    private QueueRest(Uri endpoint, string accountName, QueueClientOptions options, HttpPipelinePolicy authentication)
    {
        Endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        AccountName = accountName;
        _encoding = options.MessageEncoding;
        _pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    public string Endpoint { get; }

    public string AccountName { get; }

    public static QueueRest Connect(string connectionString, QueueClientOptions? options)
    {
        var account = StorageAccount.Parse(connectionString, "Queue", EmulatorPort);
        return new(account.Endpoint, account.Name, options ?? new(), new QueueSharedKeyPolicy(account));
    }

    public static QueueRest Connect(Uri endpoint, TokenCredential credential, QueueClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, endpoint.Host.Split('.')[0], options ?? new(), new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"));
    }

    public async Task<Response?> CreateAsync(string queue, IDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Put, $"/{queue}");
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
        {
            message.Request.Headers.SetValue("x-ms-meta-" + name, value);
        }

        var response = await SendAsync(message, cancellationToken);
        if (response.Status == 201)
        {
            return response;
        }

        // 204: it exists with the same metadata; 409: with others.
        var exists = response.Status == 204 || Failure(response).ErrorCode == QueueErrorCode.QueueAlreadyExists;
        return exists ? null : throw Failure(response);
    }

    public async Task<Response<bool>> DeleteAsync(string queue, CancellationToken cancellationToken)
    {
        var response = await SendAsync(RequestMethod.Delete, $"/{queue}", cancellationToken);
        return response.Status is 204 or 404 ? Response.FromValue(response.Status == 204, response) : throw Failure(response);
    }

    public async Task<Response<bool>> ExistsAsync(string queue, CancellationToken cancellationToken)
    {
        var response = await SendAsync(RequestMethod.Get, $"/{queue}?comp=metadata", cancellationToken);
        return response.Status is 200 or 404 ? Response.FromValue(response.Status == 200, response) : throw Failure(response);
    }

    public async Task<Response<QueueProperties>> GetPropertiesAsync(string queue, CancellationToken cancellationToken)
    {
        var response = Done(await SendAsync(RequestMethod.Get, $"/{queue}?comp=metadata", cancellationToken), 200);
        var metadata = response.Headers.Where(static header => header.Name.StartsWith("x-ms-meta-", StringComparison.OrdinalIgnoreCase));
        return Response.FromValue(
            new QueueProperties
            {
                ApproximateMessagesCount = response.Headers.TryGetValue("x-ms-approximate-messages-count", out var count)
                    ? int.Parse(count, CultureInfo.InvariantCulture) : 0,
                Metadata = metadata.ToDictionary(
                    static header => header.Name["x-ms-meta-".Length..], static header => header.Value, StringComparer.OrdinalIgnoreCase),
            },
            response);
    }

    public async Task<Response> ClearAsync(string queue, CancellationToken cancellationToken) =>
        Done(await SendAsync(RequestMethod.Delete, $"/{queue}/messages", cancellationToken), 204);

    public async Task<Response<SendReceipt>> SendAsync(
        string queue, BinaryData? body, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellationToken)
    {
        var parameters = Parameter("visibilitytimeout", visibilityTimeout) + Parameter("messagettl", timeToLive);
        var text = _encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String((body ?? BinaryData.Empty).ToMemory().Span) : body?.ToString();
        using var message = Message(RequestMethod.Post, $"/{queue}/messages" + (parameters.Length > 0 ? "?" + parameters[1..] : ""));
        message.Request.Content = RequestContent.Create(BinaryData.FromString(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessage><MessageText>{SecurityElement.Escape(text)}</MessageText></QueueMessage>"));
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        var response = Done(await SendAsync(message, cancellationToken), 201);
        return Response.FromValue(Messages(response).Select(Receipt).Single(), response);
    }

    public async Task<Response<QueueMessage[]>> ReceiveAsync(
        string queue, int? count, TimeSpan? visibilityTimeout, CancellationToken cancellationToken)
    {
        var parameters = string.Create(CultureInfo.InvariantCulture, $"?numofmessages={count ?? 1}") + Parameter("visibilitytimeout", visibilityTimeout);
        var response = Done(await SendAsync(RequestMethod.Get, $"/{queue}/messages{parameters}", cancellationToken), 200);
        return Response.FromValue(Messages(response).Select(Received).ToArray(), response);
    }

    public async Task<Response<PeekedMessage[]>> PeekAsync(string queue, int? count, CancellationToken cancellationToken)
    {
        var parameters = string.Create(CultureInfo.InvariantCulture, $"?peekonly=true&numofmessages={count ?? 1}");
        var response = Done(await SendAsync(RequestMethod.Get, $"/{queue}/messages{parameters}", cancellationToken), 200);
        return Response.FromValue(Messages(response).Select(Peeked).ToArray(), response);
    }

    public async Task<Response> DeleteMessageAsync(string queue, string messageId, string popReceipt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        ArgumentNullException.ThrowIfNull(popReceipt);
        var path = $"/{queue}/messages/{Uri.EscapeDataString(messageId)}?popreceipt={Uri.EscapeDataString(popReceipt)}";
        return Done(await SendAsync(RequestMethod.Delete, path, cancellationToken), 204);
    }

    private static RequestFailedException Failure(Response response) => new(response, null, QueueErrorParser.Instance);

    private static Response Done(Response response, int status) => response.Status == status ? response : throw Failure(response);

    private static string Parameter(string name, TimeSpan? value) =>
        value is { } time ? string.Create(CultureInfo.InvariantCulture, $"&{name}={(long)time.TotalSeconds}") : "";

    private static IEnumerable<XElement> Messages(Response response) =>
        XDocument.Load(response.ContentStream!).Root?.Elements("QueueMessage") ?? [];

    private static string Text(XElement message, string name) =>
        message.Element(name)?.Value ?? throw new FormatException($"The queue service's message has no {name}.");

    private static DateTimeOffset Moment(XElement message, string name) => DateTimeOffset.Parse(Text(message, name), CultureInfo.InvariantCulture);

    private static SendReceipt Receipt(XElement message) => new()
    {
        MessageId = Text(message, "MessageId"),
        InsertionTime = Moment(message, "InsertionTime"),
        ExpirationTime = Moment(message, "ExpirationTime"),
        PopReceipt = Text(message, "PopReceipt"),
        TimeNextVisible = Moment(message, "TimeNextVisible"),
    };

    private QueueMessage Received(XElement message) => new()
    {
        MessageId = Text(message, "MessageId"),
        PopReceipt = Text(message, "PopReceipt"),
        Body = Body(message),
        InsertedOn = Moment(message, "InsertionTime"),
        ExpiresOn = Moment(message, "ExpirationTime"),
        NextVisibleOn = Moment(message, "TimeNextVisible"),
        DequeueCount = long.Parse(Text(message, "DequeueCount"), CultureInfo.InvariantCulture),
    };

    private PeekedMessage Peeked(XElement message) => new()
    {
        MessageId = Text(message, "MessageId"),
        Body = Body(message),
        InsertedOn = Moment(message, "InsertionTime"),
        ExpiresOn = Moment(message, "ExpirationTime"),
        DequeueCount = long.Parse(Text(message, "DequeueCount"), CultureInfo.InvariantCulture),
    };

    private BinaryData Body(XElement message)
    {
        var text = Text(message, "MessageText");
        return _encoding == QueueMessageEncoding.Base64 ? BinaryData.FromBytes(Convert.FromBase64String(text)) : BinaryData.FromString(text);
    }

    private async Task<Response> SendAsync(RequestMethod method, string path, CancellationToken cancellationToken)
    {
        using var message = Message(method, path);
        return await SendAsync(message, cancellationToken);
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }

    private HttpMessage Message(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(Endpoint + path));
        message.Request.Headers.SetValue("x-ms-version", QueueClientOptions.Version);
        message.Request.Headers.SetValue("Accept", "application/xml");
        return message;
    }
}
