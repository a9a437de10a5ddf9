using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>A payment that settles invoices of several accounts, and what a person says of one that came back.</summary>
public abstract class SplitContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    private static readonly Actor Bank = new("anz");

    [StoreFact]
    public async Task Allocate_OverSeveralAccounts_GivesEachItsPart_AndTheRestToOne()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)), ("A300", "3001", Day(7, 31)));
        await ReceiveAsync(Payment("p1", 1000, "what?"));

        await DoAsync("anz:p1", Allocate("A300", Of("1001", 600), Of("2001", 300)));

        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(600))], await InboxAsync("A100"));
        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(300))], await InboxAsync("A200"));
        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(100))], await InboxAsync("A300"));
        Assert.Empty((await FileAsync("A100")).Invoices);
        Assert.Equal(Aud(300), Assert.Single((await FileAsync("A200")).Invoices).Open);
        Assert.Equal(Aud(100), (await FileAsync("A300")).UnappliedPayments);
        var row = await RowAsync("anz:p1");
        Assert.Equal(("A300", Aud(100)), (row.Account, row.Unapplied));
        Assert.Equal([Of("1001", 600), Of("2001", 300)], row.Allocations.OrderBy(one => one.Invoice, StringComparer.Ordinal));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Page_OfEachAccountThatHasAPart_ShowsTheWholePayment()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)), ("A300", "3001", Day(7, 31)));
        await ReceiveAsync(Payment("p1", 1000, "what?"));
        await DoAsync("anz:p1", Allocate("A300", Of("1001", 600), Of("2001", 300)));

        foreach (var account in new[] { "A100", "A200", "A300" })
        {
            var row = Assert.Single((await Desk.PaymentsAsync(PaymentState.Matched, account, null, 10, None)).Items);
            Assert.Equal(("A300", Aud(1000), Aud(100), true), (row.Account, row.Amount, row.Unapplied, row.IsByHand));
            Assert.Equal([Of("1001", 600), Of("2001", 300)], row.Allocations.OrderBy(one => one.Invoice, StringComparer.Ordinal));
        }
    }

    [StoreFact]
    public async Task Allocate_WithoutAnAccount_LeavesTheRestWithTheFirstInvoices()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Payment("p1", 1000, "what?"));

        await DoAsync("anz:p1", Allocate(null, Of("2001", 300), Of("1001", 600)));

        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(600))], await InboxAsync("A100"));
        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(400))], await InboxAsync("A200"));
        Assert.Equal(Aud(100), (await FileAsync("A200")).UnappliedPayments);
    }

    [StoreFact]
    public async Task Allocate_ASplitPaymentAgain_TellsEachWhatItGetsOrLoses()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)), ("A300", "3001", Day(7, 31)));
        await ReceiveAsync(Payment("p1", 1000, "what?"));
        await DoAsync("anz:p1", Allocate("A300", Of("1001", 500), Of("2001", 300)));

        await DoAsync("anz:p1", Allocate("A100", Of("1001", 600), Of("3001", 200)));

        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(300))], (await InboxAsync("A100")).Skip(1));
        Assert.Equal([new PaymentReversed(Ann, "anz:p1", Aud(300))], (await InboxAsync("A200")).Skip(1));
        Assert.Equal([new LedgerChanged()], (await InboxAsync("A300")).Skip(1));
        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A200")).Invoices).Open);
        Assert.Equal((Aud(200), Aud(0)), ((await FileAsync("A100")).UnappliedPayments, (await FileAsync("A300")).UnappliedPayments));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Match_OverSeveralAccounts_GivesEachItsPart()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));

        var result = Assert.Single(await ReceiveAsync(Applies("A100", Of("1001", 600), Of("2001", 300)), Payment("p1", 1000)));

        Assert.Equal((PaymentState.Matched, "A100"), (result.State, result.Account));
        Assert.Equal(["A100", "A200"], result.Touched);
        Assert.Equal([new PaymentReceived(Bank, "anz:p1", Aud(700))], await InboxAsync("A100"));
        Assert.Equal([new PaymentReceived(Bank, "anz:p1", Aud(300))], await InboxAsync("A200"));
        Assert.Equal((Aud(100), Aud(0)), ((await FileAsync("A100")).UnappliedPayments, (await FileAsync("A200")).UnappliedPayments));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Match_OverAnInvoiceInAnotherCurrency_LeavesThatAlone()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        var euro = Core.Ledger.Currency.Parse("EUR");
        await Ledger.SaveAccountsAsync([NewAccount("E100") with { Currency = euro }], Now, None);
        var invoice = NewInvoice("E100", "5001", 600);
        await AddAsync(invoice with { Invoice = invoice.Invoice with { Amount = new(60_000, euro), LedgerBalance = new(60_000, euro) } });

        await ReceiveAsync(Applies("A100", Of("1001", 600), Of("5001", 300)), Payment("p1", 1000));

        Assert.Equal([Of("1001", 600)], (await RowAsync("anz:p1")).Allocations);
        Assert.Equal(Aud(400), (await FileAsync("A100")).UnappliedPayments);
        Assert.Equal(60_000, Assert.Single((await FileAsync("E100")).Invoices).Open.Minor);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_OfASplitPayment_TakesUnappliedFirst_ThenWhatFellDueLast_R37()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(8, 15)));
        await ReceiveAsync(Applies("A100", Of("1001", 600), Of("2001", 300)), Payment("p1", 1000));

        var part = Assert.Single(await ReceiveAsync(Reversal("r1", "p1", 250)));

        Assert.Equal(["A100", "A200"], part.Touched);
        Assert.Equal([new PaymentReversed(Bank, "anz:p1", Aud(100))], (await InboxAsync("A100")).Skip(1));
        Assert.Equal([new PaymentReversed(Bank, "anz:p1", Aud(150))], (await InboxAsync("A200")).Skip(1));
        Assert.Equal(Aud(450), Assert.Single((await FileAsync("A200")).Invoices).Open);
        Assert.Empty((await FileAsync("A100")).Invoices);

        await ReceiveAsync(Reversal("r2", "p1", 750));

        Assert.Equal([new PaymentReversed(Bank, "anz:p1", Aud(600))], (await InboxAsync("A100")).Skip(2));
        Assert.Equal([new PaymentReversed(Bank, "anz:p1", Aud(150))], (await InboxAsync("A200")).Skip(2));
        Assert.Equal((Aud(600), Aud(600)), ((await FileAsync("A100")).Invoices[0].Open, (await FileAsync("A200")).Invoices[0].Open));
        Assert.True((await RowAsync("anz:p1")).Reversed);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undo_OfASplitPayment_TakesItFromEach()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Applies("A100", Of("1001", 600), Of("2001", 300)), Payment("p1", 1000));

        await DoAsync("anz:p1", new PaymentDecision.Undo());

        Assert.Equal(new PaymentReversed(Ann, "anz:p1", Aud(700)), (await InboxAsync("A100"))[^1]);
        Assert.Equal(new PaymentReversed(Ann, "anz:p1", Aud(300)), (await InboxAsync("A200"))[^1]);
        Assert.Equal(["A100", "A200"], (await RowAsync("anz:p1")).Refused);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Amount_OfAnothersInvoiceLowered_LeavesTheCreditWithThePaymentsAccount()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Applies("A100", Of("1001", 600), Of("2001", 600)), Payment("p1", 1200));
        var before = await FileAsync("A100");

        await AddAsync(NewInvoice("A200", "2001", 500));

        var after = await FileAsync("A100");
        Assert.Equal(Aud(100), after.UnappliedPayments);
        Assert.True(after.Version > before.Version);
        Assert.IsType<LedgerChanged>(after.Inbox[^1].Happening);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undoes_OfAnEntryThatCameBack_BringsTheDebtBack_R37()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Applies("A100", Of("1001", 600)), Payment("p1", 600));
        Assert.Equal(PaymentState.Unmatched, Assert.Single(await ReceiveAsync(Reversal("r1", "unheard-of", 600))).State);
        var row = await RowAsync("anz:r1");
        Assert.Equal((true, null), (row.IsReversal, row.Undoes));
        Assert.Empty(await Payments.WaitingAsync(10, None));

        await DoAsync("anz:r1", new PaymentDecision.Undoes("anz:p1"));

        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.Equal(new PaymentReversed(Ann, "anz:p1", Aud(600)), (await InboxAsync("A100"))[^1]);
        row = await RowAsync("anz:r1");
        Assert.Equal(("anz:p1", PaymentState.Matched, "A100"), (row.Undoes, row.State, row.Account));
        Assert.True((await RowAsync("anz:p1")).Reversed);
        Assert.Contains("already", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:p1")), StringComparison.Ordinal);

        // The payment that it named comes after all: it is nothing to it any more.
        await ReceiveAsync(Applies("A100"), Payment("unheard-of", 600));
        Assert.False((await RowAsync("anz:unheard-of")).Reversed);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undoes_WhatDoesNotFit_SaysWhy()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Applies("A100"), Payment("p1", 600), Payment("p2", 600), Reversal("r1", "unheard-of", 600), Reversal("r2", "p2", 600));
        await Payments.ReceiveAsync(new BankDelivery("nab", Now, null, [Payment("p1", 600)]), Applies("A100"), None);

        Assert.Contains("no payment anz:p9", await DecideAsync("anz:p9", new PaymentDecision.Undoes("anz:p1")), StringComparison.Ordinal);
        Assert.Contains("no payment anz:p9", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:p9")), StringComparison.Ordinal);
        Assert.Contains("came in", await DecideAsync("anz:p1", new PaymentDecision.Undoes("anz:p2")), StringComparison.Ordinal);
        Assert.Contains("another feed", await DecideAsync("anz:r1", new PaymentDecision.Undoes("nab:p1")), StringComparison.Ordinal);
        Assert.Contains("came back", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:p2")), StringComparison.Ordinal);
        Assert.Contains("no payment", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:r2")), StringComparison.Ordinal);
        Assert.Null((await RowAsync("anz:r1")).Undoes);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task SetAside_AReversalOfNobodyKnowsWhat_TakesItOffTheList()
    {
        await ReceiveAsync(Reversal("r1", "unheard-of", 600));

        await DoAsync("anz:r1", new PaymentDecision.SetAside("not ours"));
        Assert.Equal(PaymentState.Ignored, (await RowAsync("anz:r1")).State);

        await DoAsync("anz:r1", new PaymentDecision.Undo());
        Assert.Equal(PaymentState.Unmatched, (await RowAsync("anz:r1")).State);
    }
}
