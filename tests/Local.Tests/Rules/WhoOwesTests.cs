using Collections.Core.Cases;
using Collections.Core.Ledger;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R1 to R4: what is owing, and what stands aside.</summary>
public sealed class WhoOwesTests
{
    [Fact]
    public async Task R1_ScanOf3August_TakesAllOfJuneAndNothingOfJuly()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-01,100\nJ30,A1,2021-06-30,200\nJul1,A1,2021-07-01,400\nJul3,A1,2021-07-03,800");

        var scan = await house.ScanAsync("acc-monthly");

        var line = Assert.Single(scan.Lines);
        Assert.Equal((ScanVerdict.Opened, Aud(300)), (line.Verdict, line.Owing));
    }

    [Fact]
    public async Task R1_ScanOf2March_Takes31January()
    {
        await using var house = await OpenAsync("2021-03-02 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJan31,A1,2021-01-31,100\nFeb1,A1,2021-02-01,200");

        var scan = await house.ScanAsync("acc-monthly");

        Assert.Equal(Aud(100), Assert.Single(scan.Lines).Owing);
    }

    [Fact]
    public async Task R1_DueDatePolicy_OwesFromTheDayAfter()
    {
        await using var house = await OpenAsync("2021-07-31 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-01,100,2021-07-31");

        var onTheDay = await house.ScanAsync(dryRun: true);
        var dayAfter = await house.ScanAsync(dryRun: true, asOf: "2021-08-01");

        Assert.Equal((ScanVerdict.LeftAlone, "nothing is owing before Sun 1 Aug 2021 (R1)"), (onTheDay.Lines[0].Verdict, onTheDay.Lines[0].Why));
        Assert.Equal(ScanVerdict.Opened, dayAfter.Lines[0].Verdict);
    }

    [Theory]
    [InlineData("eom+30", "2021-07-31")]
    [InlineData("net 14", "2021-06-24")]
    [InlineData("cod", "2021-06-10")]
    [InlineData("cash 7", "2021-06-17")]
    public async Task R2_TermsOfTheAccount_GiveTheDueDate(string terms, string due)
    {
        await using var house = await OpenAsync("2021-06-10 05:00", terms: terms);
        await house.InvoicesAsync("invoice,account,issued,amount\nI1,A1,2021-06-10,100");

        var file = await house.Store.ReadAsync("A1", default);

        Assert.Equal(Day(due), Assert.Single(file!.Invoices).Due);
    }

    [Fact]
    public async Task R2_DueDateOnTheInvoice_WinsOverTerms()
    {
        await using var house = await OpenAsync("2021-06-10 05:00", terms: "cod");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-10,100,2021-09-30");

        var scan = await house.ScanAsync(dryRun: true, asOf: "2021-09-30");

        Assert.Equal(ScanVerdict.LeftAlone, scan.Lines[0].Verdict);
    }

    [Fact]
    public async Task R2_Instalments_FallDueSeparately()
    {
        await using var house = await OpenAsync("2021-06-10 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-10,1000,2021-07-31=400;2021-08-31=600");

        var first = await house.ScanAsync(dryRun: true, asOf: "2021-08-01");
        var second = await house.ScanAsync(dryRun: true, asOf: "2021-09-01");

        Assert.Equal((Aud(400), Aud(1000)), (first.Lines[0].Owing, second.Lines[0].Owing));
    }

    [Fact]
    public async Task R3_CreditThatCoversWhatIsOwing_IsATaskAndNoLetter()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due,kind\nI1,A1,2021-06-10,500,2021-07-31,\nC1,A1,2021-06-20,500,,credit");

        await house.ToAsync("2021-09-30 12:00");

        var task = Assert.Single(await house.TasksAsync());
        Assert.Equal((TaskKind.Allocate, CaseStatus.None), (task.Kind, (await house.CaseAsync()).Status));
        Assert.Empty(house.Sender.Sent);
    }

    [Fact]
    public async Task R3_PostedCreditNetsAndAccountsInCreditAreLeftOut()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.AccountsAsync("account,name\nA2,In credit");
        await house.InvoicesAsync(
            "invoice,account,issued,amount,due,kind\nI1,A1,2021-06-10,500,2021-07-31,\nC1,A1,2021-06-20,120,,credit\nC2,A2,2021-06-20,50,,credit");

        var scan = await house.ScanAsync(dryRun: true);

        Assert.Equal(
            [("A1", ScanVerdict.Opened, Aud(380)), ("A2", ScanVerdict.LeftAlone, Aud(0))],
            scan.Lines.Select(line => (line.Account, line.Verdict, line.Owing)));
        Assert.Equal("the account is in credit by AUD 50.00 (R3)", scan.Lines[1].Why);
    }

    [Fact]
    public async Task R4_DisputedPart_StandsAside_AndComesBackAtTheFirstStep()
    {
        await using var house = await OpenAsync("2021-08-01 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nJune,A1,2021-06-10,1200,2021-07-31");
        await house.ToAsync("2021-08-02 09:00");
        await house.CompleteAsync(
            await house.TaskAsync(), OutcomeKind.ReachedDispute,
            dispute: new DisputeDetails("June", Aud(300), DisputeKind.ReturnedWithoutCredit, "went back by courier on 28 June"));

        await house.ToAsync("2021-08-09 09:00");
        var second = await house.TaskAsync();
        Assert.Equal(("call-2", Aud(900)), (second.Step, (await house.CaseAsync()).Owing));
        await house.CompleteAsync(second, OutcomeKind.NoAnswer);

        var dispute = Assert.Single(await house.Store.DisputesAsync("A1", default));
        await house.DoAsync(new DisputeResolved(new Actor("Lee"), dispute.Id, dispute.Invoice, dispute.Amount, Credited: false));
        await house.ToAsync("2021-08-11 09:00");

        var back = await house.TaskAsync();
        Assert.Equal(("call-1", Aud(1200)), (back.Step, (await house.CaseAsync()).Owing));
        await house.CompleteAsync(back, OutcomeKind.NoAnswer);
        await house.ToAsync("2021-08-16 09:00");
        Assert.Equal("call-3", (await house.TaskAsync()).Step);
    }

    [Fact]
    public async Task R4_CreditPosted_EndsTheDispute()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due,disputed\nJune,A1,2021-06-10,1200,2021-07-31,300");
        await house.ToAsync("2021-08-02 09:00");
        Assert.Equal(Aud(900), (await house.CaseAsync()).Owing);

        var dispute = Assert.Single(await house.Store.DisputesAsync("A1", default));
        await house.InvoicesAsync("invoice,account,issued,amount,due,balance\nJune,A1,2021-06-10,1200,2021-07-31,900");
        await house.DoAsync(new DisputeResolved(new Actor("Lee"), dispute.Id, dispute.Invoice, dispute.Amount, Credited: true));

        Assert.Equal((Aud(900), 1), ((await house.CaseAsync()).Owing, (await house.CaseAsync()).Ladders.Length));
    }
}
