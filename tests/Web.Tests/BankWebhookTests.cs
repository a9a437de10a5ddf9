using System.Globalization;
using System.Net;
using System.Text;
using Collections.App;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Web.Feeds;
using Collections.Web.Requests;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>What a bank's delivery is answered, and what of it is kept.</summary>
[Collection(nameof(BareHost))]
public sealed class BankWebhookTests(BareHost host)
{
    private const string Good = """{"id": "b1", "bookedOn": "2021-08-02", "amount": 900.00, "currency": "AUD", "direction": "credit", "reference": "INV-1"}""";

    public static TheoryData<string, string, string> BadEntries => new()
    {
        { """{"bookedOn": "2021-08-02", "amount": 1, "currency": "AUD", "direction": "credit"}""", "id", "is required" },
        { """{"id": "", "bookedOn": "2021-08-02", "amount": 1, "currency": "AUD", "direction": "credit"}""", "id", "is required" },
        { """{"id": 7, "bookedOn": "2021-08-02", "amount": 1, "currency": "AUD", "direction": "credit"}""", "id", "must be a text" },
        { """{"id": "x", "bookedOn": "2.8.2021", "amount": 1, "currency": "AUD", "direction": "credit"}""", "bookedOn", "is no date" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 0, "currency": "AUD", "direction": "credit"}""", "amount", "no positive amount" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": -5, "currency": "AUD", "direction": "credit"}""", "amount", "no positive amount" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 1.005, "currency": "AUD", "direction": "credit"}""", "amount", "2 decimals" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 1e27, "currency": "AUD", "direction": "credit"}""", "amount", "no positive amount" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": "1,5", "currency": "AUD", "direction": "credit"}""", "amount", "must be a number" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 1, "currency": "Taler", "direction": "credit"}""", "currency", "ISO 4217" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 1, "currency": "AUD", "direction": "sideways"}""", "direction", "credit, debit" },
        { "[1, 2]", "", "must be an object" },
        { "null", "", "must be an object" },
        { """{"id": "x", "bookedOn": "2021-08-02", "amount": 1, "currency": "AUD", "direction": "credit", "payerAccount": 17}""", "payerAccount", "must be a text" },
    };

    [Fact]
    public async Task Deliver_OneEntry_Is202AndStoredUnderItsFeed()
    {
        var answer = await DeliverAsync(Good);

        Assert.Equal((HttpStatusCode.Accepted, 1, 1), (answer.Status, (int)answer.Json["entries"]!, (int)answer.Json["unmatched"]!));
        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Feed == "main" && delivery.Entries.Any(entry => entry.Id == "b1" && entry.IsCredit)),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Deliver_FeedInOtherCase_IsTheSameFeed() => Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(Good, feed: "MAIN")).Status);

    [Fact]
    public async Task Deliver_UnderTheSecretThatIsBeingReplaced_Is202() =>
        Assert.Equal(HttpStatusCode.Accepted, (await DeliverAsync(Good, secret: BareHost.OldSecret)).Status);

    [Fact]
    public async Task Deliver_AmountAsText_IsTheAmount()
    {
        await DeliverAsync(Good.Replace("900.00", "\"900.00\"", StringComparison.Ordinal).Replace("b1", "text", StringComparison.Ordinal));

        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Entries.Count == 1 && delivery.Entries[0].Id == "text" && delivery.Entries[0].Amount.Minor == 90000),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Deliver_WhatTellsPaymentsApart_IsCleanedBoundedAndKept()
    {
        await DeliverAsync(Good.Replace("\"b1\",", $$"""
            "told", "payerAccount": "{{new string('9', 300)}}", "structuredReference": " RF18\u0000", "endToEndId": "NOTPROVIDED", "bankReference": "B-17",
            """, StringComparison.Ordinal));

        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Entries.Count == 1 && delivery.Entries[0].Id == "told" && delivery.Entries[0].PayerAccount == new string('9', 200)
                && delivery.Entries[0].StructuredReference == "RF18" && delivery.Entries[0].EndToEndId == null && delivery.Entries[0].BankReference == "B-17"
                && delivery.Entries[0].Source == "webhook"),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Deliver_EmptyList_IsAHeartbeat_R20()
    {
        var answer = await DeliverAsync("""{"asOf": "2021-08-02T21:59:00Z", "entries": []}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Entries.Count == 0 && delivery.AsOf == new DateTimeOffset(2021, 8, 2, 21, 59, 0, TimeSpan.Zero)),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Theory]
    [MemberData(nameof(BadEntries))]
    public async Task Deliver_BadEntryAmongGoodOnes_KeepsTheGoodOnesAndNamesTheBad(string bad, string field, string why)
    {
        var answer = await DeliverAsync($$"""{"asOf": "2021-08-02T21:59:00Z", "entries": [{{Good}}, {{bad}}]}""");
        var rejected = Assert.Single(answer.Json["rejected"]!);

        Assert.Equal((HttpStatusCode.Accepted, 2, 1), (answer.Status, (int)answer.Json["entries"]!, (int)answer.Json["unmatched"]!));
        Assert.Equal((1, field), ((int)rejected["index"]!, (string?)rejected["field"]));
        Assert.Contains(why, (string?)rejected["why"], StringComparison.Ordinal);

        // What is missing may be anybody's payment, so the feed does not count as complete up to now (R20).
        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.AsOf == new DateTimeOffset(2021, 8, 2, 0, 0, 0, TimeSpan.Zero)),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    [Theory]
    [MemberData(nameof(BadEntries))]
    public async Task Deliver_NothingButABadEntry_Is400NamingIt(string bad, string field, string why)
    {
        var answer = await DeliverAsync($$"""{"entries": [{{bad}}]}""");
        var error = (JProperty)Assert.Single(answer.Json["errors"]!);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(field.Length == 0 ? "entries[0]" : $"entries[0].{field}", error.Name);
        Assert.Contains(why, (string?)error.Value[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"entries\"")]
    [InlineData("""{"entries": {}}""")]
    [InlineData("""{"entries": [], "entries": []}""")]
    [InlineData("""{"entries": [], "asOf": "yesterday"}""")]
    [InlineData("{}")]
    public async Task Deliver_NoDelivery_Is400(string body) => Assert.Equal(HttpStatusCode.BadRequest, (await DeliverAsync(body)).Status);

    [Fact]
    public async Task Deliver_BadSignature_Is401AndNothingIsStored()
    {
        var body = Good.Replace("b1", "forged", StringComparison.Ordinal);
        var wrong = await DeliverAsync(body, signature: "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        var missing = await DeliverAsync(body, signature: "");
        var old = await DeliverAsync(body, at: BareHost.Start.AddMinutes(-10));
        var early = await DeliverAsync(body, at: BareHost.Start.AddMinutes(10));
        var unknown = await DeliverAsync(body, feed: "other");

        Assert.All([wrong, missing, old, early, unknown], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
        Assert.Equal((string?)wrong.Json["detail"], (string?)unknown.Json["detail"]);
        Assert.Contains("300 seconds", (string?)old.Json["detail"], StringComparison.Ordinal);
        host.Payments.Verify(
            payments => payments.ReceiveAsync(
                It.Is<BankDelivery>(delivery => delivery.Entries.Any(entry => entry.Id == "forged")), It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()),
            Times.Never);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deliver_Over256KB_Is413(bool isChunked)
    {
        var answer = await DeliverAsync(Good + new string(' ', 256 * 1024), isChunked: isChunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Deliver_UnprintableReference_IsKeptWithBlanks()
    {
        await DeliverAsync(Good.Replace("INV-1", "INV-1\\u0000\\ud800x", StringComparison.Ordinal).Replace("b1", "odd", StringComparison.Ordinal));

        host.Payments.Verify(payments => payments.ReceiveAsync(
            It.Is<BankDelivery>(delivery => delivery.Entries.Count == 1 && delivery.Entries[0].Id == "odd" && delivery.Entries[0].Reference == "INV-1  x"),
            It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()));
    }

    private async Task<(HttpStatusCode Status, JToken Json)> DeliverAsync(
        string body, string feed = "main", string secret = BareHost.Secret, DateTimeOffset? at = null, string? signature = null, bool isChunked = false)
    {
        const string Id = "msg_1";
        var seconds = (at ?? BareHost.Start).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bank/{feed}") { Content = new ByteArrayContent(bytes) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", Id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add("webhook-signature", signature ?? WebhookSignature.Sign(Id, seconds, bytes, WebhookSignature.KeyOf(secret)));
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, JToken.Parse(await response.Content.ReadAsStringAsync()));
    }
}
