using Collections.App.Clocks;
using Collections.App.Ledger;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Files;
using Microsoft.Extensions.DependencyInjection;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>An account that is woken alone, as a host does that keeps one orchestration for each case.</summary>
public sealed class CaseWorkerTests
{
    [Fact]
    public async Task RunTurns_EarlyOrDoubled_ChangesNothing()
    {
        await using var house = await WithCaseAsync();
        var before = await house.Store.ReadAsync("A1", default);

        var first = await RunAsync(house);
        var second = await RunAsync(house);

        Assert.Equal(first, second);
        Assert.Equal(before!.Version, (await house.Store.ReadAsync("A1", default))!.Version);
        Assert.Equal(("Thu 5 Aug 08:30", null), (InSydney(first.NextAt!.Value), first.LetterDue));
    }

    [Fact]
    public async Task SendLetter_WhenDue_SendsItOnceAndTheCaseGoesOn()
    {
        await using var house = await WithCaseAsync();
        house.Clock.MoveTo(At("2021-08-05 08:30"));
        var letter = (await RunAsync(house)).LetterDue!;

        await SendAsync(house, letter);
        await SendAsync(house, letter);
        var after = await RunAsync(house);

        Assert.Equal(letter, Assert.Single(house.Sender.Sent).Id);
        Assert.Equal((CaseStatus.Open, null), (after.Status, after.LetterDue));
        Assert.False(after.IsOver);
    }

    [Fact]
    public async Task SendLetter_PaidMeanwhile_SendsNothingAndTheCaseIsOver()
    {
        await using var house = await WithCaseAsync();
        house.Clock.MoveTo(At("2021-08-05 08:30"));
        var letter = (await RunAsync(house)).LetterDue!;
        await house.ReceiveAsync(new BankEntry("r1", Day("2021-08-05"), Aud(1000), true, "J1", null, null, null));

        await SendAsync(house, letter);

        Assert.Empty(house.Sender.Sent);
        Assert.True((await RunAsync(house)).IsOver);
    }

    [Fact]
    public async Task SendLetter_BeyondTheBudget_WaitsForItsSlotAndGoesThen()
    {
        var budget = new OneSlot(At("2021-08-05 09:05"), Day("2021-07-31"));
        await using var house = await WithCaseAsync(services => services.AddSingleton<ILetterBudget>(budget));
        house.Clock.MoveTo(At("2021-08-05 08:30"));
        var letter = (await RunAsync(house)).LetterDue!;

        await SendAsync(house, letter);
        var waiting = await RunAsync(house);
        house.Clock.MoveTo(At("2021-08-05 09:05"));
        Assert.Equal(letter, (await RunAsync(house)).LetterDue);
        await SendAsync(house, letter);

        Assert.Equal(("Thu 5 Aug 09:05", null), (InSydney(waiting.NextAt!.Value), waiting.LetterDue));
        Assert.Equal("Thu 5 Aug 09:05", InSydney(Assert.Single(house.Sender.Sent).Date));
    }

    [Fact]
    public async Task SendLetter_AttemptedAMomentAgo_IsLeftToWhoeverHasIt()
    {
        await using var house = await WithAttemptAsync();
        var letter = (await RunAsync(house)).LetterDue!;

        await Assert.ThrowsAsync<LetterUnderWayException>(() => SendAsync(house, letter));

        Assert.Empty(house.Sender.Sent);
    }

    [Fact]
    public async Task SendLetter_AttemptedLongerAgo_IsLookedUpAndSentAfterAll()
    {
        await using var house = await WithAttemptAsync();
        var letter = (await RunAsync(house)).LetterDue!;
        house.Clock.MoveTo(house.Clock.GetUtcNow() + LetterUnderWayException.Longest);

        // It never reached the sender: it goes back, and is looked at again a little later.
        await SendAsync(house, letter);
        house.Clock.MoveTo((await RunAsync(house)).NextAt!.Value);
        await SendAsync(house, (await RunAsync(house)).LetterDue!);

        Assert.Equal(letter, Assert.Single(house.Sender.Sent).Id);
        Assert.Equal(LetterState.Sent, (await house.Store.LetterAsync(letter, default))!.State);
    }

    [Fact]
    public async Task SendLetter_WhereStoringTheAttemptTookMinutes_IsNotHandedOverBesideWhoeverTakesItUp()
    {
        var budget = new SlowSlot();
        await using var house = await WithCaseAsync(services => services.AddSingleton<ILetterBudget>(budget));
        house.Clock.MoveTo(At("2021-08-05 08:30"));
        var letter = (await RunAsync(house)).LetterDue!;
        budget.Wait = () => house.Clock.MoveTo(At("2021-08-05 08:34"));

        await SendAsync(house, letter);

        Assert.Empty(house.Sender.Sent);
        Assert.Equal(LetterState.Attempted, (await house.Store.LetterAsync(letter, default))!.State);
    }

    private static async Task<House> WithCaseAsync(Action<IServiceCollection>? with = null)
    {
        var house = await OpenAsync("2021-08-05 05:00", "acc-monthly", "eom+30", with);
        house.Clock.MoveTo(At("2021-08-05 07:00"));
        await using var file = new MemoryStream("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000"u8.ToArray());
        await house.Get<Importer>().InvoicesAsync(file, ImportOptions.Canonical, null, default);
        await house.ScanAsync("acc-monthly");
        return house;
    }

    // As a crash leaves it between the commit of the attempt and the hand-over.
    private static async Task<House> WithAttemptAsync()
    {
        var house = await WithCaseAsync();
        house.Clock.MoveTo(At("2021-08-05 08:30"));
        var letter = (await RunAsync(house)).LetterDue!;
        await house.Get<App.Turns.TurnRunner>().RunAsync(new App.Turns.TurnRequest("A1", new LetterReady(letter)), default, default);
        return house;
    }

    private static async Task<CaseAgenda> RunAsync(House house) => (await house.Get<CaseWorker>().RunTurnsAsync("A1", default))!;

    private static Task SendAsync(House house, string letter) => house.Get<CaseWorker>().SendLetterAsync("A1", letter, default);

    // Takes everything, after a while.
    private sealed class SlowSlot : ILetterBudget
    {
        public Action Wait { get; set; } = () => { };

        public Task<DateTimeOffset?> ReserveAsync(LetterRef letter, DateOnly oldest, DateTimeOffset now, CancellationToken cancel)
        {
            Wait();
            return Task.FromResult<DateTimeOffset?>(null);
        }
    }

    // Takes nothing before a moment.
    private sealed class OneSlot(DateTimeOffset at, DateOnly oldestDue) : ILetterBudget
    {
        public Task<DateTimeOffset?> ReserveAsync(LetterRef letter, DateOnly oldest, DateTimeOffset now, CancellationToken cancel)
        {
            Assert.Equal(oldestDue, oldest);
            return Task.FromResult<DateTimeOffset?>(now < at ? at : null);
        }
    }
}
