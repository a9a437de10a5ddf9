using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Collections.Functions.Tests.Offline;

/// <summary>The table client that the store stands on, against a real service: what the store relies on, one fact each.</summary>
public sealed class TableClientTests : IAsyncLifetime
{
    private readonly TableServiceClient _service = Azurite.Absence is null ? new(Azurite.ConnectionString) : null!;
    private TableClient _table = null!;

    public async Task InitializeAsync()
    {
        if (Azurite.Absence is null)
        {
            _table = _service.GetTableClient(Azurite.NewName());
            await _table.CreateIfNotExistsAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_table is not null)
        {
            await _table.DeleteAsync();
        }
    }

    [AzuriteFact]
    public async Task Entity_OfEveryType_ComesBackAsItWasWritten()
    {
        var moment = new DateTimeOffset(2026, 3, 29, 1, 59, 59, 123, TimeSpan.Zero).AddTicks(4567);
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var written = new TableEntity("p", "r")
        {
            ["Text"] = "Zoë \"owes\" €12 \\ 日本 😀\r\n<&>",
            ["Empty"] = "",
            ["Whole"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Truth"] = true,
            ["Double"] = 0.1,
            ["WholeDouble"] = 5.0,
            ["Infinite"] = double.PositiveInfinity,
            ["Moment"] = moment,
            ["Id"] = id,
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Data"] = BinaryData.FromString("data"),
            ["Nothing"] = null,
        };
        var response = await _table.AddEntityAsync(written);

        var read = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(written["Text"], read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.Equal(int.MinValue, read.GetInt32("Whole"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.True(read.GetBoolean("Truth"));
        Assert.Equal(0.1, read.GetDouble("Double"));
        Assert.Equal(5.0, read.GetDouble("WholeDouble"));
        Assert.Equal(double.PositiveInfinity, read.GetDouble("Infinite"));
        Assert.Equal(moment, read.GetDateTimeOffset("Moment"));
        Assert.Equal(moment.UtcDateTime, read.GetDateTime("Moment"));
        Assert.Equal(id, read.GetGuid("Id"));
        Assert.Equal(new byte[] { 0, 1, 254, 255 }, read.GetBinary("Bytes"));
        Assert.Equal("data", read.GetBinaryData("Data").ToString());
        Assert.False(read.ContainsKey("Nothing"));
        Assert.Null(read.GetString("Nothing"));
        Assert.Equal(response.Headers.ETag, read.ETag);
        Assert.InRange(read.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Throws<InvalidOperationException>(() => read.GetInt64("Whole"));
    }

    [AzuriteTheory]
    [InlineData("a b+c%d'e")]
    [InlineData("100%25 & co; a=b, (c) [d] {e} ~!*\"<>|^`:@$")]
    [InlineData("Zoë 日本 😀")]
    [InlineData("")]
    public async Task Key_WithOddCharacters_IsFoundAlone_InAFilter_AndInATransaction(string key)
    {
        await _table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });

        var read = await _table.GetEntityAsync<TableEntity>(key, key);
        Assert.Equal((key, key), (read.Value.PartitionKey, read.Value.RowKey));

        await _table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, new TableEntity(key, key) { ["N"] = 2 }, read.Value.ETag)]);
        var found = await All(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}"));
        Assert.Equal(2, Assert.Single(found).GetInt32("N"));

        await _table.DeleteEntityAsync(key, key, found[0].ETag);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [AzuriteTheory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    public async Task Key_WithACharacterThatTheServiceForbids_IsRefused(string key)
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", key)));

        Assert.Equal(400, failure.Status);
    }

    [AzuriteFact]
    public async Task Add_OfKeysTaken_IsAConflict()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, failure.Status);
        Assert.Equal(TableErrorCode.EntityAlreadyExists, failure.ErrorCode);
    }

    [AzuriteFact]
    public async Task Update_OfAnotherVersion_IsRefused_AndOfThisOneDone()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" });
        var first = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        var merged = await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = "a2" }, first.ETag);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            () => _table.UpdateEntityAsync(new TableEntity("p", "r"), first.ETag, TableUpdateMode.Replace));
        Assert.Equal(412, failure.Status);
        Assert.Equal(TableErrorCode.UpdateConditionNotSatisfied, failure.ErrorCode);
        Assert.Equal(412, (await Assert.ThrowsAsync<RequestFailedException>(() => _table.DeleteEntityAsync("p", "r", first.ETag))).Status);

        var second = (await _table.GetEntityAsync<TableEntity>("p", "r", ["A", "B"])).Value;
        Assert.Equal(("a2", "b"), (second.GetString("A"), second.GetString("B")));
        Assert.Equal(merged.Headers.ETag, second.ETag);

        await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = "b2" }, second.ETag, TableUpdateMode.Replace);
        var third = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal((null, "b2"), (third.GetString("A"), third.GetString("B")));
    }

    [AzuriteFact]
    public async Task What_IsNotThere_IsSaidSo()
    {
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => _table.GetEntityAsync<TableEntity>("p", "r"))).Status);
        Assert.Equal(404, (await _table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => _table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All))).Status);

        var nowhere = _service.GetTableClient(Azurite.NewName());
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => nowhere.AddEntityAsync(new TableEntity("p", "r")));
        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [AzuriteFact]
    public async Task Entity_TooLarge_IsRefused()
    {
        var property = await Assert.ThrowsAsync<RequestFailedException>(
            () => _table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = new string('x', 33 * 1024) }));
        Assert.Equal((400, "PropertyValueTooLarge"), (property.Status, property.ErrorCode));

        var large = new TableEntity("p", "r");
        for (var i = 0; i < 17; i++)
        {
            large[$"Bytes{i}"] = new byte[64 * 1024];
        }

        var entity = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(large));
        Assert.Equal((400, "EntityTooLarge"), (entity.Status, entity.ErrorCode));

        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "small")), new(TableTransactionActionType.Add, large)]));
        Assert.Equal((400, "EntityTooLarge", 1), (transaction.Status, transaction.ErrorCode, transaction.FailedTransactionActionIndex));
    }

    [AzuriteFact]
    public async Task Transaction_BeyondTheServicesLimits_IsRefused()
    {
        TableTransactionAction Add(string partition, int row, int bytes) =>
            new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, $"{row}") { ["Bytes"] = new byte[bytes] });

        async Task<int> Status(IEnumerable<TableTransactionAction> actions) =>
            (await Assert.ThrowsAnyAsync<RequestFailedException>(() => _table.SubmitTransactionAsync(actions))).Status;

        Assert.Equal(400, await Status(Enumerable.Range(0, 101).Select(row => Add("p", row, 0))));
        Assert.Equal(400, await Status([Add("p", 1, 0), Add("p", 1, 1)]));
        Assert.Equal(400, await Status([Add("p", 1, 0), Add("q", 2, 0)]));
        Assert.Equal(413, await Status(Enumerable.Range(0, 100).Select(row => Add("p", row, 48 * 1024))));
        Assert.Empty(await All(null));
    }

    [AzuriteFact]
    public async Task Transaction_OfEveryAction_IsDoneWhole()
    {
        await _table.AddEntityAsync(new TableEntity("p", "merge") { ["A"] = 1, ["B"] = 1 });
        await _table.AddEntityAsync(new TableEntity("p", "replace") { ["A"] = 1, ["B"] = 1 });
        await _table.AddEntityAsync(new TableEntity("p", "delete"));
        var etag = (await _table.GetEntityAsync<TableEntity>("p", "merge")).Value.ETag;

        var answers = await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "add") { ["Text"] = "é --batch\r\n--changeset" }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merge") { ["A"] = 2 }, etag),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replace") { ["A"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upsert-merge") { ["A"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "upsert-replace") { ["A"] = 2 }),
            new(TableTransactionActionType.Delete, new TableEntity("p", "delete")),
        ]);

        Assert.Equal(6, answers.Value.Count);
        Assert.All(answers.Value, static answer => Assert.Equal(204, answer.Status));
        var rows = (await All("PartitionKey eq 'p'")).ToDictionary(static row => row.RowKey);
        Assert.Equal(["add", "merge", "replace", "upsert-merge", "upsert-replace"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("é --batch\r\n--changeset", rows["add"].GetString("Text"));
        Assert.Equal((2, 1), (rows["merge"].GetInt32("A"), rows["merge"].GetInt32("B")));
        Assert.Equal((2, null), (rows["replace"].GetInt32("A"), rows["replace"].GetInt32("B")));
        Assert.Equal(answers.Value[1].Headers.ETag, rows["merge"].ETag);
    }

    [AzuriteFact]
    public async Task Transaction_WithOneFailure_DoesNothing_AndSaysWhichFailed()
    {
        await _table.AddEntityAsync(new TableEntity("p", "taken"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.Add, new TableEntity("p", "taken")),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "other")),
        ]));

        Assert.Equal((409, "EntityAlreadyExists", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal("taken", Assert.Single(await All(null)).RowKey);
    }

    [AzuriteFact]
    public async Task Transaction_OnAnotherVersion_IsRefused()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "other")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r") { ["N"] = 2 }, new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"")),
        ]));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal(1, Assert.Single(await All(null)).GetInt32("N"));
    }

    [AzuriteFact]
    public async Task Query_FollowsItsContinuation_AndTakesWhatItsFilterSays()
    {
        for (var start = 0; start < 1_100; start += 100)
        {
            await _table.SubmitTransactionAsync(Enumerable.Range(start, 100)
                .Select(static n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{n:d5}") { ["N"] = (long)n })));
        }

        var all = await All("PartitionKey eq 'p'");
        Assert.Equal(Enumerable.Range(0, 1_100).Select(static n => (long?)n), all.Select(static row => row.GetInt64("N")));

        var pages = 0;
        await foreach (var page in _table.QueryAsync<TableEntity>(maxPerPage: 500, select: ["RowKey"]).AsPages())
        {
            pages++;
            Assert.All(page.Values, static row => Assert.Null(row.GetInt64("N")));
        }

        Assert.Equal(3, pages);
        Assert.Equal(["00041", "00042"], (await All(TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and N gt {40L} and N le {42L}"))).Select(static row => row.RowKey));
        Assert.Equal(["00003", "00004"], (await All(TableClient.CreateQueryFilter($"RowKey ge {"00003"} and RowKey lt {"00005"}"))).Select(static row => row.RowKey));
    }

    [AzuriteFact]
    public async Task Table_CreatedTwice_IsOne_AndDeletedTwiceNone()
    {
        var name = Azurite.NewName();
        Assert.Equal(name, (await _service.CreateTableIfNotExistsAsync(name)).Value.Name);
        Assert.Equal(name, (await _service.CreateTableIfNotExistsAsync(name)).Value.Name);
        Assert.Equal([name], await Tables(name));

        Assert.Equal(204, (await _service.DeleteTableAsync(name)).Status);
        Assert.Equal(404, (await _service.DeleteTableAsync(name)).Status);
        Assert.Empty(await Tables(name));
    }

    [Fact]
    public void Filter_FromValues_QuotesThem()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 4, 5, 6, TimeSpan.FromHours(1));

        Assert.Equal(
            "A eq 'O''Brien' and B eq 7 and C eq 7L and D eq true and E eq datetime'2026-01-02T03:05:06Z'",
            TableClient.CreateQueryFilter($"A eq {"O'Brien"} and B eq {7} and C eq {7L} and D eq {true} and E eq {moment}"));
    }

    private async Task<List<TableEntity>> All(string? filter)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter))
        {
            rows.Add(row);
        }

        return rows;
    }

    private async Task<List<string>> Tables(string name)
    {
        var names = new List<string>();
        await foreach (var table in _service.QueryAsync(TableServiceClient.CreateQueryFilter($"TableName eq {name}")))
        {
            names.Add(table.Name);
        }

        return names;
    }
}
