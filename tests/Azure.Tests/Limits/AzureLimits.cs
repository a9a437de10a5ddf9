using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Limits;

/// <summary>
/// Refuses what the table service would refuse and its emulator lets through: rows, keys and values that are too large, keys with characters that no
/// key may have, transactions of too many operations, of too many bytes, over two partitions, or with a row twice.
/// </summary>
/// <remarks>Every client of tables in these tests has it (<see cref="Azurite.Tables"/>), so a write that fails on Azure alone fails here too.</remarks>
internal sealed partial class AzureLimits : HttpPipelinePolicy
{
    private const int OperationsMax = 100;
    private const int TransactionBytesMax = 4 * 1024 * 1024;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Content is { } content)
        {
            using var body = new MemoryStream();
            await content.WriteToAsync(body, message.CancellationToken);
            Check(message.Request, body);
        }

        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Content is { } content)
        {
            using var body = new MemoryStream();
            content.WriteTo(body, message.CancellationToken);
            Check(message.Request, body);
        }

        ProcessNext(message, pipeline);
    }

    private static void Check(Request request, MemoryStream body)
    {
        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        if (request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
        {
            CheckTransaction(text, body.Length);
        }
        else if (text.StartsWith('{') && !request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            EntityLimits.Check(Read(text), KeysIn(request.Uri.ToString()));
        }
    }

    private static void CheckTransaction(string text, long bytes)
    {
        if (bytes > TransactionBytesMax)
        {
            throw Refusal("RequestBodyTooLarge", $"the transaction has {bytes} bytes, more than {TransactionBytesMax}");
        }

        var rows = new HashSet<(string?, string?)>();
        foreach (var (address, row) in Operations(text))
        {
            var keys = row is null ? KeysIn(address) : EntityLimits.Check(Read(row), KeysIn(address));
            if (!rows.Add(keys))
            {
                throw Refusal("InvalidDuplicateRow", $"the transaction has the row {keys} twice");
            }
        }

        if (rows.Count is 0 or > OperationsMax)
        {
            throw Refusal("InvalidInput", $"the transaction has {rows.Count} operations; one to {OperationsMax} are possible");
        }

        if (rows.Select(static row => row.Item1).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw Refusal("CommandsInBatchActOnDifferentPartitions", "the transaction is of more than one partition");
        }
    }

    // Each operation is a request of its own: PATCH https://… HTTP/1.1, headers, an empty line, and, but for a deletion, the row as one line of JSON.
    private static List<(string Address, string? Row)> Operations(string text)
    {
        var operations = new List<(string Address, string? Row)>();
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            if (line.EndsWith(" HTTP/1.1", StringComparison.Ordinal))
            {
                operations.Add((line, null));
            }
            else if (line.StartsWith('{'))
            {
                operations[^1] = (operations[^1].Address, line);
            }
        }

        return operations;
    }

    internal static RequestFailedException Refusal(string code, string why) => new(400, $"Azure would refuse this: {why}.", code, innerException: null);

    // https://…/table(PartitionKey='a',RowKey='b%27%27c')?…
    private static (string? Partition, string? Row) KeysIn(string address)
    {
        var found = Keys().Match(address);
        return found.Success ? (Unquoted(found.Groups["partition"]), Unquoted(found.Groups["row"])) : (null, null);
    }

    private static string Unquoted(Group key) => Uri.UnescapeDataString(key.Value).Replace("''", "'", StringComparison.Ordinal);

    private static JObject Read(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    [GeneratedRegex(@"\(PartitionKey=(?:'|%27)(?<partition>.*?)(?:'|%27),\s*RowKey=(?:'|%27)(?<row>.*?)(?:'|%27)\)", RegexOptions.None, 1_000)]
    private static partial Regex Keys();
}
