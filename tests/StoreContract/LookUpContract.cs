using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.StoreContract;

/// <summary>What a matcher may ask of the ledger: who is known to pay for whom, what numbers look like, what was settled.</summary>
public abstract class LookUpContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    private const int MostPayers = 20;
    private const int MostShapes = 100;

    [StoreFact]
    public async Task FindPayers_ByName_GivesTheAccountsThatAreBilled_ByCode()
    {
        await SaveAsync(Named("B200", "Smith Joinery Pty Ltd"), Named("A100", "SMITH JOINERY LIMITED"), Named("A101", "Brown", billing: "B200"));

        Assert.Equal([("A100", false), ("B200", false)], await PayersAsync("n:SMITH JOINERY"));
        Assert.Equal([("B200", false)], await PayersAsync("n:BROWN"));
        Assert.Empty(await PayersAsync("n:SMITH"));
        Assert.Equal("n:BROWN", await AskAsync(ledger => ledger.FindRemitters("n:BROWN", false)[0].Key));
    }

    [StoreFact]
    public async Task FindPayers_ByABeginning_GivesEachAccountOnce()
    {
        await SaveAsync(Named("B200", "Smith Joinery"), Named("A100", "Smith"), Named("A101", "Smithy", billing: "A100"), Named("C300", "Smit"), Named("D400", "Smiti"));

        Assert.Equal([("A100", false), ("B200", false)], await PayersAsync("n:SMITH", isBeginning: true));
        Assert.Empty(await PayersAsync("n:SMITH JOINERY OF", isBeginning: true));
    }

    [StoreFact]
    public async Task FindPayers_OfMany_GivesTheFirstTwentyByCode()
    {
        var codes = Enumerable.Range(0, MostPayers + 5).Select(i => $"A{100 + i}").ToList();
        await SaveAsync([.. codes.Select(code => Named(code, "Smith"))]);

        Assert.Equal(codes.Take(MostPayers), (await PayersAsync("n:SMITH")).Select(payer => payer.Account));
    }

    [StoreFact]
    public async Task FindPayers_OfARenamedAccount_KnowsTheNewNameOnly()
    {
        await SaveAsync(Named("A100", "Smith"), Named("A200", "Smith"));

        await SaveAsync(Named("A100", "Brown"));
        await SaveAsync(Named("A100", "Brown") with { Notes = "rings back" });

        Assert.Equal([("A200", false)], await PayersAsync("n:SMITH"));
        Assert.Equal([("A100", false)], await PayersAsync("n:BROWN"));
    }

    [StoreFact]
    public async Task FindPayers_OfABranchThatWasMoved_FollowsIt()
    {
        await SaveAsync(Named("A100", "Smith"), Named("HEAD", "Brown"));

        await SaveAsync(Named("A100", "Smith", billing: "HEAD"));
        Assert.Equal([("HEAD", false)], await PayersAsync("n:SMITH"));

        await SaveAsync(Named("A100", "Smith"));
        Assert.Equal([("A100", false)], await PayersAsync("n:SMITH"));
    }

    [StoreFact]
    public async Task FindPayers_OfWhoPaidBefore_AreLearned_AndThatWinsOverTheName()
    {
        await SaveAsync(Named("A100", "Smith"), Named("A200", "Smith"));
        var teaching = Says((_, _) => new Match("A200", [], "it is theirs") with { Learn = ["a:AU123456", "n:SMITH"] });

        await ReceiveAsync(teaching, Payment("p1", 5), Payment("p2", 5));

        Assert.Equal([("A200", true)], await PayersAsync("a:AU123456"));
        Assert.Equal([("A100", false), ("A200", true)], await PayersAsync("n:SMITH"));
        Assert.Equal([("A100", false), ("A200", true)], await PayersAsync("n:SM", isBeginning: true));
    }

    [StoreFact]
    public async Task FindPayers_OfWhatWasNotApplied_LearnsNothing()
    {
        await SaveAsync(Named("A100", "Smith"));

        await ReceiveAsync(Says((_, _) => Match.None("not certain") with { Learn = ["a:AU123456"], Suggestions = [MayBe("A100")] }), Payment("p1", 5));

        Assert.Empty(await PayersAsync("a:AU123456"));
    }

    [StoreFact]
    public async Task Shapes_AreThoseOfTheNumbersAndCodes_ByText_AndOutliveTheProcess()
    {
        await AddAccountsAsync("A100", "A200", "KEY");
        await AddAsync(NewInvoice("A100", "inv-0001", 900));
        await AddAsync(NewInvoice("A100", "INV-0002", 900));
        await AddAsync(NewInvoice("A100", "21/77", 900));
        await AddAsync(NewInvoice("A100", "opening", 900));
        await AddAsync(NewInvoice("nobody", "rejected-1", 900));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(["99/99", "INV-9999"], await AskAsync(ledger => ledger.InvoiceShapes));
            Assert.Equal(["A999"], await AskAsync(ledger => ledger.AccountShapes));
            await Host.ReopenAsync();
        }
    }

    [StoreFact]
    public async Task Shapes_OfTooManyKinds_AreAHundred()
    {
        await AddAccountsAsync("A100");

        await Ledger.SaveInvoicesAsync(
            [.. Enumerable.Range(0, MostShapes + 20).Select(i => NewInvoice("A100", $"{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}-1", 1))], Now, None);

        Assert.Equal(MostShapes, (await AskAsync(ledger => ledger.InvoiceShapes)).Count);
    }

    [StoreFact]
    public async Task FindInvoice_OfASettledNumber_KnowsWhoseItWas()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1", 900));
        await AddAsync(NewInvoice("A100", "INV-2", 900, balance: 0));
        await ReceiveAsync(Applies("A100", Of("INV-1", 900)), Payment("p1", 900));

        foreach (var number in new[] { "inv-1", "INV-2" })
        {
            var (account, count) = await AskAsync(ledger => (ledger.FindInvoice(number)?.Account, ledger.FindInvoice(number)?.Items.Count));
            Assert.Equal(("A100", 0), (account, count));
        }

        Assert.True(await AskAsync(ledger => ledger.FindInvoice("INV-3") is null));
    }

    [StoreFact]
    public async Task FindInvoice_OfWhichOneInstalmentIsSettled_GivesTheOthers()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1", 100, balance: 0, part: 1));
        await AddAsync(NewInvoice("A100", "INV-1", 100, due: Day(8, 31), part: 2));

        Assert.Equal(2, await AskAsync(ledger => Assert.Single(ledger.FindInvoice("INV-1")!.Items).Part));
    }

    [StoreFact]
    public async Task CurrencyOf_AnAccount_IsWhatItTradesIn()
    {
        await SaveAsync(NewAccount("A100"), NewAccount("E100") with { Currency = Currency.Parse("EUR") });

        Assert.Equal(Currency.Aud, await AskAsync(ledger => ledger.CurrencyOf("A100")));
        Assert.Equal(Currency.Parse("EUR"), await AskAsync(ledger => ledger.CurrencyOf("E100")));
        Assert.Null(await AskAsync(ledger => ledger.CurrencyOf("nobody")));
    }

    private static Account Named(string code, string name, string? billing = null) => NewAccount(code, billing) with { Name = name };

    private async Task SaveAsync(params Account[] accounts) =>
        Assert.All(await Ledger.SaveAccountsAsync(accounts, Now, None), result => Assert.NotEqual(RowState.Rejected, result.State));
}
