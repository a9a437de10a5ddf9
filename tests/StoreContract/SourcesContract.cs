using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.StoreContract;

/// <summary>The same money told by several sources counts once, and what is known of payments moves to another store with them.</summary>
public abstract class SourcesContract<THost> : MatchingFacts<THost>
    where THost : IStoreHost, new()
{
    private const string Hook = "webhook";
    private const string Statement = "camt.053";

    [StoreTheory]
    [InlineData(Hook, Statement)]
    [InlineData(Statement, Hook)]
    [InlineData("camt.054", Statement)]
    public async Task SameMoney_FromTwoSources_CountsOnce_AndBothIdsAreKnown(string first, string second)
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Told("one", first, "E-1"));

        var again = await ReceiveAsync(Told("two", second, "E-1"), Told("two", second, "E-1"), Told("one", first, "E-1"));

        Assert.All(again, result => Assert.Equal((PaymentState.Duplicate, "A100"), (result.State, result.Account)));
        Assert.Equal("anz:one", again[0].PaymentId);
        Assert.Equal(Aud(800), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.Single((await Desk.PaymentsAsync(null, null, null, 10, None)).Items);
        Assert.Equal("anz:one", (await RowAsync("anz:two")).Id);
        await AssertSumsAsync();

        await DoAsync("anz:two", Allocate("A100"));
        Assert.Equal(Aud(100), (await FileAsync("A100")).UnappliedPayments);
        Assert.NotNull(await Payments.LookAsync("anz:two", new PlainMatcher(), None));

        await ReceiveAsync(Reversal("r1", "two", 100));
        Assert.True((await RowAsync("anz:one")).Reversed);
        Assert.Equal("anz:one", (await RowAsync("anz:r1")).Undoes);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task SameMoney_WhoseReversalNamedTheSecondId_IsReversedWhenThatIdComes()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Told("one", Hook, "E-1"), Reversal("r1", "two", 100));
        Assert.Equal(Aud(800), Assert.Single((await FileAsync("A100")).Invoices).Open);

        var again = Assert.Single(await ReceiveAsync(Told("two", Statement, "E-1")));

        Assert.Equal(PaymentState.Duplicate, again.State);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.True((await RowAsync("anz:one")).Reversed);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task EqualPayments_OfOneSource_StayTwo_AndTheOtherSourceTellsOfBoth()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        var hook = await ReceiveAsync(Told("h1", Hook), Told("h2", Hook));
        var statement = await ReceiveAsync(Told("s1", Statement), Told("s2", Statement), Told("s3", Statement));

        Assert.All(hook, result => Assert.Equal(PaymentState.Matched, result.State));
        Assert.Equal([PaymentState.Duplicate, PaymentState.Duplicate, PaymentState.Matched], statement.Select(result => result.State));
        Assert.Equal(["anz:h1", "anz:h2"], statement.Take(2).Select(result => result.PaymentId).Order(StringComparer.Ordinal));
        Assert.Equal(Aud(600), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Entry_ToldUnderOneIdByTwoSources_IsNotTakenForAThird()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Told("one", Hook));
        await ReceiveAsync(Told("one", Statement));

        var other = Assert.Single(await ReceiveAsync(Told("two", Statement)));

        Assert.Equal(PaymentState.Matched, other.State);
        Assert.Equal(Aud(700), Assert.Single((await FileAsync("A100")).Invoices).Open);
    }

    [StoreFact]
    public async Task KnownIds_OfADelivery_AreNoted_BeforeAnotherEntryIsCompared()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Told("one", "camt.054"));

        var day = await ReceiveAsync(Told("two", Statement), Told("one", Statement));

        Assert.Equal([PaymentState.Matched, PaymentState.Duplicate], day.Select(result => result.State));
        Assert.Equal(Aud(700), Assert.Single((await FileAsync("A100")).Invoices).Open);
    }

    [StoreFact]
    public async Task SameMoney_ThatNobodyMatched_GetsWhatTheOtherReportSays_AndIsMatchedAgain()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Payment("one", 100) with { Source = Statement });

        var again = Assert.Single(await ReceiveAsync(Told("two", Hook, "E-1") with { PayerAccount = "AU123456" }));

        Assert.Equal((PaymentState.Duplicate, "A100"), (again.State, again.Account));
        var row = await RowAsync("anz:one");
        Assert.Equal((PaymentState.Matched, "1001", "AU123456"), (row.State, row.Reference, row.PayerAccount));
        Assert.Equal(Aud(800), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_ToldByTwoSources_CountsOnce_R37()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Told("one", Hook, "E-1"), Reversal("r1", "one", 100) with { Source = Hook });

        var again = await ReceiveAsync(
            Told("two", Statement, "E-1"), Reversal("r2", "two", 100) with { Source = Statement, Reference = "returned 4711" }, Reversal("r3", "unknown:r3", 100) with { Source = "mt940" });

        Assert.All(again, result => Assert.Equal(PaymentState.Duplicate, result.State));
        Assert.Equal("anz:r1", (await RowAsync("anz:r3")).Id);
        Assert.Equal(2, (await Desk.PaymentsAsync(null, null, null, 10, None)).Items.Count);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Reversal_WhosePaymentAnotherSourceNamesBeforeItComes_UndoesItThen_R37()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync(Reversal("r1", "unknown:r1", 100) with { Source = Statement, EndToEndId = "E-1" });
        await ReceiveAsync(Reversal("r2", "one", 100) with { Source = Hook, EndToEndId = "E-1" });

        await ReceiveAsync(Told("one", Hook));

        Assert.True((await RowAsync("anz:one")).Reversed);
        Assert.Equal("anz:one", (await RowAsync("anz:r1")).Undoes);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Archive_CarriesWhatIsKnownOfPaymentsAndPayers_ToAnotherStore()
    {
        await AddOwingAsync(("A100", "1001", Day(7, 31)), ("A200", "2001", Day(7, 31)));
        var teaching = Says((_, _) => new Match("A100", [Of("1001", 600), Of("2001", 300)], "theirs") with { Learn = ["a:AU123456"], Awaits = true, Confidence = 96 });
        await ReceiveAsync(teaching, Told("split", Hook, "E-1") with { Amount = Aud(1000), PayerAccount = "AU123456", StructuredReference = "RF18", BankReference = "B-1", Account = "a-100" });
        await ReceiveAsync(Told("split-again", Statement, "E-1") with { Amount = Aud(1000) });
        await ReceiveAsync(Suggests(MayBe("A200", holds: true, Of("2001", 300)), MayBe("A100")), Told("open", Hook));
        await DoAsync("anz:open", new PaymentDecision.Reject("A100"));
        await ReceiveAsync(Payment("aside", 5));
        await DoAsync("anz:aside", new PaymentDecision.SetAside("a loan"));

        await using var other = new THost();
        await other.OpenAsync();
        await MoveAsync((IArchiveStore)Ledger, (IArchiveStore)other.Ledger);

        Assert.Equal(await PictureAsync((IArchiveStore)Ledger), await PictureAsync((IArchiveStore)other.Ledger));
        Assert.Equal(["anz:open", "anz:split"], (await other.Payments.WaitingAsync(10, None)).Order(StringComparer.Ordinal));
        Assert.Equal("anz:split", (await other.Desk.PaymentAsync("anz:split-again", None))!.Id);
        Assert.Equal((96, true, Aud(100)), (await other.Desk.PaymentAsync("anz:split", None)) is { } row ? (row.Confidence, row.Awaits, row.Unapplied) : default);
        IReadOnlyList<object>? known = null;
        await other.Payments.LookAsync(
            "anz:open",
            Says((entry, ledger) =>
            {
                known = [ledger.FindRemitters("a:AU123456", false)[0], ledger.FindRemitters("n:A200", false)[0], .. ledger.InvoiceShapes, .. ledger.AccountShapes, .. entry.Refused];
                return Match.None("asked");
            }),
            None);
        Assert.Equal([new KnownRemitter("A100", "a:AU123456", true), new KnownRemitter("A200", "n:A200", false), "9999", "A999", "A100"], known);

        Assert.Null(await other.Payments.DecideAsync("anz:split", new PaymentDecision.Undo(), Ann, Later(3), None));
        await other.Payments.LookAsync(
            "anz:open",
            Says((_, ledger) =>
            {
                known = ledger.FindRemitters("a:AU123456", false);
                return Match.None("asked");
            }),
            None);
        Assert.Empty(known!);
        Assert.Empty(await other.Desk.VerifyAsync(None));
    }

    // 100 dollars for an invoice, as a source tells it.
    private static BankEntry Told(string id, string source, string? endToEnd = null) => Payment(id, 100, "1001") with { Source = source, EndToEndId = endToEnd };

    private static async Task MoveAsync(IArchiveStore from, IArchiveStore to)
    {
        foreach (var part in await CompanyAsync(from))
        {
            await to.WriteCompanyAsync(part, None);
        }

        foreach (var account in await from.ReadAccountsAsync(null, 100, None))
        {
            Assert.Equal(ArchiveState.Written, (await to.WriteAccountAsync(account, None)).State);
        }
    }

    private static async Task<IReadOnlyList<ArchivedCompany>> CompanyAsync(IArchiveStore store)
    {
        var parts = new List<ArchivedCompany> { await store.ReadCompanyAsync(null, 100, None) };
        while (parts[^1].Next is { } next)
        {
            parts.Add(await store.ReadCompanyAsync(next, 100, None));
        }

        return parts;
    }

    private static async Task<string> PictureAsync(IArchiveStore store)
    {
        var json = new StoredJson(Regions.BuiltIn);
        var company = (await CompanyAsync(store)).Select(part => json.Write(part with { Next = null }));
        return string.Join('\n', company.Concat((await store.ReadAccountsAsync(null, 100, None)).Select(account => json.Write(account.InOrder()))));
    }
}
