using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Collections.Functions.Tests.Limits;

/// <summary>What Azure refuses and its emulator takes, on Microsoft's client, before anything is sent.</summary>
public sealed class AzureLimitsTests : IDisposable
{
    private readonly Sink _sink = new();

    public void Dispose() => _sink.Dispose();

    public static TheoryData<string, TableEntity> WrongRows => new()
    {
        { "PropertyValueTooLarge", new("p", "r") { ["Text"] = new string('x', (32 * 1024) + 1) } },
        { "PropertyValueTooLarge", new("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] } },
        { "PropertyNameTooLong", new("p", "r") { [new string('n', 256)] = 1 } },
        { "TooManyProperties", Many("r", 253, 1) },
        { "EntityTooLarge", Many("r", 16, 64 * 1024) },
        { "KeyValueTooLarge", new("p", new string('k', 513)) },
        { "KeyValueTooLarge", new(new string('k', 513), "r") },
        { "OutOfRangeInput", new("p", "a/b") },
        { "OutOfRangeInput", new("p", "a\\b") },
        { "OutOfRangeInput", new("p", "a#b") },
        { "OutOfRangeInput", new("p", "a?b") },
        { "OutOfRangeInput", new("p", "a\tb") },
        { "OutOfRangeInput", new("p", "a\u0085b") },
    };

    [Theory]
    [MemberData(nameof(WrongRows))]
    public async Task Row_BeyondALimit_IsRefusedAloneAndInATransaction(string code, TableEntity row)
    {
        Assert.Equal(code, await RefusalAsync(table => table.AddEntityAsync(row)));
        Assert.Equal(code, await RefusalAsync(table => table.UpsertEntityAsync(row, TableUpdateMode.Replace)));
        Assert.Equal(code, await RefusalAsync(table => table.SubmitTransactionAsync(
            [Add(new TableEntity(row.PartitionKey, "small")), new(TableTransactionActionType.UpsertMerge, row)])));
        Assert.Equal(0, _sink.Requests);
    }

    [Fact]
    public async Task Row_AtTheLimits_IsTaken()
    {
        TableEntity[] rows =
        [
            new("p", "r") { ["Text"] = new string('x', 32 * 1024), ["Bytes"] = new byte[64 * 1024], [new string('n', 255)] = 1 },
            Many("r", 252, 1),
            Many("r", 15, 64 * 1024),
            new("p", new string('k', 512)),
            new("Zoë's, (a) 'b' RowKey='c'", "100%25 & co; 日本 😀") { ["Nothing"] = null, ["N"] = 5L, ["At"] = DateTimeOffset.UnixEpoch },
        ];
        foreach (var row in rows)
        {
            await Table().UpsertEntityAsync(row, TableUpdateMode.Replace);
            await Table().SubmitTransactionAsync([Add(row)]);
        }

        Assert.Equal(2 * rows.Length, _sink.Requests);
    }

    [Fact]
    public async Task Transaction_BeyondALimit_IsRefused()
    {
        // Microsoft's own client refuses two partitions by itself where it is asked to; nothing but the service counts operations.
        Assert.Equal("InvalidInput", await RefusalAsync(table => table.SubmitTransactionAsync(Rows(101, 1))));
        Assert.Equal("RequestBodyTooLarge", await RefusalAsync(table => table.SubmitTransactionAsync(Rows(100, 40 * 1024))));
        Assert.Equal("InvalidDuplicateRow", await RefusalAsync(table => table.SubmitTransactionAsync(
            [Add(new TableEntity("p", "it's")), new(TableTransactionActionType.Delete, new TableEntity("p", "it's"), ETag.All)])));
        Assert.Equal("CommandsInBatchActOnDifferentPartitions", await RefusalAsync(table => table.SubmitTransactionAsync(
            [Add(new TableEntity("p", "1")), new(TableTransactionActionType.Delete, new TableEntity("q", "2"), ETag.All)])));
        Assert.Equal(0, _sink.Requests);

        await Table().SubmitTransactionAsync(Rows(100, 20 * 1024));
        Assert.Equal(1, _sink.Requests);
    }

    private static TableEntity Many(string row, int count, int bytes)
    {
        var entity = new TableEntity("p", row);
        for (var i = 0; i < count; i++)
        {
            entity[$"P{i}"] = new byte[bytes];
        }

        return entity;
    }

    private static IEnumerable<TableTransactionAction> Rows(int count, int bytes) =>
        Enumerable.Range(0, count).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Many($"{row}", 1, bytes)));

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private async Task<string?> RefusalAsync(Func<TableClient, Task> write) =>
        (await Assert.ThrowsAnyAsync<RequestFailedException>(() => write(Table()))).ErrorCode;

    private TableClient Table()
    {
        var options = new TableClientOptions { Transport = _sink };
        options.AddPolicy(new AzureLimits(), HttpPipelinePosition.PerCall);
        return new TableServiceClient("UseDevelopmentStorage=true", options).GetTableClient("rows");
    }

    /// <summary>Takes everything, and counts it.</summary>
    private sealed class Sink : HttpClientTransport
    {
        public int Requests { get; private set; }

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Requests++;
            var isTransaction = message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
            message.Response = new Taken(isTransaction ? 202 : 204, isTransaction ? Parts(message.Request) : "");
            return ValueTask.CompletedTask;
        }

        private static string Parts(Request request)
        {
            using var body = new MemoryStream();
            request.Content!.WriteTo(body, default);
            var operations = System.Text.Encoding.UTF8.GetString(body.ToArray()).Split(" HTTP/1.1").Length - 1;
            return string.Concat(Enumerable.Repeat("--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n", operations)) + "--c--\r\n";
        }
    }

    private sealed class Taken(int status, string text) : Response
    {
        private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "multipart/mixed; boundary=c" };

        public override int Status => status;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(static one => new HttpHeader(one.Key, one.Value));

        protected override bool TryGetHeader(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

        protected override bool TryGetHeaderValues(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = _headers.TryGetValue(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
