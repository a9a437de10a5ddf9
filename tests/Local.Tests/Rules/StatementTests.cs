using System.Globalization;
using System.Text;
using Collections.App.Payments;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Moq;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>Files of bank statements, loaded into a ledger: the same money counts once, and a feed is complete only as far as its statements reach.</summary>
public class StatementTests
{
    private const string Feed = "anz";
    private const string Invoices = "invoice,account,issued,amount,due\nJ1,A1,2021-06-30,1000,2021-07-31\nJ2,A1,2021-06-30,500,2021-07-31";

    [Fact]
    public async Task R31_AStatementThatPaysAll_ClosesTheCase_AndTheSameAgainChangesNothing()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await house.InvoicesAsync(Invoices);
        await house.ScanAsync();
        var statement = Mt940("0803", 0, ":61:2108030803C1500,00NTRFNONREF//B17\r\n:86:J1 J2\r\n", 1500);

        var first = await LoadAsync(house, statement);
        await house.ToAsync("2021-08-03 09:00");
        var again = await LoadAsync(house, statement);

        Assert.Equal((1, 1, 0), (first.Entries, first.Matched, first.Duplicates));
        Assert.Equal((1, 0, 1), (again.Entries, again.Matched, again.Duplicates));
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
        Assert.Single((await house.Store.PaymentsAsync(null, null, null, 10, default)).Items);
    }

    [Fact]
    public async Task R37_AReversalUnderTheSameReference_TakesItsPaymentBack()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, Mt940("0803", 0, ":61:2108030803C1000,00NTRFNONREF//B17\r\n:86:payment of J1\r\n:61:2108030803C1000,00NTRFNONREF//B18\r\n:86:what\r\n", 2000));

        var report = await LoadAsync(house, Mt940("0804", 2000, ":61:2108040804RC1000,00NTRFNONREF//B19\r\n:86:RETURNED payment of J1\r\n", 1000));

        Assert.Equal((1, 0), (report.Matched, report.Notes.Count));
        Assert.Equal([false, true], (await PaymentsAsync(house)).Select(payment => payment.Reversed));
    }

    [Fact]
    public async Task R37_AReversalThatMayMeanTwoPayments_WaitsForAPerson()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        const string Line = ":61:2108030803C100,00NTRFNONREF\r\n:86:payment of J1, A1\r\n";

        var report = await LoadAsync(house, Mt940("0803", 0, $"{Line}{Line}:61:2108030803RC100,00NTRFNONREF\r\n:86:payment of J1, A1\r\n", 100));

        Assert.Equal((2, 1), (report.Matched, report.Unmatched));
        Assert.Contains("a person should look (R37)", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.All(await PaymentsAsync(house), payment => Assert.False(payment.Reversed));
    }

    [Fact]
    public async Task R37_AReversalUnderTheBanksReference_TakesThatPaymentBack()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        const string Line = ":61:2108030803C100,00NTRFNONREF//B1\r\n:86:payment of J1, A1\r\n";

        var report = await LoadAsync(house, Mt940(
            "0803", 0, $"{Line}{Line.Replace("B1", "B2", StringComparison.Ordinal)}:61:2108030803RC100,00NTRFNONREF//B2\r\n:86:payment of J1, A1\r\n", 100));

        Assert.Equal((3, 0), (report.Matched, report.Notes.Count));
        Assert.EndsWith(":B2:20210803C10000", (await PaymentsAsync(house)).Single(payment => payment.Reversed).Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "-900.00", 0)]
    [InlineData("REPLACE", "90.00", 90)]
    public async Task R37_ACorrection_UndoesWhatItNames(string action, string amount, int left)
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, Ofx("900.00", "F-17", ""));

        var report = await LoadAsync(house, Ofx(amount, "F-18", $"<CORRECTFITID>F-17<CORRECTACTION>{action}"));

        Assert.Equal((1, 1), (report.Entries, report.Matched));
        var counted = (await PaymentsAsync(house)).Where(payment => !payment.Reversed && (payment.Unapplied.IsPositive || payment.Allocations.Count > 0));
        Assert.Equal(left, counted.Sum(payment => payment.Amount.Amount));
    }

    [Fact]
    public async Task R37_ASumOfReturns_WhoseReturnsWereTakenInOneByOne_CountsOnce()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, Camt($"<NtryDtls>{Part("1000.00", "J1 first")}{Part("500.00", "J2 first")}</NtryDtls>"));
        string Returned(string details) => Camt($"<RvslInd>true</RvslInd>{details}").Replace("B17", "B18", StringComparison.Ordinal).Replace("CRDT", "DBIT", StringComparison.Ordinal);

        var parts = await LoadAsync(house, Returned($"<NtryDtls>{Part("1000.00", "J1 first")}{Part("500.00", "J2 first")}</NtryDtls>"));
        var sum = await LoadAsync(house, Returned(""));

        Assert.Equal((2, 1), (parts.Matched, sum.Duplicates));
        Assert.All(await PaymentsAsync(house), payment => Assert.True(payment.Reversed));
    }

    [Theory]
    [InlineData("054", "053")]
    [InlineData("053", "053")]
    [InlineData("053", "054")]
    public async Task ASumAfterItsParts_IsADuplicate(string partsBy, string sumBy)
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, As(partsBy, Parts));

        var sum = await LoadAsync(house, As(sumBy, Sum));

        Assert.Equal((1, 1, 1), (sum.Entries, sum.Duplicates, sum.Notes.Count));
        Assert.Equal(1500m, await CountedAsync(house));
    }

    [Theory]
    [InlineData("053", "054")]
    [InlineData("053", "053")]
    [InlineData("054", "053")]
    public async Task PartsAfterTheirSum_TakeItsPlace_IfNobodyHadMatchedIt(string sumBy, string partsBy)
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, As(sumBy, Sum));

        var parts = await LoadAsync(house, As(partsBy, Parts));
        var again = await LoadAsync(house, As(sumBy, Sum));
        var partsAgain = await LoadAsync(house, As(partsBy, Parts));

        Assert.Equal((2, 2), (parts.Entries, parts.Matched));
        Assert.Contains("is set aside", Assert.Single(parts.Notes), StringComparison.Ordinal);
        Assert.Equal((1, 2), (again.Duplicates, partsAgain.Duplicates));
        Assert.Equal(1500m, await CountedAsync(house));
    }

    [Fact]
    public async Task PartsAfterTheirSum_AreDuplicates_IfSomebodyHadMatchedIt()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        await LoadAsync(house, As("053", Sum));
        var sum = Assert.Single(await PaymentsAsync(house));
        var allocate = new PaymentDecision.Allocate([new Allocation("J1", Aud(1000)), new Allocation("J2", Aud(500))], null, []);
        Assert.Null(await house.Store.DecideAsync(sum.Id, allocate, new Actor("Ann"), house.Clock.GetUtcNow(), default));

        var parts = await LoadAsync(house, As("054", Parts));

        Assert.Equal((2, 2), (parts.Entries, parts.Duplicates));
        Assert.Equal(1500m, await CountedAsync(house));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APaymentByWebhookAndByStatement_CountsOnce_InEitherOrder(bool webhookFirst)
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        var entry = new BankEntry("w1", Day("2021-08-02"), Aud(1000), true, "Payment of J1 with thanks", "Smith & Sons Pty Ltd", null, null) { Source = "webhook" };
        var statement = Mt940("0803", 0, ":61:2108030803C1000,00NTRFNONREF//B17\r\n:86:payment of J1\r\n", 1000);
        Task DeliverAsync() => house.Get<BankDesk>().ReceiveAsync(Feed, null, [entry], default);

        if (webhookFirst)
        {
            await DeliverAsync();
            Assert.Equal((1, 1), await LoadedAsync());
        }
        else
        {
            Assert.Equal((1, 0), await LoadedAsync());
            await DeliverAsync();
        }

        Assert.Equal(1000m, await CountedAsync(house));
        Assert.Equal(500m, (await house.Store.ReadAsync("A1", default))!.Invoices.Sum(invoice => invoice.Open.Amount));

        async Task<(long, long)> LoadedAsync() => await LoadAsync(house, statement) is var report ? (report.Entries, report.Duplicates) : default;
    }

    [Fact]
    public async Task R37_AReversalThatWasLoadedBeforeItsPayment_FindsItAfterwards()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        var back = await LoadAsync(house, Mt940("0804", 1000, ":61:2108040804RC1000,00NTRFNONREF//B19\r\n:86:RETURNED payment of J1\r\n", 0));
        Assert.Equal(1, back.Unmatched);

        var paid = await LoadAsync(house, Mt940("0803", 0, ":61:2108030803C1000,00NTRFNONREF//B17\r\n:86:payment of J1\r\n", 1000));

        Assert.Contains("was not known then (R37)", Assert.Single(paid.Notes), StringComparison.Ordinal);
        Assert.True(Assert.Single(await PaymentsAsync(house)).Reversed);
        Assert.Equal(1500m, (await house.Store.ReadAsync("A1", default))!.Invoices.Sum(invoice => invoice.Open.Amount));
        Assert.Empty((await LoadAsync(house, Mt940("0805", 0, "", 0))).Notes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R37_AReversalByWebhookAndByStatement_CountsOnce(bool webhookFirst)
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        await house.InvoicesAsync(Invoices);
        BankEntry Told(string id, bool isCredit, string? undoes) =>
            new(id, Day("2021-08-03"), Aud(1000), isCredit, isCredit ? "Payment of J1" : null, null, null, undoes) { Source = "webhook" };
        var back = Mt940("0804", 1000, ":61:2108040804RC1000,00NTRFNONREF//B19\r\n:86:RETURNED payment of J1\r\n", 0);
        Task ReverseAsync() => house.Get<BankDesk>().ReceiveAsync(Feed, null, [Told("r1", false, "w1")], default);
        await house.Get<BankDesk>().ReceiveAsync(Feed, null, [Told("w1", true, null)], default);
        await LoadAsync(house, Mt940("0803", 0, ":61:2108030803C1000,00NTRFNONREF//B17\r\n:86:payment of J1\r\n", 1000));

        await (webhookFirst ? ReverseAsync() : LoadAsync(house, back));
        await (webhookFirst ? LoadAsync(house, back) : ReverseAsync());

        var rows = (await house.Store.PaymentsAsync(null, null, null, 10, default)).Items;
        Assert.Equal((2, 1), (rows.Count, rows.Count(row => row.IsReversal)));
        Assert.Equal(1500m, (await house.Store.ReadAsync("A1", default))!.Invoices.Sum(invoice => invoice.Open.Amount));
    }

    [Fact]
    public async Task R20_StatementsThatFollowEachOther_CarryTheFeedOn_AndAGapDoesNot()
    {
        await using var house = await OpenAsync("2021-08-12 08:00");

        var first = await LoadAsync(house, Mt940("0803", 100, "", 100));
        var third = await LoadAsync(house, Mt940("0805", 150, "", 150));
        var second = await LoadAsync(house, Mt940("0804", 100, ":61:2108040804C50,00NTRFX\r\n", 150));
        var thirdAgain = await LoadAsync(house, Mt940("0805", 150, "", 150));

        Assert.Equal(
            [At("2021-08-03 23:59"), At("2021-08-03 23:59"), At("2021-08-04 23:59"), At("2021-08-05 23:59")],
            new[] { first, third, second, thirdAgain }.Select(report => report.CompleteTo!.Value.AddSeconds(-59)));
        Assert.Contains("load what lies between", Assert.Single(third.Notes), StringComparison.Ordinal);
        Assert.Equal(thirdAgain.CompleteTo, Assert.Single(await house.Store.FeedsAsync(default)).AsOf);
    }

    [Fact]
    public async Task R20_AStatementThatLacksAPayment_DoesNotCarryTheFeedOn_NorDoesTheNext()
    {
        await using var house = await OpenAsync("2021-08-12 08:00");
        await LoadAsync(house, Mt940("0803", 100, "", 100));

        var broken = await LoadAsync(house, Mt940("0804", 100, ":61:2108040804C5.0,00NTRFX\r\n", 150));
        var next = await LoadAsync(house, Mt940("0805", 150, "", 150));

        Assert.Equal(1, broken.RejectedCount);
        Assert.Equal(At("2021-08-03 23:59"), broken.CompleteTo!.Value.AddSeconds(-59));
        Assert.Equal(broken.CompleteTo, next.CompleteTo);
    }

    [Fact]
    public async Task R20_TwoAccountsOfAFeed_AreCompleteToWhereTheSlowerOneIs()
    {
        await using var house = await OpenAsync("2021-08-12 08:00");
        await LoadAsync(house, Mt940("0803", 100, "", 100));
        await LoadAsync(house, Mt940("0803", 100, "", 100).Replace("1234 5678", "8765 4321", StringComparison.Ordinal));

        var one = await LoadAsync(house, Mt940("0804", 100, "", 100));
        var both = await LoadAsync(house, Mt940("0804", 100, "", 100).Replace("1234 5678", "8765 4321", StringComparison.Ordinal));

        Assert.Equal(At("2021-08-03 23:59"), one.CompleteTo!.Value.AddSeconds(-59));
        Assert.Equal(At("2021-08-04 23:59"), both.CompleteTo!.Value.AddSeconds(-59));
    }

    [Fact]
    public async Task R20_AStatementFromTheFuture_IsCompleteToNow()
    {
        await using var house = await OpenAsync("2021-08-03 12:00");

        Assert.Equal(At("2021-08-03 12:00"), (await LoadAsync(house, Mt940("0803", 100, "", 100))).CompleteTo);
    }

    [Fact]
    public async Task AFileThatBreaksOff_KeepsWhatWasCommitted_AndTheRestComesWithTheNextTry()
    {
        await using var house = await OpenAsync("2021-08-05 08:00");
        var lines = string.Concat(Enumerable.Range(1, 3000).Select(n => $":61:2108030803C1,00NTRFNONREF//B{n}\r\n:86:payment {n}\r\n"));
        var statement = Mt940("0803", 0, lines, 3000);

        await Assert.ThrowsAsync<IOException>(() => LoadAsync(house, new BrokenStream(Encoding.UTF8.GetBytes(statement), statement.Length * 3 / 4)));
        var again = await LoadAsync(house, statement);

        Assert.Equal((3000L, 3000L), (again.Entries, again.Duplicates + again.Unmatched));
        Assert.InRange(again.Duplicates, 500, 2500);
        Assert.Equal(At("2021-08-03 23:59"), again.CompleteTo!.Value.AddSeconds(-59));
    }

    [Theory]
    [InlineData(true, false, 2)]
    [InlineData(false, false, 2)]
    [InlineData(true, true, 2)]
    [InlineData(false, true, 2)]
    public async Task EqualPayments_InStatementsThatFollowEachOther_AreTwo_InWhateverOrder(bool isNoonFirst, bool isCamt, int payments)
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        var noon = isCamt ? Camt40 : Numbered("40", 1000, 1, 1050);
        var evening = isCamt ? Camt41 : Numbered("41", 1050, 1, 1100);

        var first = await LoadAsync(house, isNoonFirst ? noon : evening);
        var second = await LoadAsync(house, isNoonFirst ? evening : noon);
        var again = await LoadAsync(house, noon);
        var andAgain = await LoadAsync(house, evening);
        var both = await LoadAsync(house, isCamt ? noon.Replace("</BkToCstmrStmt></Document>", "", StringComparison.Ordinal) + evening[evening.IndexOf("<Stmt>", StringComparison.Ordinal)..] : noon + evening);

        Assert.Equal((0, 0, 1, 1), (first.Duplicates, second.Duplicates, again.Duplicates, andAgain.Duplicates));
        Assert.Equal(payments * 50m, await CountedAsync(house));
        Assert.Equal((2, 0), (both.Duplicates, both.Unmatched));
    }

    [Fact]
    public async Task EqualPayments_WhereTheMachineStoppedAfterTheFirstStatementsEntries_AreTwo()
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        var (noon, evening) = (Numbered("40", 1000, 1, 1050), Numbered("41", 1050, 1, 1100));
        var store = StopsOnceMoneyIsThere(house.Store);
        var stopping = new StatementDesk(house.Get<BankDesk>(), house.Store, store, store, Settings);
        await using (var file = new MemoryStream(Encoding.UTF8.GetBytes(noon)))
        {
            await Assert.ThrowsAsync<IOException>(() => stopping.LoadAsync(Feed, file, ImportOptions.Canonical, [], null, default));
        }

        await LoadAsync(house, evening);
        await LoadAsync(house, noon);

        Assert.Equal(100m, await CountedAsync(house));
    }

    // Whatever is kept once a payment is committed meets a machine without power.
    private static IStore StopsOnceMoneyIsThere(IStore store)
    {
        var desk = new Mock<IStore>();
        desk.Setup(d => d.GetAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns((string name, CancellationToken c) => store.GetAsync(name, c));
        desk.Setup(d => d.PaymentAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns((string id, CancellationToken c) => store.PaymentAsync(id, c));
        desk.Setup(d => d.PaymentsAsync(It.IsAny<PaymentState?>(), It.IsAny<string?>(), It.IsAny<string?>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Returns((PaymentState? state, string? account, string? cursor, int limit, CancellationToken c) => store.PaymentsAsync(state, account, cursor, limit, c));
        desk.Setup(d => d.SetAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(async (string name, string value, CancellationToken c) =>
        {
            if ((await store.PaymentsAsync(null, null, null, 1, c)).Items.Count > 0)
            {
                throw new IOException("the power is gone");
            }

            await store.SetAsync(name, value, c);
        });
        return desk.Object;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task EqualPayments_InAStatementThatOverlapsTheOthers_AreKnown(int wholeComes)
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        List<string> files = [Numbered("40", 1000, 1, 1050), Numbered("41", 1050, 1, 1100)];
        files.Insert(wholeComes, Numbered("8", 1000, 2, 1100));

        foreach (var file in files)
        {
            await LoadAsync(house, file);
        }

        Assert.Equal(100m, await CountedAsync(house));
    }

    [Fact]
    public async Task EqualPayments_InThreePagesOfOneDay_AreThree_AndASecondSourceTellsNoMore()
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        await LoadAsync(house, Numbered("40", 1000, 1, 1050));
        await LoadAsync(house, Numbered("41", 1050, 1, 1100));
        await LoadAsync(house, Numbered("42", 1100, 1, 1150));

        await LoadAsync(house, Numbered("42", 1100, 1, 1150));
        var other = await LoadAsync(house, string.Concat(Camt40.Replace("1050.00", "1150.00", StringComparison.Ordinal)
            .Replace("</Ntry>", "</Ntry>" + Entry50 + Entry50, StringComparison.Ordinal)));

        Assert.Equal(3, other.Duplicates);
        Assert.Equal(150m, await CountedAsync(house));
    }

    [Fact]
    public async Task States_OfTransactions_SayWhatIsMoney()
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        await house.InvoicesAsync("invoice,account,issued,amount\n" + string.Join('\n', Enumerable.Range(0, 7).Select(n => $"RE-30{n}0,A1,2021-06-30,{100 + n}")));
        string[] states = ["Completed", "on hold", "Denied", "Zurückgebucht", "VORGEMERKT", "posted", "Z3"];

        var report = await LoadAsync(house, "booked,amount,currency,Umsatzstatus,reference,payer\n"
            + string.Concat(states.Select((state, n) => $"2021-08-03,{100 + n}.00,AUD,{state},RE-30{n}0,Smith & Sons\n")));

        Assert.Equal((2, 4, 1), (report.Matched, report.Skipped, report.RejectedCount));
        Assert.Equal("line 8: Umsatzstatus 'Z3' is no state of a transaction that is known: nobody can tell whether it is money", Assert.Single(report.Rejected).ToString());
        Assert.Equal(
            ["3 NotYet 'on hold'", "4 NotMoney 'Denied'", "5 NotMoney 'Zurückgebucht'", "6 NotYet 'VORGEMERKT'"],
            report.SkippedRows.Select(row => $"{row.Line} {row.Kind} {row.Why[..row.Why.IndexOf(':', StringComparison.Ordinal)]}"));
        Assert.Equal(205m, await CountedAsync(house));
    }

    [Fact]
    public async Task Thousands_OfOneFile_AreReadAsItsOtherAmounts()
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        await house.InvoicesAsync("invoice,account,issued,amount\nRE-2101,A1,2021-06-30,2000.00");

        var report = await LoadAsync(house, "booked;amount;currency;reference;payer\n2021-08-03;2.000;AUD;RE-2101;Smith & Sons\n2021-08-03;3.333,33;AUD;x;y\n");

        Assert.Equal((1, 1), (report.Matched, report.Unmatched));
        Assert.Empty((await house.Store.ReadAsync("A1", default))!.Invoices);
    }

    [Fact]
    public async Task OfxAmounts_ThatContradictTheirType_SettleNothing()
    {
        await using var house = await OpenAsync("2021-08-04 08:00");
        await house.InvoicesAsync(Invoices);

        var report = await LoadAsync(house, Ofx("500.00", "F1", "").Replace("CREDIT", "DEBIT", StringComparison.Ordinal));

        Assert.Equal("line 1: STMTTRN[1]/TRNTYPE 'DEBIT' is money that went out, and TRNAMT 500.00 says that it came in", Assert.Single(report.Rejected).ToString());
        Assert.Equal(0m, await CountedAsync(house));
    }

    private const string Entry50 =
        "<Ntry><Amt Ccy=\"AUD\">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2021-08-03</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Pty>"
        + "<Nm>NOBODY LTD</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>rent of August</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>";

    private static string Camt40 { get; } = Followed("40", "1000.00", "1050.00");

    private static string Camt41 { get; } = Followed("41", "1050.00", "1100.00");

    private static string Followed(string number, string opening, string closing) =>
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb>"
        + $"<Acct><Id><Othr><Id>062000 1234 5678</Id></Othr></Id><Ccy>AUD</Ccy></Acct>{Balance("OPBD", opening)}{Balance("CLBD", closing)}{Entry50}</Stmt></BkToCstmrStmt></Document>";

    private static string Balance(string type, string amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{type}</Cd></CdOrPrtry></Tp><Amt Ccy=\"AUD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2021-08-03</Dt></Dt></Bal>";

    private static string Numbered(string number, int opening, int payments, int closing) => Mt940(
        "0803", opening, string.Concat(Enumerable.Repeat(":61:2108030803C50,00NTRFNONREF\r\n:86:166?00GUTSCHRIFT?20rent of August?32NOBODY LTD\r\n", payments)), closing)
        .Replace(":28C:1", $":28C:{number}", StringComparison.Ordinal);

    private static string Sum { get; } = Camt("<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch></NtryDtls>");

    private static string Parts { get; } = Camt($"<NtryDtls>{Part("1000.00", "J1")}{Part("500.00", "J2")}</NtryDtls>");

    private static string As(string message, string camt053) => message == "053" ? camt053
        : camt053.Replace("camt.053", "camt.054", StringComparison.Ordinal).Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", StringComparison.Ordinal)
            .Replace("Stmt>", "Ntfctn>", StringComparison.Ordinal);

    private static async Task<decimal> CountedAsync(House house) =>
        (await PaymentsAsync(house)).Where(payment => payment.State != PaymentState.Ignored && !payment.IsReversal).Sum(payment => payment.Amount.Amount);

    private static async Task<List<PaymentRow>> PaymentsAsync(House house) =>
        [.. (await house.Store.PaymentsAsync(null, null, null, 500, default)).Items
            .Where(payment => payment.Unapplied.IsPositive || payment.Allocations.Count > 0 || payment.Reversed)];

    private static Task<StatementReport> LoadAsync(House house, string statement) => LoadAsync(house, new MemoryStream(Encoding.UTF8.GetBytes(statement)));

    private static Task<StatementReport> LoadAsync(House house, Stream statement) =>
        house.Get<StatementDesk>().LoadAsync(Feed, statement, ImportOptions.Canonical, new HashSet<string>(), progress: null, default);

    private static string Mt940(string day, int opening, string lines, int closing) => string.Create(
        CultureInfo.InvariantCulture, $":20:S\r\n:25:062000/1234 5678\r\n:28C:1\r\n:60F:C21{day}AUD{opening},\r\n{lines}:62F:C21{day}AUD{closing},\r\n-\r\n");

    private static string Camt(string details) =>
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>S</Id><Acct><Id><Othr><Id>1234 5678</Id></Othr></Id></Acct>"
        + "<Ntry><Amt Ccy=\"AUD\">1500.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2021-08-03</Dt></BookgDt>"
        + $"<AcctSvcrRef>B17</AcctSvcrRef>{details}</Ntry></Stmt></BkToCstmrStmt></Document>";

    private static string Part(string amount, string invoice) =>
        $"<TxDtls><Amt Ccy=\"AUD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>{invoice}</Ustrd></RmtInf></TxDtls>";

    private static string Ofx(string amount, string id, string more) =>
        "<OFX><STMTRS><CURDEF>AUD<BANKACCTFROM><ACCTID>1234 5678</BANKACCTFROM><BANKTRANLIST>"
        + $"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20210803<TRNAMT>{amount}<FITID>{id}<NAME>SMITH<MEMO>J1{more}</STMTTRN></BANKTRANLIST></STMTRS></OFX>";

    /// <summary>A file on a disk that fails in the middle.</summary>
    private sealed class BrokenStream(byte[] whole, int until) : MemoryStream(whole)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            Position >= until ? throw new IOException("the disk is gone") : base.Read(buffer, offset, (int)Math.Min(count, until - Position));
    }
}
