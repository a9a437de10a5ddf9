using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R42: the rung belongs to the debt.</summary>
public sealed class LeaderTests
{
    [Fact]
    public async Task R42_OldInvoicePaid_TheYoungOneBeginsAtItsFirstCall()
    {
        await using var house = await CalledThreeTimesAsync(secondDue: "2025-02-20");
        Assert.True((await house.CaseAsync()).OnStop);

        await house.ToAsync("2025-02-21 10:00");
        await house.PayAsync(400, "INV-1001");
        Assert.False((await house.CaseAsync()).OnStop);
        await house.ToAsync("2025-02-24 10:00");

        var call = await house.TaskAsync();
        Assert.Equal(("call-1", "Mon 24 Feb 08:30"), (call.Step, InSydney(call.DueAt)));
        Assert.Contains(await house.Store.RecordAsync("A1", default), line => line.Why.StartsWith("the oldest of what is owing now fell due Thu 20 Feb 2025, and no step has been taken since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R42_OldInvoicePaid_WhatWasOwingMeanwhileKeepsTheCallsThatCoveredIt()
    {
        await using var house = await CalledThreeTimesAsync(secondDue: "2025-02-10");

        await house.ToAsync("2025-02-21 10:00");
        await house.PayAsync(400, "INV-1001");
        Assert.False((await house.CaseAsync()).OnStop);
        await house.ToAsync("2025-02-25 16:00");
        Assert.Empty(await house.TasksAsync());
        await house.ToAsync("2025-02-26 10:00");

        var call = await house.TaskAsync();
        Assert.Equal(("call-3", "Wed 26 Feb 08:30"), (call.Step, InSydney(call.DueAt)));
        Assert.True((await house.CaseAsync()).OnStop);
    }

    [Fact]
    public async Task R42_OldInvoiceBackAgain_GoesOnWhereItStood()
    {
        await using var house = await CalledThreeTimesAsync(secondDue: "2025-02-20");
        await house.ToAsync("2025-02-21 10:00");
        await house.PayAsync(400, "INV-1001");
        await house.ToAsync("2025-02-21 11:00");
        Assert.False((await house.CaseAsync()).OnStop);

        await house.ReceiveAsync(new BankEntry("back", house.Today, Aud(400), IsCredit: false, null, null, null, ReversalOf: "b1"));
        await house.ToAsync("2025-02-21 12:00");

        Assert.True((await house.CaseAsync()).OnStop);
        await house.ToAsync("2025-02-26 10:00");
        Assert.Equal("Wed 26 Feb 08:30", InSydney(Assert.Single(house.Sender.Sent).Date));
    }

    [Fact]
    public async Task R42_CustomerWhoKeepsBuyingAndPaying_IsNeverThreatenedForAYoungInvoice()
    {
        await using var house = await OpenAsync("2025-02-03 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nB1,BIG,2024-12-02,100000,2026-12-31");
        for (var (week, day) = (0, Day("2025-02-03")); week < 26; (week, day) = (week + 1, day.AddDays(7)))
        {
            // A new invoice each week, and each is paid three weeks after its day.
            await house.InvoicesAsync($"invoice,account,issued,amount,due\nINV-20{week:D2},A1,{day.AddDays(-30):yyyy-MM-dd},100,{day:yyyy-MM-dd}");
            if (week >= 3)
            {
                await house.PayAsync(100, $"INV-20{week - 3:D2}");
            }

            for (var weekday = day; weekday < day.AddDays(7); weekday = weekday.AddDays(1))
            {
                await house.ToAsync($"{weekday:yyyy-MM-dd} 10:00");
                foreach (var call in (await house.TasksAsync(TaskKind.Call)).Where(call => call.Account == "A1"))
                {
                    await house.CompleteAsync(call, OutcomeKind.ReachedRefused);
                }
            }
        }

        Assert.DoesNotContain(house.Sender.Sent, letter => letter.Account == "A1");
        var record = await house.Store.RecordAsync("A1", default);
        Assert.Contains(record, line => line.Kind == RecordKind.CallMade);
        Assert.DoesNotContain(record, line => line.Why.Contains("final-letter", StringComparison.Ordinal) || line.Why.Contains("management-call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task R12_FinalLetter_NamesOnlyTheCallsAboutWhatItAsksFor()
    {
        await using var house = await CalledThreeTimesAsync(secondDue: "2025-02-20");
        await house.ToAsync("2025-02-21 10:00");
        await house.PayAsync(400, "INV-1001");
        foreach (var day in new[] { "2025-02-24", "2025-03-03", "2025-03-10" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedRefused);
        }

        await house.ToAsync("2025-03-18 10:00");

        var letter = Assert.Single(house.Sender.Sent);
        Assert.Equal("Mon 17 Mar 08:30", InSydney(letter.Date));
        Assert.All(["Mon 24 Feb", "Mon 3 Mar", "Mon 10 Mar"], day => Assert.Contains(day, letter.Text, StringComparison.Ordinal));
        Assert.All(["5 Feb", "12 Feb", "19 Feb"], day => Assert.DoesNotContain(day, letter.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task R42_FinalLetterAndAgency_AskForWhatWentThroughTheStepsItself()
    {
        await using var house = await OpenAsync("2021-08-01 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nINV-1001,A1,2021-07-01,1000,2021-07-31\nINV-1002,A1,2021-07-21,70,2021-08-20");
        foreach (var day in new[] { "2021-08-02", "2021-08-09", "2021-08-16" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedRefused);
        }

        await house.ToAsync("2021-08-24 10:00");
        await house.CompleteAsync(await house.TaskAsync(TaskKind.ManagementCall), OutcomeKind.Done);
        await house.ToAsync("2021-09-02 10:00");

        var letter = Assert.Single(house.Sender.Sent);
        Assert.Contains("INV-1001", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("INV-1002", letter.Text, StringComparison.Ordinal);
        Assert.Equal(Aud(1000), (await house.TaskAsync(TaskKind.Agency)).Owing);
    }

    [Fact]
    public async Task R4_RejectedDispute_LeadsItsOwnLadderOnly()
    {
        await using var house = await OpenAsync("2021-08-01 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nINV-1001,A1,2021-07-01,300,2021-07-31\nINV-1002,A1,2021-07-21,1000,2021-08-20");
        await house.DoAsync(new DisputeRaised(new Actor("Kim"), new DisputeDetails("INV-1001", null, DisputeKind.Pricing, "too dear", "Sam")));
        foreach (var day in new[] { "2021-08-23", "2021-08-30" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedRefused);
        }

        var before = (await house.CaseAsync()).Ladders[0];
        await house.DoAsync(new DisputeResolved(new Actor("Sam", true), "d1-A1", "INV-1001", Aud(300), Credited: false));

        var ladders = (await house.CaseAsync()).Ladders;
        Assert.Equal((before.Rung, before.Anchor), (ladders[0].Rung, ladders[0].Anchor));
        Assert.Equal("INV-1001", ladders[1].Returned!.Invoice);
    }

    // Due Mon 3 Feb and called on the 5th, the 12th and the 19th; a second invoice beside it.
    private static async Task<House> CalledThreeTimesAsync(string secondDue)
    {
        var house = await OpenAsync("2025-02-03 05:00");
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync(
            $"invoice,account,issued,amount,due\nB1,BIG,2024-12-02,100000,2026-12-31\nINV-1001,A1,2025-01-04,400,2025-02-03\nINV-1002,A1,2025-01-11,1000,{secondDue}");
        foreach (var day in new[] { "2025-02-05", "2025-02-12", "2025-02-19" })
        {
            await house.ToAsync($"{day} 10:00");
            await house.CompleteAsync(Assert.Single(await house.TasksAsync(TaskKind.Call, "A1")), OutcomeKind.ReachedRefused);
        }

        return house;
    }
}
