using Collections.Core.Cases;
using Collections.Core.Ledger;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R5 to R7: the scan opens cases once, one a company, and letters keep to their days.</summary>
public sealed class OpeningTests
{
    private const string JuneInvoice = "invoice,account,issued,amount\nJ1,A1,2021-06-15,1000";

    [Theory]
    [InlineData("2021-07-31 12:00", "Tue 3 Aug")]
    [InlineData("2021-08-31 12:00", "Thu 2 Sep")]
    public async Task R5_MonthlyScan_RunsOnTheFirstCollectionDay(string from, string day)
    {
        await using var house = await OpenAsync(from, "acc-monthly", "eom+30");
        await house.InvoicesAsync(JuneInvoice);

        await house.ToAsync("2021-09-03 12:00");

        var opened = (await house.StoryAsync()).First(line => line.StartsWith("opened", StringComparison.Ordinal));
        Assert.Equal($"opened {day} 06:00", opened);
    }

    [Fact]
    public async Task R5_ScanRunAgainInItsMonth_OpensNothing()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.AccountsAsync("account,name,terms,policy\nA2,Late,eom+30,acc-monthly");
        await house.InvoicesAsync(JuneInvoice);
        var first = await house.ScanAsync("acc-monthly");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ2,A2,2021-06-15,1000");

        var again = await house.ScanAsync("acc-monthly");

        Assert.Equal((1, 0), (first.Opened, again.Opened));
        Assert.Equal(["a case is open already, and nothing new is owing (R6)", "the scan of August 2021 has run (R5)"], again.Lines.Select(line => line.Why));
    }

    [Fact]
    public async Task R5_MachineWasOff_ScanRunsAtTheNextChance()
    {
        await using var house = await OpenAsync("2021-08-02 11:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync(JuneInvoice);
        house.Clock.MoveTo(At("2021-08-04 11:00"));

        await house.ToAsync("2021-08-04 11:01");

        Assert.Equal("opened Wed 4 Aug 11:00", (await house.StoryAsync())[0]);
    }

    [Fact]
    public async Task R5_Preview_DecidesTheSameAndWritesNothing()
    {
        await using var house = await OpenAsync("2021-08-01 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-15,1000,2021-07-31");

        var preview = await house.ScanAsync(dryRun: true);
        Assert.Equal(CaseStatus.None, (await house.CaseAsync()).Status);
        var scan = await house.ScanAsync();

        Assert.Equal(preview.Lines, scan.Lines);
        Assert.Equal(1, scan.Opened);
    }

    [Fact]
    public async Task R6_CaseStillOpen_JulyJoinsIt()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync(JuneInvoice + "\nJuly,A1,2021-07-15,400");
        await house.ToAsync("2021-08-03 09:00");

        await house.ToAsync("2021-09-02 05:30");
        var scan = await house.ScanAsync("acc-monthly");

        Assert.Equal((0, 1, 0), (scan.Opened, scan.Joined, scan.LeftAlone));
        Assert.Equal((1, Aud(1400)), ((await house.CaseAsync()).Number, scan.Lines[0].Owing));
    }

    [Fact]
    public async Task R6_ClosedCase_BlocksNothing()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-06-15,1000,2021-07-31\nI2,A1,2021-07-15,500,2021-08-31");
        await house.ToAsync("2021-08-02 09:00");
        await house.PayAsync(1000, "I1");
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);

        await house.ToAsync("2021-09-01 12:00");

        Assert.Equal((2, CaseStatus.Open), ((await house.CaseAsync()).Number, (await house.CaseAsync()).Status));
    }

    [Fact]
    public async Task R6_BranchesShareTheCaseOfTheirBillingAccount()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await house.AccountsAsync("account,name,billing_account\nA1-N,Smith & Sons Newcastle,A1");
        await house.InvoicesAsync(
            "invoice,account,issued,amount,due\nI1,A1,2021-06-15,1000,2021-07-31\nI2,A1-N,2021-06-15,500,2021-07-31");

        var scan = await house.ScanAsync();

        var line = Assert.Single(scan.Lines);
        Assert.Equal(("A1", Aud(1500)), (line.Account, line.Owing));
    }

    [Fact]
    public async Task R7_Holiday_MovesALetterToTheNextCollectionDay()
    {
        await using var house = await OpenAsync("2021-01-04 12:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nN1,A1,2020-11-15,1000");
        house.Clock.MoveTo(At("2021-01-25 12:00"));

        await house.ToAsync("2021-01-29 12:00");

        // The scan was late and ran on Monday 25; Tuesday 26 is Australia Day.
        Assert.Contains("letter-sent Thu 28 Jan 08:30", await house.StoryAsync());
    }
}
