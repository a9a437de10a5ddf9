using Collections.Core.Cases;
using Collections.Core.Ledger;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R8 to R13: which step comes when.</summary>
public sealed class TimelineTests
{
    [Fact]
    public async Task R8_CallTheOfficeDayAfterALetter_AndTheSecondLetterMoves()
    {
        await using var house = await OpenAsync("2021-04-01 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nF1,A1,2021-02-15,1000");

        await house.ToAsync("2021-04-06 09:00");
        var call = await house.TaskAsync();
        await house.CompleteAsync(call, OutcomeKind.NoAnswer);
        await house.ToAsync("2021-04-09 09:00");

        Assert.Equal("Tue 6 Apr 08:30", InSydney(call.DueAt));
        Assert.Equal(["Thu 1 Apr 08:30", "Thu 8 Apr 08:30"], house.Sender.Sent.Select(letter => InSydney(letter.Date)));
    }

    [Fact]
    public async Task R9_Ladder_2_9_16()
    {
        await using var house = await DueOn31July();

        var calls = new List<string>();
        foreach (var day in new[] { "2021-08-02", "2021-08-09", "2021-08-16" })
        {
            await house.ToAsync($"{day} 10:00");
            var call = await house.TaskAsync();
            calls.Add($"{call.Step} {InSydney(call.DueAt)}");
            await house.CompleteAsync(call, OutcomeKind.Voicemail);
        }

        Assert.Equal(["call-1 Mon 2 Aug 08:30", "call-2 Mon 9 Aug 08:30", "call-3 Mon 16 Aug 08:30"], calls);
    }

    [Fact]
    public async Task R9_CallMadeLate_MovesTheNext()
    {
        await using var house = await DueOn31July();
        await house.ToAsync("2021-08-05 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);

        await house.ToAsync("2021-08-11 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-12 10:00");

        Assert.Equal(("call-2", "Thu 12 Aug 08:30"), ((await house.TaskAsync()).Step, InSydney((await house.TaskAsync()).DueAt)));
    }

    [Fact]
    public async Task R9_BrokenPromise_BringsCall3Forward()
    {
        await using var house = await DueOn31July();
        await house.ToAsync("2021-08-02 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        // Call 2 made early is no matter here: what counts is that it happened, with a promise for Monday the 9th.
        await house.ToAsync("2021-08-09 08:45");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-09");

        await house.ToAsync("2021-08-11 10:00");

        var call3 = Assert.Single(await house.TasksAsync(), task => task.Step == "call-3");
        Assert.Equal("Wed 11 Aug 08:30", InSydney(call3.DueAt));
    }

    [Fact]
    public async Task R9_AfterAnOutage_OneStepAtATimeWithItsSpacing()
    {
        await using var house = await DueOn31July();
        house.Clock.MoveTo(At("2021-08-20 10:00"));

        await house.ToAsync("2021-08-20 10:01");
        Assert.Equal("call-1", (await house.TaskAsync()).Step);
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        await house.ToAsync("2021-08-26 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-08-27 10:00");

        Assert.Equal("call-2", (await house.TaskAsync()).Step);
    }

    [Fact]
    public async Task R10_ReminderBeforeTheDueDate_RollsBack_ForALargeAccount()
    {
        await using var house = await OpenAsync("2021-07-28 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-02,1000,2021-08-02");

        await house.ToAsync("2021-08-03 12:00");

        Assert.Equal("Fri 30 Jul 08:30", InSydney(Assert.Single(house.Sender.Sent).Date));
    }

    [Fact]
    public async Task R10_NoReminder_ForASmallRegularAccount()
    {
        await using var house = await OpenAsync("2021-07-28 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-02,10,2021-08-02\nB1,BIG,2021-05-02,100000,2021-06-01");

        await house.ToAsync("2021-08-03 12:00");

        Assert.DoesNotContain(house.Sender.Sent, letter => letter.Account == "A1");
    }

    [Fact]
    public async Task R11_StopSupply_AtCall3_OffWhenMoneyClears_NeverOnAPromise()
    {
        await using var house = await DueOn31July();
        foreach (var day in new[] { "2021-08-02", "2021-08-09" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.Voicemail);
        }

        Assert.False((await house.CaseAsync()).OnStop);
        await house.ToAsync("2021-08-16 10:00");
        Assert.True((await house.CaseAsync()).OnStop);
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2021-08-20");
        Assert.True((await house.CaseAsync()).OnStop);
        await house.PayAsync(1000, "I1");

        Assert.False((await house.CaseAsync()).OnStop);
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
    }

    [Theory]
    [InlineData("2021-08-03", "2021-06-15", "2021-08-16 07:00")]
    [InlineData("2021-10-05", "2021-08-15", "2021-10-18 06:00")]
    public async Task R11_MonthlyHold_GoesOnAfter17LocalTime(string scan, string issued, string holdUtc)
    {
        await using var house = await OpenAsync($"{scan} 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync($"invoice,account,issued,amount\nJ1,A1,{issued},1000");
        for (var day = Day(scan); !(await house.CaseAsync()).OnStop && day < Day(scan).AddDays(20); day = day.AddDays(1))
        {
            await house.ToAsync($"{day:yyyy-MM-dd} 10:00");
            foreach (var call in await house.TasksAsync(TaskKind.Call))
            {
                await house.CompleteAsync(call, OutcomeKind.Voicemail);
            }

            await house.ToAsync($"{day:yyyy-MM-dd} 18:00");
        }

        var stopped = (await house.Store.RecordAsync("A1", default)).Single(line => line.Kind == RecordKind.SupplyStopped);
        Assert.Equal(holdUtc, stopped.At.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task R11_LetterSaysOnStop_OnlyIfItIs()
    {
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        for (var day = Day("2021-08-03"); day <= Day("2021-08-17"); day = day.AddDays(1))
        {
            await house.ToAsync($"{day:yyyy-MM-dd} 10:00");
            foreach (var call in await house.TasksAsync(TaskKind.Call))
            {
                await house.CompleteAsync(call, OutcomeKind.Voicemail);
            }
        }

        var saysSo = house.Sender.Sent.Select(letter => (InSydney(letter.Date), letter.Text.Contains("on stop", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(
            [("Tue 3 Aug 08:30", false), ("Thu 5 Aug 08:30", false), ("Tue 10 Aug 08:30", false), ("Thu 12 Aug 08:30", false), ("Tue 17 Aug 08:30", true)],
            saysSo);
    }

    [Fact]
    public async Task R12_R13_FinalLetterAndAgency_WithTheComputedDate()
    {
        await using var house = await DueOn31July();
        foreach (var day in new[] { "2021-08-02", "2021-08-09", "2021-08-16" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedRefused, note: "swore under his breath");
        }

        await house.ToAsync("2021-08-24 10:00");
        var letter = Assert.Single(house.Sender.Sent);
        await house.CompleteAsync(await house.TaskAsync(TaskKind.ManagementCall), OutcomeKind.Done);
        await house.ToAsync("2021-09-01 16:59");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2021-09-02 10:00");

        Assert.Equal("Mon 23 Aug 08:30", InSydney(letter.Date));
        Assert.Contains("Wed 1 Sep 2021", letter.Text, StringComparison.Ordinal);
        Assert.All(["Mon 2 Aug", "Mon 9 Aug", "Mon 16 Aug"], day => Assert.Contains(day, letter.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("swore", letter.Text, StringComparison.Ordinal);
        Assert.Equal("agency", (await house.TaskAsync(TaskKind.Agency)).Step);
    }

    private static async Task<House> DueOn31July()
    {
        var house = await OpenAsync("2021-08-01 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2021-07-01,1000,2021-07-31");
        return house;
    }
}
