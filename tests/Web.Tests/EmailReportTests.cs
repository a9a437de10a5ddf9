using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Collections.App;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Tests;

/// <summary>Delivery reports: who may send them, both schemas with their handshakes, and what each status leads to (R35).</summary>
public sealed class EmailReportTests : IClassFixture<EntraHost>
{
    private const string Path = "/api/email/reports";
    private const string Letter = "l1-A";
    private const string To = "Ann@able.example";

    private readonly EntraHost _host;

    public EmailReportTests(EntraHost host)
    {
        _host = host;
        host.Accounts.Reset();
        host.Signal.Reset();
        host.Desk.Setup(desk => desk.GetAsync($"email:{OperationIds.Of(Letter):D}", It.IsAny<CancellationToken>())).ReturnsAsync(Letter);
        host.Desk.Setup(desk => desk.LetterAsync(Letter, It.IsAny<CancellationToken>())).ReturnsAsync(new LetterRow(
            Letter, "A", "letter-1", "first-letter", LetterState.Sent, BareHost.Start, BareHost.Start, BareHost.Start, BareHost.Start,
            new LetterDraft(Letter, To, "Ann", "subject", "text", "html", Money.Of(900, Currency.Aud))));
    }

    [Theory]
    [InlineData("Bounced", null)]
    [InlineData("suppressed", null)]
    [InlineData("FAILED", "FAILED: mailbox full")]
    [InlineData("FilteredSpam", "FilteredSpam: mailbox full")]
    [InlineData("quarantined", "quarantined: mailbox full")]
    public async Task Report_OfALetterThatDidNotArrive_IsABounceOnce_R35(string status, string? said)
    {
        var (code, answer) = await PostAsync($"[{Event(status)}]");

        Assert.Equal((HttpStatusCode.OK, 1, 1), (code, (int)answer["events"]!, (int)answer["bounces"]!));
        _host.Accounts.Verify(
            accounts => accounts.PostAsync(
                "A", $"report:{OperationIds.Of(Letter):D}", new LetterBounced(Letter, "letter-1", To, said), BareHost.Start, It.IsAny<CancellationToken>()),
            Times.Once);
        Assert.Single(_host.Signal.Invocations);
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("expanded")]
    [InlineData("Teleported")]
    [InlineData("1")]
    public async Task Report_OfAnythingElse_Is200AndChangesNothing(string status) => await AssertIgnoredAsync(Event(status));

    [Fact]
    public async Task Report_OfNoLetterOfOurs_Is200AndChangesNothing()
    {
        await AssertIgnoredAsync(Event("Bounced", message: "11111111-1111-8111-8111-111111111111"));
        await AssertIgnoredAsync(Event("Bounced", message: "not a guid"));
        await AssertIgnoredAsync(Event("Bounced", recipient: "somebody@else.example"));
    }

    [Fact]
    public async Task Event_OfAnotherType_IsPassedOver() =>
        await AssertIgnoredAsync("""{"id": "1", "eventType": "Microsoft.Communication.EmailEngagementTrackingReportReceived", "data": {}}""");

    [Theory]
    [InlineData("application/cloudevents+json", false)]
    [InlineData("application/cloudevents-batch+json", true)]
    [InlineData("application/json", true)]
    public async Task CloudEvents_SingleAndBatched_AreReadAsWell(string type, bool isBatch)
    {
        var single = $$"""{"specversion": "1.0", "id": "1", "source": "/x", "type": "Microsoft.Communication.EmailDeliveryReportReceived", "data": {{Data("Bounced")}}}""";
        var (code, answer) = await PostAsync(isBatch ? $"[{single}]" : single, type: type);

        Assert.Equal((HttpStatusCode.OK, 1), (code, (int)answer["bounces"]!));
    }

    [Fact]
    public async Task Handshake_OfEventGrid_GivesTheCodeBack()
    {
        var (code, answer) = await PostAsync("""[{"id": "1", "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {"validationCode": "512d38b6", "validationUrl": "https://x.example/y"}}]""");

        Assert.Equal((HttpStatusCode.OK, """{"validationResponse":"512d38b6"}"""), (code, answer.ToString(Newtonsoft.Json.Formatting.None)));
    }

    [Fact]
    public async Task Handshake_OfCloudEvents_AllowsTheOrigin()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Path);
        request.Headers.Add("WebHook-Request-Origin", "eventgrid.azure.net");
        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("eventgrid.azure.net", response.Headers.GetValues("WebHook-Allowed-Origin").Single());
        Assert.Equal("*", response.Headers.GetValues("WebHook-Allowed-Rate").Single());
    }

    [Fact]
    public async Task BadEvents_AmongGoodOnes_AreTold_AndTheGoodOnesCount()
    {
        var (code, answer) = await PostAsync(
            $$"""[{{Event("Bounced")}}, 7, {"id": "2"}, {{Event("Bounced", message: "")}}, {"eventType": "Microsoft.Communication.EmailDeliveryReportReceived", "data": [1]}]""");

        Assert.Equal((HttpStatusCode.OK, 5, 1), (code, (int)answer["events"]!, (int)answer["bounces"]!));
        Assert.Equal(["1 eventType", "2 eventType", "3 data.messageId", "4 data.messageId"], answer["rejected"]!.Select(one => $"{one["index"]} {one["field"]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("{}")]
    public async Task Body_ThatIsNoEvent_Is400(string body) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);

    [Fact]
    public async Task Body_OverAMegabyte_Is413() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(new string(' ', (1024 * 1024) + 1))).Status);

    [Fact]
    public async Task Caller_WithEventGridsAppRole_MayReport_AndDoNothingElse()
    {
        var token = _host.Tenant.Sign(_host.Clock.GetUtcNow(), new { idtyp = "app", preferred_username = (string?)null, roles = new[] { "AzureEventGridSecureWebhookSubscriber" } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tasks");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var tasks = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"[{Event("Delivered")}]", token)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, tasks.StatusCode);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(BareHost.ClerkToken, HttpStatusCode.Forbidden)]
    [InlineData(BareHost.ManagerToken, HttpStatusCode.Forbidden)]
    public async Task Caller_WhoIsNoMailService_IsKeptOut(string token, HttpStatusCode status)
    {
        var (code, _) = await PostAsync($"[{Event("Bounced")}]", token);

        Assert.Equal(status, code);
        Assert.Empty(_host.Accounts.Invocations);
    }

    [Fact]
    public void OperationId_IsTheSameForEver()
    {
        var id = OperationIds.Of(Letter);

        Assert.Equal("50a61275-2e4a-8fee-bd6b-c3b2bf771e3a", id.ToString("D"));
        Assert.NotEqual(id, OperationIds.Of("l2-A"));
    }

    [Fact]
    public async Task Book_RemembersTheLetterOfAnOperation()
    {
        Dictionary<string, string> values = [];
        var desk = new Mock<IStore>();
        desk.Setup(store => store.SetAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string name, string value, CancellationToken _) => values[name] = value).Returns(Task.CompletedTask);
        var operation = await new DeliveryBook(desk.Object, desk.Object).RememberAsync(Letter, default);

        Assert.Equal(OperationIds.Of(Letter), operation);
        Assert.Equal(new KeyValuePair<string, string>($"email:{operation:D}", Letter), Assert.Single(values));
    }

    private static string Event(string status, string? message = null, string recipient = "ann@ABLE.example") =>
        $$"""{"id": "1", "topic": "/x", "subject": "s", "eventType": "Microsoft.Communication.EmailDeliveryReportReceived", "data": {{Data(status, message, recipient)}}}""";

    private static string Data(string status, string? message = null, string recipient = "ann@ABLE.example") => new JObject
    {
        ["sender"] = "accounts@harbour.example",
        ["recipient"] = recipient,
        ["messageId"] = message ?? OperationIds.Of(Letter).ToString("D").ToUpperInvariant(),
        ["status"] = status,
        ["deliveryStatusDetails"] = new JObject { ["statusMessage"] = "mailbox full" },
        ["deliveryAttemptTimeStamp"] = "2021-08-02T22:00:00Z",
    }.ToString();

    private async Task AssertIgnoredAsync(string one)
    {
        var (code, answer) = await PostAsync($"[{one}]");

        Assert.Equal((HttpStatusCode.OK, 1, 0), (code, (int)answer["events"]!, (int)answer["bounces"]!));
        Assert.Empty(answer["rejected"]!);
        Assert.Empty(_host.Accounts.Invocations);
        Assert.Empty(_host.Signal.Invocations);
    }

    private async Task<(HttpStatusCode Status, JObject Json)> PostAsync(string body, string token = BareHost.ReportsToken, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new(type);
        if (token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _host.Client.SendAsync(request);
        return (response.StatusCode, JObject.Parse(await response.Content.ReadAsStringAsync()));
    }
}
