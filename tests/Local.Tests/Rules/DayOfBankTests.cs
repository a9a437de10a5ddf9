using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>A day is judged when the bank has spoken of it (R26, R33), through the whole app: a promise for Tue 16 May 2023, a feed that lags.</summary>
public sealed class DayOfBankTests
{
    [Fact]
    public async Task R26_FeedCompleteToTuesdayMorning_OnWednesdayNothingBreaks_SupplyStays_AndTheNextDeliveryBringsTheMoney()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00");

        await house.ToAsync("2023-05-17 16:00");
        var waiting = await house.CaseAsync();
        var asked = await house.TasksAsync();
        await house.ReceiveAsync(new BankEntry("m1", Day("2023-05-16"), Aud(1000), true, "I1", null, "A1", null));
        await house.Get<Collector>().RunDueAsync(default);

        Assert.Equal((PromiseState.Live, false), (waiting.Promise!.State, waiting.OnStop));
        Assert.Empty(asked);
        var after = await house.CaseAsync();
        Assert.Equal((PromiseState.Kept, CloseReason.Paid, 0), (after.Promise!.State, after.CloseReason, after.BrokenPromises));
        Assert.DoesNotContain(await house.Store.RecordAsync("A1", default), line => line.Kind is RecordKind.PromiseBroken or RecordKind.SupplyStopped);
    }

    [Fact]
    public async Task R26_DeliveryCompleteToTuesdaysEnd_WithoutTheMoney_IsBrokenAtTheFirstOpeningAfter()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00");
        await house.ToAsync("2023-05-17 11:00");

        await DeliverAsync(house, "2023-05-17 00:00");
        await house.ToAsync("2023-05-18 08:29");
        var before = (await house.CaseAsync()).Promise!.State;
        await house.ToAsync("2023-05-18 08:30");

        Assert.Equal((PromiseState.Live, PromiseState.Broken), (before, (await house.CaseAsync()).Promise!.State));
        var broken = Assert.Single(await house.Store.RecordAsync("A1", default), line => line.Kind == RecordKind.PromiseBroken);
        Assert.Equal("Thu 18 May 08:30", InSydney(broken.At));
        Assert.Contains("up to Wed 17 May 2023 00:00", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R26_SlowestOfTwoFeeds_Tells()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00", "branch-bank");
        await house.ToAsync("2023-05-17 07:00");
        await DeliverAsync(house, "2023-05-17 07:00");

        await house.ToAsync("2023-05-17 16:00");

        Assert.Equal(PromiseState.Live, (await house.CaseAsync()).Promise!.State);
    }

    [Fact]
    public async Task R26_Claim_IsLookedAtAsSoonAsTheBankHasSpokenOfItsDay_AndTheCallIsMadeOnThatDay()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00");
        await house.ToAsync("2023-05-16 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPaidClaim);
        await house.ToAsync("2023-05-17 11:00");
        var early = await house.TasksAsync();

        await DeliverAsync(house, "2023-05-17 10:30");
        await house.ToAsync("2023-05-17 11:05");

        Assert.Empty(early);
        var call = await house.TaskAsync();
        Assert.Equal(("claim", "Wed 17 May 11:00"), (call.Step, InSydney(call.DueAt)));
        Assert.Contains("the bank's entries up to Wed 17 May 2023 10:30", call.Why, StringComparison.Ordinal);
        var script = await ScriptAsync(house, call);
        Assert.Contains("looked at our bank up to Wed 17 May 2023 10:30", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R20_BankSilentForTooLong_ThePromiseStillWaits_AndOneTaskSaysWhy()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00");

        await house.ToAsync("2023-05-22 16:00");
        var (silent, task) = (await house.CaseAsync(), Assert.Single(await house.TasksAsync()));
        await DeliverAsync(house, "2023-05-22 15:00");
        await house.ToAsync("2023-05-22 16:30");
        var spoke = (await house.CaseAsync()).Promise!.State;
        await house.ToAsync("2023-05-23 08:30");

        Assert.Equal((PromiseState.Live, TaskKind.StaleBank, PromiseState.Live), (silent.Promise!.State, task.Kind, spoke));
        Assert.Equal(PromiseState.Broken, (await house.CaseAsync()).Promise!.State);
    }

    [Fact]
    public async Task R26_WokenForNothing_ThePromiseRestsAgainUntilItsOwnMoment()
    {
        await using var house = await PromisedForTuesdayAsync();
        await DeliverAsync(house, "2023-05-16 06:00");
        await house.ToAsync("2023-05-16 07:00");
        var before = (await house.CaseAsync()).WakeAt;

        Assert.Equal(1, await house.Store.WakeWaitingForBankAsync(house.Clock.GetUtcNow(), default));
        await house.Get<Collector>().RunDueAsync(default);

        Assert.Empty(await house.Store.DueAsync(house.Clock.GetUtcNow(), 10, default));
        Assert.Equal((before, before), ((await house.CaseAsync()).WakeAt, (await house.Store.ReadAsync("A1", default))!.DueAt));
    }

    [Fact]
    public async Task R26_NoFeed_TheBooksAreQuotedWithTheirDate()
    {
        await using var house = await PromisedForTuesdayAsync();
        await house.ToAsync("2023-05-15 18:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2023-04-01,1000,2023-05-06");
        await house.ToAsync("2023-05-16 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPaidClaim);

        await house.ToAsync("2023-05-17 10:00");

        var call = await house.TaskAsync();
        Assert.Contains("by the books of Mon 15 May 2023 AUD 1,000.00 is still owing", call.Why, StringComparison.Ordinal);
        var script = await ScriptAsync(house, call);
        Assert.Contains("In our books of Mon 15 May 2023 it is still open.", script, StringComparison.Ordinal);
        Assert.DoesNotContain(await house.Store.RecordAsync("A1", default), line => line.Why.Contains("the bank", StringComparison.Ordinal));
    }

    private static async Task<House> PromisedForTuesdayAsync()
    {
        var house = await OpenAsync("2023-05-08 05:00");
        house.BankSpeaksDaily = false;
        await house.AccountsAsync("account,name\nBIG,Somebody large");
        await house.InvoicesAsync("invoice,account,issued,amount,due\nI1,A1,2023-04-01,1000,2023-05-06\nB1,BIG,2023-05-01,90000,2023-12-31");
        await house.ToAsync("2023-05-08 10:00");
        await house.CompleteAsync(await house.TaskAsync(), OutcomeKind.ReachedPromise, promise: "2023-05-16");
        return house;
    }

    private static async Task<string> ScriptAsync(House house, TaskRow call)
    {
        var file = (await house.Store.ReadAsync("A1", default))!;
        var position = Position.Of(house.Today, Currency.Aud, file.Invoices, file.Disputes, file.UnappliedPayments, new(Collections.Core.Policies.OwingBy.DueDate, 0), 0);
        var bank = await house.Get<BankWatch>().FreshnessAsync(default);
        return house.Get<LetterDesk>().Script(file, position, call, [], house.Clock.GetUtcNow(), bank);
    }

    private static async Task DeliverAsync(House house, string asOf, string feed = Feed)
    {
        if (house.Clock.GetUtcNow() < At(asOf))
        {
            await house.ToAsync(asOf);
        }

        await house.Get<BankDesk>().ReceiveAsync(feed, At(asOf), [], default);
        await house.Get<Collector>().RunDueAsync(default);
    }
}
