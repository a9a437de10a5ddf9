using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>What the deciders rule of money and of the books comes out of every store alike, to the word: what once differed between them.</summary>
public abstract class RulingContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    [StoreFact]
    public async Task Awaiting_PartlyReturned_SettlesWhatIsLeft_WhenItsInvoiceComes()
    {
        await AddAccountsAsync("A100");
        await OpenCaseAsync("A100");
        await ReceiveAsync(Says((_, _) => new Match("A100", [], "it names 1002") with { Awaits = true }), Payment("p1", 600));
        await ReceiveAsync(Reversal("r1", "p1", 300));
        Assert.Equal((Aud(300), true), ((await RowAsync("anz:p1")).Unapplied, (await RowAsync("anz:p1")).Awaits));
        Assert.Equal(["anz:p1"], await Payments.WaitingAsync(10, None));

        await AddAsync(NewInvoice("A100", "1002", 600));
        var asked = new List<BankEntry>();
        var changed = await RematchOneAsync("anz:p1", Says((entry, _) =>
        {
            asked.Add(entry);
            return new Match("A100", [Of("1002", 600)], "it names 1002");
        }));

        Assert.Equal((PaymentState.Matched, "A100"), (changed.State, changed.Account));
        Assert.All(asked, entry => Assert.Equal((Aud(300), "A100"), (entry.Amount, entry.Only)));
        Assert.Equal(Aud(300), Assert.Single((await FileAsync("A100")).Invoices).Open);
        var row = await RowAsync("anz:p1");
        Assert.Equal((Aud(0), false, "it names 1002; later it names 1002"), (row.Unapplied, row.Awaits, row.Why));
        Assert.Equal([Of("1002", 300)], row.Allocations);
        Assert.Empty(await Payments.WaitingAsync(10, None));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Awaiting_WhollyReturned_WaitsForNothing()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Says((_, _) => new Match("A100", [], "it names 1002") with { Awaits = true }), Payment("p1", 600));
        await ReceiveAsync(Reversal("r1", "p1", 600));
        await AddAsync(NewInvoice("A100", "1002", 600));

        Assert.Empty(await Payments.WaitingAsync(10, None));
        Assert.Empty(await Payments.RematchAsync(["anz:p1"], Applies("A100", Of("1002", 600)), Later(2), None));

        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.False((await RowAsync("anz:p1")).Awaits);
    }

    [StoreFact]
    public async Task Unmatched_PartlyReturned_IsNotMatchedByItself()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Payment("p1", 600, "what?"), Reversal("r1", "p1", 200));

        Assert.Empty(await Payments.WaitingAsync(10, None));
        Assert.Empty(await Payments.RematchAsync(["anz:p1"], Applies("A100"), Later(2), None));
        Assert.Equal("payment anz:p1 came back", await DecideAsync("anz:p1", Allocate("A100")));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_OfNobodyKnowsWhat_SetAsideAndTakenUpAgain_WaitsAsBefore()
    {
        await ReceiveAsync(Reversal("r1", "unheard-of", 600), Reversal("r2", $"{ToldEntry.UnknownPrefix}r2", 600));
        Assert.Equal("it undoes unheard-of, which has not come yet", (await RowAsync("anz:r1")).Why);
        Assert.Equal("payment anz:r1 is nobody's: there is nothing to undo", await DecideAsync("anz:r1", new PaymentDecision.Undo()));
        Assert.Equal("there is no payment anz:r1", await DecideAsync("anz:r1", new PaymentDecision.Reject(null)));
        Assert.Equal("there is no payment anz:r1", await DecideAsync("anz:r1", Allocate("A100")));

        foreach (var (id, why) in new[] { ("anz:r1", "it undoes unheard-of, which has not come yet"), ("anz:r2", "it came back, and nobody knows which payment it undoes") })
        {
            await DoAsync(id, new PaymentDecision.SetAside("not ours"));
            var aside = await RowAsync(id);
            Assert.Equal((PaymentState.Ignored, "set aside by ann: not ours", true), (aside.State, aside.Why, aside.IsByHand));
            Assert.Equal($"payment {id} is set aside already", await DecideAsync(id, new PaymentDecision.SetAside("not ours")));

            await DoAsync(id, new PaymentDecision.Undo());
            var again = await RowAsync(id);
            Assert.Equal((PaymentState.Unmatched, why, false, null), (again.State, again.Why, again.IsByHand, again.Undoes));
        }
    }

    [StoreFact]
    public async Task Reversal_SetAside_IsTakenOffItsPayment_WhenThatComes_R37()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)));
        await ReceiveAsync(Reversal("r1", "p1", 600));
        await DoAsync("anz:r1", new PaymentDecision.SetAside("not ours"));

        await ReceiveAsync(Applies("A100", Of("1001", 600)), Payment("p1", 600));

        Assert.True((await RowAsync("anz:p1")).Reversed);
        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A100")).Invoices).Open);
        var reversal = await RowAsync("anz:r1");
        Assert.Equal(("anz:p1", PaymentState.Matched, "it undoes p1"), (reversal.Undoes, reversal.State, reversal.Why));
        Assert.Equal("payment anz:r1 undoes anz:p1", await DecideAsync("anz:r1", new PaymentDecision.Undo()));
        Assert.Equal("payment anz:r1 undoes anz:p1", await DecideAsync("anz:r1", new PaymentDecision.SetAside("not ours")));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_ThatAnotherSourcePlaces_WaitsForThatPayment()
    {
        await ReceiveAsync(Reversal("r1", $"{ToldEntry.UnknownPrefix}r1", 600) with { Source = "mt940", BankReference = "REF-778899" });

        await ReceiveAsync(Reversal("n1", "p1", 600) with { Source = "webhook", BankReference = "REF-778899" });

        var row = await RowAsync("anz:r1");
        Assert.Equal((PaymentState.Unmatched, "it undoes p1, which has not come yet", null), (row.State, row.Why, row.Undoes));
    }

    [StoreFact]
    public async Task Undo_OfASplitPayment_RefusesThoseOnlyThatHadAPart()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        await ReceiveAsync(Applies("A100", Of("2001", 600)), Payment("p1", 600));

        await DoAsync("anz:p1", new PaymentDecision.Undo());

        Assert.Equal(["A200"], (await RowAsync("anz:p1")).Refused);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Refusals_AreWordedOnce()
    {
        await AddAccountsAsync("A100");
        var euro = Payment("e1", 600) with { Amount = Core.Ledger.Money.Of(600, Core.Ledger.Currency.Parse("EUR")) };
        await ReceiveAsync(Applies("A100"), Payment("p1", 600), Reversal("r1", "unheard-of", 600), Payment("p3", 5) with { IsCredit = false });
        await ReceiveAsync(Payment("p2", 600, "what?"), euro);
        await DoAsync("anz:p2", new PaymentDecision.SetAside("a loan"));

        Assert.Equal("payment anz:p1 is account A100's: that is to be undone", await DecideAsync("anz:p1", new PaymentDecision.Reject("A100")));
        Assert.Equal("payment anz:p2 is set aside: that is to be undone", await DecideAsync("anz:p2", new PaymentDecision.Reject("A100")));
        Assert.Equal("no account is suggested for payment anz:e1", await DecideAsync("anz:e1", new PaymentDecision.Reject(null)));
        Assert.Equal("payment anz:e1 is in EUR, what came back in AUD", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:e1")));
        Assert.Equal("payment anz:p1 came in: it undoes nothing", await DecideAsync("anz:p1", new PaymentDecision.Undoes("anz:p2")));
        Assert.Equal("payment anz:p3 went out: it undoes nothing", await DecideAsync("anz:p3", new PaymentDecision.Undoes("anz:p2")));
        Assert.Equal("there is no payment anz:p3", await DecideAsync("anz:p3", new PaymentDecision.Undo()));
        await DoAsync("anz:r1", new PaymentDecision.Undoes("anz:p1"));
        Assert.Equal("payment anz:r1 undoes anz:p1 already", await DecideAsync("anz:r1", new PaymentDecision.Undoes("anz:p1")));
        Assert.Equal("it undoes p1, ann says", (await RowAsync("anz:r1")).Why);
    }

    [StoreFact]
    public async Task Allocate_ToAnAccountInAnotherCase_FindsIt()
    {
        await AddAccountsAsync("A100");
        await ReceiveAsync(Payment("p1", 600, "what?"));

        await DoAsync("anz:p1", Allocate("a100"));

        Assert.Equal("A100", (await RowAsync("anz:p1")).Account);
    }

    [StoreFact]
    public async Task Instalment_OfANumberThatAnotherAccountHas_IsRejected()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1001", 300, part: 1) with { Instalments = 2 });

        var result = await AddAsync(NewInvoice("A200", "1001", 300, part: 2, due: Day(8, 31)) with { Instalments = 2 });

        Assert.Equal(("account", "invoice 1001 belongs to account A100"), (result.Field, result.Why));
        Assert.Empty((await FileAsync("A200")).Invoices);
    }

    [StoreFact]
    public async Task Instalment_OfANumberSpelledInAnotherCase_IsRejected()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "inv-1", 300, part: 1) with { Instalments = 2 });

        var result = await AddAsync(NewInvoice("A100", "INV-1", 300, part: 2, due: Day(8, 31)) with { Instalments = 2 });

        Assert.Equal(("invoice", "INV-1 differs from inv-1 in upper and lower case only"), (result.Field, result.Why));
    }
}
