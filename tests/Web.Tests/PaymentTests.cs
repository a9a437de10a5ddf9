using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Collections.App;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Moq;
using Newtonsoft.Json.Linq;
using Match = Collections.Core.Payments.Match;

namespace Collections.Web.Tests;

/// <summary>What clerks say of payments by HTTP: what the store is asked to do, what a repeat is, and what is refused how.</summary>
public sealed class PaymentTests : IAsyncLifetime
{
    private static readonly Currency Aud = Currency.Aud;

    private readonly BareHost _host = new();
    private readonly List<PaymentDecision> _decided = [];
    private readonly List<string> _rematched = [];
    private PaymentRow _row = Waiting();
    private Match _match = Match.None("nothing in it");
    private string? _refusal;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _host.Desk.Setup(desk => desk.PaymentAsync("main:p1", It.IsAny<CancellationToken>())).ReturnsAsync(() => _row);
        _host.Desk.Setup(desk => desk.PaymentsAsync(It.IsAny<PaymentState?>(), null, null, It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((PaymentState? state, string? _, string? _, int _, CancellationToken _) => new Page<PaymentRow>(state is null || state == _row.State ? [_row] : [], null));
        _host.Payments.Setup(store => store.LookAsync("main:p1", It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => _match);
        _host.Payments.Setup(store => store.DecideAsync("main:p1", It.IsAny<PaymentDecision>(), It.IsAny<Actor>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Callback((string _, PaymentDecision decision, Actor _, DateTimeOffset _, CancellationToken _) => _decided.Add(decision))
            .ReturnsAsync(() => _refusal is null ? null : new PaymentRefusal(RefusedBecause.TooMuch, _refusal));
        _host.Payments.Setup(store => store.RematchAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<IPaymentMatcher>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyCollection<string> ids, IPaymentMatcher _, DateTimeOffset _, CancellationToken _) => _rematched.AddRange(ids))
            .ReturnsAsync([]);
        _host.Ledger.Setup(ledger => ledger.HeadsAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyCollection<string> codes, CancellationToken _) => codes.ToDictionary(code => code, code => new AccountHead(code, Aud, default, $"{code} Pty Ltd")));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task List_OfTheUnmatched_TellsWhoseTheyMayBe()
    {
        _row = Waiting(May("A100", 75, true, Of("1001", 500)));

        var (status, page) = await GetAsync("/api/payments?status=unmatched");

        Assert.Equal(200, status);
        var payment = Assert.Single(page["items"]!);
        var best = Assert.Single(payment["suggestions"]!);
        Assert.Equal(("A100", "A100 Pty Ltd", 75, true), ((string?)best["account"], (string?)best["accountName"], (int)best["confidence"]!, (bool)best["holds"]!));
        Assert.Equal("1001", (string?)best["allocations"]![0]!["invoice"]);
        Assert.Equal(("DE89 3704 0044 05", false, false), ((string?)payment["payerAccount"], (bool)payment["byHand"]!, (bool)payment["isReversal"]!));
        Assert.Empty((await GetAsync("/api/payments?status=ignored")).Json["items"]!);
    }

    [Fact]
    public async Task Get_OfAnUnmatched_SuggestsAsTheLedgerStandsNow()
    {
        _row = Waiting(May("A100", 60));
        _match = new Match("A200", [Of("2001", 500)], "it names 2001") with { Confidence = 97, Suggestions = [May("A100", 60)] };

        var (_, payment) = await GetAsync("/api/payments/main:p1");

        Assert.Equal(["A200", "A100"], payment["suggestions"]!.Select(one => (string?)one["account"]));
        Assert.Equal((97, "it names 2001"), ((int)payment["confidence"]!, (string?)payment["why"]));
        Assert.Equal(404, (await GetAsync("/api/payments/main:p9")).Status);
    }

    [Fact]
    public async Task Allocate_ToInvoicesOfSeveralAccounts_IsOneDecision_AndTeachesThePayer()
    {
        var (status, _) = await PostAsync("allocate", """{"allocations": [{"invoice": "1001", "amount": 300}, {"invoice": "2001", "amount": 150.5}], "account": "A200"}""");

        Assert.Equal(200, status);
        var decision = Assert.IsType<PaymentDecision.Allocate>(Assert.Single(_decided));
        Assert.Equal([Of("1001", 300), Of("2001", 150.5m)], decision.Allocations);
        Assert.Equal("A200", decision.Account);
        Assert.Equal(["a:DE893704004405", "n:ABLE BAKERS"], decision.Learn);
    }

    [Fact]
    public async Task Allocate_AsItIsAlready_ChangesNothing()
    {
        _row = Waiting() with { State = PaymentState.Matched, Account = "A100", IsByHand = true, Allocations = [Of("1001", 300)] };

        Assert.Equal(200, (await PostAsync("allocate", """{"allocations": [{"invoice": "1001", "amount": 300}]}""")).Status);
        Assert.Empty(_decided);
        Assert.Equal(200, (await PostAsync("allocate", """{"allocations": [{"invoice": "1001", "amount": 200}]}""")).Status);
        Assert.Single(_decided);
    }

    [Theory]
    [InlineData("""{}""", 400, "allocations")]
    [InlineData("""{"allocations": [{"invoice": "1001", "amount": -1}]}""", 400, "allocations[0].amount")]
    [InlineData("""{"allocations": [{"amount": 1}]}""", 400, "allocations[0].invoice")]
    public async Task Allocate_WrongFields_AreEachNamed(string body, int status, string field)
    {
        var answer = await PostAsync("allocate", body);

        Assert.Equal(status, answer.Status);
        Assert.NotNull(answer.Json["errors"]![field]);
        Assert.Empty(_decided);
    }

    [Fact]
    public async Task Allocate_WhatTheStoreRefuses_Is422WithItsWords()
    {
        _refusal = "invoice 1001 takes 200 at most";

        var (status, problem) = await PostAsync("allocate", """{"allocations": [{"invoice": "1001", "amount": 300}]}""");

        Assert.Equal((422, "invoice 1001 takes 200 at most", "R3"), (status, (string?)problem["detail"], (string?)problem["rule"]));
    }

    [Theory]
    [InlineData("", "A100")]
    [InlineData("""{"account": "a200"}""", "A200")]
    [InlineData("""{"account": "A300"}""", "A300")]
    public async Task Accept_AppliesWhatIsSuggested(string body, string account)
    {
        _row = Waiting(May("A100", 75, true, Of("1001", 500)), May("A200", 60));
        _match = Match.None("not certain") with { Suggestions = [May("A300", 55)] };

        Assert.Equal(200, (await PostAsync("accept", body)).Status);

        var decision = Assert.IsType<PaymentDecision.Allocate>(Assert.Single(_decided));
        Assert.Equal(account, decision.Account);
        Assert.Equal(account == "A100" ? [Of("1001", 500)] : Array.Empty<Allocation>(), decision.Allocations);
        Assert.Equal(2, decision.Learn.Count);
    }

    [Fact]
    public async Task Accept_WhatIsNotSuggested_Is422()
    {
        Assert.Equal(422, (await PostAsync("accept", "")).Status);
        var (status, problem) = await PostAsync("accept", """{"account": "A100"}""");
        Assert.Equal(422, status);
        Assert.NotNull(problem["errors"]!["account"]);
        Assert.Empty(_decided);
    }

    [Fact]
    public async Task Accept_WhatWaitsNoMore_IsARepeatOrAConflict()
    {
        _row = Waiting() with { State = PaymentState.Matched, Account = "A100", IsByHand = true };
        Assert.Equal(200, (await PostAsync("accept", """{"account": "A100"}""")).Status);
        var (status, problem) = await PostAsync("accept", """{"account": "A200"}""");
        Assert.Equal(409, status);
        Assert.Contains("it is A100's", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Empty(_decided);
    }

    [Fact]
    public async Task Undo_IsDoneOnce_AndMatchedAgain()
    {
        _row = Waiting() with { State = PaymentState.Matched, Account = "A100" };
        Assert.Equal(200, (await PostAsync("undo", "")).Status);
        Assert.IsType<PaymentDecision.Undo>(Assert.Single(_decided));
        Assert.Equal(["main:p1"], _rematched);

        _row = Waiting();
        Assert.Equal(200, (await PostAsync("undo", "")).Status);
        Assert.Single(_decided);
        _host.Signal.Verify(signal => signal.SignalAsync(Array.Empty<string>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Undo_OfAPaymentThatCameBack_Is409()
    {
        (_row, _refusal) = (Waiting() with { State = PaymentState.Matched, Account = "A100", Reversed = true }, "payment main:p1 came back");

        Assert.Equal(409, (await PostAsync("undo", "")).Status);
        Assert.Empty(_rematched);
    }

    [Fact]
    public async Task Reject_SaysWhoseItIsNot_Once()
    {
        _row = Waiting(May("A100", 75));
        Assert.Equal(200, (await PostAsync("reject", """{"account": "A100"}""")).Status);
        Assert.Equal("A100", Assert.IsType<PaymentDecision.Reject>(Assert.Single(_decided)).Account);
        Assert.Equal(["main:p1"], _rematched);

        _row = Waiting() with { Refused = ["A100"] };
        Assert.Equal(200, (await PostAsync("reject", """{"account": "a100"}""")).Status);
        Assert.Equal(200, (await PostAsync("reject", "")).Status);
        Assert.Single(_decided);

        _row = Waiting() with { State = PaymentState.Matched, Account = "A100" };
        Assert.Equal(409, (await PostAsync("reject", "")).Status);
    }

    [Fact]
    public async Task SetAside_NeedsANote_AndIsDoneOnce()
    {
        Assert.Equal(400, (await PostAsync("set-aside", "")).Status);
        Assert.Equal(200, (await PostAsync("set-aside", """{"note": "a loan"}""")).Status);
        Assert.Equal("a loan", Assert.IsType<PaymentDecision.SetAside>(Assert.Single(_decided)).Note);

        _row = Waiting() with { State = PaymentState.Ignored, IsByHand = true, Why = "set aside by Chris: a loan" };
        Assert.Equal(200, (await PostAsync("set-aside", """{"note": "a loan"}""")).Status);
        Assert.Single(_decided);
    }

    [Fact]
    public async Task Undoes_OfWhatCameBack_NamesThePayment_R37()
    {
        Assert.Equal(409, (await PostAsync("undoes", """{"payment": "main:p0"}""")).Status);

        _row = Waiting() with { IsReversal = true };
        Assert.Equal(200, (await PostAsync("undoes", """{"payment": "main:p0"}""")).Status);
        Assert.Equal("main:p0", Assert.IsType<PaymentDecision.Undoes>(Assert.Single(_decided)).PaymentId);
        Assert.Equal(409, (await PostAsync("allocate", """{"allocations": []}""")).Status);

        _row = _row with { Undoes = "main:p0" };
        Assert.Equal(200, (await PostAsync("undoes", """{"payment": "main:p0"}""")).Status);
        Assert.Single(_decided);
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("undo")]
    [InlineData("reject")]
    public async Task Step_OfAPaymentThatIsNotThere_Is404_AndWithoutAToken401(string step)
    {
        Assert.Equal(404, (await PostAsync(step, "", "main:p9")).Status);
        using var answer = await _host.Client.PostAsync(new Uri($"/api/payments/main:p1/{step}", UriKind.Relative), content: null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Import_OfSomethingNew_MatchesWhatWaits_AtItsEnd()
    {
        _host.Payments.Setup(store => store.WaitingAsync(1_000, It.IsAny<CancellationToken>())).ReturnsAsync(["main:p1"]);
        _host.Payments.Setup(store => store.RematchAsync(It.IsAny<IReadOnlyCollection<string>>(), It.IsAny<IPaymentMatcher>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync([new PaymentResult("main:p1", PaymentState.Matched, "A100")]);
        var state = RowState.Accepted;
        _host.Ledger.Setup(ledger => ledger.SaveAccountsAsync(It.IsAny<IReadOnlyList<AccountEntry>>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((IReadOnlyList<AccountEntry> accounts, DateTimeOffset _, CancellationToken _) => [.. accounts.Select(_ => new RowResult(state))]);

        Assert.Equal(1, (int)(await ImportAsync("account,name\nA100,Able Bakers"))["paymentsMatched"]!);

        state = RowState.Unchanged;
        Assert.Equal(0, (int)(await ImportAsync("account,name\nA100,Able Bakers"))["paymentsMatched"]!);
        _host.Payments.Verify(store => store.WaitingAsync(It.IsAny<int>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    private static Allocation Of(string invoice, decimal amount) => new(invoice, Money.Of(amount, Aud));

    private static Suggestion May(string account, int confidence, bool holds = false, params Allocation[] allocations) =>
        new(account, allocations, confidence, "it owes as much", holds);

    private static PaymentRow Waiting(params Suggestion[] suggestions) => new(
        "main:p1", new DateOnly(2021, 8, 2), BareHost.Start, Money.Of(500, Aud), "thanks", "Able Bakers Pty Ltd", PaymentState.Unmatched, null, [],
        Money.Of(500, Aud), "not certain", Reversed: false)
    {
        PayerAccount = "DE89 3704 0044 05", Suggestions = suggestions,
    };

    private async Task<JToken> ImportAsync(string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/ledger/accounts") { Content = new StringContent(csv, Encoding.UTF8, "text/csv") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BareHost.ManagerToken);
        return (await SendAsync(request)).Json;
    }

    private Task<(int Status, JToken Json)> GetAsync(string path) => SendAsync(Authorized(new HttpRequestMessage(HttpMethod.Get, path)));

    private Task<(int Status, JToken Json)> PostAsync(string step, string body, string payment = "main:p1") => SendAsync(Authorized(
        new HttpRequestMessage(HttpMethod.Post, $"/api/payments/{payment}/{step}") { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") }));

    private static HttpRequestMessage Authorized(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", BareHost.ClerkToken);
        return request;
    }

    private async Task<(int Status, JToken Json)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _host.Client.SendAsync(request);
        return ((int)response.StatusCode, JToken.Parse(await response.Content.ReadAsStringAsync()));
    }
}
