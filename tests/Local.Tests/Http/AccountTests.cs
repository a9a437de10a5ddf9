using System.Globalization;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace Collections.Local.Tests.Http;

/// <summary>Accounts, what people ask for on them, and the rest of the desk, over the wire and on a real store.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private readonly LiveHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.OpenCasesAsync();
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task View_HasEveryPart()
    {
        var view = await _host.AccountAsync("SMITH");

        Assert.Equal(
            ["account", "contacts", "class", "position", "case", "promises", "disputes", "holds", "letters", "tasks", "record"],
            ((JObject)view).Properties().Select(part => part.Name));
        Assert.Equal("Smith & Sons", (string?)view["account"]!["name"]);
        Assert.Equal("new", (string?)view["class"]!["class"]);
        Assert.Equal(1000m, (decimal)view["position"]!["owing"]!["amount"]!);
        var month = Assert.Single(view["position"]!["months"]!);
        Assert.Equal(("2021-07", 1000m, 2), ((string?)month["month"], (decimal)month["owing"]!["amount"]!, month["items"]!.Count()));
        Assert.Equal(1000m, (decimal)view["position"]!["buckets"]!["days1To30"]!["amount"]!);
        Assert.Equal(("open", "call-1"), ((string?)view["case"]!["status"], (string?)view["case"]!["step"]));
        Assert.All(view["record"]!, line => Assert.Matches("^R[0-9]+$", (string?)line["rule"]));
    }

    [Fact]
    public async Task List_FindsByNameAndPages()
    {
        var found = (await _host.GetAsync("/api/accounts?query=smith")).Ok;
        Assert.Equal(("SMITH", 1000m), ((string?)Assert.Single(found["items"]!)["account"], (decimal)found["items"]![0]!["owing"]!["amount"]!));

        Assert.Equal(("open", "call-1", "enquiry"), ((string?)found["items"]![0]!["status"], (string?)found["items"]![0]!["step"], (string?)found["items"]![0]!["stage"]));

        var first = (await _host.GetAsync("/api/accounts?limit=1")).Ok;
        var second = (await _host.GetAsync($"/api/accounts?limit=1&cursor={first["next"]}")).Ok;
        Assert.Equal("QUIET", (string?)Assert.Single(first["items"]!)["account"]);
        Assert.Equal("SMITH", (string?)Assert.Single(second["items"]!)["account"]);
        Assert.Null((string?)second["next"]);
    }

    [Fact]
    public async Task Account_ThatIsNotThere_Is404()
    {
        (await _host.GetAsync("/api/accounts/NOBODY")).Problem(404);
        (await _host.PostAsync("/api/accounts/NOBODY/notes", """{"text": "x"}""")).Problem(404);
        (await _host.GetAsync("/api/letters/preview?account=NOBODY&template=reminder")).Problem(404);
    }

    [Fact]
    public async Task Account_WithASlashInItsCode_IsFound()
    {
        await _host.SendAsync(HttpMethod.Post, "/api/ledger/accounts", "account,name\nA/1 ü,Slash", LiveHost.ManagerToken, "text/csv");

        Assert.Equal("Slash", (string?)(await _host.AccountAsync(Uri.EscapeDataString("A/1 ü")))["account"]!["name"]);
    }

    [Fact]
    public async Task Promise_SuspendsTheLadder_R33()
    {
        var after = (await _host.PostAsync("/api/accounts/SMITH/promises", """{"date": "2021-08-11"}""", clerk: "Ann")).Ok;

        Assert.Equal("waiting", (string?)after["status"]);
        Assert.Equal(1000m, (decimal)after["promise"]!["amount"]!["amount"]!);
        Assert.Contains((await _host.AccountAsync("SMITH"))["record"]!, line => (string?)line["kind"] == "promise-made" && (string?)line["by"] == "Ann");
    }

    [Fact]
    public async Task View_AsOfAMoment_IsTheCaseAndItsRecordAsTheyStoodThen()
    {
        await _host.MoveToAsync("2021-08-02T10:00:00+10:00");
        _ = (await _host.PostAsync("/api/accounts/SMITH/promises", """{"date": "2021-08-11"}""", clerk: "Ann")).Ok;

        var then = (await _host.GetAsync("/api/accounts/SMITH?asOf=2021-08-02T09:30:00%2B10:00")).Ok;
        var now = (await _host.GetAsync("/api/accounts/SMITH?asOf=2021-08-02")).Ok;

        Assert.Equal(["account", "asOf", "since", "case", "record"], ((JObject)then).Properties().Select(part => part.Name));
        Assert.Equal(("SMITH", "open", "call-1"), ((string?)then["account"], (string?)then["case"]!["status"], (string?)then["case"]!["step"]));
        Assert.Equal("waiting", (string?)now["case"]!["status"]);
        Assert.True(then["record"]!.Count() < now["record"]!.Count());
        Assert.Contains("its events begin at", (await _host.GetAsync("/api/accounts/SMITH?asOf=2021-07-31")).Problem(404).ToString(), StringComparison.Ordinal);
        Assert.NotNull((await _host.GetAsync("/api/accounts/SMITH?asOf=yesterday")).Problem(400)["errors"]!["asOf"]);
    }

    [Fact]
    public async Task Promise_TooFarAhead_NeedsAManager_R33()
    {
        const string Christmas = """{"date": "2021-12-24"}""";
        var problem = (await _host.PostAsync("/api/accounts/SMITH/promises", Christmas)).Problem(422);

        Assert.Equal("R33", (string?)problem["rule"]);
        Assert.NotNull(problem["errors"]!["date"]);
        _ = (await _host.PostAsync("/api/accounts/SMITH/promises", Christmas, LiveHost.ManagerToken)).Ok;
    }

    [Fact]
    public async Task Note_WithTheSameIdempotencyKey_IsKeptOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/SMITH/notes") { Content = new StringContent("""{"text": "pays by cheque"}""") };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("Authorization", $"Bearer {LiveHost.ClerkToken}");
            request.Headers.Add("Idempotency-Key", "one");
            Assert.Equal(200, (await _host.SendAsync(request)).Status);
        }

        Assert.Single((await _host.AccountAsync("SMITH"))["record"]!, line => (string?)line["kind"] == "note" && (string?)line["why"] == "pays by cheque");
    }

    [Fact]
    public async Task Promise_SentTwiceAtOnceWithOneKey_IsMadeOnce()
    {
        // As a form that is sent twice in one breath: neither waits for the other's answer.
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PromiseAsync("form-1", "2021-08-09")));
        Assert.All(answers, answer => Assert.Equal("2021-08-09", (string?)answer.Ok["promise"]!["date"]));

        Assert.Single((await _host.AccountAsync("SMITH"))["promises"]!);
        _ = (await PromiseAsync("form-2", "2021-08-10")).Ok;
        Assert.Equal(2, (await _host.AccountAsync("SMITH"))["promises"]!.Count());
    }

    [Fact]
    public async Task Promise_ThatAnotherProcessTookInTheMeantime_IsNotDecidedAgain()
    {
        var turns = (TurnRunner)_host.Services.GetService(typeof(TurnRunner))!;
        var promise = new TurnRequest("SMITH", new PromiseGiven(new Actor("Chris"), new DateOnly(2021, 8, 9), null), "promises:one");

        await turns.RunAsync(promise, default, default);
        await turns.RunAsync(promise, default, default);

        Assert.Single((await _host.AccountAsync("SMITH"))["promises"]!);
    }

    private Task<Reply> PromiseAsync(string key, string date)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/SMITH/promises") { Content = new StringContent($$"""{"date": "{{date}}"}""") };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Authorization", $"Bearer {LiveHost.ClerkToken}");
        request.Headers.Add("Idempotency-Key", key);
        return _host.SendAsync(request);
    }

    [Fact]
    public async Task Dispute_RaisedAndRejected_ComesBackAtTheFirstStep_R4()
    {
        var raised = (await _host.PostAsync(
            "/api/accounts/SMITH/disputes", """{"invoice": "INV-1", "amount": 300, "kind": "returned-without-credit", "note": "two boxes"}""")).Ok;
        Assert.Equal(700m, (decimal)raised["owing"]!["amount"]!);
        var dispute = Assert.Single((await _host.AccountAsync("SMITH"))["disputes"]!);
        Assert.Equal(("INV-1", "open", "Sam"), ((string?)dispute["invoice"], (string?)dispute["state"], (string?)dispute["owner"]));

        var path = $"/api/accounts/SMITH/disputes/{(string?)dispute["id"]}/resolve";
        var ended = (await _host.PostAsync(path, """{"how": "rejected"}""")).Ok;
        Assert.Equal(1000m, (decimal)ended["owing"]!["amount"]!);
        Assert.Contains(ended["ladders"]!, ladder => (string?)ladder["invoice"] == "INV-1");
        Assert.Equal(ended.ToString(), (await _host.PostAsync(path, """{"how": "rejected"}""")).Ok.ToString());
        (await _host.PostAsync(path, """{"how": "credited"}""")).Problem(409);
        (await _host.PostAsync("/api/accounts/SMITH/disputes/d99-SMITH/resolve", """{"how": "credited"}""")).Problem(404);
    }

    [Fact]
    public async Task Hold_PlacedAndLiftedTwice_R36()
    {
        var held = (await _host.PostAsync("/api/accounts/SMITH/holds", """{"reason": "moving office", "until": "2021-08-20"}""", clerk: "Ann")).Ok;
        Assert.Equal(("held", "Ann"), ((string?)held["status"], (string?)held["hold"]!["owner"]));

        var path = $"/api/accounts/SMITH/holds/{(string?)held["hold"]!["id"]}/lift";
        Assert.Equal("open", (string?)(await _host.PostAsync(path, "")).Ok["status"]);
        Assert.Equal("open", (string?)(await _host.PostAsync(path, "")).Ok["status"]);
        (await _host.PostAsync("/api/accounts/SMITH/holds/h99-SMITH/lift", "")).Problem(404);
        Assert.NotNull((await _host.PostAsync("/api/accounts/SMITH/holds", """{"reason": "x", "until": "2021-08-02"}""")).Problem(422)["errors"]!["until"]);
    }

    [Fact]
    public async Task Supply_IsForManagers_R11()
    {
        (await _host.PostAsync("/api/accounts/SMITH/supply", """{"stop": true}""")).Problem(403);
        Assert.True((bool)(await _host.PostAsync("/api/accounts/SMITH/supply", """{"stop": true}""", LiveHost.ManagerToken)).Ok["onStop"]!);
        Assert.False((bool)(await _host.PostAsync("/api/accounts/SMITH/supply", """{"stop": false}""", LiveHost.ManagerToken)).Ok["onStop"]!);
    }

    [Fact]
    public async Task Contact_AddedAndWrong()
    {
        _ = (await _host.PostAsync("/api/accounts/SMITH/contacts", """{"name": "Olga", "role": "owner", "phone": "02 5550 0009"}""")).Ok;
        Assert.Contains((await _host.AccountAsync("SMITH"))["contacts"]!, contact => (string?)contact["name"] == "Olga" && (string?)contact["role"] == "owner");

        var errors = (await _host.PostAsync("/api/accounts/SMITH/contacts", """{"role": "king", "email": "nowhere"}""")).Problem(400)["errors"]!;
        Assert.Equal(["email", "name", "role"], ((JObject)errors).Properties().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Payment_DeliveredAllocatedAndRepeated()
    {
        const string Entry = """{"id": "b/1", "bookedOn": "2021-08-02", "amount": 400, "currency": "AUD", "direction": "credit", "reference": "thanks"}""";
        var first = await _host.DeliverAsync(Entry);
        var again = await _host.DeliverAsync(Entry);
        Assert.Equal((202, 1, 0), (first.Status, (int)first.Json["unmatched"]!, (int)first.Json["duplicates"]!));
        Assert.Equal((202, 0, 1), (again.Status, (int)again.Json["unmatched"]!, (int)again.Json["duplicates"]!));
        var payment = Assert.Single((await _host.GetAsync("/api/payments?status=unmatched")).Ok["items"]!);
        Assert.Equal("main:b/1", (string?)payment["id"]);

        var path = $"/api/payments/{Uri.EscapeDataString("main:b/1")}/allocate";
        Assert.Equal(422, (await _host.PostAsync(path, """{"allocations": [{"invoice": "INV-77", "amount": 400}]}""")).Status);
        Assert.Equal(422, (await _host.PostAsync(path, """{"allocations": [{"invoice": "INV-1", "amount": 401}]}""")).Status);
        Assert.Equal(400, (await _host.PostAsync(path, """{"allocations": [{"invoice": "INV-1", "amount": {"amount": 400, "currency": "USD"}}]}""")).Status);
        (await _host.PostAsync("/api/payments/main:nothing/allocate", """{"allocations": []}""")).Problem(404);
        var allocated = (await _host.PostAsync(path, """{"allocations": [{"invoice": "INV-1", "amount": 400}]}""")).Ok;
        Assert.Equal(("matched", "SMITH", 400m), ((string?)allocated["status"], (string?)allocated["account"], (decimal)allocated["allocations"]![0]!["amount"]!["amount"]!));
        Assert.Equal(600m, (decimal)(await _host.AccountAsync("SMITH"))["case"]!["owing"]!["amount"]!);
    }

    [Fact]
    public async Task Payment_OfEverything_ClosesTheCaseBeforeTheAnswer_R31()
    {
        var paid = await _host.DeliverAsync(
            """{"entries": [{"id": "b1", "bookedOn": "2021-08-02", "amount": 1000, "currency": "AUD", "direction": "credit", "reference": "INV-1 INV-2"}]}""");

        Assert.Equal(1, (int)paid.Ok["matched"]!);
        var view = await _host.AccountAsync("SMITH");
        Assert.Equal(("closed", "paid"), ((string?)view["case"]!["status"], (string?)view["case"]!["closeReason"]));
        Assert.Empty((await _host.GetAsync("/api/tasks")).Ok["items"]!);
    }

    [Fact]
    public async Task Scan_PreviewThenAgain_SaysTheSameAndWritesNothing_R5()
    {
        var preview = (await _host.PostAsync("/api/scans", """{"asOf": "2021-08-20", "dryRun": true}""", LiveHost.ManagerToken)).Ok;
        var lines = preview["lines"]!.ToDictionary(line => (string)line["account"]!, line => (string?)line["decision"]);
        Assert.Equal(("opened", "left-alone"), (lines["QUIET"], lines["SMITH"]));
        Assert.Equal("none", (string?)(await _host.AccountAsync("QUIET"))["case"]!["status"]);

        var today = (await _host.PostAsync("/api/scans", "", LiveHost.ManagerToken)).Ok;
        Assert.Equal((0, 0), ((int)today["opened"]!, (int)today["joined"]!));
        Assert.All(today["lines"]!, line => Assert.Matches(@"\(R\d+\)$", (string?)line["why"]));
        (await _host.PostAsync("/api/scans", """{"asOf": "2021-08-20"}""", LiveHost.ManagerToken)).Problem(422);
        Assert.NotNull((await _host.PostAsync("/api/scans", """{"policy": "none"}""", LiveHost.ManagerToken)).Problem(400)["errors"]!["policy"]);
    }

    [Fact]
    public async Task Letters_PreviewListAndGet()
    {
        var preview = (await _host.GetAsync("/api/letters/preview?account=SMITH&template=first-letter")).Ok;
        Assert.Contains("INV-1", (string?)preview["text"], StringComparison.Ordinal);
        Assert.Equal("jane@smith.example", (string?)preview["to"]);
        Assert.Empty((await _host.GetAsync("/api/letters")).Ok["items"]!);
        Assert.Empty(_host.Sent);
        (await _host.GetAsync("/api/letters/l9-SMITH")).Problem(404);
        Assert.NotNull((await _host.GetAsync("/api/letters/preview?account=SMITH&template=poem")).Problem(400)["errors"]!["template"]);
    }

    [Fact]
    public async Task Reports_AgingAndActivity_AsJsonAndCsv()
    {
        var aging = (await _host.GetAsync("/api/reports/aging?asOf=2021-08-02")).Ok;
        Assert.False((bool)aging["payments"]!["watched"]!);
        Assert.Equal(1000m, (decimal)Assert.Single(aging["totals"]!)["days1To30"]!["amount"]!);

        await _host.SendAsync(HttpMethod.Post, "/api/ledger/accounts", "account,name\nSMITH,\"=cmd|' /C calc'!A0, \"\"Smith\"\"\"", LiveHost.ManagerToken, "text/csv");
        var csv = await _host.SendAsync(HttpMethod.Get, "/api/reports/aging?asOf=2021-08-02", null, LiveHost.ClerkToken, accept: "text/csv");
        Assert.Equal("text/csv", csv.Type);
        Assert.Contains("SMITH,\"'=cmd|' /C calc'!A0, \"\"Smith\"\"\",AUD,0.00,1000.00,0.00", csv.Body, StringComparison.Ordinal);

        var activity = (await _host.GetAsync("/api/reports/activity?asOf=2021-08-31")).Ok;
        Assert.Contains(activity["rows"]!, row => (string?)row["kind"] == "opened" && (int)row["count"]! == 1);
    }

    // The books alone say so: no bank, and the clock stands still.
    [Fact]
    public async Task Invoices_SentAgainWithOtherBalances_ChangeTheCaseAtOnce_R31()
    {
        var lowered = await InvoicesAsync("INV-1,SMITH,2021-07-01,2021-07-31,900.00,250.00");
        var after = await _host.AccountAsync("SMITH");
        var again = await InvoicesAsync("INV-1,SMITH,2021-07-01,2021-07-31,900.00,250.00");
        await InvoicesAsync("INV-1,SMITH,2021-07-01,2021-07-31,900.00,0.00\nINV-2,SMITH,2021-07-02,2021-07-31,100.00,0.00");
        var settled = await _host.AccountAsync("SMITH");

        Assert.Equal((1, 0), ((int)lowered["accepted"]!, (int)again["accepted"]!));
        Assert.Equal(("open", 350m), ((string?)after["case"]!["status"], (decimal)after["case"]!["owing"]!["amount"]!));
        Assert.Equal(("closed", "paid"), ((string?)settled["case"]!["status"], (string?)settled["case"]!["closeReason"]));
        Assert.Empty((await _host.GetAsync("/api/tasks")).Ok["items"]!);

        async Task<JToken> InvoicesAsync(string rows) => (await _host.SendAsync(
            HttpMethod.Post, "/api/ledger/invoices", $"invoice,account,issued,due,amount,balance\n{rows}\n", LiveHost.ManagerToken, "text/csv")).Ok;
    }

    // Complete to Monday, and two banking days of silence later still believed: stale from Thursday.
    [Fact]
    public async Task Feeds_EachWithHowFarItReaches_AndSinceWhenItIsSilent_R20()
    {
        var unwatched = (await _host.GetAsync("/api/feeds")).Ok;
        await HearAsync("main", "2021-08-02T08:00:00+10:00");
        await HearAsync("card", "2021-07-30T18:00:00+10:00");
        var watched = (await _host.GetAsync("/api/feeds")).Ok;
        await _host.MoveToAsync("2021-08-05T09:00:00+10:00");
        var silent = (await _host.GetAsync("/api/feeds")).Ok;

        Assert.False((bool)unwatched["watched"]!);
        Assert.Empty(unwatched["feeds"]!);
        Assert.Equal(["card", "main"], watched["feeds"]!.Select(feed => (string)feed["feed"]!));
        Assert.Equal(watched["feeds"]![0]!["completeTo"], watched["completeTo"]);
        Assert.Equal(Moment("2021-08-05T00:00:00+10:00"), Moment((string)watched["feeds"]![1]!["staleAt"]!));
        Assert.Null((string?)watched["silentSince"]);
        Assert.Equal("2021-07-30", (string?)silent["silentSince"]);
        Assert.Equal("2021-08-02", (string?)silent["feeds"]![1]!["silentSince"]);
        Assert.Equal(silent, (await _host.GetAsync("/api/reports/aging")).Ok["payments"]);
    }

    [Fact]
    public async Task Policies_AreSignedByManagers_R39()
    {
        var list = (await _host.GetAsync("/api/policies")).Ok["items"]!.ToDictionary(policy => (string)policy["name"]!, policy => (bool)policy["signed"]!);
        Assert.Equal((true, false), (list["three-calls"], list["acc-monthly"]));

        (await _host.PostAsync("/api/policies/acc-monthly/sign", "")).Problem(403);
        (await _host.PostAsync("/api/policies/none/sign", "", LiveHost.ManagerToken)).Problem(404);
        var policy = (await _host.GetAsync("/api/policies/three-calls")).Ok;
        Assert.Equal("Mia", (string?)Assert.Single(policy["signatures"]!)["person"]);
        Assert.Equal("three-calls", (string?)policy["settings"]!["name"]);
    }

    [Fact]
    public async Task Clock_MovesOnAndTellsWhatItDid()
    {
        var moved = await _host.MoveToAsync("2021-08-25T12:00:00+10:00");
        Assert.Equal("2021-08-25T02:00:00+00:00", (string?)moved["now"]);
        Assert.True((int)moved["scans"]! >= 20 && (int)moved["tasks"]! >= 1, moved.ToString());

        var problem = (await _host.PostAsync("/api/clock", """{"to": "2021-08-02T09:00:00+10:00"}""", LiveHost.ManagerToken)).Problem(422);
        Assert.NotNull(problem["errors"]!["to"]);
        (await _host.PostAsync("/api/clock", """{"to": "2031-08-02T09:00:00+10:00"}""", LiveHost.ManagerToken)).Problem(422);
        Assert.True((bool)(await _host.GetAsync("/api/clock", LiveHost.ManagerToken)).Ok["isVirtual"]!);
    }

    [Fact]
    public async Task Lists_WithACursorThatNoPageGave_Are400()
    {
        foreach (var list in new[] { "tasks", "letters", "payments" })
        {
            Assert.NotNull((await _host.GetAsync($"/api/{list}?cursor=abc")).Problem(400)["errors"]!["cursor"]);
        }
    }

    [Fact]
    public async Task HealthAndReady_NeedNoToken()
    {
        Assert.Equal("ok", (string?)(await _host.GetAsync("/api/health", token: null)).Ok["status"]);
        Assert.Equal("ok", (string?)(await _host.GetAsync("/api/ready", token: null)).Ok["status"]);

        _host.Outgoing = SenderState.Broken("letters can't be written to /outbox: the disk is full");
        Assert.Equal(
            "no letter can leave: letters can't be written to /outbox: the disk is full", (string?)(await _host.GetAsync("/api/ready", token: null)).Problem(503)["detail"]);
    }

    private Task HearAsync(string feed, string asOf) => _host.Store.ReceiveAsync(
        new BankDelivery(feed, _host.Clock.GetUtcNow(), Moment(asOf), []), _host.Services.GetRequiredService<IPaymentMatcher>(), CancellationToken.None);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
