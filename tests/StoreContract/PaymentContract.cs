using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.StoreContract;

/// <summary>Payments: never lost, never counted twice, and in any order the same end (promise 4, R31, R37).</summary>
public abstract class PaymentContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    private static readonly string[] Permutable = ["import", "pay", "pay more", "reverse"];

    [StoreFact]
    public async Task Payment_OfAnInvoice_SettlesItAndItsHistory()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        var result = Assert.Single(await ReceiveAsync(Payment("p1", 900, "1001", on: Day(8, 4))));

        Assert.Equal(("anz:p1", PaymentState.Matched, "A100"), (result.PaymentId, result.State, result.Account));
        var file = await FileAsync("A100");
        Assert.Empty(file.Invoices);
        Assert.True(file.UnappliedPayments.IsZero);
        Assert.Equal(new PaymentHistory(1, 1, 4), file.Account.History);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_OfAPart_LeavesTheRestOpen()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        await ReceiveAsync(Payment("p1", 100, "1001"));

        Assert.Equal(Aud(800), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.Equal(default, (await FileAsync("A100")).Account.History);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_OfMoreThanIsOpen_LeavesUnappliedCredit_R3()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        await ReceiveAsync(Payment("p1", 1000, account: "A100"));

        Assert.Equal(Aud(100), (await FileAsync("A100")).UnappliedPayments);
        var row = await PaymentAsync("anz:p1");
        Assert.Equal((PaymentState.Matched, "A100", Aud(100), false), (row.State, row.Account, row.Unapplied, row.Reversed));
        Assert.Equal([new Allocation("1001", Aud(900))], row.Allocations);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_OfInstalments_SettlesTheEarliestFirst_R2()
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveInvoicesAsync(
            [NewInvoice("A100", "1001", 100, due: Day(9, 30), part: 2), NewInvoice("A100", "1001", 100, due: Day(8, 31), part: 1)], Now, None);

        await ReceiveAsync(Payment("p1", 150, "1001"));

        var item = Assert.Single((await FileAsync("A100")).Invoices);
        Assert.Equal((2, Aud(50)), (item.Part, item.Open));
        Assert.Equal([new Allocation("1001", Aud(150))], (await PaymentAsync("anz:p1")).Allocations);
    }

    [StoreFact]
    public async Task Payment_Repeated_IsADuplicateAndChangesNothing()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 100, "1001"));
        var before = await FileAsync("A100");

        var again = await ReceiveAsync(Payment("p1", 100, "1001"), Payment("p2", 50, "1001"));

        Assert.Equal([PaymentState.Duplicate, PaymentState.Matched], again.Select(result => result.State));
        Assert.Equal("A100", again[0].Account);
        Assert.Equal(before.Invoices[0].Open - Aud(50), (await FileAsync("A100")).Invoices[0].Open);
    }

    [StoreFact]
    public async Task Payment_OfTheSameIdInAnotherFeed_IsAnother()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 100, "1001"));

        await Payments.ReceiveAsync(new BankDelivery("nab", Now, null, [Payment("p1", 100, "1001")]), new PlainMatcher(), None);

        Assert.Equal(Aud(700), Assert.Single((await FileAsync("A100")).Invoices).Open);
    }

    [StoreFact]
    public async Task Payment_InTheSameDelivery_SeesTheOneBeforeIt()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        await ReceiveAsync(Payment("p1", 900, "1001"), Payment("p2", 900, account: "A100"));

        Assert.Equal(Aud(900), (await FileAsync("A100")).UnappliedPayments);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_OfNobody_IsKeptUnmatched()
    {
        var result = Assert.Single(await ReceiveAsync(Payment("p1", 100, "what?")));

        Assert.Equal((PaymentState.Unmatched, null), (result.State, result.Account));
        Assert.Equal("anz:p1", Assert.Single((await Desk.PaymentsAsync(PaymentState.Unmatched, null, null, 10, None)).Items).Id);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_InAnotherCurrency_IsKeptUnmatched()
    {
        await AddAccountsAsync("A100");

        var euros = Payment("p1", 100, account: "A100") with { Amount = Money.Of(100, Currency.Parse("EUR")) };

        Assert.Equal(PaymentState.Unmatched, Assert.Single(await ReceiveAsync(euros)).State);
    }

    [StoreFact]
    public async Task Entry_OfMoneyThatWentOut_IsIgnoredOnce()
    {
        var fee = Payment("f1", 5) with { IsCredit = false };

        Assert.Equal(PaymentState.Ignored, Assert.Single(await ReceiveAsync(fee)).State);
        Assert.Equal(PaymentState.Duplicate, Assert.Single(await ReceiveAsync(fee)).State);
    }

    [StoreFact]
    public async Task Payment_OnAnAccountWithACase_TellsTheCase_AndMakesOldTurnsFail()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await AddAsync(NewInvoice("A200", "2001", 900));
        await OpenCaseAsync("A100");
        var (with, without) = (await FileAsync("A100"), await FileAsync("A200"));

        await ReceiveAsync(Later(1), Payment("p1", 900, "1001"), Payment("p2", 900, "2001"));

        var item = Assert.Single((await FileAsync("A100")).Inbox);
        Assert.Equal(new PaymentReceived(new Actor("anz"), "anz:p1", Aud(900)), item.Happening);
        Assert.Empty((await FileAsync("A200")).Inbox);
        Assert.Equal(["A100"], await Due.DueAsync(Later(1), 10, None));
        Assert.Equal([false, false], await Accounts.CommitAsync([Turn(with, OpenCase(), Now), Turn(without, OpenCase(), Now)], None));
    }

    [StoreFact]
    public async Task Reversal_BringsTheDebtBack_AndTheHistoryWithIt_R37()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await OpenCaseAsync("A100");
        await ReceiveAsync(Payment("p1", 900, "1001"));

        var result = Assert.Single(await ReceiveAsync(Later(1), Reversal("r1", "p1", 900)));

        Assert.Equal(("anz:r1", PaymentState.Matched, "A100"), (result.PaymentId, result.State, result.Account));
        var file = await FileAsync("A100");
        Assert.Equal(Aud(900), Assert.Single(file.Invoices).Open);
        Assert.Equal(default, file.Account.History);
        Assert.Equal(new PaymentReversed(new Actor("anz"), "anz:p1", Aud(900)), file.Inbox[^1].Happening);
        var row = await PaymentAsync("anz:p1");
        Assert.True(row.Reversed);
        Assert.Empty(row.Allocations);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_OfAPart_BringsThatPartBack()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 1000, account: "A100"));

        await ReceiveAsync(Reversal("r1", "p1", 300));

        var file = await FileAsync("A100");
        Assert.Equal((Aud(200), Aud(0)), (Assert.Single(file.Invoices).Open, file.UnappliedPayments));
        Assert.False((await PaymentAsync("anz:p1")).Reversed);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_BeforeItsPayment_WaitsForIt()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        Assert.Equal(PaymentState.Unmatched, Assert.Single(await ReceiveAsync(Reversal("r1", "p1", 900))).State);
        await ReceiveAsync(Payment("p1", 900, "1001"));

        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.True((await PaymentAsync("anz:p1")).Reversed);
        Assert.Equal("A100", (await PaymentAsync("anz:r1")).Account);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_AfterTheBooksCountedThePayment_StillBringsTheDebtBack_R37()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 900, "1001"));
        await AddAsync(NewInvoice("A100", "1001", 900, 0));

        await ReceiveAsync(Reversal("r1", "p1", 900));
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);

        // The same books again are no news; the books that have caught up agree.
        Assert.Equal(RowState.Unchanged, (await AddAsync(NewInvoice("A100", "1001", 900, 0))).State);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AddAsync(NewInvoice("A100", "1001", 900));
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task PaymentAndBooks_InEitherOrder_EndInTheSameBalance()
    {
        await AddAccountsAsync("FIRST", "LAST");
        await AddAsync(NewInvoice("FIRST", "1", 900));
        await AddAsync(NewInvoice("LAST", "2", 900));

        await AddAsync(NewInvoice("FIRST", "1", 900, 0) with { SettledOn = Day(8, 4) });
        await ReceiveAsync(Payment("p1", 900, "1", on: Day(8, 4)), Payment("p2", 900, "2", on: Day(8, 4)));
        await AddAsync(NewInvoice("LAST", "2", 900, 0) with { SettledOn = Day(8, 4) });

        var (first, last) = (await FileAsync("FIRST"), await FileAsync("LAST"));
        Assert.Empty(first.Invoices.Concat(last.Invoices));
        Assert.Equal((Aud(0), Aud(0)), (first.UnappliedPayments, last.UnappliedPayments));
        Assert.Equal((new PaymentHistory(1, 1, 4), new PaymentHistory(1, 1, 4)), (first.Account.History, last.Account.History));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task DayOfSettlement_ByBooksOrBankFirst_IsTheBanks_R16()
    {
        await AddAccountsAsync("FIRST", "LAST");
        await AddAsync(NewInvoice("FIRST", "1", 900));
        await AddAsync(NewInvoice("LAST", "2", 900));

        await AddAsync(NewInvoice("FIRST", "1", 900, 0) with { SettledOn = Day(8, 9) });
        await ReceiveAsync(Payment("p1", 900, "what?"), Payment("p2", 900, "2", on: Day(8, 4)));
        await Payments.DecideAsync("anz:p1", new PaymentDecision.Allocate([new Allocation("1", Aud(900))], null, []), new Actor("ann"), Now, None);
        await AddAsync(NewInvoice("LAST", "2", 900, 0) with { SettledOn = Day(8, 9) });

        Assert.Equal(new PaymentHistory(1, 1, 3), (await FileAsync("FIRST")).Account.History);
        Assert.Equal(new PaymentHistory(1, 1, 4), (await FileAsync("LAST")).Account.History);
        Assert.Equal(RowState.Unchanged, (await AddAsync(NewInvoice("LAST", "2", 900, 0) with { SettledOn = Day(8, 9) })).State);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Everything_TwiceAndInAnyOrder_EndsTheSame()
    {
        var n = 0;
        foreach (var order in Permutations(Permutable))
        {
            // The invoice is there before anything else is told of it.
            var (account, number) = ($"A{++n}", $"{1000 + n}");
            await AddAccountsAsync(account);
            await AddAsync(NewInvoice(account, number, 900));
            foreach (var step in order.Concat(order))
            {
                await (step switch
                {
                    "import" => AddAsync(NewInvoice(account, number, 900)),
                    "pay" => ReceiveAsync(Payment($"p{n}", 400, number)),
                    "reverse" => ReceiveAsync(Reversal($"r{n}", $"p{n}", 400)),
                    _ => (Task)ReceiveAsync(Payment($"q{n}", 500, number)),
                });
            }

            var file = await FileAsync(account);
            Assert.True(Aud(400) == Assert.Single(file.Invoices).Open, string.Join(", ", order));
            Assert.True(file.UnappliedPayments.IsZero, string.Join(", ", order));
        }

        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Amount_LoweredBelowWhatIsPaid_LeavesUnappliedCredit()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 900, "1001"));

        await AddAsync(NewInvoice("A100", "1001", 700));

        var file = await FileAsync("A100");
        Assert.Equal(Aud(200), file.UnappliedPayments);

        // It stays settled, and counts in the history as it did (R16).
        Assert.Empty(file.Invoices);
        Assert.Equal(new PaymentHistory(1, 1, 3), file.Account.History);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Allocate_AnUnmatchedPayment_SettlesAndTellsTheCase()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await OpenCaseAsync("A100");
        await ReceiveAsync(Payment("p1", 900, "what?"));

        Assert.Null(await Payments.DecideAsync("anz:p1", new PaymentDecision.Allocate([new Allocation("1001", Aud(900))], null, []), new Actor("ann"), Later(1), None));

        var file = await FileAsync("A100");
        Assert.Empty(file.Invoices);
        Assert.Equal(new PaymentReceived(new Actor("ann"), "anz:p1", Aud(900)), Assert.Single(file.Inbox).Happening);
        Assert.Equal(PaymentState.Matched, (await PaymentAsync("anz:p1")).State);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Allocate_Again_ReplacesWhatWasSettled()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await AddAsync(NewInvoice("A200", "2001", 500));
        await OpenCaseAsync("A100");
        await ReceiveAsync(Payment("p1", 900, "1001"));

        Assert.Null(await Payments.DecideAsync("anz:p1", new PaymentDecision.Allocate([new Allocation("2001", Aud(500))], null, []), new Actor("ann"), Later(1), None));

        var (loser, winner) = (await FileAsync("A100"), await FileAsync("A200"));
        Assert.Equal(Aud(900), Assert.Single(loser.Invoices).Open);
        Assert.IsType<PaymentReversed>(loser.Inbox[^1].Happening);
        Assert.Empty(winner.Invoices);
        Assert.Equal(Aud(400), winner.UnappliedPayments);
        await AssertSumsAsync();
    }

    [StoreTheory]
    [InlineData("anz:p9", "1001", 100, "no payment")]
    [InlineData("anz:p1", "9999", 100, "no invoice")]
    [InlineData("anz:p1", "1001", 901, "at most")]
    [InlineData("anz:p1", "1001", 0, "positive")]
    [InlineData("anz:p1", "1002", 901, "more than the payment")]
    public async Task Allocate_WhatDoesNotFit_SaysWhyAndChangesNothing(string payment, string invoice, decimal amount, string why)
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await AddAsync(NewInvoice("A100", "1002", 5000));
        await ReceiveAsync(Payment("p1", 900, "1001"));

        var answer = await Payments.DecideAsync(payment, new PaymentDecision.Allocate([new Allocation(invoice, Aud(amount))], null, []), new Actor("ann"), Now, None);

        Assert.Contains(why, answer!.Why, StringComparison.Ordinal);
        Assert.Equal([new Allocation("1001", Aud(900))], (await PaymentAsync("anz:p1")).Allocations);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Feed_SaysHowFarItIs_AndNeverGoesBack_R20()
    {
        await Payments.ReceiveAsync(new BankDelivery("anz", Now, Later(-1), []), new PlainMatcher(), None);
        await Payments.ReceiveAsync(new BankDelivery("anz", Later(1), Later(-5), []), new PlainMatcher(), None);
        await Payments.ReceiveAsync(new BankDelivery("nab", Later(2), null, []), new PlainMatcher(), None);

        Assert.Equal(
            [new FeedState("anz", Later(-1), Later(1)), new FeedState("nab", Later(2), Later(2))],
            await Payments.FeedsAsync(None));
    }

    [StoreFact]
    public async Task LookUp_FindsByNumberCodeAndReference_InAnyCase()
    {
        await Ledger.SaveAccountsAsync([NewAccount("Head"), NewAccount("Branch", "Head")], Now, None);
        await AddAsync(NewInvoice("Branch", "INV-7", 900));
        var looking = new Looking(ledger =>
        {
            Assert.Equal("Head", ledger.FindInvoice("inv-7")?.Account);
            Assert.Null(ledger.FindInvoice("inv-8"));
            Assert.Equal("Head", ledger.FindAccount("BRANCH"));
            Assert.Equal("Head", ledger.FindReference(PaymentReference.For("Head").Value));
            Assert.Equal("Head", ledger.FindReference(PaymentReference.For("Branch").Value));
            Assert.Equal("INV-7", Assert.Single(ledger.OpenItems("Head")).Number);
        });

        await Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 1)]), looking, None);

        Assert.True(looking.Looked);
    }

    [StoreFact]
    public async Task Payments_ArePagedNewestFirst()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync([.. Enumerable.Range(1, 5).Select(i => Payment($"p{i}", i, account: i == 3 ? null : "A100"))]);

        var first = await Desk.PaymentsAsync(null, "A100", null, 2, None);
        var second = await Desk.PaymentsAsync(null, "A100", first.Next, 2, None);

        Assert.Equal(["anz:p5", "anz:p4"], first.Items.Select(payment => payment.Id));
        Assert.Equal(["anz:p2", "anz:p1"], second.Items.Select(payment => payment.Id));
        Assert.Null(second.Next);
    }

    private static IEnumerable<string[]> Permutations(string[] items) =>
        items.Length == 1 ? [items] : items.SelectMany(item => Permutations([.. items.Where(other => other != item)]).Select(rest => (string[])[item, .. rest]));

    private sealed class Looking(Action<ILedgerLookup> look) : IPaymentMatcher
    {
        public bool Looked { get; private set; }

        public Match Find(BankEntry entry, ILedgerLookup ledger)
        {
            look(ledger);
            Looked = true;
            return Match.None("looked");
        }
    }
}
