using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace Collections.AzureOffline.Storage;

/// <summary>The table service's errors: <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        (error, data) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(response.Content.ToMemory());
            if (json.RootElement.TryGetProperty("odata.error", out var found))
            {
                error = new ResponseError(found.GetProperty("code").GetString(), found.GetProperty("message").GetProperty("value").GetString());
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's page, or nothing: the status alone tells what happened.
        }

        return error is not null;
    }
}

/// <summary>The queue service's errors: a header with the code, and XML.</summary>
internal sealed class QueueErrorParser : RequestFailedDetailsParser
{
    public static QueueErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        response.Headers.TryGetValue("x-ms-error-code", out var code);
        string? message = null;
        try
        {
            if (response.ContentStream is { CanSeek: true, Length: > 0 } stream)
            {
                stream.Position = 0;
                var xml = XDocument.Load(stream).Root;
                code ??= xml?.Element("Code")?.Value;
                message = xml?.Element("Message")?.Value;
            }
        }
        catch (XmlException)
        {
            // A proxy's page: the status alone tells what happened.
        }

        error = code is null ? null : new ResponseError(code, message);
        return error is not null;
    }
}
