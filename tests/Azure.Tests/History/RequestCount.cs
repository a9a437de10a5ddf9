using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Collections.Functions.Tests.History;

/// <summary>Counts the requests that go to storage, by table and kind: what a month costs follows from them.</summary>
internal sealed class RequestCount : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>The counts, the largest first.</summary>
    public IEnumerable<string> Lines => _counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value,9} {pair.Key}");

    /// <summary>The last requests, in their order.</summary>
    public IEnumerable<string> Last(int count) => _requests.TakeLast(count);

    /// <summary>All requests.</summary>
    public int Sum => _counts.Values.Sum();

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var path = message.Request.Uri.Path;
        var name = path[(path.LastIndexOf('/') + 1)..];
        var table = name.Split('(')[0];
        var kind = table == "$batch" ? "transaction"
            : message.Request.Method == RequestMethod.Get ? (name.Contains("PartitionKey", StringComparison.Ordinal) ? "read" : "query")
            : message.Request.Method.Method.ToLowerInvariant();

        _requests.Enqueue($"{message.Request.Method} {name}{Uri.UnescapeDataString(message.Request.Uri.Query)}");

        // Tests put a name of their own before the table's.
        _counts.AddOrUpdate($"{kind} {(table.Length > 33 ? table[33..] : "")}", 1, (_, n) => n + 1);
    }
}
