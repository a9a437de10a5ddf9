using System.Globalization;
using System.Net;
using System.Text;
using Collections.App;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Web.Feeds;
using Collections.Web.Requests;
using Moq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests.Feeds;

/// <summary>Senders' own JSON, read as their mappings say.</summary>
public sealed class FeedMappingTests(FeedHost host) : IClassFixture<FeedHost>
{
    private const string Fine = """{"transactionId": "ok", "bookingDate": "02/08/2021", "transactionAmount": {"amount": "45.00"}}""";

    [Fact]
    public async Task Deliver_ChargeInMinorUnits_IsTheCanonicalEntry()
    {
        var answer = await host.PostSignedAsync("mapped", Mappings.Charge("ch_9"));

        Assert.Equal((HttpStatusCode.Accepted, 1), (answer.Status, (int)answer.Json["entries"]!));
        Stored("mapped", delivery => delivery.AsOf is null && delivery.Entries is [{ Id: "ch_9", IsCredit: true, Amount.Minor: 90000, Reference: "INV-1", Payer: "Ann Lee", BookedOn.Day: 3 }]);
    }

    [Fact]
    public async Task Deliver_WhatTellsPaymentsApart_GoesAlong()
    {
        await host.PostSignedAsync("bank", BankBody(Fine.Replace("\"ok\",", """
            "told", "iban": "DE75512108001245126199", "structured": "RF18", "endToEndId": "NOTPROVIDED", "servicer": "B-17",
            """, StringComparison.Ordinal)));

        Stored("bank", delivery => delivery.Entries is
            [{ Id: "told", PayerAccount: "DE75512108001245126199", StructuredReference: "RF18", EndToEndId: null, BankReference: "B-17", Source: "webhook" }]);
    }

    [Fact]
    public async Task Deliver_NullAmongTheEntries_Is422NamingItsPlace()
    {
        var answer = await host.PostSignedAsync("bank", BankBody(Fine, "null", Fine.Replace("\"ok\"", "\"ok2\"", StringComparison.Ordinal)));
        var error = (JProperty)Assert.Single(answer.Json["errors"]!);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "entries[1]"), (answer.Status, error.Name));
        Assert.Equal("is null, and no entry", (string?)error.Value[0]);
    }

    [Fact]
    public async Task Deliver_Refund_IsADebitThatUndoesItsCharge_R37()
    {
        await host.PostSignedAsync("mapped", Mappings.Charge("re_1", "charge.refunded", rest: """, "charge": "ch_9" """));

        Stored("mapped", delivery => delivery.Entries is [{ Id: "re_1", IsCredit: false, ReversalOf: "ch_9" }]);
    }

    [Fact]
    public async Task Deliver_WhatIsSkipped_Is202AndNoEntry()
    {
        var answer = await host.PostSignedAsync("mapped", Mappings.Charge("py_1", "charge.pending"));

        Assert.Equal((HttpStatusCode.Accepted, 0), (answer.Status, (int)answer.Json["entries"]!));
    }

    [Fact]
    public async Task Deliver_SeveralEntries_AreSignedBySignAndCompleteUpToAsOf_R20()
    {
        var answer = await host.PostSignedAsync("bank", BankBody(Fine, Fine.Replace("\"ok\"", "\"out\"", StringComparison.Ordinal).Replace("45.00", "-45.00", StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.Accepted, 2), (answer.Status, (int)answer.Json["entries"]!));
        Stored("bank", delivery => delivery.AsOf == new DateTimeOffset(2021, 8, 2, 20, 0, 0, TimeSpan.Zero)
            && delivery.Entries is [{ Id: "ok", IsCredit: true, Amount.Minor: 4500 }, { Id: "out", IsCredit: false, Amount.Minor: 4500 }]);
    }

    [Fact]
    public async Task Deliver_EmptyList_IsAHeartbeat_R20() => Assert.Equal(HttpStatusCode.Accepted, (await host.PostSignedAsync("bank", BankBody())).Status);

    [Theory]
    [InlineData("\"45.00\"", "\"4,50\"", "entries[1].amount")]
    [InlineData("\"45.00\"", "0", "entries[1].amount")]
    [InlineData("\"45.00\"", "1.005", "entries[1].amount")]
    [InlineData("\"45.00\"", "{}", "entries[1].amount")]
    [InlineData("\"45.00\"", "null", "entries[1].amount")]
    [InlineData("\"bad\"", "\"\"", "entries[1].id")]
    [InlineData("\"bad\"", "[1]", "entries[1].id")]
    [InlineData("02/08/2021", "2021-08-02", "entries[1].bookedOn")]
    public async Task Deliver_ABadEntry_Is422NamingItAndNothingIsKept(string good, string bad, string field)
    {
        var before = host.Ledger.Invocations.Count;
        var answer = await host.PostSignedAsync("bank", BankBody(Fine, Fine.Replace("\"ok\"", "\"bad\"", StringComparison.Ordinal).Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, field), (answer.Status, ((JProperty)Assert.Single(answer.Json["errors"]!)).Name));
        Assert.Equal(before, host.Ledger.Invocations.Count);
    }

    [Theory]
    [InlineData("""{"read": "2021-08-02T20:00:00Z"}""", "entries")]
    [InlineData("""{"read": "2021-08-02T20:00:00Z", "transactions": {"booked": {"a": 1}}}""", "entries")]
    [InlineData("""{"transactions": {"booked": []}}""", "asOf")]
    [InlineData("""{"read": "today", "transactions": {"booked": []}}""", "asOf")]
    public async Task Deliver_AnotherForm_Is422AndNoHeartbeat_R20(string body, string field)
    {
        var answer = await host.PostSignedAsync("bank", body);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, field), (answer.Status, ((JProperty)Assert.Single(answer.Json["errors"]!)).Name));
    }

    [Fact]
    public async Task Deliver_UnknownDirection_Is422() =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostSignedAsync("mapped", Mappings.Charge("x", "charge.disputed"))).Status);

    [Fact]
    public async Task Deliver_PartsOfACent_Is422() =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostSignedAsync("mapped", Mappings.Charge("x", amount: "900.5"))).Status);

    [Fact]
    public async Task Deliver_ABadEntryWhereGoodOnesAreKept_Is202AndOpensOneTask_R20()
    {
        var body = BankBody(Fine, """{"transactionId": "bad-one"}""");
        var answer = await host.PostSignedAsync("kept", body);
        await host.PostSignedAsync("kept", body);

        Assert.Equal((HttpStatusCode.Accepted, 2, 1), (answer.Status, (int)answer.Json["entries"]!, (int)answer.Json["unmatched"]!));
        Stored("kept", delivery => delivery.AsOf == new DateTimeOffset(2021, 8, 2, 0, 0, 0, TimeSpan.Zero) && delivery.Entries is [{ Id: "ok" }]);
        var tasks = host.Desk.Invocations.Where(call => call.Method.Name == nameof(IWorklist.OpenCompanyTaskAsync) && ((string)call.Arguments[3]).Contains("bad-one", StringComparison.Ordinal)).ToList();
        Assert.Single(tasks.Select(call => (string)call.Arguments[0]).Distinct(StringComparer.Ordinal));
        Assert.Equal(TaskKind.Attention, tasks[0].Arguments[1]);
    }

    [Fact]
    public async Task Deliver_NothingButBadEntriesWhereGoodOnesAreKept_Is422() =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostSignedAsync("kept", BankBody("{}"))).Status);

    [Fact]
    public async Task Deliver_PayloadsTornAndChanged_AreNever5xx()
    {
        var random = new Random(20210803);
        string[] seeds = [Mappings.Charge("ch"), BankBody(Fine, Fine)];
        string[] values = ["null", "0", "-1", "1e300", "99999999999999999999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "[[1]]", "true", "\"x\"", "1627941600"];
        for (var i = 0; i < 2_000; i++)
        {
            var feed = i % 2 == 0 ? "mapped" : random.Next(2) == 0 ? "bank" : "kept";
            var answer = await host.PostSignedAsync(feed, Changed(seeds[i % 2], values, random));

            Assert.True((int)answer.Status is 202 or 400 or 422, string.Create(CultureInfo.InvariantCulture, $"payload {i}: {answer.Status} {answer.Json}"));
        }
    }

    [Theory]
    [InlineData("id", null, "mapping.id is missing")]
    [InlineData("id", "\"data.id\"", "mapping.id 'data.id' is no JSONPath")]
    [InlineData("id", "\"$.data[\"", "mapping.id '$.data[' is no JSONPath")]
    [InlineData("currency", "\"=Taler\"", "mapping.currency '=Taler'")]
    [InlineData("amountUnit", "\"cents\"", "mapping.amountUnit 'cents'")]
    [InlineData("onBadEntry", "\"ignore\"", "mapping.onBadEntry 'ignore'")]
    [InlineData("direction", "\"=sideways\"", "mapping.direction '=sideways'")]
    [InlineData("direction", "\"sign\"", "mapping.directionValues needs a path")]
    [InlineData("directionValues", """{"a": "in"}""", "mapping.directionValues.a 'in'")]
    [InlineData("dateFormat", "\"HH:mm\"", "mapping.dateFormat 'HH:mm'")]
    [InlineData("timeZone", "\"Mars/Base\"", "mapping.timeZone 'Mars/Base'")]
    [InlineData("reference", "{}", "mapping.reference must be")]
    [InlineData("skipWhen", """{"path": "$.type"}""", "mapping.skipWhen.values is missing")]
    [InlineData("endToEndId", "\"e2e\"", "mapping.endToEndId 'e2e' is no JSONPath")]
    [InlineData("bankReference", "\"$[\"", "mapping.bankReference '$['")]
    [InlineData("sample", null, "mapping.sample is missing")]
    [InlineData("expect", null, "mapping.expect is missing")]
    [InlineData("expect", "[]", "has 1 entries, and expect has 0")]
    [InlineData("sample", "{}", "mapping.sample cannot be read: entry 0")]
    [InlineData("amountUnit", "\"major\"", "is read otherwise than expect says: entry 0")]
    [InlineData("timeZone", "\"America/New_York\"", "is read otherwise than expect says: entry 0")]
    [InlineData("expect", """[{"id": "ch_1", "sum": 1}]""", "mapping.expect 'sum' is no field")]
    public void Mapping_WithASettingThatIsNotRight_IsRefusedByName(string field, string? value, string why)
    {
        var part = Mappings.Part(Mappings.Cards, json => json[field] = value is null ? null : JToken.Parse(value));

        var message = Assert.Throws<SettingsException>(() => new FeedMapping("cards", part.Mapping!, TimeZoneInfo.Utc)).Message;

        Assert.StartsWith("the setting feeds.cards.mapping.", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_WithAPathOver200Characters_IsRefused()
    {
        var part = Mappings.Part(Mappings.Cards, json => json["payer"] = "$." + new string('a', 199));

        Assert.Contains("200 characters", Assert.Throws<SettingsException>(() => new FeedMapping("cards", part.Mapping!, TimeZoneInfo.Utc)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_WithAnUnknownName_IsRefused() => Assert.Throws<JsonSerializationException>(() => Mappings.Part(Mappings.Cards, json => json["amuont"] = "$.a"));

    private static string BankBody(params IEnumerable<string> entries) =>
        $$"""{"read": "2021-08-02T20:00:00Z", "transactions": {"booked": [{{string.Join(", ", entries)}}] } }""";

    // Either a value somewhere becomes another, or the text itself is torn.
    private static string Changed(string seed, string[] values, Random random)
    {
        if (random.Next(4) == 0)
        {
            return new StringBuilder(seed).Remove(random.Next(seed.Length - 3), random.Next(1, 4)).ToString();
        }

        var json = JToken.Parse(seed);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var places = ((JContainer)json).Descendants().Where(token => token is not JProperty).ToList();
            places[random.Next(places.Count)].Replace(new JRaw(values[random.Next(values.Length)]));
        }

        return json.ToString(Formatting.None);
    }

    private void Stored(string feed, Func<BankDelivery, bool> isIt) =>
        host.Payments.Verify(
            payments => payments.ReceiveAsync(It.Is<BankDelivery>(delivery => delivery.Feed == feed && isIt(delivery)), It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()),
            Times.AtLeastOnce);
}
