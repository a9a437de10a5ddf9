using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Collections.AzureOffline.Storage;

/// <summary>Signs each attempt of a request with the account's key, as the storage services' "Authorize with Shared Key" describes.</summary>
internal abstract class SharedKeyPolicy(StorageAccount account) : HttpPipelineSynchronousPolicy
{
    protected string Account => account.Name;

    protected abstract string Scheme { get; }

    public override void OnSendingRequest(HttpMessage message)
    {
        // A retry is signed anew: its date differs.
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        message.Request.Headers.SetValue("x-ms-date", date);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(account.Key, Encoding.UTF8.GetBytes(StringToSign(message.Request, date))));
        message.Request.Headers.SetValue("Authorization", $"{Scheme} {account.Name}:{signature}");
    }

    protected abstract string StringToSign(Request request, string date);
}

/// <summary>The table service signs the date and the resource alone.</summary>
internal sealed class TableSharedKeyPolicy(StorageAccount account) : SharedKeyPolicy(account)
{
    protected override string Scheme => "SharedKeyLite";

    // None of the operations here has the query parameter `comp`, the only one that would be signed.
    protected override string StringToSign(Request request, string date) => $"{date}\n/{Account}{request.Uri.ToUri().AbsolutePath}";
}

/// <summary>The queue service signs the verb, the standard headers, the headers of its own and the resource with its parameters.</summary>
internal sealed class QueueSharedKeyPolicy(StorageAccount account) : SharedKeyPolicy(account)
{
    protected override string Scheme => "SharedKey";

    protected override string StringToSign(Request request, string date)
    {
        var text = new StringBuilder(256);
        text.Append(request.Method.Method).Append('\n');
        text.Append("\n\n"); // Content-Encoding and Content-Language.
        text.Append(request.Content is { } content && content.TryComputeLength(out var length) && length > 0
            ? length.ToString(CultureInfo.InvariantCulture) : "").Append('\n');
        text.Append('\n'); // Content-MD5.
        text.Append(request.Headers.TryGetValue("Content-Type", out var type) ? type : "").Append('\n');
        text.Append("\n\n\n\n\n\n"); // Date (x-ms-date stands below), the four conditions, Range.
        var own = request.Headers.Where(static header => header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase));
        foreach (var header in own.OrderBy(static header => header.Name, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(header.Name.ToLowerInvariant()).Append(':').Append(header.Value.Trim()).Append('\n');
        }

        var uri = request.Uri.ToUri();
        text.Append('/').Append(Account).Append(uri.AbsolutePath);
        foreach (var (name, value) in Parameters(uri))
        {
            text.Append('\n').Append(name).Append(':').Append(value);
        }

        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Parameters(Uri uri) =>
        uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => (Uri.UnescapeDataString(pair[0]).ToLowerInvariant(), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""))
            .OrderBy(static pair => pair.Item1, StringComparer.Ordinal);
}
