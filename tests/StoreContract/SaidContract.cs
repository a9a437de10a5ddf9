using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.StoreContract;

/// <summary>What a row of the books does not say, stays (R46); and an invoice never stands in the books twice.</summary>
public abstract class SaidContract<THost> : StoreFacts<THost>
    where THost : IStoreHost, new()
{
    [StoreFact]
    public async Task Account_OfWhichOnlyTheNameIsSaid_KeepsTheRest_R46()
    {
        var full = NewAccount("A100") with
        {
            Terms = new Terms(TermsKind.Net, 14), Policy = "gentle", SalesRep = "sam", CreditLimit = Aud(5000), Language = "de", CustomerSince = Day(1, 4), Status = "hold", Notes = "ring first",
        };
        await Ledger.SaveAccountsAsync([full], Now, None);
        var bare = NewAccount("A100") with { Name = "Renamed", Terms = Terms.EndOfMonth30, Place = new(Sydney.Region, TimeZoneInfo.Utc) };

        var renamed = Assert.Single(await Ledger.SaveAccountsAsync([new AccountEntry(bare, AccountFields.Name)], Later(1), None));
        var again = Assert.Single(await Ledger.SaveAccountsAsync([new AccountEntry(bare, AccountFields.Name)], Later(2), None));

        Assert.Equal((RowState.Accepted, RowState.Unchanged), (renamed.State, again.State));
        Assert.Equal(full with { Name = "Renamed", Contacts = [] }, (await FileAsync("A100")).Account with { Contacts = [] });
    }

    [StoreFact]
    public async Task Account_WhoseFieldsAreSaidToBeNothing_LosesThem()
    {
        await Ledger.SaveAccountsAsync([NewAccount("A100") with { Policy = "gentle", SalesRep = "sam", CreditLimit = Aud(5000), CustomerSince = Day(1, 4), Notes = "ring first" }], Now, None);

        var result = Assert.Single(await Ledger.SaveAccountsAsync([new AccountEntry(NewAccount("A100"))], Later(1), None));

        Assert.Equal(RowState.Accepted, result.State);
        Assert.Equal(NewAccount("A100") with { Contacts = [] }, (await FileAsync("A100")).Account with { Contacts = [] });
    }

    [StoreFact]
    public async Task Account_OfWhichNothingIsSaid_IsAddedOnceAndThenLeftAlone()
    {
        await Ledger.SaveAccountsAsync([NewAccount("A100") with { Notes = "ring first" }], Now, None);

        var results = await Ledger.SaveAccountsAsync(
            [new AccountEntry(NewAccount("A100") with { Name = "A100" }, AccountFields.None), new AccountEntry(NewAccount("A200") with { Name = "A200" }, AccountFields.None)], Now, None);

        Assert.Equal([RowState.Unchanged, RowState.Accepted], results.Select(result => result.State));
        Assert.Equal(("A100 Pty Ltd", "A200"), ((await FileAsync("A100")).Account.Name, (await FileAsync("A200")).Account.Name));
    }

    [StoreFact]
    public async Task Branch_WhoseBillingIsNotSaid_StaysOne_AndIsOneNoMoreWhenThatIsSaid_R6()
    {
        await AddAccountsAsync("HEAD");
        await Ledger.SaveAccountsAsync([NewAccount("BRANCH", "HEAD")], Now, None);

        await Ledger.SaveAccountsAsync([new AccountEntry(NewAccount("BRANCH") with { Notes = "moved" }, AccountFields.Notes)], Later(1), None);
        Assert.Equal("HEAD", (await FileAsync("BRANCH")).Account.Code);

        await Ledger.SaveAccountsAsync([new AccountEntry(NewAccount("BRANCH"), AccountFields.BillingAccount)], Later(2), None);
        Assert.Equal(("BRANCH", "moved"), ((await FileAsync("BRANCH")).Account.Code, (await FileAsync("BRANCH")).Account.Notes));
    }

    [StoreFact]
    public async Task CreditLimit_OfAnAccountInAnotherCurrency_IsInItsOwn_WhereNoneIsSaid()
    {
        await Ledger.SaveAccountsAsync([NewAccount("A100") with { Currency = Currency.Parse("EUR") }], Now, None);

        var result = Assert.Single(await Ledger.SaveAccountsAsync([new AccountEntry(NewAccount("A100") with { CreditLimit = Aud(70) }, AccountFields.CreditLimit)], Later(1), None));

        Assert.Equal(RowState.Accepted, result.State);
        Assert.Equal(Money.Of(70, Currency.Parse("EUR")), (await FileAsync("A100")).Account.CreditLimit);
    }

    [StoreFact]
    public async Task Contact_OfWhichOnlyThePhoneIsSaid_KeepsItsAddressAndItsBounce_R46()
    {
        await AddAccountsAsync("A100");
        var known = Accountant("ap@example.com", "1") with { Preferred = "post", Language = "de", Bounced = true };
        await Ledger.SaveContactsAsync([new ContactEntry("A100", known)], Now, None);
        var entry = new ContactEntry("A100", new Contact(ContactRole.Accounts, "Accounts", null, "2"), ContactFields.Phone);

        var (changed, again) = ((await Ledger.SaveContactsAsync([entry], Later(1), None))[0], (await Ledger.SaveContactsAsync([entry], Later(2), None))[0]);

        Assert.Equal((RowState.Accepted, RowState.Unchanged), (changed.State, again.State));
        Assert.Equal(known with { Phone = "2" }, Assert.Single((await FileAsync("A100")).Account.Contacts));

        await Ledger.SaveContactsAsync([entry with { Said = ContactFields.All, Contact = entry.Contact with { Phone = null } }], Later(3), None);
        Assert.Equal(new Contact(ContactRole.Accounts, "Accounts", null, null), Assert.Single((await FileAsync("A100")).Account.Contacts));
    }

    [StoreFact]
    public async Task Invoice_OfWhichOnlyTheAmountIsSaid_KeepsTheRest_R46()
    {
        await AddAccountsAsync("A100");
        var known = NewInvoice("A100", "1001", 900, 600, due: Day(11, 15));
        known = known with { Invoice = known.Invoice with { Reference = "PO 7", Order = "O-9" }, Disputed = Aud(100) };
        await AddAsync(known);
        var bare = NewInvoice("A100", "1001", 900, due: Day(7, 31)) with { Said = InvoiceFields.None };

        Assert.Equal(RowState.Unchanged, (await AddAsync(bare)).State);
        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "1001", 1000, due: Day(7, 31)) with { Said = InvoiceFields.None })).State);

        var file = await FileAsync("A100");
        Assert.Equal(known.Invoice with { Amount = Aud(1000), LedgerBalance = Aud(700), Allocated = Aud(0) }, Assert.Single(file.Invoices));
        Assert.Equal(Aud(100), Assert.Single(file.Disputes).Amount);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Invoice_WhoseFieldsAreSaidToBeNothing_LosesThem()
    {
        await AddAccountsAsync("A100");
        var known = NewInvoice("A100", "1001", 900, 600, due: Day(11, 15));
        await AddAsync(known with { Invoice = known.Invoice with { Reference = "PO 7", Order = "O-9" }, Disputed = Aud(100) });

        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "1001", 900) with { Disputed = Aud(0) })).State);

        var file = await FileAsync("A100");
        Assert.Equal(NewInvoice("A100", "1001", 900).Invoice with { Allocated = Aud(0) }, Assert.Single(file.Invoices));
        Assert.Empty(file.Disputes);
    }

    [StoreFact]
    public async Task Invoice_SettledInTheBooks_StaysSo_WhereNothingIsSaidOfIt_AndOpensAgainByABlank()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900, 0) with { SettledOn = Day(8, 5) });

        Assert.Equal(RowState.Unchanged, (await AddAsync(NewInvoice("A100", "1001", 900) with { Said = InvoiceFields.Due })).State);
        Assert.Empty((await FileAsync("A100")).Invoices);

        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "1001", 900) with { Said = InvoiceFields.Settled })).State);
        Assert.Equal(Aud(900), Assert.Single((await FileAsync("A100")).Invoices).Open);
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task CreditNote_WhoseKindIsNotSaid_StaysOne()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "C1", -30));

        Assert.Equal(RowState.Unchanged, (await AddAsync(NewInvoice("A100", "C1", 30) with { Said = InvoiceFields.Due })).State);
        Assert.Equal(Aud(-30), Assert.Single((await FileAsync("A100")).Invoices).Open);

        Assert.Equal(RowState.Accepted, (await AddAsync(NewInvoice("A100", "C1", 30))).State);
        Assert.Equal(Aud(30), Assert.Single((await FileAsync("A100")).Invoices).Open);
    }

    [StoreFact]
    public async Task DueDate_ThatWouldLieBeforeANewDayOfIssue_IsTheTerms()
    {
        await AddAccountsAsync("A100");
        await AddAsync(NewInvoice("A100", "1001", 900));
        var later = NewInvoice("A100", "1001", 900, due: Day(9, 30));

        await AddAsync(later with { Invoice = later.Invoice with { Issued = Day(8, 15) }, Said = InvoiceFields.None });

        Assert.Equal((Day(8, 15), Day(9, 30)), Assert.Single((await FileAsync("A100")).Invoices) is var invoice ? (invoice.Issued, invoice.Due) : default);
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instalments_OfWhichTheFileSaysNothing_StayAsTheyAre_AndTakeABalance_R2(bool isFirstSettled)
    {
        await AddAccountsAsync("A100");
        await SaveAsync(Parts("1001", isFirstSettled ? 0 : 400, 400, 400));
        var whole = NewInvoice("A100", "1001", 1200);

        Assert.Equal(RowState.Unchanged, (await AddAsync(whole with { Said = InvoiceFields.Kind })).State);
        Assert.Equal(RowState.Accepted, (await AddAsync(whole with { Invoice = whole.Invoice with { LedgerBalance = Aud(700) }, Said = InvoiceFields.Balance })).State);

        Assert.Equal([Aud(300), Aud(400)], (await FileAsync("A100")).Invoices.Select(part => part.Open));
        Assert.Equal([Day(8, 31), Day(9, 30)], (await FileAsync("A100")).Invoices.Select(part => part.Due));
        await AssertSumsAsync();
    }

    [StoreFact]
    public async Task Invoice_NeverStandsBesideItsInstalments_NorTheyBesideIt()
    {
        await AddAccountsAsync("A100");
        await SaveAsync(Parts("1001", 400, 400, 400));
        await AddAsync(NewInvoice("A100", "1002", 800));

        var whole = await AddAsync(NewInvoice("A100", "1001", 1200));
        var other = await AddAsync(NewInvoice("A100", "1001", 900) with { Said = InvoiceFields.None });
        var parts = await SaveAsync(Parts("1002", 400, 400));
        var fewer = await SaveAsync(Parts("1001", 600, 600));
        var more = await SaveAsync(Parts("1001", 300, 300, 300, 300));

        Assert.Equal((RowState.Rejected, "due"), (whole.State, whole.Field));
        Assert.Equal((RowState.Rejected, "amount"), (other.State, other.Field));
        Assert.All(parts.Concat(fewer), result => Assert.Equal((RowState.Rejected, "instalments"), (result.State, result.Field)));
        Assert.All(more, result => Assert.Equal(RowState.Accepted, result.State));
        Assert.Equal(Aud(2000), (await FileAsync("A100")).Invoices.Aggregate(Aud(0), (sum, item) => sum + item.Open));
        await AssertSumsAsync();
    }

    private Task<IReadOnlyList<RowResult>> SaveAsync(IReadOnlyList<InvoiceEntry> entries) => Ledger.SaveInvoicesAsync(entries, Now, None);

    // Of 400 each unless there are two or four, and open as given.
    private static List<InvoiceEntry> Parts(string number, params decimal[] open) =>
        [.. open.Select((balance, i) => NewInvoice("A100", number, Math.Max(balance, open[^1]), balance, new DateOnly(2021, 7, 31).AddMonths(i) is var due && i == 2 ? Day(9, 30) : due, i + 1) with
        {
            Instalments = open.Length,
        })];
}
