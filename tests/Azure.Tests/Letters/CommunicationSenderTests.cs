using System.Net;
using Azure.Communication.Email;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.Functions.Letters;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Letters;

/// <summary>What the email service answers, and what that means for a letter.</summary>
public sealed class CommunicationSenderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2021, 8, 3, 8, 30, 0, TimeSpan.Zero);

    private static readonly OutgoingLetter Letter = new(
        "l1-A1", "A1", "jane@smith.example", "Jane", "accounts@harbour.example", "Harbour", "boss@harbour.example", "Your account", "Please pay.", "<p>Please pay.</p>", Now);

    private readonly Service _service = new();
    private readonly Mock<IStore> _desk = new();
    private readonly Mock<TableClient> _company = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Letter_ThatIsTaken_IsSentOnceAsTheOperationOfItsId()
    {
        _service.Answer = _ => Json(HttpStatusCode.Accepted, $$"""{"id":"{{OperationIds.Of("l1-A1")}}","status":"Running"}""");

        var result = await SendAsync();

        Assert.IsType<SendResult.Sent>(result);
        var (request, body) = Assert.Single(_service.Requests);
        Assert.Equal(OperationIds.Of("l1-A1").ToString(), request.Headers.GetValues("Operation-Id").Single());
        var json = JObject.Parse(body);
        Assert.Equal("jane@smith.example", (string?)json["recipients"]!["to"]![0]!["address"]);
        Assert.Equal(("Your account", "Please pay."), ((string?)json["content"]!["subject"], (string?)json["content"]!["plainText"]));
        Assert.Equal("boss@harbour.example", (string?)json["replyTo"]![0]!["address"]);
        _desk.Verify(desk => desk.SetAsync($"email:{OperationIds.Of("l1-A1"):D}", "l1-A1", It.IsAny<CancellationToken>()));
    }

    [Theory]
    [InlineData(400, "InvalidEmailAddress", true)]
    [InlineData(413, "RequestTooLarge", true)]
    [InlineData(400, "InvalidSenderUserName", false)]
    [InlineData(401, "Denied", false)]
    [InlineData(403, "Denied", false)]
    [InlineData(404, "DomainNotLinked", false)]
    public async Task Letter_ThatIsRefused_IsABounceOnlyIfItIsTheLettersFault(int status, string code, bool permanent)
    {
        _service.Answer = _ => Json((HttpStatusCode)status, $$$"""{"error":{"code":"{{{code}}}","message":"no"}}""");

        var failed = Assert.IsType<SendResult.Failed>(await SendAsync());

        Assert.Equal(permanent, failed.Permanent);
        Assert.Contains(code, failed.Why, StringComparison.Ordinal);
        Assert.Single(_service.Requests);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 03 Aug 2021 08:40:00 GMT", 600)]
    [InlineData(null, 60)]
    [InlineData("2000000000", 3600)]
    public async Task Service_ThatIsBusy_IsLeftAloneForAsLongAsItAsks(string? retryAfter, int seconds)
    {
        _service.Answer = _ =>
        {
            var answer = Json(HttpStatusCode.TooManyRequests, """{"error":{"code":"TooManyRequests","message":"slow down"}}""");
            if (retryAfter is not null)
            {
                answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            }

            return answer;
        };

        var failed = Assert.IsType<SendResult.Failed>(await SendAsync());

        Assert.False(failed.Permanent);
        Assert.Single(_service.Requests);
        Assert.Equal(Now.AddSeconds(seconds), Kept().PausedUntil);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Service_ThatBreaks_LeavesItUnknownAndIsNotAskedAgain(int status)
    {
        _service.Answer = _ => Json((HttpStatusCode)status, "{}");

        Assert.IsType<SendResult.Unknown>(await SendAsync());
        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task Connection_ThatBreaks_LeavesItUnknownAndIsNotTriedAgain()
    {
        _service.Answer = _ => throw new HttpRequestException("reset", new IOException("reset"));

        Assert.IsType<SendResult.Unknown>(await SendAsync());
        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task Address_ThatCanNotBeRight_IsRefusedBeforeAnybodyIsAsked()
    {
        Assert.True(Assert.IsType<SendResult.Failed>(await Sender().SendAsync(Letter with { To = "nobody" }, _ => Task.FromResult(true), default)).Permanent);
        Assert.Empty(_service.Requests);
    }

    [Theory]
    [InlineData("NotStarted", typeof(Lookup.Sent))]
    [InlineData("Running", typeof(Lookup.Sent))]
    [InlineData("Succeeded", typeof(Lookup.Sent))]
    [InlineData("Failed", typeof(Lookup.Refused))]
    [InlineData("Canceled", typeof(Lookup.Refused))]
    public async Task LookUp_OfAnOperation_TellsByItsStatus(string status, Type lookup)
    {
        _service.Answer = _ => Json(HttpStatusCode.OK, $$$"""{"id":"{{{OperationIds.Of("l1-A1")}}}","status":"{{{status}}}","error":{"code":"EmailDropped","message":"suppressed"}}""");

        Assert.IsType(lookup, await Sender().LookUpAsync("l1-A1", default));
        Assert.EndsWith($"/emails/operations/{OperationIds.Of("l1-A1")}", Assert.Single(_service.Requests).Request.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookUp_OfAnOperationThatIsNotThere_SaysThatItWasNotSent()
    {
        _service.Answer = _ => Json(HttpStatusCode.NotFound, """{"error":{"code":"NotFound","message":"no such operation"}}""");

        Assert.IsType<Lookup.NotSent>(await Sender().LookUpAsync("l1-A1", default));
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    private Task<SendResult> SendAsync() => Sender().SendAsync(Letter, _ => Task.FromResult(true), default);

    private CommunicationSender Sender()
    {
        var options = CommunicationSender.Options;
        options.Transport = new HttpClientTransport(new HttpClient(_service));
        var client = new EmailClient("endpoint=https://mail.example;accesskey=c2VjcmV0", options);
        _company.Setup(table => table.GetEntityIfExistsAsync<TableEntity>("letter-budget", "slots", It.IsAny<IEnumerable<string>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(Mock.Of<Azure.NullableResponse<TableEntity>>(response => !response.HasValue));
        var budget = new TableBudget(_company.Object, LetterRates.Default, NullLogger<TableBudget>.Instance);
        return new CommunicationSender(client, new DeliveryBook(_desk.Object, _desk.Object), budget, new VirtualClock(Now), NullLogger<CommunicationSender>.Instance);
    }

    private LetterSlots Kept()
    {
        var kept = (TableEntity)_company.Invocations.Single(call => call.Method.Name == nameof(TableClient.AddEntityAsync)).Arguments[0];
        return SlotFormat.Read(kept.GetBinary("part0"));
    }

    private sealed class Service : HttpMessageHandler
    {
        public List<(HttpRequestMessage Request, string Body)> Requests { get; } = [];

        public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => throw new InvalidOperationException("nobody should ask");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request, request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : ""));
            return Answer(request);
        }
    }
}
