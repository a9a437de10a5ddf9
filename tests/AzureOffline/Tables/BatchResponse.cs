using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Collections.AzureOffline.Tables;

/// <summary>The answer to one operation of a transaction.</summary>
internal sealed class BatchResponse(int status, string reasonPhrase, List<HttpHeader> headers, BinaryData content) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => reasonPhrase;

    public override Stream? ContentStream { get; set; } = new MemoryStream(content.ToArray(), 0, content.ToMemory().Length, writable: false, publiclyVisible: true);

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers;

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
