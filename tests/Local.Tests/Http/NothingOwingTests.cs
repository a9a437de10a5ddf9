using Collections.App.Stores;

namespace Collections.Local.Tests.Http;

/// <summary>
/// Between a payment's 202 and the account's turn, which on Azure takes seconds, nobody is sent to call (R19). Here no turn runs by itself once the cases are open.
/// </summary>
public sealed class NothingOwingTests : IAsyncLifetime
{
    private const string Everything = """{"id":"b1","bookedOn":"2021-08-02","amount":"1000.00","currency":"AUD","direction":"credit","account":"SMITH"}""";
    private const string APart = """{"id":"b2","bookedOn":"2021-08-02","amount":"100.00","currency":"AUD","direction":"credit","reference":"INV-2"}""";
    private const string Likely = """{"id":"b3","bookedOn":"2021-08-02","amount":"250.00","currency":"AUD","direction":"credit","payer":"SMITH AND SONS"}""";

    private readonly LiveHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.OpenCasesAsync();
        _host.HoldsTurnsBack = true;
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Paid_TheCallIsNotListed_NorShownOnTheAccount_BeforeAnyTurnRan()
    {
        await _host.TaskAsync("call");

        Assert.Equal(202, (await _host.DeliverAsync(Everything)).Status);

        Assert.Empty((await _host.GetAsync("/api/tasks")).Ok["items"]!);
        var account = await _host.AccountAsync("SMITH");
        Assert.Empty(account["tasks"]!);
        Assert.Empty(account["case"]!["tasks"]!);
        Assert.DoesNotContain("call", (string?)account["case"]!["next"]!["what"], StringComparison.Ordinal);
        Assert.Equal("open", (string?)account["case"]!["status"]);
        Assert.Equal(TaskState.Open, (await _host.Store.TaskAsync("t1-SMITH", default))!.State);
    }

    [Fact]
    public async Task Paid_TheCallCanNotBeClaimed_AndTheAnswerSaysWhy()
    {
        var id = (string?)(await _host.TaskAsync("call"))["id"];
        await _host.DeliverAsync(Everything);

        var problem = (await _host.PostAsync($"/api/tasks/{id}/claim", "")).Problem(409);

        Assert.Equal(
            $"task {id} is being withdrawn: nothing is owing any more: AUD 1,000.00 received, of AUD 1,000.00 owing; everything owing is paid",
            (string?)problem["detail"]);
        Assert.Null((await _host.Store.TaskAsync(id!, default))!.ClaimedBy);
    }

    [Fact]
    public async Task PaidInPart_TheCallStays()
    {
        var id = (string?)(await _host.TaskAsync("call"))["id"];
        await _host.DeliverAsync(APart);

        Assert.Equal(id, (string?)(await _host.TaskAsync("call"))["id"]);
        Assert.Equal(200, (await _host.PostAsync($"/api/tasks/{id}/claim", "")).Status);
    }

    [Fact]
    public async Task ProbablyPaid_TheCallIsNotListed_R20()
    {
        var id = (string?)(await _host.TaskAsync("call"))["id"];
        await _host.DeliverAsync(Likely);

        Assert.Empty((await _host.GetAsync("/api/tasks")).Ok["items"]!);
        var detail = (string?)(await _host.PostAsync($"/api/tasks/{id}/claim", "")).Problem(409)["detail"];
        Assert.Contains("a payment is probably theirs", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallThatWasMadeMeanwhile_WhatWasSaidIsKeptOnce_R25()
    {
        var id = (string?)(await _host.TaskAsync("call"))["id"];
        await _host.PostAsync($"/api/tasks/{id}/claim", "");
        await _host.DeliverAsync(Everything);
        const string outcome = """{"outcome": "reached-refused", "note": "Jane says that she paid an hour ago"}""";

        var first = (await _host.PostAsync($"/api/tasks/{id}/complete", outcome)).Problem(409);
        (await _host.PostAsync($"/api/tasks/{id}/complete", outcome)).Problem(409);

        Assert.Contains("what was said is kept", (string?)first["detail"], StringComparison.Ordinal);
        var account = await _host.AccountAsync("SMITH");
        Assert.Equal("closed", (string?)account["case"]!["status"]);
        Assert.Single(account["record"]!, line => ((string?)line["why"])!.Contains("Jane says that she paid an hour ago", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PagesAreFull_AndFollowEachOther_WhereSomeAreLeftOut()
    {
        var accounts = string.Join("\n", Enumerable.Range(10, 20).Select(n => $"C{n},Customer {n},net 30,three-calls"));
        var contacts = string.Join("\n", Enumerable.Range(10, 20).Select(n => $"C{n},Jo,accounts,jo@c{n}.example,02 5550 01{n}"));
        var invoices = string.Join("\n", Enumerable.Range(10, 20).Select(n => $"N-{n},C{n},2021-07-01,2021-07-31,{n}00.00"));
        await LoadAsync("accounts", "account,name,terms,policy\n" + accounts);
        await LoadAsync("contacts", "account,name,role,email,phone\n" + contacts);
        await LoadAsync("invoices", "invoice,account,issued,due,amount\n" + invoices);
        await _host.MoveToAsync("2021-08-03T09:00:00+10:00");
        foreach (var n in Enumerable.Range(10, 20).Where(n => n % 3 != 0))
        {
            var paid = $$"""{"id":"p{{n}}","bookedOn":"2021-08-03","amount":"{{n}}00.00","currency":"AUD","direction":"credit","account":"C{{n}}"}""";
            Assert.Equal(202, (await _host.DeliverAsync(paid, id: $"msg_{n}")).Status);
        }

        var pages = new List<List<string?>>();
        string? cursor = null;
        do
        {
            var page = (await _host.GetAsync($"/api/tasks?limit=3{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Ok;
            pages.Add([.. page["items"]!.Select(task => (string?)task["account"])]);
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(["C27", "C24", "C21", "C18", "C15", "C12", "SMITH"], pages.SelectMany(page => page).OrderByDescending(code => code == "SMITH" ? "A" : code, StringComparer.Ordinal));
        Assert.All(pages.SkipLast(2), page => Assert.Equal(3, page.Count));
    }

    private async Task LoadAsync(string what, string csv) =>
        Assert.Empty((await _host.SendAsync(HttpMethod.Post, $"/api/ledger/{what}", csv, LiveHost.ManagerToken, "text/csv")).Ok["rejected"]!);
}
