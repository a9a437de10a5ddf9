using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Moq;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R19, R20, R23: what happens between the moment in which a letter is drawn up and the moment in which it leaves, while a mail server takes its time.</summary>
public sealed class LastLookTests
{
    [Fact]
    public async Task R19_PaidWhileTheServerThinks_NothingLeavesAndTheCaseCloses()
    {
        await using var house = await LetterDueAsync();
        house.Sender.Preparing = async _ => await house.ReceiveAsync(Payment(1000));

        await house.ToAsync("2021-08-03 09:00");

        Assert.Empty(house.Sender.Sent);
        Assert.Equal((CaseStatus.Closed, CloseReason.Paid), ((await house.CaseAsync()).Status, (await house.CaseAsync()).CloseReason));
        Assert.Equal(LetterState.Withdrawn, (await LetterAsync(house)).State);
        Assert.Empty(await house.TasksAsync());
    }

    [Fact]
    public async Task R19_PartlyPaidWhileTheServerThinks_TheLetterIsDrawnUpAgainAndLeaves()
    {
        await using var house = await LetterDueAsync();
        house.Sender.Preparing = async _ =>
        {
            house.Sender.Preparing = _ => Task.CompletedTask;
            await house.ReceiveAsync(Payment(50));
        };

        await house.ToAsync("2021-08-03 09:00");

        var letter = Assert.Single(house.Sender.Sent);
        Assert.Contains("AUD 950.00", letter.Text, StringComparison.Ordinal);
        Assert.Equal("Tue 3 Aug 08:30:05", Exactly(letter.Date));
        Assert.Equal(["letter-intended", "letter-attempted", "letter-postponed", "letter-attempted", "letter-sent"], await LinesAsync(house));
    }

    [Fact]
    public async Task R23_HoursEndWhileTheServerThinks_TheLetterWaitsForTheNextCollectionDay()
    {
        await using var house = await LetterDueAsync();
        house.Clock.MoveTo(At("2021-08-03 16:59"));
        house.Sender.Preparing = _ =>
        {
            house.Sender.Preparing = _ => Task.CompletedTask;
            house.Clock.MoveTo(At("2021-08-03 17:00"));
            return Task.CompletedTask;
        };

        await house.ToAsync("2021-08-06 09:00");

        Assert.Equal("Thu 5 Aug 08:30:00", Exactly(Assert.Single(house.Sender.Sent).Date));
    }

    [Fact]
    public async Task R23_HoursEndAmongManyLetters_NoneLeavesAfterThem_AndTheRestGoNextMorning()
    {
        const int Letters = 60;
        await using var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        var codes = Enumerable.Range(1, Letters).Select(i => $"H{i:D2}").ToList();
        await house.AccountsAsync("account,name,terms,policy\n" + string.Join('\n', codes.Select(code => $"{code},{code},eom+30,acc-monthly")));
        await house.ContactsAsync("account,name,role,email\n" + string.Join('\n', codes.Select(code => $"{code},Ann,accounts,ann@{code}.example")));
        await house.InvoicesAsync("invoice,account,issued,amount\n" + string.Join('\n', codes.Select(code => $"I{code},{code},2021-06-15,1000")));
        await house.ToAsync("2021-08-03 08:29");
        house.Clock.MoveTo(At("2021-08-03 16:59").AddSeconds(45));

        // Each letter takes the server half a second before it is handed over.
        var left = new List<DateTimeOffset>();
        house.Sender.Preparing = _ =>
        {
            house.Clock.MoveTo(house.Clock.GetUtcNow().AddSeconds(0.5));
            return Task.CompletedTask;
        };
        house.Sender.Meanwhile = _ =>
        {
            left.Add(house.Clock.GetUtcNow());
            return Task.CompletedTask;
        };
        await house.ToAsync("2021-08-05 12:00");

        Assert.Equal(Letters, left.Count);
        Assert.Equal(29, left.Count(moment => moment < At("2021-08-03 17:00")));
        Assert.All(left.Skip(29), moment => Assert.True(moment >= At("2021-08-05 08:30"), $"{moment:O}"));
    }

    [Fact]
    public async Task R19_TakenLate_TheRecordTellsWhenItWasReallyTaken()
    {
        await using var house = await LetterDueAsync();
        house.Sender.Meanwhile = _ =>
        {
            house.Clock.MoveTo(house.Clock.GetUtcNow().AddSeconds(40));
            return Task.CompletedTask;
        };

        await house.ToAsync("2021-08-03 09:00");

        Assert.Equal("Tue 3 Aug 08:30:40", Exactly((await LetterAsync(house)).SentAt!.Value));
        Assert.Equal("Tue 3 Aug 08:30:40", Exactly((await house.Store.RecordAsync("A1", default)).Single(line => line.Kind == RecordKind.LetterSent).At));
    }

    [Fact]
    public async Task R19_FoundOutAfterACrash_TheRecordTellsWhenItWasReallyTaken()
    {
        await using var house = await LetterDueAsync();
        house.Clock.MoveTo(At("2021-08-03 08:30"));
        var due = Assert.Single(await house.Store.LettersDueAsync(house.Clock.GetUtcNow(), 10, default));
        var report = await house.Get<TurnRunner>().RunAsync(new TurnRequest("A1", new LetterReady(due.LetterId)), default, default);
        await house.Sender.SendAsync(
            house.Get<LetterDesk>().Address("A1", report!.Drafts[0], house.Clock.GetUtcNow()), _ => Task.FromResult(true), default);

        // The machine stopped here, and is on again at noon.
        house.Clock.MoveTo(At("2021-08-03 12:00"));
        await house.Get<Dispatcher>().RecoverAsync(default);

        Assert.Equal((LetterState.Sent, "Tue 3 Aug 08:30:00"), ((await LetterAsync(house)).State, Exactly((await LetterAsync(house)).SentAt!.Value)));
        Assert.Single(house.Sender.Sent);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task R19_ALookThatTookLongItself_IsNoLastLook(int seconds, bool holds)
    {
        await using var house = await LetterDueAsync();
        house.Clock.MoveTo(At("2021-08-03 09:00"));
        var file = await house.Store.ReadAsync("A1", default);
        var slow = new Mock<IAccountStore>();
        slow.Setup(store => store.ReadAsync("A1", default)).ReturnsAsync(file).Callback(() => house.Clock.MoveTo(At("2021-08-03 09:00").AddSeconds(seconds)));

        var look = new LastLook(slow.Object, house.Store, house.Get<PolicyBook>(), house.Clock);

        Assert.Equal(holds, await look.StillHoldsAsync("A1", file!.Version, default));
    }

    [Theory]
    [InlineData("2021-08-04 10:00", true)]
    [InlineData("2021-08-05 10:00", false)]
    public async Task R20_BankThatHasFallenSilent_KeepsALetterBack(string now, bool holds)
    {
        await using var house = await LetterDueAsync();

        // Monday is a holiday of the banks; Tuesday and Wednesday are the two days of silence that the policy allows.
        await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow().AddDays(-1), [], default);
        house.Clock.MoveTo(At(now));
        var file = await house.Store.ReadAsync("A1", default);

        Assert.Equal(holds, await house.Get<LastLook>().StillHoldsAsync("A1", file!.Version, default));
    }

    // One letter, due on Tuesday 3 August 2021 at 08:30.
    private static async Task<House> LetterDueAsync()
    {
        var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        await house.ToAsync("2021-08-03 08:29");
        return house;
    }

    private static BankEntry Payment(decimal amount) => new("r1", Day("2021-08-03"), Aud(amount), true, "J1", "Smith & Sons", null, null);

    private static async Task<LetterRow> LetterAsync(House house) => Assert.Single((await house.Store.LettersAsync("A1", null, null, 10, default)).Items);

    private static async Task<IEnumerable<string>> LinesAsync(House house) =>
        (await house.Store.RecordAsync("A1", default)).Select(line => Words.Of(line.Kind)).Where(kind => kind.StartsWith("letter", StringComparison.Ordinal));

    private static string Exactly(DateTimeOffset moment) =>
        Core.Calendars.LocalClock.ToLocal(moment, Sydney).ToString("ddd d MMM HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
