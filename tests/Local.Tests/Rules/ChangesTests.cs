using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R31 to R33, R35, R36: what changes the timeline; R40, R41: what every action and letter says.</summary>
public sealed class ChangesTests
{
    [Fact]
    public async Task R31_EverythingPaid_ClosesAndWithdraws()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        Assert.Single(await house.TasksAsync());

        await house.PayAsync(1000, "I1");
        await house.ToAsync("2021-10-30 10:00");

        Assert.Equal((CaseStatus.Closed, CloseReason.Paid), ((await house.CaseAsync()).Status, (await house.CaseAsync()).CloseReason));
        Assert.Empty(await house.TasksAsync());
        Assert.Empty(house.Sender.Sent);
    }

    [Theory]
    [InlineData(995.00, CaseStatus.Closed)]
    [InlineData(994.99, CaseStatus.Waiting)]
    public async Task R31_RemainderOfAtMost5_CountsAsPaid(double paid, CaseStatus status)
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");

        await house.PayAsync((decimal)paid, "I1", payer: "Smith & Sons");

        Assert.Equal(status, (await house.CaseAsync()).Status);
    }

    [Fact]
    public async Task R32_SmallPart_TheLadderGoesOn()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        await house.ToAsync("2021-08-10 10:00");
        var call = await house.TaskAsync();

        await house.PayAsync(50, "I1", payer: "Smith & Sons");

        Assert.Equal((call.Id, Aud(950)), ((await house.TaskAsync()).Id, (await house.CaseAsync()).Owing));
    }

    [Fact]
    public async Task R32_LargePart_SuspendsSevenDays_ThenOnAtTheSameRung()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        await house.ToAsync("2021-08-10 10:00");
        Assert.Equal("call-2", (await house.TaskAsync()).Step);

        await house.PayAsync(600, "I1", payer: "Smith & Sons");
        await house.ToAsync("2021-08-16 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-17 10:00");

        Assert.Equal(("call-2", "Tue 17 Aug 08:30"), ((await house.TaskAsync()).Step, InSydney((await house.TaskAsync()).DueAt)));
    }

    [Fact]
    public async Task R33_PromiseKept_Closes()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-06");

        await house.ToAsync("2021-08-06 10:00");
        await house.PayAsync(1000, "I1");

        Assert.Equal((CaseStatus.Closed, PromiseState.Kept), ((await house.CaseAsync()).Status, (await house.CaseAsync()).Promise!.State));
        Assert.Empty(await house.TasksAsync());
    }

    [Fact]
    public async Task R33_PromiseBroken_GoesOnAtTheNextRung()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-06");

        await house.ToAsync("2021-08-10 10:00");

        Assert.Equal("call-2", Assert.Single(await house.TasksAsync()).Step);
        Assert.Equal(1, (await house.CaseAsync()).BrokenPromises);
    }

    [Fact]
    public async Task R33_PromiseBeyond14Days_NeedsAManager()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");

        var clerk = await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-17");
        var stillOpen = (await house.TaskAsync()).State;
        var manager = await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-17", manager: true);

        Assert.Equal((Because.RefusedPromiseFar, TaskState.Open), (clerk.Refusal!.Value.Code, stillOpen));
        Assert.Null(manager.Refusal);
    }

    [Fact]
    public async Task R33_ThreeBrokenPromises_NoMore_Management()
    {
        await using var house = await Owing1000();
        for (var n = 0; n < 3; n++)
        {
            var task = (await house.TasksAsync(TaskKind.Call)).SingleOrDefault();
            for (; task is null; task = (await house.TasksAsync(TaskKind.Call)).SingleOrDefault())
            {
                await house.ToAsync($"{house.Today.AddDays(1):yyyy-MM-dd} 10:00");
            }

            await house.CompleteAsync(task, OutcomeKind.ReachedPromise, promise: $"{house.Today:yyyy-MM-dd}");
        }

        await house.ToAsync($"{house.Today.AddDays(4):yyyy-MM-dd} 10:00");

        Assert.Equal(3, (await house.CaseAsync()).BrokenPromises);
        Assert.Equal(TaskKind.ManagementCall, Assert.Single(await house.TasksAsync()).Kind);
        var more = await house.DoAsync(new PromiseGiven(new Actor("Kim"), house.Today.AddDays(2), null));
        Assert.Equal(Because.RefusedPromiseCount, more.Refusal!.Value.Code);
    }

    [Fact]
    public async Task R35_Bounce_ThePhoneTaskNextDay_AndTheLetterAgainOnThursday()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        await house.ToAsync("2021-08-03 09:00");
        var letter = Assert.Single(house.Sender.Sent);

        await house.DoAsync(new LetterBounced(letter.Id, "letter-1", letter.To));
        await house.ToAsync("2021-08-04 10:00");
        var task = await house.TaskAsync(TaskKind.FindContact);
        await house.ContactsAsync("account,name,role,email,phone\nA1,Jane O'Neill,accounts,jane@smith.example,02 5550 0001");
        await house.ToAsync("2021-08-05 09:00");

        Assert.Equal("Wed 4 Aug 08:30", InSydney(task.DueAt));
        Assert.Equal(["Tue 3 Aug 08:30 accounts@smith.example", "Thu 5 Aug 08:30 jane@smith.example"], house.Sender.Sent.Select(l => $"{InSydney(l.Date)} {l.To}"));
        Assert.Contains("/letter-1/", $"/{(await house.Store.LettersAsync("A1", LetterState.Sent, null, 10, default)).Items[0].Step}/", StringComparison.Ordinal);
    }

    [Fact]
    public async Task R36_Hold_StopsContacts_AndEndsByItself()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");

        await house.DoAsync(new HoldPlaced(new Actor("Kim"), "the owner is in hospital", null, Day("2021-08-12")));
        await house.ToAsync("2021-08-11 16:00");
        var held = await house.CaseAsync();
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-12 10:00");

        Assert.Equal((CaseStatus.Held, "Kim", "the owner is in hospital"), (held.Status, held.Hold!.Owner, held.Hold.Reason));
        Assert.Equal("call-1", (await house.TaskAsync()).Step);
    }

    [Fact]
    public async Task R40_EveryLineOfTheRecord_SaysWhoWhenAndWhy_AndIsChained()
    {
        await using var house = await Owing1000();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, note: "on Friday", promise: "2021-08-06");
        await house.PayAsync(1000, "I1");

        var record = await house.Store.RecordAsync("A1", default);

        Assert.Equal(Enumerable.Range(1, record.Count), record.Select(line => line.Seq));
        Assert.All(record, line => Assert.True(line.By.Length > 0 && line.Why.Length > 0 && line.Rule is >= 1 and <= 41 && line.Hash.Length == 64));
        Assert.Equal(
            ["scan opened", "scan task-opened", "Kim call-made", "Kim promise-made", "Kim suspended", "bank payment", "bank promise-kept", "bank closed"],
            record.Select(line => $"{line.By} {Words.Of(line.Kind)}"));
    }

    [Fact]
    public async Task R41_EveryLetterSaysHowToPay_WithAReferenceThatTheFeedMatches()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        await house.ToAsync("2021-08-03 09:00");
        var letter = Assert.Single(house.Sender.Sent);
        var reference = PaymentReference.For("A1").ToPrintString();

        Assert.All(
            [reference, "BSB 062-000", "https://pay.harbour.example/?amount=1000.00", "accounts@harbour.example", "instalments"],
            part => Assert.Contains(part, letter.Text, StringComparison.OrdinalIgnoreCase));
        var paid = await house.PayAsync(1000, reference: $"thanks {reference}");

        Assert.Equal((PaymentState.Matched, "A1", CaseStatus.Closed), (paid.State, paid.Account, (await house.CaseAsync()).Status));
    }

    private static async Task<House> Owing1000()
    {
        var house = await OpenAsync("2021-08-01 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-01,1000,2021-07-31");
        return house;
    }
}
