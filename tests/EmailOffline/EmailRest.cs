using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Communication.Email;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Collections.EmailOffline;

/// <summary>The email service's REST interface.</summary>
internal sealed class EmailRest
{
    private readonly HttpPipeline _pipeline;
    private readonly string _endpoint;
    private readonly string _version;

    private EmailRest(Uri endpoint, EmailClientOptions options, HttpPipelinePolicy authentication)
    {
        _endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        _version = options.Version;
        _pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    public static EmailRest Connect(Uri endpoint, TokenCredential credential, EmailClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, options, new BearerTokenAuthenticationPolicy(credential, "https://communication.azure.com//.default"));
    }

    public static EmailRest Connect(string connectionString, EmailClientOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static part => part.Split('=', 2))
            .ToDictionary(static part => part[0], static part => part.Length > 1 ? part[1] : "", StringComparer.OrdinalIgnoreCase);
        string Needed(string name) =>
            parts.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"Connection string doesn't have a '{name}' value.");
        return new(new Uri(Needed("endpoint")), options, new EmailKeyPolicy(Convert.FromBase64String(Needed("accesskey"))));
    }

    public static RequestFailedException Failure(Response response) => new(response);

    /// <summary>Refuses what the service would refuse.</summary>
    /// <exception cref="ArgumentException">The message has no content, no subject, no recipient, or an address is none.</exception>
    public static void Check(EmailMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (string.IsNullOrWhiteSpace(message.Content.Html) && string.IsNullOrWhiteSpace(message.Content.PlainText))
        {
            throw new ArgumentException("Email content must have either HTML or plain text.", nameof(message));
        }

        if (string.IsNullOrWhiteSpace(message.Content.Subject))
        {
            throw new ArgumentException("Email subject can not be empty.", nameof(message));
        }

        if (message.Recipients.To.Count + message.Recipients.CC.Count + message.Recipients.BCC.Count == 0)
        {
            throw new ArgumentException("At least one recipient is needed.", nameof(message));
        }

        if (string.IsNullOrWhiteSpace(message.SenderAddress))
        {
            throw new ArgumentException("The sender's address can not be empty.", nameof(message));
        }
    }

    public async Task<(string Id, Response Response)> SendAsync(EmailMessage email, Guid operationId, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Post, "/emails:send");
        message.Request.Headers.SetValue("Operation-Id", operationId.ToString());
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(Body(email));
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status == 202 ? (Text(message.Response, "id"), message.Response) : throw Failure(message.Response);
    }

    public async Task<(EmailSendStatus Status, Response Response)> GetStatusAsync(string id, CancellationToken cancellationToken)
    {
        using var message = Message(RequestMethod.Get, $"/emails/operations/{Uri.EscapeDataString(id)}");
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status == 200 ? (Text(message.Response, "status"), message.Response) : throw Failure(message.Response);
    }

    private static string Text(Response response, string name)
    {
        using var json = JsonDocument.Parse(response.Content.ToMemory());
        return json.RootElement.GetProperty(name).GetString() ?? throw new JsonException($"The email service's answer has no {name}.");
    }

    private static ReadOnlyMemory<byte> Body(EmailMessage email)
    {
        var to = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        if (email.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach (var (name, value) in email.Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteString("senderAddress", email.SenderAddress);
        json.WriteStartObject("content");
        json.WriteString("subject", email.Content.Subject);
        WriteIfThere(json, "plainText", email.Content.PlainText);
        WriteIfThere(json, "html", email.Content.Html);
        json.WriteEndObject();
        json.WriteStartObject("recipients");
        WriteAddresses(json, "to", email.Recipients.To);
        WriteAddresses(json, "cc", email.Recipients.CC);
        WriteAddresses(json, "bcc", email.Recipients.BCC);
        json.WriteEndObject();
        WriteAttachments(json, email.Attachments);
        WriteAddresses(json, "replyTo", email.ReplyTo);
        if (email.UserEngagementTrackingDisabled is { } disabled)
        {
            json.WriteBoolean("userEngagementTrackingDisabled", disabled);
        }

        json.WriteEndObject();
        json.Flush();
        return to.WrittenMemory;
    }

    private static void WriteAttachments(Utf8JsonWriter json, IList<EmailAttachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var attachment in attachments)
        {
            json.WriteStartObject();
            json.WriteString("name", attachment.Name);
            json.WriteString("contentType", attachment.ContentType);
            json.WriteBase64String("contentInBase64", attachment.Content.ToMemory().Span);
            WriteIfThere(json, "contentId", attachment.ContentId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAddresses(Utf8JsonWriter json, string name, IList<EmailAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var address in addresses)
        {
            json.WriteStartObject();
            json.WriteString("address", address.Address);
            WriteIfThere(json, "displayName", address.DisplayName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private HttpMessage Message(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri($"{_endpoint}{path}?api-version={_version}"));
        message.Request.Headers.SetValue("Accept", "application/json");
        return message;
    }
}

/// <summary>Signs each attempt with the resource's access key: the date, the host and the content's hash.</summary>
internal sealed class EmailKeyPolicy(byte[] key) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessAsync(message, pipeline).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using var content = new MemoryStream();
        if (message.Request.Content is { } body)
        {
            await body.WriteToAsync(content, message.CancellationToken);
        }

        var request = message.Request;
        var uri = request.Uri.ToUri();
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        var hash = Convert.ToBase64String(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        var signed = Encoding.UTF8.GetBytes($"{request.Method.Method}\n{uri.PathAndQuery}\n{date};{uri.Authority};{hash}");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        request.Headers.SetValue("x-ms-content-sha256", hash);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
        await ProcessNextAsync(message, pipeline);
    }
}
