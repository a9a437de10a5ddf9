using Collections.App.Letters;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R24 to R28: calls, and what comes of them.</summary>
public sealed class CallsTests
{
    [Fact]
    public async Task R24_TheTaskTellsAll_AndTheSecondCallBeginsWithWhatWasSaidLast()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.AccountsAsync("account,name,notes,policy\nA1,Smith & Sons,Ask for Jane; deaf in one ear,three-calls\nBIG,Big,,");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-30,1000,2021-07-31");
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedRefused, note: "the director signs cheques on Fridays");
        await house.ToAsync("2021-08-09 10:00");

        var task = await house.TaskAsync();
        var script = await ScriptAsync(house);

        Assert.Equal("call-2 was due Mon 9 Aug 2021 (R9)", task.Why);
        Assert.StartsWith("Ask for Jane; deaf in one ear", script[script.IndexOf("Ask for", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.All(
            ["02 5550 0001", "the director signs cheques on Fridays", "June 2021", "I1", "1,000.00", "BSB 062-000"],
            part => Assert.Contains(part, script, StringComparison.Ordinal));
        Assert.True(
            script.IndexOf("deaf in one ear", StringComparison.Ordinal) < script.IndexOf("cheques on Fridays", StringComparison.Ordinal)
            && script.IndexOf("cheques on Fridays", StringComparison.Ordinal) < script.IndexOf("1,000.00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R25_EachOutcome_HasItsNextThing()
    {
        var next = new Dictionary<OutcomeKind, string>();
        foreach (var outcome in Enum.GetValues<OutcomeKind>().Where(kind => kind is not (OutcomeKind.Done or OutcomeKind.Sent or OutcomeKind.NotSent)))
        {
            await using var house = await CallOf2August();
            var report = await house.CompleteAsync(
                await house.TaskAsync(), outcome, promise: "2021-08-11", callback: "2021-08-02 14:00",
                dispute: new DisputeDetails("I1", null, DisputeKind.Pricing));
            var @case = await house.CaseAsync();
            var tasks = (await house.TasksAsync()).Select(task => $"{Words.Of(task.Kind)} {InSydney(task.DueAt)}");
            next[outcome] = $"{Words.Of(@case.Status)}; {string.Join(", ", tasks)}; {(@case.WakeAt is { } wake ? InSydney(wake) : "-")}";
            Assert.Null(report.Refusal);
        }

        Assert.Equal(
            new Dictionary<OutcomeKind, string>
            {
                [OutcomeKind.ReachedPromise] = "waiting; ; Wed 11 Aug 08:30",
                [OutcomeKind.ReachedPaidClaim] = "waiting; ; Tue 3 Aug 08:30",
                [OutcomeKind.ReachedDispute] = "closed; dispute Mon 16 Aug 08:30; -",
                [OutcomeKind.ReachedPlanWanted] = "waiting; plan Mon 2 Aug 10:00; -",
                [OutcomeKind.ReachedRefused] = "open; ; Mon 9 Aug 08:30",
                [OutcomeKind.Gatekeeper] = "open; call Mon 2 Aug 14:00; -",
                [OutcomeKind.NoAnswer] = "open; ; Mon 9 Aug 08:30",
                [OutcomeKind.Voicemail] = "open; ; Mon 9 Aug 08:30",
                [OutcomeKind.Disconnected] = "open; ; Mon 9 Aug 08:30",
                [OutcomeKind.WrongNumber] = "open; find-number Mon 2 Aug 10:00; -",
                [OutcomeKind.Abusive] = "waiting; boss-call Mon 2 Aug 10:00; -",
            },
            next);
    }

    [Fact]
    public async Task R26_PromiseThenClaimThenNothing_CallsAgain()
    {
        await using var house = await CallOf2August();
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-11");

        await house.ToAsync("2021-08-10 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-11 10:00");
        var onTheDay = await house.TaskAsync();
        await house.CompleteAsync(onTheDay, OutcomeKind.ReachedPaidClaim);
        Assert.Equal(PromiseState.Claimed, (await house.CaseAsync()).Promise!.State);
        await house.ToAsync("2021-08-12 10:00");
        var again = await house.TaskAsync();

        Assert.Equal(["promise Wed 11 Aug 08:30", "claim Thu 12 Aug 08:30"], [$"{onTheDay.Step} {InSydney(onTheDay.DueAt)}", $"{again.Step} {InSydney(again.DueAt)}"]);
    }

    [Fact]
    public async Task R26_ClaimOnFriday30July_WaitsOverTheBankHoliday()
    {
        await using var house = await OpenAsync("2021-07-28 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-01,1000,2021-07-01");
        await house.ToAsync("2021-07-28 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-07-30");
        await house.ToAsync("2021-07-30 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPaidClaim);

        await house.ToAsync("2021-08-02 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-03 10:00");

        Assert.Equal("claim", (await house.TaskAsync()).Step);
    }

    [Fact]
    public async Task R27_FifthFailure_OneTask_ASixthAddsNone()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        var fails = new List<string>();
        for (var day = Day("2021-08-03"); day <= Day("2021-08-18"); day = day.AddDays(1))
        {
            await house.ToAsync($"{day:yyyy-MM-dd} 10:00");
            foreach (var call in await house.TasksAsync(TaskKind.Call))
            {
                fails.Add(InSydney(call.DueAt)[..^6]);
                await house.CompleteAsync(call, OutcomeKind.NoAnswer);
                Assert.Equal(fails.Count == 5 ? 1 : 0, (await house.TasksAsync(TaskKind.FindNumber)).Count);
            }
        }

        Assert.Equal(["Wed 4 Aug", "Fri 6 Aug", "Wed 11 Aug", "Fri 13 Aug", "Wed 18 Aug"], fails);
        var search = await house.TaskAsync(TaskKind.FindNumber);
        Assert.Equal("5 calls reached nobody: ask the salesperson for another number, then search the web (R27)", search.Why);
    }

    [Fact]
    public async Task R27_Callback_IsNoFailure()
    {
        await using var house = await CallOf2August();

        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Gatekeeper, note: "at lunch, call at two", callback: "2021-08-02 14:00");

        Assert.Equal(("Mon 2 Aug 14:00", 0), (InSydney((await house.TaskAsync()).DueAt), (await house.CaseAsync()).FailedCalls));
    }

    [Fact]
    public async Task R28_Abusive_BlocksClerkCalls_AndTheBossCallsTheSameDay()
    {
        await using var house = await CallOf2August();

        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Abusive);

        Assert.True((await house.CaseAsync()).CallsBlocked);
        Assert.Equal("Mon 2 Aug 10:00", InSydney((await house.TaskAsync(TaskKind.BossCall)).DueAt));
    }

    private static async Task<House> CallOf2August()
    {
        var house = await OpenAsync("2021-08-02 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-01,1000,2021-07-31");
        await house.ToAsync("2021-08-02 10:00");
        return house;
    }

    private static async Task<string> ScriptAsync(House house)
    {
        var file = (await house.Store.ReadAsync("A1", default))!;
        var position = Position.Of(house.Today, Currency.Aud, file.Invoices, file.Disputes, file.UnappliedPayments, new(Collections.Core.Policies.OwingBy.DueDate, 0), 0);
        var log = await house.Store.ContactLogAsync("A1", 50, default);
        return house.Get<LetterDesk>().Script(file, position, await house.TaskAsync(), log, house.Clock.GetUtcNow());
    }
}
