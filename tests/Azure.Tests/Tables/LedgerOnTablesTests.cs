using Azure.Data.Tables;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;
using Collections.Functions.Tables.Rows;
using Collections.StoreContract;

namespace Collections.Functions.Tests.Tables;

/// <summary>What a ledger in many partitions has to keep beyond the contract: accounts that change at once, large ones, numbers that are one in the company.</summary>
[NeedsAzurite]
public sealed class LedgerOnTablesTests : StoreFacts<TableHost>
{
    [StoreFact]
    public async Task Delivery_ReceivedByTwoAtOnce_IsTakenInOnce()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await OpenCaseAsync("A100");
        var entries = Enumerable.Range(1, 6).Select(i => Payment($"p{i}", 100, account: "A100")).Append(Reversal("r1", "p2", 40)).ToArray();

        var results = await Task.WhenAll(ReceiveAsync(entries), ReceiveAsync(entries), ReceiveAsync(entries));

        var file = await FileAsync("A100");
        Assert.Equal((Aud(340), Aud(0)), (Assert.Single(file.Invoices).Open, file.UnappliedPayments));
        Assert.Equal(6, file.Inbox.Count(item => item.Happening is PaymentReceived));
        Assert.Single(file.Inbox, item => item.Happening is PaymentReversed);
        Assert.Equal(7, results.SelectMany(all => all).Count(result => result.State != PaymentState.Duplicate));
        Assert.All(results.SelectMany(all => all), result => Assert.Equal("A100", result.Account));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payments_OfOneAccountByManyAtOnce_AllSettleTheOldestFirst()
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveInvoicesAsync([.. Enumerable.Range(1, 8).Select(i => NewInvoice("A100", $"{i}", 100, due: Day(6, i)))], Now, None);

        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => ReceiveAsync(Payment($"p{i}", 100, account: "A100"))));

        var file = await FileAsync("A100");
        Assert.Equal(["7", "8"], file.Invoices.Select(invoice => invoice.Number));
        Assert.Equal((6, Aud(0)), (file.Account.History.Settled, file.UnappliedPayments));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Payment_Of150Invoices_SettlesThem_AndBringsThemBack()
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveInvoicesAsync([.. Enumerable.Range(1000, 150).Select(i => NewInvoice("A100", $"{i}", 10))], Now, None);

        await ReceiveAsync(Payment("p1", 1500, account: "A100"));
        var settled = await FileAsync("A100");
        Assert.Equal((0, 150), (settled.Invoices.Count, settled.Account.History.Settled));
        Assert.Equal(150, (await PaymentAsync("anz:p1")).Allocations.Count);
        await AssertSumsAsync();

        await ReceiveAsync(Reversal("r1", "p1", 1500));
        var back = await FileAsync("A100");
        Assert.Equal((150, 0), (back.Invoices.Count, back.Account.History.Settled));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Invoice_PaidByManyPayments_AndLowered_LeavesUnappliedCredit()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        await ReceiveAsync([.. Enumerable.Range(1, 120).Select(i => Payment($"p{i}", 5, "1001"))]);

        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "1001", 100))).State);

        var file = await FileAsync("A100");
        Assert.Equal((Aud(500), 0), (file.UnappliedPayments, file.Invoices.Count));
        Assert.Equal(new PaymentHistory(1, 1, 3), file.Account.History);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Account_With5000OpenItems_IsImportedPaidAndRead()
    {
        await AddAccountsAsync("A100");
        var invoices = Enumerable.Range(10_000, 5_000).Select(i => NewInvoice("A100", $"INV-{i}", 10)).ToList();

        Assert.All(await Ledger.SaveInvoicesAsync(invoices, Now, None), result => Assert.Equal(RowState.Accepted, result.State));
        Assert.All(await Ledger.SaveInvoicesAsync(invoices, Now, None), result => Assert.Equal(RowState.Unchanged, result.State));
        await ReceiveAsync(Payment("p1", 10, "inv-14999"));

        Assert.Equal(4_999, (await FileAsync("A100")).Invoices.Count);
        Assert.Equal(49_990_00, await Ledger.TotalOpenAsync(None));
    }

    [StoreFact]
    public async Task Number_ThatTwoAccountsClaimInOneImport_IsTheFirstOnes()
    {
        await AddAccountsAsync("A100", "A200");

        var results = await Ledger.SaveInvoicesAsync([NewInvoice("A200", "inv-1", 1), NewInvoice("A100", "INV-1", 2), NewInvoice("A100", "3", 3)], Now, None);

        Assert.Equal([RowState.Accepted, RowState.Rejected, RowState.Accepted], results.Select(result => result.State));
        Assert.Contains("A200", results[1].Why, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Number_OfAnImportThatCameToNothing_IsFreeAfterAWhile()
    {
        await AddAccountsAsync("A100", "A200");
        var mortal = new MortalClient(Host.Storage);
        var ending = await Host.OpenThroughAsync(mortal.Service);
        mortal.Lives = 2;
        await Assert.ThrowsAnyAsync<Exception>(() => ending.SaveInvoicesAsync([NewInvoice("A100", "1", 5)], Now, None));

        Assert.Equal(RowState.Rejected, (await AddAsync(NewInvoice("A200", "1", 5))).State);
        var later = await Host.OpenAtAsync(DateTimeOffset.UtcNow.AddMinutes(11));
        Assert.Equal(RowState.Accepted, Assert.Single(await later.SaveInvoicesAsync([NewInvoice("A200", "1", 5)], Now, None)).State);
        Assert.Equal(RowState.Rejected, (await AddAsync(NewInvoice("A100", "1", 5))).State);
    }

    [StoreFact]
    public async Task NamesAndShapes_ThatAnEarlierReleaseDidNotWrite_AreWrittenByTheUpkeep()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1", 900));
        var directory = Host.Table(IndexEntry.Directory);
        await foreach (var row in directory.QueryAsync<TableEntity>())
        {
            if (row.PartitionKey.StartsWith("payer-", StringComparison.Ordinal) || row.PartitionKey.StartsWith("shape-", StringComparison.Ordinal))
            {
                await directory.DeleteEntityAsync(row.PartitionKey, row.RowKey);
            }
        }

        var store = await Host.OpenAtAsync(DateTimeOffset.UtcNow);
        await store.RefreshOpenAsync(None);

        var matcher = new Knowing();
        await store.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 5)]), matcher, None);
        Assert.Equal("A999 INV-9 A100", matcher.Known);
    }

    [StoreFact]
    public async Task SameMoney_FromTwoSourcesAtOnce_CountsOnce()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        for (var i = 1; i <= 8; i++)
        {
            Task<IReadOnlyList<PaymentResult>> TellAsync(string id, string source) => Payments.ReceiveAsync(
                new BankDelivery("anz", Now, null, [Payment($"{id}{i}", i, "1001") with { Source = source, EndToEndId = $"E-{i:D4}" }]), new PlainMatcher(), None);
            var told = await Task.WhenAll(TellAsync("a", "webhook"), TellAsync("b", "camt.053"), TellAsync("c", "mt940"));

            Assert.Single(told.Select(results => results[0].PaymentId).Distinct());
            Assert.Equal(1, told.Count(results => results[0].State == PaymentState.Matched));
        }

        Assert.Equal(Aud(900 - 36), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Matcher_ThatFindsTheNumberAsPrinted_CausesNoOtherLookUps()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1001", 900));
        var later = new List<string>();
        var matcher = new FirstByNumber(later);

        await Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p1", 5, "INV-1001")]), matcher, None);
        Assert.Empty(later);

        await Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p2", 5, "1001")]), matcher, None);
        Assert.Equal(["INV-9999", "n:PAYER"], later.Distinct());
    }

    [StoreFact]
    public async Task Payment_ThatNamesItsInvoices_CostsFewRequests()
    {
        await AddAccountsAsync("A100");
        await Ledger.SaveInvoicesAsync([.. Enumerable.Range(1, 5).Select(i => NewInvoice("A100", $"INV-100{i}", 100))], Now, None);
        var matcher = new PaymentMatcher(MatchingRule.Default);
        await Payments.ReceiveAsync(new BankDelivery("anz", Now, null, [Payment("p0", 1, "INV-1001")]), matcher, None);
        var before = Host.Requests.Sum;

        var results = await Payments.ReceiveAsync(
            new BankDelivery("anz", Now, null, [Payment("p1", 100, "INV-1002") with { PayerAccount = "AU12345678" }, Payment("p2", 300, "INV-1003, INV-1004, INV-1005")]), matcher, None);

        Assert.All(results, result => Assert.Equal((PaymentState.Matched, "A100"), (result.State, result.Account)));
        Assert.InRange(Host.Requests.Sum - before, 10, 25);
    }

    [StoreFact]
    public async Task Codes_ThatDifferInCaseOnly_AreTwoAccounts_AndNoPaymentIsGuessed()
    {
        await AddAccountsAsync("a1", "A1", "xY", "Xy", "a/ 1", "a/ 11");

        var results = await ReceiveAsync(
            Payment("p1", 5, account: "A1"), Payment("p2", 7, account: "a1"), Payment("p3", 5, account: "xy"), Payment("p4", 5, account: "A/ 1"));

        Assert.Equal(["A1", "a1", null, "a/ 1"], results.Select(result => result.Account));
    }

    [StoreFact]
    public async Task Invoice_ThatDiffersInCaseOnly_IsRejected()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "INV-1", 5));

        var result = await AddAsync(NewInvoice("A100", "inv-1", 5));

        Assert.Equal((RowState.Rejected, "invoice"), (result.State, result.Field));
    }

    [StoreFact]
    public async Task Account_WithAnOpenCase_CannotBecomeABranch()
    {
        await AddAccountsAsync("A100", "HEAD");
        await OpenCaseAsync("A100");

        var result = Assert.Single(await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None));

        Assert.Equal((RowState.Rejected, "billing_account"), (result.State, result.Field));
    }

    [StoreFact]
    public async Task Account_ThatBecomesABranch_TakesItsInvoicesAndCreditsAlong_AndItsInvoicesBack_R6()
    {
        await AddAccountsAsync("A100", "HEAD");
        await AddAsync(NewInvoice("A100", "1", 100) with { Disputed = Aud(3) });
        await AddAsync(NewInvoice("A100", "2", 50));
        await ReceiveAsync(Payment("p1", 50, "2"), Payment("p2", 7, "what?"));
        await Payments.DecideAsync("anz:p2", new PaymentDecision.Allocate([new Allocation("1", Aud(5))], null, []), new Actor("ann"), Now, None);

        await Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None);
        var head = await FileAsync("A100");
        Assert.Equal(("HEAD", Aud(95), Aud(2)), (head.Account.Code, Assert.Single(head.Invoices).Open, head.UnappliedPayments));
        Assert.Equal((1, "HEAD"), (head.Disputes.Count, (await PaymentAsync("anz:p2")).Account));
        await AssertSumsAsync();

        await Ledger.SaveAccountsAsync([NewAccount("A100")], Now, None);
        var own = await FileAsync("A100");
        Assert.Equal(("A100", Aud(95), 1, 1), (own.Account.Code, Assert.Single(own.Invoices).Open, own.Disputes.Count, own.Account.History.Settled));
        Assert.Equal((Aud(2), default(PaymentHistory)), ((await FileAsync("HEAD")).UnappliedPayments, (await FileAsync("HEAD")).Account.History));
        await AssertSumsAsync();

        // What both have a part of comes back from both.
        await ReceiveAsync(Reversal("r2", "p2", 7));
        Assert.Equal(Aud(100), Assert.Single((await FileAsync("A100")).Invoices).Open);
        Assert.True((await FileAsync("HEAD")).UnappliedPayments.IsZero);
        Assert.True((await PaymentAsync("anz:p2")).Reversed);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Branches_OfABranch_GoToTheEndOfTheChain_WithAllThatTheyHave_R6()
    {
        await Ledger.SaveAccountsAsync([NewAccount("TWIG", "BRANCH"), NewAccount("BRANCH", "HEAD")], Now, None);
        await Ledger.SaveInvoicesAsync(
            [.. Enumerable.Range(100, 80).Select(i => NewInvoice("TWIG", $"{i}", 10, 0) with { SettledOn = Day(7, 9) }), NewInvoice("BRANCH", "1", 5)], Now, None);
        await ReceiveAsync([.. Enumerable.Range(1, 40).Select(i => Payment($"p{i}", 0.1m, "1"))]);

        await AddAccountsAsync("HEAD");

        var file = await FileAsync("TWIG");
        Assert.Equal(("HEAD", Aud(1), 80), (file.Account.Code, Assert.Single(file.Invoices).Open, file.Account.History.Settled));
        Assert.Equal(40, (await Desk.PaymentsAsync(null, "HEAD", null, 100, None)).Items.Count);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Branch_ImportedToWhileItMoves_HasAllWithItsNewPayer_R6()
    {
        await AddAccountsAsync("A100", "HEAD");
        await AddAsync(NewInvoice("A100", "1", 100));

        await Task.WhenAll(
            Ledger.SaveAccountsAsync([NewAccount("A100", "HEAD")], Now, None),
            Ledger.SaveInvoicesAsync([.. Enumerable.Range(2, 20).Select(i => NewInvoice("A100", $"{i}", 100))], Now, None),
            ReceiveAsync(Payment("p1", 30, "1"), Payment("p2", 30, account: "A100")));

        var file = await FileAsync("HEAD");
        Assert.Equal(21 * 100m - 60, file.Invoices.Sum(invoice => invoice.Open.Amount) - file.UnappliedPayments.Amount);
        await AssertSumsAsync();
    }

    // Notes what it gets to know beyond the number.
    private sealed class FirstByNumber(List<string> later) : IPaymentMatcher
    {
        public Match Find(BankEntry entry, ILedgerLookup ledger)
        {
            if (ledger.FindInvoice(entry.Reference!) is { } invoice)
            {
                return new Match(invoice.Account, [], "by number");
            }

            var shapes = ledger.InvoiceShapes;
            later.AddRange(shapes);
            if (shapes.Count > 0)
            {
                later.Add("n:PAYER");
                _ = ledger.FindRemitters("n:PAYER", false);
            }

            return Match.None("by nothing");
        }
    }

    // Notes what it gets to know in the end.
    private sealed class Knowing : IPaymentMatcher
    {
        public string Known { get; private set; } = "";

        public Match Find(BankEntry entry, ILedgerLookup ledger)
        {
            Known = string.Join(' ', [.. ledger.AccountShapes, .. ledger.InvoiceShapes, .. ledger.FindRemitters("n:A100", false).Select(payer => payer.Account)]);
            return Match.None("unknown");
        }
    }
}
