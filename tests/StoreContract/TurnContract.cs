using Collections.App.Formats;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.StoreContract;

/// <summary>A turn commits everything or nothing, on the version that it was decided on; what happened waits until it is taken (promises 1, 3, 5).</summary>
public abstract class TurnContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    private const string TwoTasks = """
        ,"ladders":[{"state":"task-open","anchor":"2021-07-31","begunOn":"2021-08-03","nextOn":"2021-08-03","taskId":"t1-A100"}],
        "tasks":[{"id":"t1-A100","step":"call-1","due":"2021-08-03T22:30:00Z"},{"id":"t2-A100","kind":"dispute","step":"d3-A100","due":"2021-08-09T22:30:00Z"}],
        "pause":{"kind":"promise","until":"2021-08-11"},"onStop":true,"owing":{"minor":90000,"currency":"AUD"},"wakeAt":"2021-08-10T22:30:00Z"
        """;

    [StoreFact]
    public async Task Turn_Committed_IsReadBack()
    {
        await AddAccountsAsync("A100");
        var file = await FileAsync("A100");
        Effect[] effects =
        [
            Task("t1-A100", TaskKind.Call, Now), Task("t2-A100", TaskKind.Dispute, Now),
            new DisputeOpened(new Dispute("d3-A100", "1001", Aud(300), DisputeKind.Pricing, "sam", Today, Day(8, 10), Note: "too dear")),
            new PromiseChanged(new Promise("p4-A100", Today, Day(8, 11), Aud(600), PromiseState.Live, Aud(0))),
        ];

        await CommitAsync(Turn(file, OpenCase(TwoTasks), Now, effects, Line(RecordKind.Opened, Because.Opened, Now), Line(RecordKind.PromiseMade, Because.PromiseMade, Now, "p4-A100")));
        await Host.ReopenAsync();

        var after = await FileAsync("A100");
        Assert.Equal(OpenCaseText(TwoTasks), CaseFormat.Write(after.Case));
        Assert.Equal("too dear", Assert.Single(after.Disputes).Note);
        Assert.Equal(2, after.RecordCount);
        Assert.Equal([1, 2], (await Desk.RecordAsync("A100", None)).Select(line => line.Seq));
        Assert.Equal(after.RecordHash, (await Desk.RecordAsync("A100", None))[^1].Hash);
        Assert.Equal(PromiseState.Live, Assert.Single(await Desk.PromisesAsync("A100", None)).State);
        Assert.True(after.Version > file.Version);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Turn_OnAnOldVersion_WritesNothing_AndTheOthersAreCommitted()
    {
        await AddAccountsAsync("A100", "A200");
        var old = await FileAsync("A100");
        await OpenCaseAsync("A100");
        var other = await FileAsync("A200");

        var committed = await Accounts.CommitAsync(
        [
            Turn(old, OpenCase(""","tasks":[{"id":"t1-A100"}]"""), Now, [Task("t1-A100", TaskKind.Call, Now)], Line(RecordKind.TaskOpened, Because.StepDue, Now)),
            Turn(other, OpenCase(), Now),
        ],
        None);

        Assert.Equal([false, true], committed);
        Assert.Null(await Desk.TaskAsync("t1-A100", None));
        Assert.Single(await Desk.RecordAsync("A100", None));
        Assert.Equal(CaseStatus.Open, (await FileAsync("A200")).Case.Status);
    }

    [StoreFact]
    public async Task Turn_Twice_IsCommittedOnce()
    {
        await AddAccountsAsync("A100");
        var turn = Turn(await FileAsync("A100"), OpenCase(), Now);

        Assert.Equal([true, false], await Accounts.CommitAsync([turn, turn], None));
    }

    [StoreFact]
    public async Task Anything_ThatTouchesTheAccount_MakesItsVersionOld_Promise3()
    {
        await AddAccountsAsync("A100");
        Func<Task>[] touches =
        [
            () => AddAsync(NewInvoice("A100", "1001", 900)),
            () => ReceiveAsync(Payment("p1", 10, account: "A100")),
            () => ReceiveAsync(Reversal("r1", "p1", 10)),
            () => Accounts.PostAsync("A100", "k1", new NoteAdded(new Actor("ann"), "x"), Now, None),
            () => Ledger.SaveContactsAsync([new ContactEntry("A100", Accountant())], Now, None),
            () => Ledger.SaveAccountsAsync([NewAccount("A100") with { Notes = "x" }], Now, None),
        ];
        foreach (var touch in touches)
        {
            var file = await FileAsync("A100");
            await touch();
            Assert.Equal([false], await Accounts.CommitAsync([Turn(file, OpenCase(), Now)], None));
        }
    }

    [StoreFact]
    public async Task Post_OfAKnownKey_ChangesNothing_EvenAfterItWasTaken()
    {
        await AddAccountsAsync("A100");
        var note = new NoteAdded(new Actor("ann"), "rang");

        Assert.True(await Accounts.PostAsync("A100", "k1", note, Now, None));
        Assert.False(await Accounts.PostAsync("A100", "k1", note, Now, None));
        var file = await FileAsync("A100");
        Assert.Equal((note, "k1", Now), (Assert.Single(file.Inbox).Happening, file.Inbox[0].Key, file.Inbox[0].At));
        await CommitAsync(Turn(file, OpenCase(), Now));

        Assert.False(await Accounts.PostAsync("A100", "k1", note, Now, None));
        Assert.Empty((await FileAsync("A100")).Inbox);
        Assert.True(await Accounts.IsKnownAsync("A100", "k1", None));
        Assert.False(await Accounts.IsKnownAsync("A100", "k2", None));
    }

    [StoreFact]
    public async Task Post_ToABranch_ReachesTheAccountThatIsBilled()
    {
        await Ledger.SaveAccountsAsync([NewAccount("HEAD"), NewAccount("BRANCH", "HEAD")], Now, None);

        await Accounts.PostAsync("BRANCH", "k1", new Woke(), Now, None);

        Assert.IsType<Woke>(Assert.Single((await FileAsync("HEAD")).Inbox).Happening);
        Assert.True(await Accounts.IsKnownAsync("BRANCH", "k1", None));
    }

    [StoreFact]
    public async Task Inbox_KeepsItsOrder_AndLeavesWhatATurnDidNotTake()
    {
        await AddAccountsAsync("A100");
        for (var i = 1; i <= 3; i++)
        {
            await Accounts.PostAsync("A100", $"k{i}", new NoteAdded(new Actor("ann"), $"{i}"), Later(i), None);
        }

        var file = await FileAsync("A100");
        Assert.Equal(["k1", "k2", "k3"], file.Inbox.Select(item => item.Key));
        await CommitAsync(Turn(file, OpenCase(), Later(3)) with { InboxThrough = file.Inbox[1].Seq });

        Assert.Equal("k3", Assert.Single((await FileAsync("A100")).Inbox).Key);
        Assert.Equal(Later(3), await Due.NextDueAsync(None));
    }

    [StoreTheory]
    [MemberData(nameof(Happenings))]
    public async Task Happening_OfEveryKind_IsReadBackAsItWas(string name)
    {
        var happening = AllHappenings.Single(one => one.GetType().Name == name);
        await AddAccountsAsync("A100");

        await Accounts.PostAsync("A100", "k", happening, Now, None);

        Assert.Equal(happening, Assert.Single((await FileAsync("A100")).Inbox).Happening);
    }

    [StoreFact]
    public void Happenings_OfEveryKind_AreTried() => Assert.Equal(
        typeof(Happening).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Happening))).Select(type => type.Name).Order(),
        AllHappenings.Select(happening => happening.GetType().Name).Order());

    [StoreFact]
    public async Task RequestKey_OfATurn_IsKnownAfterwards()
    {
        await AddAccountsAsync("A100");

        await CommitAsync(Turn(await FileAsync("A100"), OpenCase(), Now) with { RequestKey = "hold:7" });

        Assert.True(await Accounts.IsKnownAsync("A100", "hold:7", None));
    }

    [StoreFact]
    public async Task Due_IsOrderedByTimeThenCode_AndEndsAtNow()
    {
        await AddAccountsAsync("C", "B", "A", "D");
        await OpenCaseAsync("C", Wake(Later(1)));
        await OpenCaseAsync("B", Wake(Later(2)));
        await OpenCaseAsync("A", Wake(Later(2)));
        await OpenCaseAsync("D", Wake(Later(3)));

        Assert.Empty(await Due.DueAsync(Later(0.5), 10, None));
        Assert.Equal(["C", "A", "B"], await Due.DueAsync(Later(2), 10, None));
        Assert.Equal(["C", "A"], await Due.DueAsync(Later(9), 2, None));
        Assert.Equal(Later(1), await Due.NextDueAsync(None));

        await Accounts.PostAsync("D", "k", new Woke(), Later(-1), None);
        Assert.Equal(["D", "C"], await Due.DueAsync(Later(1), 10, None));
    }

    [StoreFact]
    public async Task Due_NothingWaits_GivesNothing()
    {
        await AddAccountsAsync("A100");

        Assert.Empty(await Due.DueAsync(DateTimeOffset.MaxValue, 10, None));
        Assert.Null(await Due.NextDueAsync(None));
    }

    [StoreFact]
    public async Task Due_BetweenMilliseconds_IsNeverTooEarly()
    {
        await AddAccountsAsync("A100");
        var wake = Later(1).AddTicks(1);
        await OpenCaseAsync("A100", $",\"wakeAt\":\"{wake.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\"");

        Assert.Empty(await Due.DueAsync(Later(1), 10, None));
        Assert.Equal(["A100"], await Due.DueAsync(Later(1).AddMilliseconds(1), 10, None));
    }

    [StoreFact]
    public async Task Wake_OfThoseWhoWaitForTheBank_MakesThemDue_R20()
    {
        await AddAccountsAsync("STALE", "PROMISE", "PAST", "CLAIM", "TOMORROW", "OPEN");
        await OpenCaseAsync("STALE", ""","pause":{"kind":"stale-bank"}""" + Wake(Later(48)));
        await OpenCaseAsync("PROMISE", ""","pause":{"kind":"promise","until":"2021-08-20"}""" + Wake(Later(400)));
        await OpenCaseAsync("PAST", ""","pause":{"kind":"promise","until":"2021-07-30"}""" + Wake(Later(48)));
        await OpenCaseAsync("CLAIM", $$$""","pause":{"kind":"paid-claim","until":"{{{Now:yyyy-MM-dd}}}"}""" + Wake(Later(24)));
        await OpenCaseAsync("TOMORROW", $$$""","pause":{"kind":"promise","until":"{{{Now.AddDays(2):yyyy-MM-dd}}}"}""" + Wake(Later(48)));
        await OpenCaseAsync("OPEN", Wake(Later(48)));

        Assert.Equal(3, await Due.WakeWaitingForBankAsync(Now, None));

        Assert.Equal(["CLAIM", "PAST", "STALE"], await Due.DueAsync(Now, 10, None));
    }

    [StoreFact]
    public async Task Commit_MakesTheVersionOneHigher()
    {
        await AddAccountsAsync("A100");
        var before = (await FileAsync("A100")).Version;

        await StepAsync("A100", "", new LetterIntended("l1-A100", "s", "t", Now));

        Assert.Equal(before + 1, (await FileAsync("A100")).Version);
    }

    [StoreFact]
    public async Task Letter_FromIntendedToSent_IsFollowed_Promise2()
    {
        await AddAccountsAsync("A100");
        await StepAsync("A100", ""","letter":{"id":"l1-A100","step":"first-letter","notBefore":"2021-08-03T00:00:00Z"}""",
            new LetterIntended("l1-A100", "first-letter", "first", Later(1)));
        Assert.Empty(await Due.LettersDueAsync(Now, 10, None));
        Assert.Equal([new LetterRef("l1-A100", "A100")], await Due.LettersDueAsync(Later(1), 10, None));
        Assert.Equal(Later(1), await Due.NextDueAsync(None));

        var draft = new LetterDraft("l1-A100", "ap@example.com", "Ann", "Your account", "text ✓", "<p>", Aud(900));
        await StepAsync("A100", ""","letter":{"id":"l1-A100","step":"first-letter","attempted":true,"notBefore":"2021-08-03T00:00:00Z"}""",
            Later(1), [draft], new LetterAttempted("l1-A100", null));
        Assert.Empty(await Due.LettersDueAsync(Later(9), 10, None));
        var flying = Assert.Single(await Due.LettersInFlightAsync(None));
        Assert.Equal(
            new LetterRow("l1-A100", "A100", "first-letter", "first", LetterState.Attempted, Now, Later(1), Later(1), null, draft), flying);

        // It was taken a while before the word of it came.
        await StepAsync("A100", "", Later(3), [], new LetterDelivered("l1-A100", Later(2)));
        Assert.Empty(await Due.LettersInFlightAsync(None));
        Assert.Equal((LetterState.Sent, Later(2)), ((await Desk.LetterAsync("l1-A100", None))!.State, (await Desk.LetterAsync("l1-A100", None))!.SentAt));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Letter_PostponedAfterAFailure_IsDueAgain()
    {
        await AddAccountsAsync("A100");
        await StepAsync("A100", Pending(attempted: true), new LetterIntended("l1-A100", "s", "t", Now), new LetterAttempted("l1-A100", null));

        await StepAsync("A100", Pending(attempted: false), new LetterPostponed("l1-A100", Later(1)));

        var letter = await Desk.LetterAsync("l1-A100", None);
        Assert.Equal((LetterState.Intended, Later(1), null), (letter!.State, letter.NotBefore, letter.AttemptedAt));
        Assert.Equal([new LetterRef("l1-A100", "A100")], await Due.LettersDueAsync(Later(1), 10, None));
    }

    [StoreFact]
    public async Task Letter_WithdrawnInDoubtOrBounced_SaysSo()
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveContactsAsync([new ContactEntry("A100", Accountant("AP@example.com"))], Now, None);
        await StepAsync("A100", "", new LetterIntended("l1-A100", "s", "t", Now), new LetterIntended("l2-A100", "s", "t", Now), new LetterIntended("l3-A100", "s", "t", Now));

        await StepAsync("A100", "", new LetterWithdrawn("l1-A100"), new LetterInDoubt("l2-A100"), new LetterCameBack("l3-A100", "ap@example.com"));

        var letters = (await Desk.LettersAsync("A100", null, null, 10, None)).Items;
        Assert.Equal([LetterState.Bounced, LetterState.Unknown, LetterState.Withdrawn], letters.Select(letter => letter.State));
        Assert.True(Assert.Single((await FileAsync("A100")).Account.Contacts).Bounced);
        Assert.Empty(await Due.LettersDueAsync(Later(9), 10, None));
    }

    [StoreFact]
    public async Task Dispute_EndedThatIsNotThere_IsPassedOver()
    {
        await AddAccountsAsync("A100");

        await StepAsync("A100", "", new DisputeEnded("d9-A100", DisputeState.Credited, Today));

        Assert.Empty(await Desk.DisputesAsync("A100", None));
    }

    [StoreFact]
    public async Task ReadOpen_GivesThoseWithOpenItems_ByCode()
    {
        await Ledger.SaveAccountsAsync(
            [NewAccount("C"), NewAccount("A") with { Policy = "gentle" }, NewAccount("B"), NewAccount("NONE"), NewAccount("BRANCH", "C")], Now, None);
        foreach (var (account, number) in new[] { ("C", "1"), ("A", "2"), ("B", "3"), ("BRANCH", "4") })
        {
            await AddAsync(NewInvoice(account, number, 100));
        }

        await AddAsync(NewInvoice("NONE", "5", 100, 0));

        Assert.Equal(["A", "B", "C"], await OpenCodesAsync(null));
        Assert.Equal(["A"], await OpenCodesAsync("gentle"));
        Assert.Equal(["B", "C"], await OpenCodesAsync("three-calls"));
    }

    [StoreFact]
    public async Task Commits_FromManyCallers_AreAllKept()
    {
        var codes = Enumerable.Range(0, 60).Select(i => $"A{i:D3}").ToArray();
        await AddAccountsAsync(codes);

        await System.Threading.Tasks.Task.WhenAll(codes.Select(async code =>
        {
            for (var i = 1; i <= 5; i++)
            {
                await Accounts.PostAsync(code, $"k{i}", new NoteAdded(new Actor("ann"), $"{i}"), Now, None);
            }
        }));

        foreach (var code in codes)
        {
            Assert.Equal(5, (await FileAsync(code)).Inbox.Count);
        }
    }

    public static TheoryData<string> Happenings { get; } = new(AllHappenings.Select(happening => happening.GetType().Name));

    private static IReadOnlyList<Happening> AllHappenings
    {
        get
        {
            var ann = new Actor("ann", IsManager: true);
            var dispute = new DisputeDetails("1001", Aud(3), DisputeKind.AwaitingRma, "sent back", "sam", Day(8, 9));
            return
            [
                new Woke(),
                new Scanned(Today),
                new LedgerChanged(),
                new PaymentReceived(ann, "anz:p1", Aud(900.05m)),
                new PaymentReversed(ann, "anz:p1", new Money(1234, Currency.Parse("JPY"))),
                new PaymentSuspected(ann, "anz:p1", Aud(900.05m), "it owes as much"),
                new PaymentLookedAt(ann, "anz:p1"),
                new LetterReady("l1"),
                new LetterSent("l1", Now),
                new LetterHeldBack("l1"),
                new LetterDelayed("l1", Now.AddMinutes(10)),
                new LetterFailed("l1", Permanent: true, "550 no such box"),
                new LetterUnknown("l1"),
                new LetterBounced("l1", "first-letter", "ap@example.com"),
                new TaskCompleted(ann, "t1", new Outcome(OutcomeKind.ReachedPromise, "“yes”", Day(8, 11), Aud(5), Now.AddTicks(7), dispute)),
                new PromiseGiven(ann, Day(8, 11), null),
                new DisputeRaised(ann, dispute),
                new DisputeResolved(ann, "d1", "1001", Aud(3), Credited: false),
                new HoldPlaced(ann, "asked to", null, Day(9, 1)),
                new HoldLifted(ann, "h1"),
                new SupplySet(ann, Stop: true),
                new NoteAdded(ann, "line\nline"),
            ];
        }
    }

    private static string Wake(DateTimeOffset at) => $",\"wakeAt\":\"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\"";

    private static string Pending(bool attempted) =>
        $$""","letter":{"id":"l1-A100","step":"s","attempted":{{(attempted ? "true" : "false")}},"notBefore":"2021-08-03T00:00:00Z"}""";

    private static string OpenCaseText(string more) => CaseFormat.Write(CaseFormat.Read(OpenCase(more), "A100"));

    private static TaskOpened Task(string id, TaskKind kind, DateTimeOffset due) =>
        new(id, kind, Role.Clerk, "call-1", "call-1", due, new Why(Because.StepDue, Today, Text: "call-1"), Aud(900), 2);

    private Task StepAsync(string account, string @case, params Effect[] effects) => StepAsync(account, @case, Now, [], effects);

    private async Task StepAsync(string account, string @case, DateTimeOffset at, LetterDraft[] drafts, params Effect[] effects) =>
        await CommitAsync(Turn(await FileAsync(account), OpenCase(@case), at, effects) with { Drafts = drafts });

    private async Task<List<string>> OpenCodesAsync(string? policy)
    {
        var codes = new List<string>();
        await foreach (var batch in Accounts.ReadOpenAsync(policy, "three-calls", None))
        {
            codes.AddRange(batch.Select(file => file.Account.Code));
        }

        return codes;
    }
}
