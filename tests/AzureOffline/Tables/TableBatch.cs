using System.Buffers;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Collections.AzureOffline.Tables;

/// <summary>A transaction as <c>multipart/mixed</c>: one change set, a request a part; and its answer, a response a part.</summary>
internal readonly record struct TableBatch(RequestContent Content, string ContentType)
{
    public static TableBatch Of(IEnumerable<TableTransactionAction> actions, string table, string endpoint)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changes = $"changeset_{Guid.NewGuid()}";
        var to = new ArrayBufferWriter<byte>(4096);
        Append(to, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changes}\r\n\r\n");
        string? partition = null;
        var count = 0;
        foreach (var action in actions)
        {
            ArgumentNullException.ThrowIfNull(action.Entity, nameof(actions));
            TableLimits.Check(action.Entity, partition ??= action.Entity.PartitionKey, count++);
            Append(to, $"--{changes}\r\n");
            AppendRequest(to, new(action.ActionType, action.Entity, action.ETag), table, endpoint);
        }

        if (count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        Append(to, $"--{changes}--\r\n\r\n--{batch}--\r\n");
        return new(RequestContent.Create(to.WrittenMemory), $"multipart/mixed; boundary={batch}");
    }

    public static RequestContent Body(ITableEntity entity)
    {
        var to = new ArrayBufferWriter<byte>(1024);
        TableJson.Write(entity, to);
        return RequestContent.Create(to.WrittenMemory);
    }

    /// <summary>The parts of the service's answer, in the order of the actions; a failed transaction has one part alone.</summary>
    public static IReadOnlyList<Response> Responses(Response response)
    {
        var boundaries = new List<string>(2);
        AddBoundary(boundaries, response.Headers.ContentType ?? "");
        var parts = new List<Response>();
        using var lines = new StringReader(response.Content.ToString());
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("Content-Type: multipart/", StringComparison.OrdinalIgnoreCase))
            {
                AddBoundary(boundaries, line);
            }
            else if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            {
                parts.Add(ReadResponse(line, lines, boundaries));
            }
        }

        return parts;
    }

    private static void AppendRequest(ArrayBufferWriter<byte> to, TableOperation operation, string table, string endpoint)
    {
        Append(to, "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        Append(to, $"{operation.Method} {endpoint}{operation.Path(table)} HTTP/1.1\r\n");
        Append(to, "Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (operation.IfMatch is { } etag)
        {
            Append(to, $"If-Match: {etag}\r\n");
        }

        if (operation.HasBody)
        {
            Append(to, "Prefer: return-no-content\r\nContent-Type: application/json\r\n\r\n");
            TableJson.Write(operation.Entity, to);
        }

        Append(to, "\r\n");
    }

    private static BatchResponse ReadResponse(string statusLine, StringReader lines, List<string> boundaries)
    {
        var status = statusLine.Split(' ', 3);
        var headers = new List<HttpHeader>();
        while (lines.ReadLine() is { Length: > 0 } header)
        {
            var split = header.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(header[..split], header[(split + 1)..].Trim()));
        }

        var body = new StringBuilder();
        while (lines.ReadLine() is { } line && !boundaries.Exists(boundary => line.StartsWith(boundary, StringComparison.Ordinal)))
        {
            body.Append(line);
        }

        return new(int.Parse(status[1], CultureInfo.InvariantCulture), status.Length > 2 ? status[2] : "", headers, BinaryData.FromString(body.ToString()));
    }

    private static void AddBoundary(List<string> boundaries, string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            boundaries.Add("--" + contentType[(at + "boundary=".Length)..].Trim('"'));
        }
    }

    private static void Append(ArrayBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);
}
