using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.StoreContract;

/// <summary>Payments that wait for somebody to say whose they are: who is suspected hears of it once, and hears when it is over; what people say counts, and teaches.</summary>
public abstract class MatchingContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    private const string Key = "a:AU123456";

    [StoreFact]
    public async Task Suggestion_ThatHolds_IsKept_AndItsAccountHearsOnce()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1001", 900));
        var suggesting = Suggests(MayBe("A100", holds: true, Of("1001", 900)), MayBe("A200", holds: false));

        var first = Assert.Single(await ReceiveAsync(suggesting, Payment("p1", 900)));
        var again = Assert.Single(await ReceiveAsync(suggesting, Payment("p1", 900)));

        Assert.Equal((PaymentState.Unmatched, PaymentState.Duplicate, null), (first.State, again.State, first.Account));
        Assert.Equal(["A100"], first.Touched);
        Assert.Equal([new PaymentSuspected(new Actor("anz"), "anz:p1", Aud(900), "A100 owes as much")], await InboxAsync("A100"));
        Assert.Empty(await InboxAsync("A200"));
        Assert.Equal(["A100"], await Due.DueAsync(Now, 10, None));
        var row = await RowAsync("anz:p1");
        Assert.Equal((70, "not certain", false, false), (row.Confidence, row.Why, row.IsByHand, row.Awaits));
        Assert.Equal([("A100", 70, "A100 owes as much", true), ("A200", 70, "A200 owes as much", false)], row.Suggestions.Select(one => (one.Account, one.Confidence, one.Why, one.Holds)));
        Assert.Equal([Of("1001", 900)], row.Suggestions[0].Allocations);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_ThatIsApplied_TouchesWhomItReached_AndKeepsHowCertainItWas()
    {
        await AddAccountsAsync("A100");
        var entry = Payment("p1", 900) with { PayerAccount = "AU12 3456", StructuredReference = "RF18539007547034" };

        var result = Assert.Single(await ReceiveAsync(Says((_, _) => new Match("A100", [], "it is theirs") with { Confidence = 98, Suggestions = [MayBe("A100")] }), entry));

        Assert.Equal((PaymentState.Matched, "A100"), (result.State, result.Account));
        Assert.Equal(["A100"], result.Touched);
        var row = await RowAsync("anz:p1");
        Assert.Equal(("AU12 3456", "RF18539007547034", 98, false), (row.PayerAccount, row.StructuredReference, row.Confidence, row.IsByHand));
        Assert.Empty(row.Suggestions);
        Assert.Empty(await InboxAsync("A100"));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Allocate_ASuspectedPayment_LiftsEveryHold_AndTeaches()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Suggests(MayBe("A100"), MayBe("A200")), Payment("p1", 600));

        await DoAsync("anz:p1", Allocate(null, Of("1001", 600)) with { Learn = [Key] });

        var looked = new PaymentLookedAt(Ann, "anz:p1");
        Assert.Equal([typeof(PaymentSuspected), typeof(PaymentReceived), typeof(PaymentLookedAt)], (await InboxAsync("A100")).Select(one => one.GetType()));
        Assert.Equal([new PaymentReceived(Ann, "anz:p1", Aud(600)), looked], (await InboxAsync("A100")).Skip(1));
        Assert.Equal([looked], (await InboxAsync("A200")).Skip(1));
        var row = await RowAsync("anz:p1");
        Assert.Equal((PaymentState.Matched, "A100", true, 0), (row.State, row.Account, row.IsByHand, row.Confidence));
        Assert.Empty(row.Suggestions);
        Assert.Equal([("A100", true)], await PayersAsync(Key));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Allocate_ToAnotherThanBefore_TeachesThatOneInstead()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Says((_, _) => new Match("A100", [], "it is theirs") with { Learn = [Key] }), Payment("p1", 600));

        await DoAsync("anz:p1", Allocate(null, Of("2001", 600)) with { Learn = [Key] });

        Assert.Equal([("A200", true)], await PayersAsync(Key));
    }

    [StoreFact]
    public async Task Allocate_ToNoInvoiceButAnAccount_IsItsUnappliedCredit()
    {
        await AddAccountsAsync("HEAD");
        await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None);
        await ReceiveAsync(Payment("p1", 600, "what?"));

        Assert.Contains("at least one invoice", await DecideAsync("anz:p1", Allocate(null)), StringComparison.Ordinal);
        await DoAsync("anz:p1", Allocate("A100"));

        Assert.Equal(Aud(600), (await FileAsync("HEAD")).UnappliedPayments);
        Assert.Equal("HEAD", (await RowAsync("anz:p1")).Account);
        await AssertSumsAsync();
    }

    [StoreTheory]
    [InlineData("nobody", "there is no account nobody")]
    [InlineData("E100", "trades in EUR")]
    public async Task Allocate_WithTheRestAtAnAccountThatCannotHaveIt_SaysWhy(string account, string why)
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveAccountsAsync([NewAccount("E100") with { Currency = Currency.Parse("EUR") }], Now, None);
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("p1", 1000, "what?"));

        Assert.Contains(why, await DecideAsync("anz:p1", Allocate(account, Of("1001", 900))), StringComparison.Ordinal);

        Assert.Equal(PaymentState.Unmatched, (await RowAsync("anz:p1")).State);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
    }

    [StoreFact]
    public async Task Reject_OfOneAccount_LiftsItsHold_AndTheOthersStay()
    {
        await AddAccountsAsync("A100", "A200");
        var suggesting = Suggests(MayBe("A100"), MayBe("A200"));
        await ReceiveAsync(suggesting, Payment("p1", 600));

        await DoAsync("anz:p1", new PaymentDecision.Reject("A100"));

        var row = await RowAsync("anz:p1");
        Assert.Equal((PaymentState.Unmatched, false), (row.State, row.IsByHand));
        Assert.Equal(["A200"], row.Suggestions.Select(one => one.Account));
        Assert.Equal(["A100"], row.Refused);
        Assert.Equal([new PaymentLookedAt(Ann, "anz:p1")], (await InboxAsync("A100")).Skip(1));
        Assert.Single(await InboxAsync("A200"));

        // Whoever matches it again is told, so that nothing changes.
        Assert.Equal(["A200"], (await Payments.LookAsync("anz:p1", suggesting, None))!.Suggestions.Select(one => one.Account));
        Assert.Equal(["anz:p1"], await Payments.WaitingAsync(10, None));
        Assert.Empty(await Payments.RematchAsync(["anz:p1"], suggesting, Later(2), None));
        Assert.Single(await InboxAsync("A200"));
    }

    [StoreFact]
    public async Task Reject_OfAll_RefusesEachOfThem()
    {
        await AddAccountsAsync("A100", "A200");
        await ReceiveAsync(Suggests(MayBe("A200"), MayBe("A100", holds: false)), Payment("p1", 600));

        await DoAsync("anz:p1", new PaymentDecision.Reject(null));

        var row = await RowAsync("anz:p1");
        Assert.Empty(row.Suggestions);
        Assert.Equal(["A100", "A200"], row.Refused);
        Assert.Empty(await InboxAsync("A100"));
        Assert.IsType<PaymentLookedAt>((await InboxAsync("A200"))[^1]);
    }

    [StoreFact]
    public async Task Reject_WhatDoesNotFit_SaysWhy()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Applies("A100"), Payment("p1", 600));
        await ReceiveAsync(Payment("p2", 600, "what?"));

        Assert.Contains("no payment", await DecideAsync("anz:p9", new PaymentDecision.Reject(null)), StringComparison.Ordinal);
        Assert.Contains("A100", await DecideAsync("anz:p1", new PaymentDecision.Reject("A100")), StringComparison.Ordinal);
        Assert.Contains("suggested", await DecideAsync("anz:p2", new PaymentDecision.Reject(null)), StringComparison.Ordinal);
        Assert.Contains("there is no account nobody", await DecideAsync("anz:p2", new PaymentDecision.Reject("nobody")), StringComparison.Ordinal);
        Assert.Equal(PaymentState.Matched, (await RowAsync("anz:p1")).State);
    }

    [StoreFact]
    public async Task SetAside_ASuspectedPayment_LiftsTheHold_UntilItIsUndone()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Suggests(MayBe("A100")), Payment("p1", 600));

        await DoAsync("anz:p1", new PaymentDecision.SetAside("a loan"));

        var row = await RowAsync("anz:p1");
        Assert.Equal((PaymentState.Ignored, null, true), (row.State, row.Account, row.IsByHand));
        Assert.Contains("a loan", row.Why, StringComparison.Ordinal);
        Assert.Empty(row.Suggestions);
        Assert.IsType<PaymentLookedAt>((await InboxAsync("A100"))[^1]);
        Assert.Empty(await Payments.WaitingAsync(10, None));
        Assert.Empty(await Payments.RematchAsync(["anz:p1"], Applies("A100"), Later(2), None));
        Assert.Contains("already", await DecideAsync("anz:p1", new PaymentDecision.SetAside("a loan")), StringComparison.Ordinal);
        await AssertSumsAsync();

        await DoAsync("anz:p1", new PaymentDecision.Undo());

        row = await RowAsync("anz:p1");
        Assert.Equal((PaymentState.Unmatched, false), (row.State, row.IsByHand));
        Assert.Empty(row.Refused);
        Assert.Equal(["anz:p1"], await Payments.WaitingAsync(10, None));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task SetAside_AMatchedPayment_BringsTheDebtBack()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Applies("A100", Of("1001", 600)), Payment("p1", 600));

        await DoAsync("anz:p1", new PaymentDecision.SetAside("a loan"));

        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.Equal(new PaymentReversed(Ann, "anz:p1", Aud(600)), (await InboxAsync("A100"))[^1]);
        Assert.Equal((PaymentState.Ignored, null), ((await RowAsync("anz:p1")).State, (await RowAsync("anz:p1")).Account));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undo_OfAMatch_BringsTheDebtBack_ForgetsThePayer_AndRefusesTheAccount()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Says((_, _) => new Match("A100", [Of("1001", 600)], "it is theirs") with { Learn = [Key] }), Payment("p1", 700));

        await DoAsync("anz:p1", new PaymentDecision.Undo());

        var file = await FileAsync("A100");
        Assert.Equal((Aud(600), Aud(0)), (Assert.Single(file.Invoices).Open, file.UnappliedPayments));
        Assert.Equal([new PaymentReceived(new Actor("anz"), "anz:p1", Aud(700)), new PaymentReversed(Ann, "anz:p1", Aud(700))], await InboxAsync("A100"));
        Assert.Equal(["anz:p1"], await Payments.WaitingAsync(10, None));
        Assert.Empty(await PayersAsync(Key));
        var row = await RowAsync("anz:p1");
        Assert.Equal((PaymentState.Unmatched, null, false, false), (row.State, row.Account, row.IsByHand, row.Reversed));
        Assert.Equal(["A100"], row.Refused);
        Assert.Empty(row.Allocations);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undo_AndAllocatedAgain_IsHeardEachTime()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Payment("p1", 600, "what?"));

        for (var i = 0; i < 2; i++)
        {
            await DoAsync("anz:p1", Allocate(null, Of("1001", 600)));
            await DoAsync("anz:p1", new PaymentDecision.Undo());
        }

        Assert.Equal(
            [typeof(PaymentReceived), typeof(PaymentReversed), typeof(PaymentReceived), typeof(PaymentReversed)], (await InboxAsync("A100")).Select(one => one.GetType()));
        Assert.Equal(["A100"], (await RowAsync("anz:p1")).Refused);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Undo_WhatDoesNotFit_SaysWhy()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Payment("p1", 600, "what?"));
        await ReceiveAsync(Applies("A100"), Payment("p2", 600), Reversal("r2", "p2", 600));

        Assert.Contains("no payment", await DecideAsync("anz:p9", new PaymentDecision.Undo()), StringComparison.Ordinal);
        Assert.Contains("nobody's", await DecideAsync("anz:p1", new PaymentDecision.Undo()), StringComparison.Ordinal);
        Assert.Contains("came back", await DecideAsync("anz:p2", new PaymentDecision.Undo()), StringComparison.Ordinal);
        Assert.Contains("came back", await DecideAsync("anz:p2", new PaymentDecision.SetAside("a loan")), StringComparison.Ordinal);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_OfASuspectedPayment_LiftsTheHold()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Suggests(MayBe("A100")), Payment("p1", 600));

        var result = Assert.Single(await ReceiveAsync(Reversal("r1", "p1", 600)));

        Assert.Equal(["A100"], result.Touched);
        Assert.Equal(new PaymentLookedAt(new Actor("anz"), "anz:p1"), (await InboxAsync("A100"))[^1]);
        Assert.Empty((await RowAsync("anz:p1")).Suggestions);
        Assert.Empty(await Payments.WaitingAsync(10, None));
    }

    [StoreFact]
    public async Task Rematch_WhenTheInvoiceCame_AppliesThePayment_Once()
    {
        await AddAccountsAsync("A100");
        await OpenCaseAsync("A100");
        await ReceiveAsync(Payment("p1", 600, "1001"), Payment("p2", 5, "what?"));
        Assert.Equal(["anz:p2", "anz:p1"], await Payments.WaitingAsync(10, None));
        Assert.Equal(["anz:p2"], await Payments.WaitingAsync(1, None));

        await AddAsync(NewInvoice("A100", "1001", 600));
        var changed = Assert.Single(await Payments.RematchAsync(["anz:p1", "anz:p2", "anz:p9"], new PlainMatcher(), Later(2), None));

        Assert.Equal(("anz:p1", PaymentState.Matched, "A100"), (changed.PaymentId, changed.State, changed.Account));
        Assert.Equal(["A100"], changed.Touched);
        Assert.Empty((await FileAsync("A100")).Invoices);
        Assert.Equal(new PaymentReceived(new Actor("anz"), "anz:p1", Aud(600)), (await InboxAsync("A100"))[^1]);
        Assert.Equal(["anz:p2"], await Payments.WaitingAsync(10, None));
        Assert.Empty(await Payments.RematchAsync(["anz:p1", "anz:p2"], new PlainMatcher(), Later(3), None));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Rematch_OfASuspectedPayment_LiftsTheHold()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Suggests(MayBe("A100")), Payment("p1", 600));

        var changed = await RematchOneAsync("anz:p1", Applies("A100", Of("1001", 600)));

        Assert.Equal(["A100"], changed.Touched);
        Assert.Equal([new PaymentReceived(new Actor("anz"), "anz:p1", Aud(600)), new PaymentLookedAt(new Actor("anz"), "anz:p1")], (await InboxAsync("A100")).Skip(1));
    }

    [StoreFact]
    public async Task Rematch_ThatSuggestsOthers_TellsThoseWhoseTurnItIs()
    {
        await AddAccountsAsync("A100", "A200", "A300");
        await ReceiveAsync(Suggests(MayBe("A100"), MayBe("A200")), Payment("p1", 600));

        var changed = await RematchOneAsync("anz:p1", Suggests(MayBe("A200"), MayBe("A300")));

        Assert.Equal((PaymentState.Unmatched, null), (changed.State, changed.Account));
        Assert.Equal(["A100", "A300"], changed.Touched);
        Assert.IsType<PaymentLookedAt>((await InboxAsync("A100"))[^1]);
        Assert.Single(await InboxAsync("A200"));
        Assert.IsType<PaymentSuspected>(Assert.Single(await InboxAsync("A300")));

        await RematchOneAsync("anz:p1", Suggests(MayBe("A100")));

        Assert.Equal(3, (await InboxAsync("A100")).Count);
        Assert.Equal(["A100"], (await RowAsync("anz:p1")).Suggestions.Select(one => one.Account));
    }

    [StoreFact]
    public async Task Rematch_WhereNothingChanges_WritesNothing()
    {
        await AddAccountsAsync("A100");
        var suggesting = Suggests(MayBe("A100", holds: true, Of("1001", 600)));
        await ReceiveAsync(suggesting, Payment("p1", 600));
        var before = await FileAsync("A100");

        Assert.Empty(await Payments.RematchAsync(["anz:p1"], suggesting, Later(2), None));

        Assert.Equal((before.Version, 1), ((await FileAsync("A100")).Version, (await FileAsync("A100")).Inbox.Count));
    }

    [StoreFact]
    public async Task Rematch_OfARestThatAwaits_SettlesWhatThePayerNamed_AndNoOthers()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Says((_, _) => new Match("A100", [Of("1001", 600)], "it names 1001") with { Awaits = true, Confidence = 97 }), Payment("p1", 1000));
        Assert.Equal((true, Aud(400)), ((await RowAsync("anz:p1")).Awaits, (await RowAsync("anz:p1")).Unapplied));
        Assert.Equal(["anz:p1"], await Payments.WaitingAsync(10, None));
        var asked = new List<BankEntry>();
        var again = Says((entry, ledger) =>
        {
            asked.Add(entry);
            return new Match("A100", ledger.FindInvoice("1002") is null ? [] : [Of("1002", 300), Of("2001", 100)], "it names 1002") with { Awaits = ledger.FindInvoice("1002") is null };
        });

        Assert.Empty(await Payments.RematchAsync(["anz:p1"], again, Later(1), None));
        await AddAsync(NewInvoice("A100", "1002", 300));
        var before = await InboxAsync("A100");
        var changed = await RematchOneAsync("anz:p1", again);

        Assert.All(asked, entry => Assert.Equal((Aud(400), "A100", "p1"), (entry.Amount, entry.Only, entry.Id)));
        Assert.Equal(("anz:p1", PaymentState.Matched, "A100"), (changed.PaymentId, changed.State, changed.Account));
        Assert.Equal(["A100"], changed.Touched);
        Assert.IsType<LedgerChanged>(Assert.Single((await InboxAsync("A100")).Skip(before.Count)));
        var row = await RowAsync("anz:p1");
        Assert.Equal((Aud(100), false, 97), (row.Unapplied, row.Awaits, row.Confidence));
        Assert.Equal([Of("1001", 600), Of("1002", 300)], row.Allocations.OrderBy(one => one.Invoice, StringComparer.Ordinal));
        Assert.Empty(await InboxAsync("A200"));
        Assert.Empty(await Payments.WaitingAsync(10, None));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Awaiting_WithNothingUnapplied_OrAPersonsWord_IsOver()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 600));
        var awaiting = Says((_, _) => new Match("A100", [Of("1001", 600)], "it names 1001") with { Awaits = true });
        await ReceiveAsync(awaiting, Payment("p1", 600), Payment("p2", 600));
        Assert.Equal(["anz:p2"], await Payments.WaitingAsync(10, None));

        await DoAsync("anz:p2", Allocate("A100"));

        Assert.False((await RowAsync("anz:p2")).Awaits);
        Assert.Empty(await Payments.WaitingAsync(10, None));
    }

    [StoreFact]
    public async Task Look_GetsTheEntryAsItCame_AndChangesNothing()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 600));
        var came = Payment("p1", 600, "1001?", account: "a-100") with
        {
            PayerAccount = "AU123456", StructuredReference = "RF18539007547034", EndToEndId = "E-1", BankReference = "B-1", Source = "camt.053",
        };
        BankEntry? seen = null;
        await ReceiveAsync(Says((_, _) => Match.None("unknown")), came);
        var before = await FileAsync("A100");

        var match = await Payments.LookAsync(
            "anz:p1",
            Says((entry, ledger) =>
            {
                seen = entry;
                return new Match("A100", [new Allocation("1001", ledger.OpenItems("A100")[0].Open)], "seen") with { Learn = [Key], Suggestions = [MayBe("A100")] };
            }),
            None);

        Assert.Empty(seen!.Refused);
        Assert.Equal(came, seen with { Refused = came.Refused });
        Assert.Equal(("A100", "seen", Of("1001", 600)), (match!.Account, match.Why, Assert.Single(match.Allocations)));
        Assert.Equal(before.Version, (await FileAsync("A100")).Version);
        Assert.Empty((await RowAsync("anz:p1")).Suggestions);
        Assert.Empty(await PayersAsync(Key));
        Assert.Null(await Payments.LookAsync("anz:p9", new PlainMatcher(), None));
    }
}
