using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.StoreContract;

/// <summary>The ledger as it is imported: the same input twice changes nothing, and nothing wrong gets in silently.</summary>
public abstract class LedgerContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    [StoreFact]
    public async Task Account_SavedAndRead_IsTheSame()
    {
        var account = NewAccount("A100") with
        {
            Policy = "gentle", SalesRep = "sam", CreditLimit = Aud(5000), Language = "de", CustomerSince = Day(1, 4), Status = "hold", Notes = "ring first",
        };

        await Ledger.SaveAccountsAsync([account], Now, None);

        var file = await FileAsync("A100");
        Assert.Equal(account with { Contacts = file.Account.Contacts }, file.Account);
        Assert.Empty(file.Account.Contacts);
        Assert.Equal(CaseStatus.None, file.Case.Status);
        Assert.True(file.Version >= 1);
    }

    [StoreFact]
    public async Task Account_SavedAgain_IsUnchanged()
    {
        await AddAccountsAsync("A100");
        var before = await FileAsync("A100");

        var again = await Ledger.SaveAccountsAsync([NewAccount("A100")], Later(1), None);

        Assert.Equal(RowState.Unchanged, Assert.Single(again).State);
        Assert.Equal(before.Version, (await FileAsync("A100")).Version);
    }

    [StoreFact]
    public async Task Account_Changed_IsAcceptedAndMakesItsFileNew()
    {
        await AddAccountsAsync("A100");
        var before = await FileAsync("A100");

        var changed = await Ledger.SaveAccountsAsync([NewAccount("A100") with { Notes = "moved" }], Later(1), None);

        Assert.Equal(RowState.Accepted, Assert.Single(changed).State);
        var after = await FileAsync("A100");
        Assert.Equal("moved", after.Account.Notes);
        Assert.True(after.Version > before.Version);
    }

    [StoreFact]
    public async Task Account_InAnotherCurrency_IsRejected()
    {
        await AddAccountsAsync("A100");

        var result = Assert.Single(await Ledger.SaveAccountsAsync([NewAccount("A100") with { Currency = Currency.Parse("EUR") }], Now, None));

        Assert.Equal((RowState.Rejected, "currency"), (result.State, result.Field));
        Assert.Same(Currency.Aud, (await FileAsync("A100")).Account.Currency);
    }

    [StoreFact]
    public async Task Read_OfAnUnknownCode_GivesNull() => Assert.Null(await Accounts.ReadAsync("nobody", None));

    [StoreFact]
    public async Task Branch_WhateverTheOrder_ReadsAsTheAccountThatIsBilled_R6()
    {
        await Ledger.SaveAccountsAsync([NewAccount("BRANCH", "HEAD")], Now, None);
        await AddAsync(NewInvoice("BRANCH", "1001", 100));
        await AddAccountsAsync("HEAD");
        await AddAsync(NewInvoice("HEAD", "1002", 200));

        var file = await FileAsync("BRANCH");

        Assert.Equal("HEAD", file.Account.Code);
        Assert.Equal(["1001", "1002"], file.Invoices.Select(invoice => invoice.Number));
    }

    [StoreFact]
    public async Task Branch_ThatWouldBeBilledToItself_IsRejected()
    {
        await Ledger.SaveAccountsAsync([NewAccount("A", "B")], Now, None);

        var result = Assert.Single(await Ledger.SaveAccountsAsync([NewAccount("B", "A")], Now, None));

        Assert.Equal((RowState.Rejected, "billing_account"), (result.State, result.Field));
    }

    [StoreFact]
    public async Task Contact_WithANewAddress_LosesItsBounce_R35()
    {
        await AddAccountsAsync("A100");
        var bounced = Accountant("old@example.com") with { Bounced = true };
        await Ledger.SaveContactsAsync([new ContactEntry("A100", bounced)], Now, None);
        var same = await Ledger.SaveContactsAsync([new ContactEntry("A100", Accountant("old@example.com"))], Now, None);
        Assert.Equal(RowState.Unchanged, Assert.Single(same).State);
        Assert.True(Assert.Single((await FileAsync("A100")).Account.Contacts).Bounced);

        await Ledger.SaveContactsAsync([new ContactEntry("A100", Accountant("new@example.com"))], Now, None);

        var contact = Assert.Single((await FileAsync("A100")).Account.Contacts);
        Assert.Equal(("new@example.com", false), (contact.Email, contact.Bounced));
    }

    [StoreFact]
    public async Task Contact_OfAnUnknownAccount_IsRejected()
    {
        var result = Assert.Single(await Ledger.SaveContactsAsync([new ContactEntry("nobody", Accountant())], Now, None));

        Assert.Equal((RowState.Rejected, "account"), (result.State, result.Field));
    }

    [StoreFact]
    public async Task Invoice_SavedAndRead_IsTheSame()
    {
        await AddAccountsAsync("A100");
        var invoice = NewInvoice("A100", "00042", 900, 850, part: 2).Invoice with { Reference = "PO 7", Order = "O-9" };

        Assert.Equal(RowState.Accepted, (await AddAsync(new InvoiceEntry("A100", invoice))).State);
        Assert.Equal(RowState.Unchanged, (await AddAsync(new InvoiceEntry("A100", invoice))).State);

        Assert.Equal(invoice with { Allocated = Aud(0) }, Assert.Single((await FileAsync("A100")).Invoices));
    }

    [StoreFact]
    public async Task Invoice_SettledInTheBooks_IsNotInTheFileAnyMore()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));

        await AddAsync(NewInvoice("A100", "1001", 900, 0) with { SettledOn = Day(8, 5) });

        var file = await FileAsync("A100");
        Assert.Empty(file.Invoices);
        Assert.Equal(new PaymentHistory(1, 1, 5), file.Account.History);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Invoice_SettledInTheBooksTwice_CountsOnce()
    {
        await AddAccountsAsync("A100");
        var settled = NewInvoice("A100", "1001", 900, 0) with { SettledOn = Day(7, 20) };

        Assert.Equal(RowState.Accepted, (await AddAsync(settled)).State);
        Assert.Equal(RowState.Unchanged, (await AddAsync(settled)).State);

        Assert.Equal(new PaymentHistory(1, 0, 0), (await FileAsync("A100")).Account.History);
    }

    [StoreFact]
    public async Task Invoice_OfAnotherAccountsNumber_IsRejected()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1001", 900));

        var result = await AddAsync(NewInvoice("A200", "1001", 900));

        Assert.Equal((RowState.Rejected, "account"), (result.State, result.Field));
        Assert.Contains("A100", result.Why, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Invoice_WithWrongRowsAmongGoodOnes_KeepsTheGoodOnes()
    {
        await AddAccountsAsync("A100");
        var foreign = NewInvoice("A100", "3", 1);
        foreign = foreign with { Invoice = foreign.Invoice with { Amount = Money.Of(1, Currency.Parse("EUR")), LedgerBalance = Money.Of(1, Currency.Parse("EUR")) } };

        var results = await Ledger.SaveInvoicesAsync([NewInvoice("A100", "1", 1), NewInvoice("nobody", "2", 1), foreign, NewInvoice("A100", "4", 1)], Now, None);

        Assert.Equal([RowState.Accepted, RowState.Rejected, RowState.Rejected, RowState.Accepted], results.Select(result => result.State));
        Assert.Equal([null, "account", "currency", null], results.Select(result => result.Field));
        Assert.Equal(["1", "4"], (await FileAsync("A100")).Invoices.Select(invoice => invoice.Number));
    }

    [StoreFact]
    public async Task Invoices_Imported_TellAnOpenCaseOnceABatch()
    {
        await AddAccountsAsync("A100", "A200");
        await AddAsync(NewInvoice("A100", "1", 100));
        await OpenCaseAsync("A100");
        var before = await FileAsync("A100");

        await Ledger.SaveInvoicesAsync([NewInvoice("A100", "2", 10), NewInvoice("A100", "3", 10), NewInvoice("A200", "4", 10)], Later(1), None);
        await Ledger.SaveInvoicesAsync([NewInvoice("A100", "2", 10), NewInvoice("A100", "3", 10)], Later(2), None);

        var after = await FileAsync("A100");
        Assert.IsType<LedgerChanged>(Assert.Single(after.Inbox).Happening);
        Assert.True(after.Version > before.Version);
        Assert.Equal(["A100"], await Due.DueAsync(Later(2), 10, None));
        Assert.Empty((await FileAsync("A200")).Inbox);
    }

    [StoreFact]
    public async Task Dispute_FromTheBooks_OpensChangesAndEnds_R4()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 1200) with { Disputed = Aud(300) });
        var opened = Assert.Single((await FileAsync("A100")).Disputes);
        Assert.Equal(("1001", Aud(300), DisputeKind.Other, DisputeState.Open), (opened.Invoice, opened.Amount, opened.Kind, opened.State));

        await AddAsync(NewInvoice("A100", "1001", 1200));
        Assert.Single((await FileAsync("A100")).Disputes);

        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "1001", 1200) with { Disputed = Aud(400) })).State);
        Assert.Equal(Aud(400), Assert.Single((await FileAsync("A100")).Disputes).Amount);

        await AddAsync(NewInvoice("A100", "1001", 1200) with { Disputed = Aud(0) });
        Assert.Empty((await FileAsync("A100")).Disputes);
        Assert.Equal(DisputeState.Credited, Assert.Single(await Desk.DisputesAsync("A100", None)).State);
    }

    [StoreFact]
    public async Task Heads_OfKnownAndUnknownCodes_GiveTheKnown()
    {
        await AddAccountsAsync("A100");

        var heads = await Ledger.HeadsAsync(["A100", "nobody"], None);

        Assert.Equal(new AccountHead("A100", Currency.Aud, Terms.EndOfMonth30, NewAccount("A100").Name), Assert.Single(heads).Value);
    }

    [StoreFact]
    public async Task TotalOpen_CountsWhatIsOpen_WithoutCredits()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1", 100, due: Day(8, 2)));
        await AddAsync(NewInvoice("A100", "2", 50, due: Day(8, 3)));

        await AddAsync(NewInvoice("A100", "C1", -30, due: Day(8, 3)));

        Assert.Equal(150_00, await Ledger.TotalOpenAsync(None));
    }
}
