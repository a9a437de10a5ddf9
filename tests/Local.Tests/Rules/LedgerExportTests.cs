using System.Text;
using Collections.App.Clocks;
using Collections.App.Ledger;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Files;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>Accounting systems' exports, sent again and again: what they change in the ledger and in the cases, over SQLite.</summary>
public sealed class LedgerExportTests
{
    private const string XeroHeader =
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,InvoiceAmountDue,Currency,Type,Status\n";

    private const string OpenHeader = ",Date,Transaction type,Num,Term,Due date,Open balance\n";

    private static readonly ImportOptions Complete = new() { IsComplete = true };

    [Fact]
    public async Task Export_OfUnknownCustomers_AddsThemWithNamesContactsAndTheCompanysDefaults()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");

        var report = await ImportAsync(house, XeroHeader
            + "Brown Ltd,ap@brown.example,INV-1,,15/06/2021,31/07/2021,100.00,100.00,AUD,Sales invoice,Awaiting Payment\n"
            + "Brown Ltd,ap@brown.example,INV-2,,15/06/2021,31/07/2021,70.00,70.00,NZD,Sales invoice,Awaiting Payment\n"
            + "Green,,INV-3,,15/06/2021,31/07/2021,50.00,0.00,AUD,Sales invoice,Paid\n");

        Assert.Equal(("xero-invoices", 3L, 3L, 2L, 0L), (report.Format, report.Accepted, report.AccountsAdded, report.ContactsAdded, report.RejectedCount));
        var names = (await house.Store.AccountsAsync("brown", null, 10, house.Today, default)).Items;
        Assert.Equal(["Brown Ltd", "Brown Ltd"], names.Select(account => account.Name));
        var brown = (await house.Store.ReadAsync(names[0].Account, default))!;
        var contact = Assert.Single(brown.Account.Contacts);
        Assert.Equal((ContactRole.Accounts, "ap@brown.example", Settings.Terms), (contact.Role, contact.Email, brown.Account.Terms));
        Assert.Equal(["AUD", "NZD"], names.Select(account => account.Owing.Currency.Code).Order());
    }

    [Fact]
    public async Task Export_OfACustomerWhomTheLedgerKnowsByName_GoesToThatAccount()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");

        var report = await ImportAsync(house, Xero("smith  & SONS", "INV-1", 100, 100));

        Assert.Equal((1L, 0L, 0L), (report.Accepted, report.AccountsAdded, report.ContactsAdded));
        Assert.Equal("INV-1", Assert.Single((await house.Store.ReadAsync("A1", default))!.Invoices).Number);
    }

    [Fact]
    public async Task ChangedBalance_ReachesTheCaseAtOnce()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await ImportAsync(house, Xero("Smith & Sons", "INV-1", 1000, 1000));
        await house.ScanAsync();
        await house.ToAsync("2021-08-02 10:00");
        Assert.Equal(Aud(1000), (await house.TaskAsync()).Owing);

        var partPaid = await ImportAsync(house, Xero("Smith & Sons", "INV-1", 1000, 900));
        var afterPart = await house.CaseAsync();
        var paid = await ImportAsync(house, Xero("Smith & Sons", "INV-1", 1000, 0));
        var again = await ImportAsync(house, Xero("Smith & Sons", "INV-1", 1000, 0));

        Assert.Equal((1L, 1L, 0L, 1L), (partPaid.Accepted, paid.Accepted, again.Accepted, again.Unchanged));
        Assert.Equal(Aud(900), afterPart.Owing);
        Assert.Empty(await house.TasksAsync());
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
    }

    [Fact]
    public async Task PartPayments_InAnExportWithoutAmounts_LeaveTheInvoiceWhatItWas()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await ImportAsync(house, OpenInvoices("Aug 1, 2021", ("Smith & Sons", "INV-1", 1500)));
        await house.PayAsync(500, "INV-1");

        await ImportAsync(house, OpenInvoices("Aug 2, 2021", ("Smith & Sons", "INV-1", 1000)));

        var invoice = Assert.Single((await house.Store.ReadAsync("A1", default))!.Invoices);
        Assert.Equal((Aud(1500), Aud(1000), Aud(1000)), (invoice.Amount, invoice.LedgerBalance, invoice.Open));
    }

    [Fact]
    public async Task UnappliedPayment_IsCreditOfTheAccount_R3()
    {
        await using var house = await OpenAsync("2021-08-03 05:00");
        await ImportAsync(house, OpenHeader + "Smith & Sons,,,,,,\n,06/15/2021,Invoice,INV-1,,07/31/2021,500.00\n,07/20/2021,Payment,77,,,-500.00\n");

        var line = Assert.Single((await house.ScanAsync()).Lines);
        await house.ToAsync("2021-08-03 10:00");

        Assert.Empty(house.Sender.Sent);
        Assert.Equal(TaskKind.Allocate, Assert.Single(await house.TasksAsync()).Kind);
        Assert.Equal(ScanVerdict.LeftAlone, line.Verdict);
    }

    [Fact]
    public async Task CompleteList_SettlesWhatIsMissing_AndTheCaseCloses()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");
        await ImportAsync(house, OpenInvoices("Aug 1, 2021", ("Smith & Sons", "INV-1", 100), ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)), Complete);
        await house.ScanAsync();
        await house.ToAsync("2021-08-02 10:00");
        Assert.Equal(CaseStatus.Open, (await house.CaseAsync()).Status);

        await house.ToAsync("2021-08-04 10:00");
        var report = await ImportAsync(house, OpenInvoices("Aug 3, 2021", ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)), Complete);

        Assert.Equal((0L, 2L, 1L), (report.Accepted, report.Unchanged, report.Settled));
        Assert.Equal(CaseStatus.Closed, (await house.CaseAsync()).Status);
        var smith = (await house.Store.ReadAsync("A1", default))!;
        Assert.Empty(smith.Invoices);
        Assert.Equal(new PaymentHistory(1, 1, 3), smith.Account.History);
    }

    [Fact]
    public async Task ListThatIsNotSaidToBeComplete_SettlesNothing()
    {
        await using var house = await OpenAsync("2021-08-04 05:00");
        await ImportAsync(house, OpenInvoices("Aug 1, 2021", ("Smith & Sons", "INV-1", 100), ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)), Complete);

        var report = await ImportAsync(house, OpenInvoices("Aug 3, 2021", ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)));

        Assert.Equal(0, report.Settled);
        Assert.Single((await house.Store.ReadAsync("A1", default))!.Invoices);
    }

    [Fact]
    public async Task HalfAnExport_DoesNotCloseTheLedger_UnlessForced()
    {
        await using var house = await OpenAsync("2021-08-04 05:00");
        await ImportAsync(house, OpenInvoices("Aug 1, 2021", ("Smith & Sons", "INV-1", 100), ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)), Complete);
        var half = OpenInvoices("Aug 3, 2021", ("Smith & Sons", "INV-1", 80));

        var e = await Assert.ThrowsAsync<ImportFormatException>(() => ImportAsync(house, half, Complete));
        var untouched = Assert.Single((await house.Store.ReadAsync("A1", default))!.Invoices);
        var forced = await ImportAsync(house, half, Complete with { IsForced = true });

        Assert.StartsWith(
            "2 of the 3 items of the last complete list, of 2021-08-01, are missing here and would be settled with 500.00; 1 with 100.00 would stay.",
            e.Message, StringComparison.Ordinal);
        Assert.Equal(Aud(100), untouched.Open);
        Assert.Equal((1L, 2L), (forced.Accepted, forced.Settled));
    }

    [Fact]
    public async Task WhatTheBankHasSettled_CountsForNothingWhenMostOfAListIsGone()
    {
        await using var house = await OpenAsync("2021-08-04 05:00");
        await ImportAsync(house, OpenInvoices("Aug 1, 2021", ("Smith & Sons", "INV-1", 100), ("Brown", "INV-2", 200), ("Brown", "INV-3", 300)), Complete);
        await house.PayAsync(200, "INV-2");
        await house.PayAsync(300, "INV-3");

        var report = await ImportAsync(house, OpenInvoices("Aug 3, 2021", ("Smith & Sons", "INV-1", 100)), Complete);

        Assert.Equal(2, report.Settled);
    }

    [Fact]
    public async Task CompleteList_WithARowThatCannotBeRead_OrTotalsThatDiffer_OrOlderThanTheLast_IsRefused()
    {
        await using var house = await OpenAsync("2021-08-04 05:00");
        var list = OpenInvoices("Aug 3, 2021", ("Smith & Sons", "INV-1", 100), ("Brown", "INV-2", 200));
        await ImportAsync(house, list, Complete);
        await ImportAsync(house, list, Complete);

        Assert.StartsWith(
            "the list can't be believed to be complete, because a row can't be read, which may be one that would be missed: line 9: balance '2OO.00'",
            await WhyAsync(list.Replace("200.00\nTotal for", "2OO.00\nTotal for", StringComparison.Ordinal).Replace("Total for Brown,,,,,,200.00\n", "", StringComparison.Ordinal)
                .Replace(",TOTAL,,,,,300.00", "", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith(
            "the list can't be complete: line 11: the file's total of everything is 400.00, and its rows that were read sum to 300.00",
            await WhyAsync(list.Replace(",TOTAL,,,,,300.00", ",TOTAL,,,,,400.00", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(
            "the list is of 2021-08-02, and the last complete one was of 2021-08-03: an older list settles nothing",
            await WhyAsync(list.Replace("Aug 3", "Aug 2", StringComparison.Ordinal)));
        Assert.Equal(
            "Xero's export of invoices doesn't list what is open and nothing else, so what is missing there says nothing: leave --complete out",
            await WhyAsync(Xero("Smith & Sons", "INV-1", 100, 100)));

        async Task<string> WhyAsync(string text) => (await Assert.ThrowsAsync<ImportFormatException>(() => ImportAsync(house, text, Complete))).Message;
    }

    [Fact]
    public async Task Contact_ThatWasCorrectedHere_IsNotPutBack()
    {
        await using var house = await OpenAsync("2021-08-02 05:00");

        await ImportAsync(house, Xero("Smith & Sons", "INV-1", 100, 100).Replace("Sons,,", "Sons,old@smith.example,", StringComparison.Ordinal));

        Assert.Equal("accounts@smith.example", Assert.Single((await house.Store.ReadAsync("A1", default))!.Account.Contacts).Email);
    }

    private static string Xero(string customer, string number, int total, int open) => FormattableString.Invariant(
        $"{XeroHeader}{customer},,{number},,15/06/2021,31/07/2021,{total}.00,{open}.00,AUD,Sales invoice,Awaiting Payment\n");

    private static string OpenInvoices(string asOf, params (string Customer, string Number, int Open)[] items)
    {
        var text = new StringBuilder($"Open Invoices Report,,,,,,\n\"As of {asOf}\",,,,,,\n\n{OpenHeader}");
        foreach (var group in items.GroupBy(item => item.Customer))
        {
            text.Append(group.Key).Append(",,,,,,\n");
            foreach (var item in group)
            {
                text.Append(FormattableString.Invariant($",06/15/2021,Invoice,{item.Number},,07/31/2021,{item.Open}.00\n"));
            }

            text.Append(FormattableString.Invariant($"Total for {group.Key},,,,,,{group.Sum(item => item.Open)}.00\n"));
        }

        return text.Append(FormattableString.Invariant($",TOTAL,,,,,{items.Sum(item => item.Open)}.00\n")).ToString();
    }

    private static async Task<ImportReport> ImportAsync(House house, string text, ImportOptions? options = null)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var report = await house.Get<Importer>().InvoicesAsync(file, options ?? new ImportOptions(), null, default);
        Assert.Empty(report.Rejected);
        await house.Get<Collector>().RunDueAsync(default);
        return report;
    }
}
