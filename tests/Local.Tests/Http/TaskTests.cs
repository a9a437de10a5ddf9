using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;

namespace Collections.Local.Tests.Http;

/// <summary>The worklist and what clerks do of it, as they would over the wire.</summary>
public sealed class TaskTests : IAsyncLifetime
{
    private const string Promise = """{"outcome": "reached-promise", "note": "spoke with Jane", "promise": {"date": "2021-08-11", "amount": 900}}""";

    private readonly LiveHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.OpenCasesAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Worklist_CallTask_TellsAll_R24()
    {
        var task = await _host.TaskAsync("call");

        Assert.Equal("SMITH", (string?)task["account"]);
        Assert.Equal("Smith & Sons", (string?)task["accountName"]);
        Assert.Equal("call-1", (string?)task["step"]);
        Assert.Equal("02 5550 0001", (string?)task["phone"]);
        Assert.Equal("Jane O'Neill", (string?)task["contact"]!["name"]);
        Assert.Equal("""{"amount":1000.00,"currency":"AUD"}""", task["owing"]!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.Contains("AUD 1,000.00", (string?)task["script"], StringComparison.Ordinal);
        Assert.Contains("call-1 was due Mon 2 Aug 2021", (string?)task["why"], StringComparison.Ordinal);
        Assert.Equal(0, (int)task["attempts"]!);
    }

    [Fact]
    public async Task Task_ByItsId_IsTheOneOfTheListWithItsCase()
    {
        var listed = await _host.TaskAsync("call");
        var answer = (await _host.GetAsync($"/api/tasks/{listed["id"]}")).Ok;

        Assert.True(Newtonsoft.Json.Linq.JToken.DeepEquals(listed, answer["task"]));
        Assert.Equal("call-1", (string?)answer["case"]!["step"]);
        (await _host.GetAsync("/api/tasks/t999-SMITH")).Problem(404);
    }

    [Fact]
    public async Task Complete_Promise_AnswersWithTheCaseAndWhatComesNext_R33()
    {
        var answer = (await CompleteAsync(Promise)).Ok;

        Assert.Equal("done", (string?)answer["task"]!["status"]);
        Assert.Equal("waiting", (string?)answer["case"]!["status"]);
        Assert.Equal("promise", (string?)answer["case"]!["waiting"]!["for"]);
        Assert.Equal("2021-08-11", (string?)answer["case"]!["promise"]!["date"]);
        Assert.Contains("Wed 11 Aug 2021", (string?)answer["next"]!["what"], StringComparison.Ordinal);
        Assert.Equal("2021-08-10T22:30:00+00:00", (string?)answer["next"]!["at"]);
    }

    [Fact]
    public async Task Complete_SameBodyAgain_Is200AndChangesNothing()
    {
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        var first = (await _host.PostAsync($"/api/tasks/{id}/complete", Promise)).Ok;
        var record = (await _host.AccountAsync("SMITH"))["record"]!.Count();
        var again = (await _host.PostAsync($"/api/tasks/{id}/complete", Promise.Replace("900", "900.00", StringComparison.Ordinal))).Ok;

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal(record, (await _host.AccountAsync("SMITH"))["record"]!.Count());
    }

    [Fact]
    public async Task Complete_OtherWordsAboutADoneTask_Is409WithWhoAndWhat()
    {
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        _ = (await _host.PostAsync($"/api/tasks/{id}/complete", Promise, clerk: "Ann")).Ok;
        var problem = (await _host.PostAsync($"/api/tasks/{id}/complete", """{"outcome": "no-answer"}""", clerk: "Bob")).Problem(409);

        Assert.Contains("by Ann", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Contains("reached-promise", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_TheSameTwiceAtOnce_IsOneCall()
    {
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _host.PostAsync($"/api/tasks/{id}/complete", """{"outcome": "no-answer"}""")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single((await _host.AccountAsync("SMITH"))["record"]!, line => (string?)line["kind"] == "call-made");
    }

    [Fact]
    public async Task Complete_CallbackTwice_IsARepeatUntilItsTimeAndThenAnotherCall_R27()
    {
        const string Lunch = """{"outcome": "gatekeeper", "callbackAt": "2021-08-02T14:00:00+10:00"}""";
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        _ = (await _host.PostAsync($"/api/tasks/{id}/complete", Lunch)).Ok;
        var repeat = (await _host.PostAsync($"/api/tasks/{id}/complete", Lunch)).Ok;
        Assert.Equal("open", (string?)repeat["task"]!["status"]);
        Assert.Equal("2021-08-02T04:00:00+00:00", (string?)repeat["task"]!["dueAt"]);
        Assert.Equal(1, await CallsAsync());

        await _host.MoveToAsync("2021-08-02T14:05:00+10:00");
        _ = (await _host.PostAsync($"/api/tasks/{id}/complete", """{"outcome": "gatekeeper", "callbackAt": "2021-08-02T16:00:00+10:00"}""")).Ok;
        Assert.Equal(2, await CallsAsync());
    }

    [Theory]
    [InlineData("""{"outcome": "reached-promise"}""", "promise.date")]
    [InlineData("""{"outcome": "reached-promise", "promise": {}}""", "promise.date")]
    [InlineData("""{"outcome": "reached-promise", "promise": {"date": "2021-08-01"}}""", "promise.date")]
    [InlineData("""{"outcome": "reached-promise", "promise": {"date": "2021-12-24"}}""", "promise.date")]
    [InlineData("""{"outcome": "reached-promise", "promise": {"date": "2021-08-11", "amount": 5000}}""", "promise.amount")]
    [InlineData("""{"outcome": "reached-dispute"}""", "dispute.invoice")]
    [InlineData("""{"outcome": "reached-dispute", "dispute": {"invoice": "INV-77"}}""", "dispute.invoice")]
    [InlineData("""{"outcome": "reached-dispute", "dispute": {"invoice": "INV-1", "amount": 901}}""", "dispute.amount")]
    [InlineData("""{"outcome": "gatekeeper", "callbackAt": "2021-08-01T14:00:00+10:00"}""", "callbackAt")]
    [InlineData("""{"outcome": "done"}""", "outcome")]
    [InlineData("""{"outcome": "sent"}""", "outcome")]
    public async Task Complete_OutcomeThatLacksOrBreaksSomething_Is422NamingIt(string body, string field)
    {
        var problem = (await CompleteAsync(body)).Problem(422);

        Assert.NotNull(problem["errors"]![field]);
        Assert.Equal("open", (string?)(await _host.TaskAsync("call"))["status"]);
    }

    [Fact]
    public async Task Complete_WrongTypes_NamesEveryField()
    {
        const string Body = """{"outcome": "reached", "note": 5, "promise": {"date": "11.8.2021", "amount": "much"}, "callbackAt": "2pm", "dispute": []}""";
        var errors = (await CompleteAsync(Body)).Problem(400)["errors"]!;

        Assert.Equal(
            ["callbackAt", "dispute", "note", "outcome", "promise.amount", "promise.date"],
            errors.Children<Newtonsoft.Json.Linq.JProperty>().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Complete_WithAContact_SavesItFirst()
    {
        _ = (await CompleteAsync("""{"outcome": "no-answer", "contact": {"name": "Jane O'Neill", "email": "jane.new@smith.example", "phone": "02 5550 7777"}}""")).Ok;

        var contact = Assert.Single((await _host.AccountAsync("SMITH"))["contacts"]!);
        Assert.Equal("02 5550 7777", (string?)contact["phone"]);
    }

    [Fact]
    public async Task Complete_RefusedOutcomeWithAContact_SavesNothing()
    {
        (await CompleteAsync("""{"outcome": "done", "contact": {"name": "Jane O'Neill", "phone": "02 5550 7777"}}""")).Problem(422);

        Assert.Equal("02 5550 0001", (string?)(await _host.AccountAsync("SMITH"))["contacts"]![0]!["phone"]);
    }

    [Fact]
    public async Task Complete_WhenAPaymentCameFirst_Is409AndSaysSo_R31()
    {
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        var entry = new BankEntry("b1", new DateOnly(2021, 8, 2), Money.Of(1000m, Currency.Aud), IsCredit: true, "INV-1 INV-2", null, null, null);
        await _host.Store.ReceiveAsync(new BankDelivery("main", _host.Clock.GetUtcNow(), null, [entry]), new PaymentMatcher(MatchingRule.Default), CancellationToken.None);

        for (var i = 0; i < 2; i++)
        {
            var problem = (await _host.PostAsync($"/api/tasks/{id}/complete", Promise)).Problem(409);
            Assert.Contains("withdrawn", (string?)problem["detail"], StringComparison.Ordinal);
        }

        Assert.Equal("paid", (string?)(await _host.AccountAsync("SMITH"))["case"]!["closeReason"]);
    }

    [Fact]
    public async Task Claim_SomebodyElses_Is409UntilTheyReleaseIt()
    {
        var id = (string)(await _host.TaskAsync("call"))["id"]!;
        var claimed = (await _host.PostAsync($"/api/tasks/{id}/claim", "", clerk: "Ann")).Ok;
        Assert.Equal("Ann", (string?)claimed["task"]!["claimedBy"]);

        Assert.Contains("Ann", (string?)(await _host.PostAsync($"/api/tasks/{id}/claim", "", clerk: "Bob")).Problem(409)["detail"], StringComparison.Ordinal);
        (await _host.PostAsync($"/api/tasks/{id}/release", "", clerk: "Bob")).Problem(409);
        (await _host.PostAsync($"/api/tasks/{id}/complete", Promise, clerk: "Bob")).Problem(409);
        _ = (await _host.PostAsync($"/api/tasks/{id}/claim", "", clerk: "Ann")).Ok;
        _ = (await _host.PostAsync($"/api/tasks/{id}/release", "", clerk: "Ann")).Ok;
        _ = (await _host.PostAsync($"/api/tasks/{id}/claim", "", clerk: "Bob")).Ok;
    }

    [Fact]
    public async Task Complete_AManagersTask_IsNotForAClerk_R15()
    {
        _ = (await CompleteAsync("""{"outcome": "abusive", "note": "shouted"}""")).Ok;
        var id = (string)(await _host.TaskAsync("boss-call"))["id"]!;

        (await _host.PostAsync($"/api/tasks/{id}/complete", """{"outcome": "done"}""")).Problem(403);
        _ = (await _host.PostAsync($"/api/tasks/{id}/complete", """{"outcome": "done"}""", LiveHost.ManagerToken)).Ok;
    }

    [Fact]
    public async Task Worklist_WhileTheBankIsSilent_LeavesCallsOutAndSaysWhy_R20()
    {
        Assert.Equal(202, (await _host.DeliverAsync("""{"asOf": "2021-08-02T09:00:00+10:00", "entries": []}""")).Status);
        await _host.MoveToAsync("2021-08-06T09:00:00+10:00");

        var task = Assert.Single((await _host.GetAsync("/api/tasks")).Ok["items"]!);
        Assert.Equal("stale-bank", (string?)task["kind"]);
        Assert.Null((string?)task["account"]);
        Assert.Contains("silent since Mon 2 Aug 2021", (string?)task["why"], StringComparison.Ordinal);

        Assert.Equal(202, (await _host.DeliverAsync("""{"asOf": "2021-08-06T08:59:00+10:00", "entries": []}""")).Status);
        Assert.Equal("call", (string?)Assert.Single((await _host.GetAsync("/api/tasks")).Ok["items"]!)["kind"]);
    }

    [Fact]
    public async Task Task_ThatIsNotThere_Is404()
    {
        (await _host.PostAsync("/api/tasks/t9-NOBODY/complete", Promise)).Problem(404);
        (await _host.PostAsync("/api/tasks/t9-NOBODY/claim", "")).Problem(404);
        (await _host.PostAsync("/api/tasks/t9-NOBODY/release", "")).Problem(404);
    }

    private async Task<Reply> CompleteAsync(string body) =>
        await _host.PostAsync($"/api/tasks/{(string)(await _host.TaskAsync("call"))["id"]!}/complete", body);

    private async Task<int> CallsAsync() => (await _host.AccountAsync("SMITH"))["record"]!.Count(line => (string?)line["kind"] == "call-made");
}
