using System.Diagnostics.Metrics;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.StoreContract;

/// <summary>
/// From the moment at which a payment is committed, whoever reads the account sees which of its open tasks end, though no turn has run (R19). The store
/// gives the payment to the account's inbox and counts it in what is open in one commit; the rest follows from the decider.
/// </summary>
public abstract class OutlookContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    private static readonly string Tasks = TasksOf("A");

    [StoreFact]
    public async Task NothingCame_NothingIsForeseen()
    {
        await OpenAsync("A");

        Assert.Null(await LookAsync("A"));
    }

    [StoreFact]
    public async Task PaymentOfEverything_EndsWhatAsksForMoney_AndNothingElse()
    {
        await OpenAsync("A");

        await ReceiveAsync(Payment("p1", 900, "I-A"));

        var turn = (await LookAsync("A"))!;
        Assert.Equal([true, true, true, false, false], Ends(turn, "A"));
        Assert.Equal("nothing is owing any more: AUD 900.00 received, of AUD 900.00 owing; everything owing is paid", turn.WhyEnds("t1-A"));
        Assert.Equal(TaskState.Open, (await Desk.TaskAsync("t1-A", None))!.State);
        Assert.True((await FileAsync("A")).Case.IsOpen);
    }

    [StoreFact]
    public async Task PartOfIt_EndsNothing()
    {
        await OpenAsync("A");

        await ReceiveAsync(Payment("p1", 100, "I-A"));

        Assert.Equal([false, false, false, false, false], Ends((await LookAsync("A"))!, "A"));
    }

    [StoreFact]
    public async Task MoneyThatSettlesNoInvoice_ButCoversWhatIsOwing_EndsTheCall_R3()
    {
        await OpenAsync("A");

        await Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 900, account: "A")]), new OnAccount(), None);

        var turn = (await LookAsync("A"))!;
        Assert.True(turn.Ends("t1-A"));
        Assert.Contains("unapplied credit of AUD 900.00 covers", turn.WhyEnds("t1-A"), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task PaymentOfABranchsInvoice_EndsTheCallToWhoIsBilled_R6()
    {
        await AddAccountsAsync("A");
        Assert.Equal(RowState.Accepted, Assert.Single(await Ledger.SaveAccountsAsync([NewAccount("BR", billing: "A")], Now, None)).State);
        await AddAsync(NewInvoice("BR", "I-BR", 900));
        await OpenCaseOfAsync("A");

        await ReceiveAsync(Payment("p1", 900, "I-BR"));

        Assert.True((await LookAsync("A"))!.Ends("t1-A"));
    }

    [StoreFact]
    public async Task BooksThatSettleTheInvoice_EndTheCallToo()
    {
        await OpenAsync("A");

        await AddAsync(NewInvoice("A", "I-A", 900, balance: 0));

        Assert.True((await LookAsync("A"))!.Ends("t1-A"));
    }

    [StoreFact]
    public async Task OnceTheTurnHasRun_NothingIsForeseenAnyMore()
    {
        await OpenAsync("A");
        await ReceiveAsync(Payment("p1", 900, "I-A"));

        await Turns().RunAsync(new TurnRequest("A"), default, None);

        Assert.Null(await LookAsync("A"));
        Assert.Equal(TaskState.Withdrawn, (await Desk.TaskAsync("t1-A", None))!.State);
    }

    private static List<bool> Ends(ForeseenTurn turn, string account) => [.. Enumerable.Range(1, 5).Select(n => turn.Ends($"t{n}-{account}"))];

    private static string TasksOf(string account) => $$"""
        ,"ladders":[{"rung":1,"anchor":"2021-07-31","begunOn":"2021-08-03","nextOn":"2021-09-30"}],"owing":{"minor":90000,"currency":"AUD"},"tasks":[
        {"id":"t1-{{account}}","kind":"call","step":"promise","due":"2021-08-02T22:30:00.0000000Z"},
        {"id":"t2-{{account}}","kind":"management-call","step":"management-call","due":"2021-08-02T22:30:00.0000000Z"},
        {"id":"t3-{{account}}","kind":"agency","step":"agency","due":"2021-08-02T22:30:00.0000000Z"},
        {"id":"t4-{{account}}","kind":"dispute","step":"d4-{{account}}","due":"2021-08-02T22:30:00.0000000Z"},
        {"id":"t5-{{account}}","kind":"check-letter","step":"letter-1","due":"2021-08-02T22:30:00.0000000Z"}]
        """.ReplaceLineEndings("");

    private async Task OpenAsync(string account)
    {
        await AddAccountsAsync(account);
        await AddAsync(NewInvoice(account, $"I-{account}", 900));
        await OpenCaseOfAsync(account);
    }

    private async Task OpenCaseOfAsync(string account)
    {
        var file = await FileAsync(account);
        await CommitAsync(Turn(file, OpenCase(account == "A" ? Tasks : TasksOf(account)), Now, [
            Opened("t1", TaskKind.Call, "promise"), Opened("t2", TaskKind.ManagementCall, "management-call"), Opened("t3", TaskKind.Agency, "agency"),
            Opened("t4", TaskKind.Dispute, $"d4-{account}"), Opened("t5", TaskKind.CheckLetter, "letter-1")]));

        TaskOpened Opened(string id, TaskKind kind, string step) =>
            new($"{id}-{account}", kind, Role.Clerk, step, "", Now, new Why(Because.StepDue, Today, Text: step), Aud(900), 0);
    }

    private async Task<ForeseenTurn?> LookAsync(string account) =>
        await new Outlook(Turns(), new VirtualClock(Later(1))).LookAsync(await FileAsync(account), default, None);

    private TurnRunner Turns()
    {
        var policies = PolicyBook.Load(null, Regions.BuiltIn);
        var company = new CompanySettings
        {
            Seller = new Seller { Name = "Seller", ReplyTo = "a@example.com", BankAccountName = "Seller", BankLines = ["1"] },
            FromAddress = "a@example.com",
            Place = Sydney,
        };
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new TurnRunner(
            Accounts, policies, new LetterDesk(policies, Desk, new LetterTemplates(), company), new CollectionsMeter(meters), new VirtualClock(Later(1)));
    }

    // It knows the account, and no invoice.
    private sealed class OnAccount : IPaymentMatcher
    {
        public Match Find(BankEntry entry, ILedgerLookup ledger) => new(ledger.FindAccount(entry.Account!)!, [], "on account");
    }
}
