using System.Diagnostics.Metrics;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Desk;
using Collections.App.Formats;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App;
using Collections.App.Archive;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.App.Turns;
using Collections.Core.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.StoreContract;

/// <summary>Every turn's events are kept with what it did: they rebuild the account's case as of any moment, and a check proves it.</summary>
public abstract class EventContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    private static readonly Actor Ann = new("ann", IsManager: true);
    private static readonly PolicyBook Policies = PolicyBook.Load(null, Regions.BuiltIn);

    private IEventStore Events => (IEventStore)Accounts;

    private AccountHistory History => new(Accounts, Events, Desk, Policies);

    [StoreFact]
    public async Task Turns_KeepTheirEvents_AndTheyRebuildTheCaseAsOfEachOfThem()
    {
        await AddChasedAsync("A");
        var then = new List<(DateTimeOffset At, string Case, int Lines)>();
        foreach (var (hours, happening) in Story("A"))
        {
            await TurnAsync("A", Later(hours), happening);
            var file = await FileAsync("A");
            then.Add((Later(hours), CaseFormat.Write(file.Case), file.RecordCount));
        }

        var pages = await Events.EventsAsync("A", None);
        Assert.Equal(Enumerable.Range(1, pages.Count), pages.Select(page => page.Seq));
        Assert.Equal((pages.Count, pages[^1].Hash), ((await FileAsync("A")).EventCount, (await FileAsync("A")).EventHash));
        Assert.Equal((then[0].At, "scan"), (pages[0].At, pages[0].By));
        foreach (var (at, @case, lines) in then)
        {
            var rebuilt = await History.AtAsync("A", at, None);
            Assert.Equal((@case, lines), (CaseFormat.Write(rebuilt.Case), rebuilt.Record.Count));
        }

        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task History_OfAMomentBeforeTheFirstEvents_SaysSince()
    {
        await AddChasedAsync("A");

        var none = await Assert.ThrowsAsync<RefusalException>(() => History.AtAsync("A", Now, None));
        await TurnAsync("A", Later(2), new Scanned(Today));
        var early = await Assert.ThrowsAsync<RefusalException>(() => History.AtAsync("A", Later(1), None));

        Assert.Equal((RefusalKind.NotFound, "nothing is known of account A at 2021-08-02T23:00:00Z: no events of it are kept yet"), (none.Kind, none.Message));
        Assert.Equal("nothing is known of account A at 2021-08-03T00:00:00Z: its events begin at 2021-08-03T01:00:00Z", early.Message);
        Assert.Equal("there is no account B", (await Assert.ThrowsAsync<RefusalException>(() => History.AtAsync("B", Now, None))).Message);
        Assert.Empty(await Events.EventsAsync("B", None));
    }

    [StoreFact]
    public async Task CaseOfAnEarlierRelease_BeginsItsEventsWithItself()
    {
        await AddChasedAsync("A");
        await OpenCaseAsync("A", ""","ladders":[{"anchor":"2021-07-31","begunOn":"2021-08-03","nextOn":"2021-08-09"}]""");
        await AssertSumsAsync();

        await TurnAsync("A", Later(1), new NoteAdded(Ann, "rang back"));

        var page = Assert.Single(await Events.EventsAsync("A", None));
        Assert.Equal((1, "ann"), (page.Seq, page.By));
        Assert.IsType<CaseCarriedOver>(page.Read("A")[0].Event);
        Assert.Equal(CaseFormat.Write((await FileAsync("A")).Case), CaseFormat.Write((await History.AtAsync("A", Later(1), None)).Case));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task ATurnThatDecidesNothing_KeepsNone()
    {
        await AddChasedAsync("A");
        await TurnAsync("A", Later(1), new Scanned(Today));
        var before = await Events.EventsAsync("A", None);

        await TurnAsync("A", Later(1), null);

        Assert.Equal(before.Count, (await Events.EventsAsync("A", None)).Count);
    }

    // What a manager, or a bank, says of an account on which nothing was ever collected used to be forgotten at the next turn.
    [StoreFact]
    public async Task AnAccountWithoutACase_KeepsItsStopAndItsLikelyPayments()
    {
        await AddAccountsAsync("A", "B");

        await TurnAsync("A", Later(1), new SupplySet(Ann, Stop: true));
        await TurnAsync("B", Later(1), new PaymentSuspected(new Actor("anz"), "anz:p9", Aud(50), "its name"));

        Assert.True((await FileAsync("A")).Case.OnStop);
        Assert.Equal("anz:p9", Assert.Single((await FileAsync("B")).Case.Suspected).PaymentId);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Verify_FindsEventsThatWereChanged()
    {
        await AddChasedAsync("A");
        foreach (var (hours, happening) in Story("A"))
        {
            await TurnAsync("A", Later(hours), happening);
        }

        await Host.TamperWithEventsAsync("A", 2);

        Assert.Equal(["account A: page 2 of its events is not what was written, or a page before it is missing"], await Desk.VerifyAsync(None));
    }

    [StoreFact]
    public async Task Archive_TakesTheEventsAlong()
    {
        await AddChasedAsync("A");
        foreach (var (hours, happening) in Story("A"))
        {
            await TurnAsync("A", Later(hours), happening);
        }

        await using var other = new THost();
        await other.OpenAsync();
        var archived = Assert.Single(await ((IArchiveStore)Ledger).ReadAccountsAsync(null, 10, None));
        await ((IArchiveStore)other.Ledger).WriteAccountAsync(archived, None);

        Assert.Equal(await Events.EventsAsync("A", None), await ((IEventStore)other.Accounts).EventsAsync("A", None));
        Assert.Empty(await other.Desk.VerifyAsync(None));
    }

    // A case opens, its letter waits, is looked at and goes; somebody holds the case, and lets it go.
    private static IReadOnlyList<(double Hours, Happening Happening)> Story(string account) =>
    [
        (0, new Scanned(Today)),
        (1, new LetterReady($"l1-{account}")),
        (2, new LetterSent($"l1-{account}", Later(1.5))),
        (24, new HoldPlaced(Ann, "the director is abroad", null, Day(8, 20))),
        (30, new NoteAdded(Ann, "back on Monday")),
        (48, new HoldLifted(Ann, $"h2-{account}")),
    ];

    private async Task AddChasedAsync(string account)
    {
        await Ledger.SaveAccountsAsync([NewAccount(account) with { Policy = "acc-monthly", Contacts = [Accountant()] }], Now, None);
        await AddAsync(NewInvoice(account, $"I-{account}", 900));
    }

    private async Task TurnAsync(string account, DateTimeOffset at, Happening? happening)
    {
        var report = await Turns(at).RunAsync(new TurnRequest(account, happening), default, None);
        Assert.Null(report!.Refusal);
    }

    private TurnRunner Turns(DateTimeOffset at)
    {
        var company = new CompanySettings
        {
            Seller = new Seller { Name = "Seller", ReplyTo = "a@example.com", BankAccountName = "Seller", BankLines = ["1"] },
            FromAddress = "a@example.com",
            Place = Sydney,
        };
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new TurnRunner(
            Accounts, Policies, new LetterDesk(Policies, Desk, new LetterTemplates(), company), new CollectionsMeter(meters), new VirtualClock(at));
    }
}
