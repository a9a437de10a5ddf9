using Collections.App.Payments;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R19 to R23: what is looked at before anybody is contacted.</summary>
public sealed class BeforeContactTests
{
    [Fact]
    public async Task R19_ReceiptBetweenQueueAndSending_NothingGoesAndTheCaseCloses()
    {
        await using var house = await LetterQueued();

        house.Clock.MoveTo(At("2021-08-05 09:10"));
        await house.ReceiveAsync(new BankEntry("r1", Day("2021-08-05"), Aud(1000), true, "J1", null, null, null));
        house.Clock.MoveTo(At("2021-08-05 09:30"));
        await house.Get<Dispatcher>().SendDueAsync(default);

        Assert.Empty(house.Sender.Sent);
        Assert.Equal((CaseStatus.Closed, CloseReason.Paid), ((await house.CaseAsync()).Status, (await house.CaseAsync()).CloseReason));
        Assert.Equal(LetterState.Withdrawn, Assert.Single((await house.Store.LettersAsync("A1", null, null, 10, default)).Items).State);
    }

    [Fact]
    public async Task R19_PartReceipt_TheLetterIsDrawnUpAgain()
    {
        await using var house = await LetterQueued();

        house.Clock.MoveTo(At("2021-08-05 09:10"));
        await house.ReceiveAsync(new BankEntry("r1", Day("2021-08-05"), Aud(50), true, "J1", "Smith & Sons", null, null));
        house.Clock.MoveTo(At("2021-08-05 09:30"));
        await house.Get<Dispatcher>().SendDueAsync(default);

        var letter = Assert.Single(house.Sender.Sent);
        Assert.Contains("AUD 950.00", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AUD 1,000.00", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R20_SilentBank_ContactsWait_OneTaskSaysWhy_AndTheyGoOn()
    {
        await using var house = await OpenAsync("2021-07-29 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-01,1000,2021-07-31\nB1,BIG,2021-07-01,90000,2021-12-31");
        await house.ToAsync("2021-07-29 12:00");
        await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow(), [], default);

        // Thursday 29 July; Friday 30 is one banking day, Monday 2 August the bank holiday, Tuesday 3 the second: stale from Wednesday.
        await house.ToAsync("2021-08-03 10:00");
        Assert.Equal("call-1", (await house.TaskAsync()).Step);
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        await house.ToAsync("2021-08-12 10:00");

        Assert.Equal(TaskKind.StaleBank, Assert.Single(await house.TasksAsync()).Kind);
        Assert.Equal((CaseStatus.Waiting, PauseKind.StaleBank), ((await house.CaseAsync()).Status, (await house.CaseAsync()).Pause.Kind));

        await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow(), [], default);
        await house.ToAsync("2021-08-12 10:01");
        Assert.Equal("call-2", Assert.Single(await house.TasksAsync()).Step);
    }

    [Fact]
    public async Task R20_NoFeedEverDelivered_NothingWaits()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");

        await house.ToAsync("2021-08-03 09:00");

        Assert.Single(house.Sender.Sent);
        Assert.Empty(await house.Store.FeedsAsync(default));
    }

    [Fact]
    public async Task R21_OneLetter_ListsEverythingOwingByMonth()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nM7,A1,2021-05-20,250,2021-06-30\nJ1,A1,2021-06-01,100,2021-07-31\nJ2,A1,2021-06-30,200,2021-07-31");

        await house.ToAsync("2021-08-03 17:30");

        var letter = Assert.Single(house.Sender.Sent);
        Assert.All(
            ["May 2021", "June 2021", "M7", "J1", "J2", "20 May 2021", "31 Jul 2021", "250.00", "100.00", "200.00", "AUD 550.00"],
            part => Assert.Contains(part, letter.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task R22_AccountsContact_ElseAdmin_ElseATask_NeverSales()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.AccountsAsync("account,name,terms,policy\nA2,Two,eom+30,acc-monthly\nA3,Three,eom+30,acc-monthly");
        await house.ContactsAsync(
            "account,name,role,email,phone\nA1,Sal,sales,sales@smith.example,1\nA2,Adam,admin,admin@two.example,2\nA2,Sue,sales,sales@two.example,3\n" +
            "A3,Sid,sales,sales@three.example,4");
        await house.InvoicesAsync("invoice,account,issued,amount\nI1,A1,2021-06-15,100\nI2,A2,2021-06-15,100\nI3,A3,2021-06-15,100");

        await house.ToAsync("2021-08-03 09:00");

        Assert.Equal(["accounts@smith.example", "admin@two.example"], house.Sender.Sent.Select(letter => letter.To).Order());
        Assert.Equal("A3", (await house.TaskAsync(TaskKind.FindContact)).Account);

        await house.ContactsAsync("account,name,role,email\nA3,Ann,accounts,accounts@three.example");
        await house.ToAsync("2021-08-05 09:00");
        Assert.Contains(house.Sender.Sent, letter => letter.To == "accounts@three.example");
    }

    [Fact]
    public async Task R23_NothingLeavesOutsideOfficeHours_InTheAccountsTimeZone()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.AccountsAsync("account,name,terms,policy,timezone\nWA,Perth,eom+30,acc-monthly,Australia/Perth\nLATE,Late,eom+30,acc-monthly,Australia/Sydney");
        await house.ContactsAsync("account,name,role,email\nWA,Pat,accounts,pat@perth.example");
        await house.InvoicesAsync("invoice,account,issued,amount\nI1,WA,2021-06-15,100");

        await house.ToAsync("2021-08-03 18:00");

        // 08:30 in Perth is 10:30 in Sydney.
        Assert.Equal("Tue 3 Aug 10:30", InSydney(Assert.Single(house.Sender.Sent).Date));
    }

    [Fact]
    public async Task R23_WokenAfterHours_TheLetterWaitsForTheNextCollectionDay()
    {
        await using var house = await OpenAsync("2021-08-02 17:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        house.Clock.MoveTo(At("2021-08-03 17:00"));

        await house.ToAsync("2021-08-06 09:00");

        Assert.Equal("Thu 5 Aug 08:30", InSydney(Assert.Single(house.Sender.Sent).Date));
    }

    // Letter 2 of acc-monthly is queued on Thursday 5 August at 09:00; nobody has sent it yet.
    private static async Task<House> LetterQueued()
    {
        var house = await OpenAsync("2021-08-05 05:00", "acc-monthly", "eom+30");
        house.Clock.MoveTo(At("2021-08-05 09:00"));
        await using var file = new MemoryStream("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000"u8.ToArray());
        await house.Get<Collections.App.Ledger.Importer>().InvoicesAsync(file, Collections.Files.ImportOptions.Canonical, null, default);
        await house.Get<Scanner>().RunAsync(house.Get<Collections.App.Policies.PolicyBook>().Find("acc-monthly")!, house.Today, false, true, default, default);
        Assert.Equal(LetterState.Intended, Assert.Single((await house.Store.LettersAsync("A1", null, null, 10, default)).Items).State);
        return house;
    }
}
