using Collections.App.Clocks;
using Collections.App.Payments;
using Collections.App.Sending;
using Collections.App.Telemetry;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Local.Tests.Rules;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Telemetry;

/// <summary>What each instrument says after real use: letters that leave and come back, payments, a clock that goes on.</summary>
public sealed class MeterTests
{
    [Fact]
    public async Task Letters_SentAndBouncedLater_CountOnceEach_HoweverOftenItIsReported()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        await house.ToAsync("2021-08-03 09:00");
        var letter = Assert.Single(house.Sender.Sent);
        await house.Get<DeliveryBook>().RememberAsync(letter.Id, default);
        Assert.Equal((1, 0, 0), Letters(measured));

        for (var report = 0; report < 2; report++)
        {
            await house.Get<DeliveryDesk>().TakeAsync(new DeliveryReport($"{OperationIds.Of(letter.Id):D}", letter.To, "Bounced", Detail: null), default);
            await house.Get<Collector>().RunDueAsync(default);
        }

        Assert.Equal((1, 1, 0), Letters(measured));
    }

    [Fact]
    public async Task Letters_OfWhichNobodyCanTell_AreUnknown_UntilAPersonSaysThatItWasSent()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        house.Sender.Answer = new SendResult.Unknown("the line broke");
        await house.ToAsync("2021-08-03 09:00");
        Assert.Equal((0, 0, 1), Letters(measured));

        await house.CompleteAsync(await house.TaskAsync(TaskKind.CheckLetter), OutcomeKind.Sent);

        Assert.Equal((1, 0, 1), Letters(measured));
    }

    [Fact]
    public async Task Payments_MatchedAndWaiting_AreCountedWhereTheyAre()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        await house.PayAsync(1000, reference: "J1");
        await house.PayAsync(7, reference: "thanks");

        Assert.Equal(1, measured.Sum("collections.payments.matched arrival"));
        Assert.Equal(1, await measured.RefreshedAsync(house, "collections.payments.waiting"));

        var waiting = Assert.Single((await house.Store.PaymentsAsync(PaymentState.Unmatched, null, null, 10, default)).Items);
        await house.Get<PaymentDesk>().AllocateAsync(waiting.Id, [], "A1", new Actor("Kim"), default);

        Assert.Equal(1, measured.Sum("collections.payments.matched person"));
        Assert.Equal(0, await measured.RefreshedAsync(house, "collections.payments.waiting"));
    }

    [Fact]
    public async Task Calls_OnATurnedClock_AreDueAndThenOverdue()
    {
        await using var house = await OpenAsync("2021-08-03 05:00");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        await house.ScanAsync();
        await house.ToAsync("2021-08-03 07:00");
        using var measured = new Measured(house);
        var call = await house.TaskAsync();
        Assert.Equal((1, 0), await CallsAsync(measured, house, call.DueAt));

        Assert.Equal((1, 1), await CallsAsync(measured, house, call.DueAt.AddDays(1)));

        await house.PayAsync(1000, reference: "J1");
        Assert.Equal((0, 0), await CallsAsync(measured, house, house.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Feed_AsTimeGoesBy_Ages()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        await house.Get<BankDesk>().ReceiveAsync(Feed, house.Clock.GetUtcNow(), [], default);
        Assert.Equal(0, await measured.RefreshedAsync(house, $"collections.feed.age {Feed}"));

        house.Clock.MoveTo(house.Clock.GetUtcNow().AddHours(2));

        Assert.Equal(7200, await measured.RefreshedAsync(house, $"collections.feed.age {Feed}"));
    }

    [Fact]
    public async Task Payment_ThatStopsALetter_TellsHowLongItTook()
    {
        await using var house = await OwingJune();
        await house.ToAsync("2021-08-03 08:00");
        Assert.NotNull((await house.CaseAsync()).Letter);
        using var measured = new Measured(house);
        await house.ReceiveAsync(new BankEntry("b1", house.Today, Aud(1000), true, "J1", null, null, null));
        house.Clock.MoveTo(house.Clock.GetUtcNow().AddSeconds(90));
        Assert.Equal(90, await measured.RefreshedAsync(house, "collections.work.age"));

        await house.Get<Collector>().RunDueAsync(default);

        Assert.Equal([90d], measured.Each("collections.payment.stop.duration"));
        Assert.Equal(0, await measured.RefreshedAsync(house, "collections.work.age"));
    }

    [Fact]
    public async Task WrongChases_AreCountedOnceADay_AndKeptOverARestart()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        Assert.Null(await measured.RefreshedAsync(house, "collections.chases.wrong"));

        Assert.True(await house.Get<WrongChases>().CountIfDueAsync(default));
        Assert.False(await new WrongChases(house.Store, house.Store, house.Clock).CountIfDueAsync(default));

        Assert.Equal(0, await measured.RefreshedAsync(house, "collections.chases.wrong"));
        house.Clock.MoveTo(house.Clock.GetUtcNow().AddDays(1));
        Assert.True(await house.Get<WrongChases>().CountIfDueAsync(default));
    }

    [Fact]
    public async Task Gauges_ThatNobodyRefreshed_SayNothing()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        Assert.Equal(0, await measured.RefreshedAsync(house, "collections.calls.due"));

        house.Clock.MoveTo(house.Clock.GetUtcNow() + StateGauges.Fresh + TimeSpan.FromSeconds(1));

        Assert.Null(measured.Now("collections.calls.due"));
    }

    [Fact]
    public async Task Page_EveryInstrumentAndItsUnit_IsExplained()
    {
        await using var house = await OwingJune();
        using var measured = new Measured(house);
        var page = await File.ReadAllTextAsync(PageOf("operating.md"));

        Assert.Equal(9, measured.Units.Count);
        Assert.All(measured.Units, one => Assert.Contains($"| `{one.Key}` | {one.Value!.Trim('{', '}')} |", page, StringComparison.Ordinal));
    }

    private static string PageOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Collections.Functions.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", name);
    }

    private static async Task<(double? Due, double? Overdue)> CallsAsync(Measured measured, House house, DateTimeOffset at)
    {
        house.Clock.MoveTo(at > house.Clock.GetUtcNow() ? at : house.Clock.GetUtcNow());
        return (await measured.RefreshedAsync(house, "collections.calls.due"), measured.Now("collections.calls.overdue"));
    }

    private static (double Sent, double Bounced, double Unknown) Letters(Measured measured) =>
        (measured.Sum("collections.letters sent"), measured.Sum("collections.letters bounced"), measured.Sum("collections.letters unknown"));

    private static async Task<House> OwingJune()
    {
        var house = await OpenAsync("2021-08-03 05:00", "acc-monthly", "eom+30");
        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-15,1000");
        return house;
    }
}
