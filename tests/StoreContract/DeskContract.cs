using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.StoreContract;

/// <summary>What people look at and take on: lists that page, tasks that one person holds, and what the company keeps.</summary>
public abstract class DeskContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    [StoreFact]
    public async Task Worklist_IsRankedByDayThenUrgencyThenOwing()
    {
        await AddAccountsAsync("A", "B");
        await OpenTasksAsync("A",
            NewTask("t1-A", TaskKind.Visit, 0, 100), NewTask("t2-A", TaskKind.Call, 0, 100), NewTask("t3-A", TaskKind.Call, 0, 900),
            NewTask("t4-A", TaskKind.Call, 0, 1, step: "promise"), NewTask("t5-A", TaskKind.BossCall, 1, 5000, Role.Manager),
            NewTask("t6-A", TaskKind.Call, -24, 1));
        await OpenTasksAsync("B", NewTask("t1-B", TaskKind.Call, 3, 900), NewTask("t2-B", TaskKind.FindContact, 0, 9999), NewTask("t3-B", TaskKind.ManagementCall, 0, 1, Role.Manager));

        Assert.Equal(
            ["t6-A", "t5-A", "t4-A", "t3-B", "t1-B", "t3-A", "t2-A", "t2-B", "t1-A"],
            await TaskIdsAsync(new TaskFilter()));
    }

    [StoreFact]
    public async Task Worklist_CountsItsDaysWhereTheAccountIs()
    {
        // 22:00 UTC and 04:00 UTC are one day in Sydney, though not in Greenwich: the larger debt comes first.
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, -1, 100), NewTask("t2-A", TaskKind.Call, 5, 900));

        Assert.Equal(["t2-A", "t1-A"], await TaskIdsAsync(new TaskFilter()));
    }

    [StoreFact]
    public async Task Worklist_InPages_ShowsEachTaskOnce()
    {
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", [.. Enumerable.Range(1, 25).Select(i =>
            NewTask($"t{i}-A", i % 3 == 0 ? TaskKind.Dispute : TaskKind.Call, i % 4 * 24, i % 5 * 100, (Role)(i % 3)))]);
        var whole = await TaskIdsAsync(new TaskFilter(Limit: 500));

        var (paged, cursor) = (new List<string>(), default(string));
        do
        {
            var page = await Desk.TasksAsync(new TaskFilter(Cursor: cursor, Limit: 4), None);
            paged.AddRange(page.Items.Select(task => task.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(25, whole.Count);
        Assert.Equal(whole, paged);
    }

    [StoreFact]
    public async Task Worklist_Filtered_ShowsWhatWasAskedFor()
    {
        await AddAccountsAsync("A", "B");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, 0, 100), NewTask("t2-A", TaskKind.Dispute, 48, 100, Role.Sales));
        await OpenTasksAsync("B", NewTask("t1-B", TaskKind.ManagementCall, 0, 100, Role.Manager), NewTask("t2-B", TaskKind.Allocate, 0, 100));
        await CloseTaskAsync("B", "t2-B", done: true);

        Assert.Equal(["t1-A", "t2-A"], await TaskIdsAsync(new TaskFilter(Account: "A")));
        Assert.Equal(["t1-B"], await TaskIdsAsync(new TaskFilter(Role: Role.Manager)));
        Assert.Equal(["t2-A"], await TaskIdsAsync(new TaskFilter(HideCalls: true)));
        Assert.Equal(["t2-A"], await TaskIdsAsync(new TaskFilter(HideCalls: true, Account: "A")));
        Assert.Equal(["t1-B", "t1-A"], await TaskIdsAsync(new TaskFilter(DueBy: Later(1))));
        Assert.Equal(["t2-B"], await TaskIdsAsync(new TaskFilter(Open: false)));
        Assert.Empty(await TaskIdsAsync(new TaskFilter(Account: "nobody")));
        Assert.Empty(await TaskIdsAsync(new TaskFilter(Open: false, Account: "A")));
    }

    [StoreFact]
    public async Task Worklist_WithACursorOfNobodys_SaysSo() =>
        Assert.Contains("cursor", (await Assert.ThrowsAsync<ArgumentException>(() => Desk.TasksAsync(new TaskFilter(Cursor: "x"), None))).Message, StringComparison.Ordinal);

    [StoreFact]
    public async Task Task_FromOpenedToDone_IsFollowed()
    {
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, 1, 900));
        var opened = await Desk.TaskAsync("t1-A", None);
        Assert.Equal(
            ("t1-A", TaskKind.Call, Role.Clerk, "A", "A Pty Ltd", "call-1", Now, Later(1), Aud(900), 2, TaskState.Open),
            (opened!.Id, opened.Kind, opened.Role, opened.Account, opened.AccountName, opened.Step, opened.OpenedAt, opened.DueAt, opened.Owing,
                opened.Attempts, opened.State));
        Assert.NotEmpty(opened.Why);

        await StepAsync("A", Open("t1-A"), new TaskMoved("t1-A", Later(5)));
        Assert.Equal(Later(5), (await Desk.TaskAsync("t1-A", None))!.DueAt);

        await CloseTaskAsync("A", "t1-A", done: true);
        var done = await Desk.TaskAsync("t1-A", None);
        Assert.Equal(
            (TaskState.Done, OutcomeKind.Voicemail, "left word", Now), (done!.State, done.Outcome, done.Note, done.ClosedAt));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Task_MovedByACallback_IsMoreUrgent()
    {
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, 0, 100), NewTask("t2-A", TaskKind.Call, 0, 900));

        await StepAsync("A", Open("t1-A", "t2-A"), new TaskMoved("t1-A", Later(2)));

        Assert.Equal(["t1-A", "t2-A"], await TaskIdsAsync(new TaskFilter()));
    }

    [StoreFact]
    public async Task Claim_OfATask_IsOnePersons()
    {
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, 0, 900));

        Assert.Equal("ann", await Desk.ClaimAsync("t1-A", "ann", None));
        Assert.Equal("ann", await Desk.ClaimAsync("t1-A", "ann", None));
        Assert.Equal("ann", await Desk.ClaimAsync("t1-A", "bob", None));
        Assert.Equal("ann", await Desk.ReleaseAsync("t1-A", "bob", None));
        Assert.Equal("ann", (await Desk.TaskAsync("t1-A", None))!.ClaimedBy);
        Assert.Null(await Desk.ReleaseAsync("t1-A", "ann", None));
        Assert.Equal("bob", await Desk.ClaimAsync("t1-A", "bob", None));
        await CloseTaskAsync("A", "t1-A", done: false);
        Assert.Null(await Desk.ClaimAsync("t1-A", "bob", None));
        Assert.Null(await Desk.ClaimAsync("t9-A", "bob", None));
        Assert.Null(await Desk.TaskAsync("t9-A", None));
    }

    [StoreFact]
    public async Task Claim_ByManyAtOnce_IsOnePersons()
    {
        await AddAccountsAsync("A");
        await OpenTasksAsync("A", NewTask("t1-A", TaskKind.Call, 0, 900));

        var holders = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Desk.ClaimAsync("t1-A", $"clerk {i}", None)));

        Assert.Single(holders.Distinct());
    }

    [StoreFact]
    public async Task CompanyTask_IsOpenedOnce_ClosedAndOpenedAgain_R20()
    {
        await Desk.OpenCompanyTaskAsync("stale-bank", TaskKind.StaleBank, Role.Manager, "silent since Monday", Now, None);
        await Desk.OpenCompanyTaskAsync("stale-bank", TaskKind.StaleBank, Role.Manager, "still silent", Later(1), None);

        var task = Assert.Single((await Desk.TasksAsync(new TaskFilter(), None)).Items);
        Assert.Equal(("stale-bank", null, "silent since Monday", null), (task.Id, task.Account, task.Why, task.Owing));

        await Desk.CloseCompanyTaskAsync("stale-bank", None);
        await Desk.CloseCompanyTaskAsync("stale-bank", None);
        await Desk.CloseCompanyTaskAsync("another", None);
        Assert.Empty((await Desk.TasksAsync(new TaskFilter(), None)).Items);

        await Desk.OpenCompanyTaskAsync("stale-bank", TaskKind.StaleBank, Role.Manager, "silent again", Later(2), None);
        Assert.Equal("silent again", Assert.Single((await Desk.TasksAsync(new TaskFilter(), None)).Items).Why);
    }

    [StoreFact]
    public async Task Letters_ArePagedNewestFirst()
    {
        await AddAccountsAsync("A", "B");
        for (var i = 1; i <= 5; i++)
        {
            var account = i == 3 ? "B" : "A";
            await StepAsync(account, "", Later(i), new LetterIntended($"l{i}-{account}", "first-letter", "first", Later(i)));
        }

        await StepAsync("A", "", new LetterWithdrawn("l4-A"));

        Assert.Equal(["l5-A", "l4-A", "l3-B", "l2-A", "l1-A"], await LetterIdsAsync(null, null, 2));
        Assert.Equal(["l5-A", "l4-A", "l2-A", "l1-A"], await LetterIdsAsync("A", null, 3));
        Assert.Equal(["l5-A", "l2-A", "l1-A"], await LetterIdsAsync("A", LetterState.Intended, 2));
        Assert.Equal(["l4-A"], await LetterIdsAsync(null, LetterState.Withdrawn, 2));
        Assert.Empty(await LetterIdsAsync("nobody", null, 2));
        Assert.Null(await Desk.LetterAsync("l9-A", None));
    }

    [StoreFact]
    public async Task Accounts_ArePaged_FoundByCodeNameOrBranch_AndShowWhatIsOwing()
    {
        await Ledger.SaveAccountsAsync(
            [NewAccount("A100") with { Name = "50% Off_Ltd" }, NewAccount("B200"), NewAccount("BRANCH", "B200"), NewAccount("C300")], Now, None);
        await AddAsync(NewInvoice("A100", "1", 1000) with { Disputed = Aud(300) });
        await AddAsync(NewInvoice("A100", "2", 70, due: Day(8, 31)));
        await AddAsync(NewInvoice("A100", "3", -50, -50));
        await ReceiveAsync(Payment("p1", 10, "what?"));
        await AddAsync(NewInvoice("BRANCH", "4", 5));
        var file = await FileAsync("B200");
        await CommitAsync(Turn(file, OpenCase(""","onStop":true,"wakeAt":"2021-08-10T22:30:00Z" """), Now) with { Step = "call-1", Stage = "reminding" });

        var all = (await Desk.AccountsAsync(null, null, 500, Today, None)).Items;

        Assert.Equal(
            [
                new AccountRowView("A100", "50% Off_Ltd", Aud(650), CaseStatus.None, null, null, null, OnStop: false),
                new AccountRowView("B200", "B200 Pty Ltd", Aud(5), CaseStatus.Open, "call-1", "reminding", new DateTimeOffset(2021, 8, 10, 22, 30, 0, TimeSpan.Zero), OnStop: true),
                new AccountRowView("C300", "C300 Pty Ltd", Aud(0), CaseStatus.None, null, null, null, OnStop: false),
            ],
            all);
        Assert.Equal(["B200"], await AccountCodesAsync("bran"));
        Assert.Equal(["A100"], await AccountCodesAsync("0% off_l"));
        Assert.Empty(await AccountCodesAsync("_100%"));
        var page = await Desk.AccountsAsync("", null, 2, Today, None);
        Assert.Equal(["A100", "B200"], page.Items.Select(account => account.Account));
        Assert.Equal(["C300"], (await Desk.AccountsAsync("", page.Next, 2, Today, None)).Items.Select(account => account.Account));
    }

    [StoreFact]
    public async Task ContactLog_TellsTheStoryNewestFirst_R24()
    {
        await AddAccountsAsync("A");
        await RecordAsync(
            "A",
            Line(RecordKind.Opened, Because.Opened, Now), Line(RecordKind.LetterSent, Because.LetterSent, Later(1)),
            new RecordLine(Later(2), "ann", RecordKind.CallMade, new Why(Because.CallMade, Text: "voicemail: left word"), "t1-A"),
            new RecordLine(Later(3), "bob", RecordKind.Note, new Why(Because.Note, Text: "rings back on Monday")),
            Line(RecordKind.Note, Because.PartPaymentSmall, Later(4)), Line(RecordKind.TaskOpened, Because.StepDue, Later(4)));

        var log = await Desk.ContactLogAsync("A", 2, None);

        Assert.Equal(
            [
                new ContactLogRow(Later(3), "bob", RecordKind.Note, "rings back on Monday"),
                new ContactLogRow(Later(2), "ann", RecordKind.CallMade, "voicemail: left word", OutcomeKind.Voicemail),
            ],
            log);
        Assert.Equal(3, (await Desk.ContactLogAsync("A", 10, None)).Count);
        Assert.Empty(await Desk.ContactLogAsync("nobody", 10, None));
    }

    [StoreFact]
    public async Task Promises_KeepTheirLastState_NewestFirst()
    {
        await AddAccountsAsync("A");
        var first = new Promise("p1-A", Today, Day(8, 5), Aud(100), PromiseState.Live, Aud(0));
        var second = new Promise("p2-A", Today, Day(8, 9), Aud(200), PromiseState.Live, Aud(0));
        await StepAsync("A", "", new PromiseChanged(first), new PromiseChanged(first with { State = PromiseState.Broken }), new PromiseChanged(second));

        Assert.Equal([second, first with { State = PromiseState.Broken }], await Desk.PromisesAsync("A", None));
    }

    [StoreFact]
    public async Task Records_OfEverybody_AreWhole_EachAccountsInTheOrderOfItsWriting()
    {
        await AddAccountsAsync("A", "B");
        await RecordAsync("B", Line(RecordKind.Opened, Because.Opened, Now));
        await RecordAsync("A", Line(RecordKind.Opened, Because.Opened, Now), Line(RecordKind.Closed, Because.PaidInFull, Now));
        await RecordAsync("B", Line(RecordKind.Closed, Because.PaidInFull, Now));

        var lines = new List<(string Account, int Seq)>();
        await foreach (var batch in Desk.AllRecordsAsync(None))
        {
            lines.AddRange(batch.Select(one => (one.Account, one.Line.Seq)));
        }

        Assert.Equal([1, 2], lines.Where(line => line.Account == "A").Select(line => line.Seq));
        Assert.Equal([1, 2], lines.Where(line => line.Account == "B").Select(line => line.Seq));
        Assert.Equal(4, lines.Count);
    }

    [StoreFact]
    public async Task Value_OfTheCompany_IsKept()
    {
        Assert.Null(await Desk.GetAsync("clock", None));

        await Desk.SetAsync("clock", "1", None);
        await Desk.SetAsync("clock", "2", None);
        await Host.ReopenAsync();

        Assert.Equal("2", await Desk.GetAsync("clock", None));
    }

    [StoreFact]
    public async Task Scan_EndsOnce_R5()
    {
        Assert.False(await Desk.HasScannedAsync("acc-monthly-2021-08", None));
        Assert.True(await Desk.EndScanAsync("acc-monthly-2021-08", Now, None));
        Assert.False(await Desk.EndScanAsync("acc-monthly-2021-08", Later(1), None));
        Assert.True(await Desk.HasScannedAsync("acc-monthly-2021-08", None));
    }

    [StoreFact]
    public async Task Backlog_CountsCallsByTheAccountsOwnDay_AndPaymentsThatNobodyHasMatched()
    {
        Assert.Equal(default, await Desk.BacklogAsync(Today, None));
        await AddAccountsAsync("A");
        await AddAsync(NewInvoice("A", "1", 900));
        await OpenTasksAsync("A",
            NewTask("t1-A", TaskKind.Call, -24, 100), NewTask("t2-A", TaskKind.BossCall, -30, 100, Role.Manager), NewTask("t3-A", TaskKind.Call, 5, 100),
            NewTask("t4-A", TaskKind.Call, 24, 100), NewTask("t5-A", TaskKind.Visit, -24, 100));
        await ReceiveAsync(Payment("p1", 900, "1"), Payment("p2", 5, "what?"), Payment("p3", 7, "and what?"));

        Assert.Equal(new Backlog(CallsDue: 3, CallsOverdue: 2, PaymentsWaiting: 2), await Desk.BacklogAsync(Today, None));
        Assert.Equal(new Backlog(CallsDue: 4, CallsOverdue: 3, PaymentsWaiting: 2), await Desk.BacklogAsync(Today.AddDays(1), None));

        await CloseTaskAsync("A", "t1-A", done: true);
        Assert.Equal(2, (await Desk.BacklogAsync(Today, None)).CallsDue);
    }

    private static TaskOpened NewTask(string id, TaskKind kind, double dueInHours, decimal owing, Role role = Role.Clerk, string step = "call-1") =>
        new(id, kind, role, step, "call-1", Later(dueInHours), new Why(Because.StepDue, Today, Text: step), Aud(owing), 2);

    private static string Open(params string[] tasks) => tasks.Length == 0
        ? ""
        : $$""","tasks":[{{string.Join(",", tasks.Select(task => $$"""{"id":"{{task}}"}"""))}}]""";

    private Task OpenTasksAsync(string account, params TaskOpened[] tasks) =>
        StepAsync(account, Open([.. tasks.Select(task => task.TaskId)]), tasks);

    private Task CloseTaskAsync(string account, string task, bool done) => StepAsync(
        account, "", new TaskClosed(task, done, done ? new Outcome(OutcomeKind.Voicemail, "left word") : null));

    private Task StepAsync(string account, string @case, params Effect[] effects) => StepAsync(account, @case, Now, effects);

    private async Task StepAsync(string account, string @case, DateTimeOffset at, params Effect[] effects) =>
        await CommitAsync(Turn(await FileAsync(account), OpenCase(@case), at, effects));

    private async Task RecordAsync(string account, params RecordLine[] lines) =>
        await CommitAsync(Turn(await FileAsync(account), OpenCase(), Now, record: lines));

    private async Task<List<string>> TaskIdsAsync(TaskFilter filter) => [.. (await Desk.TasksAsync(filter, None)).Items.Select(task => task.Id)];

    private async Task<List<string>> AccountCodesAsync(string query) =>
        [.. (await Desk.AccountsAsync(query, null, 10, Today, None)).Items.Select(account => account.Account)];

    private async Task<List<string>> LetterIdsAsync(string? account, LetterState? state, int limit)
    {
        var (ids, cursor) = (new List<string>(), default(string));
        do
        {
            var page = await Desk.LettersAsync(account, state, cursor, limit, None);
            ids.AddRange(page.Items.Select(letter => letter.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        return ids;
    }
}
