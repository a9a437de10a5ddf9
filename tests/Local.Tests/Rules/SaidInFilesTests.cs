using System.Text;
using Collections.App.Ledger;
using Collections.Core.Ledger;
using Collections.Files;
using static Collections.Local.Tests.Rules.House;

namespace Collections.Local.Tests.Rules;

/// <summary>R46: a column that a file doesn't have changes nothing, an empty cell clears, and the lines of an invoice are never the invoice.</summary>
public class SaidInFilesTests
{
    private delegate Task<ImportReport> Load(Stream file, ImportOptions options, IProgress<long>? progress, CancellationToken cancel);

    [Fact]
    public async Task R46_AccountsWithoutTheirOtherColumns_KeepWhatTheyHad_AndAnEmptyCellClears()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await LoadAsync(house.Get<Importer>().AccountsAsync, "account,name,terms,policy,sales_rep,credit_limit,language,notes\nA9,Ninefold,net 14,acc-monthly,sam,5000,de,ring first");

        var named = await LoadAsync(house.Get<Importer>().AccountsAsync, "account,name\nA9,Ninefold Pty");
        var kept = (await house.Store.ReadAsync("A9", default))!.Account;
        var again = await LoadAsync(house.Get<Importer>().AccountsAsync, "account,name\nA9,Ninefold Pty");
        await LoadAsync(house.Get<Importer>().AccountsAsync, "account,name,policy,sales_rep,notes\nA9,Ninefold Pty,,,");
        var cleared = (await house.Store.ReadAsync("A9", default))!.Account;

        Assert.Equal((1L, 1L), (named.Accepted, again.Unchanged));
        Assert.Equal(("Ninefold Pty", new Terms(TermsKind.Net, 14), "acc-monthly", "sam", Aud(5000), "de", "ring first"), (kept.Name, kept.Terms, kept.Policy, kept.SalesRep, kept.CreditLimit, kept.Language, kept.Notes));
        Assert.Equal((null, null, "", new Terms(TermsKind.Net, 14), Aud(5000)), (cleared.Policy, cleared.SalesRep, cleared.Notes, cleared.Terms, cleared.CreditLimit));
    }

    [Fact]
    public async Task R46_ContactsWithoutEmailAndPhone_KeepThem_AndNullInJsonClears()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");

        var known = await LoadAsync(house.Get<Importer>().ContactsAsync, "account,name,role\nA1,Jane O'Neill,accounts");
        await LoadAsync(house.Get<Importer>().ContactsAsync, """[{"account": "A1", "name": "Jane O'Neill", "role": "accounts", "phone": null}]""");

        Assert.Equal(1L, known.Unchanged);
        var contact = Assert.Single((await house.Store.ReadAsync("A1", default))!.Account.Contacts);
        Assert.Equal(("accounts@smith.example", null), (contact.Email, contact.Phone));
    }

    [Theory]
    [InlineData("invoice,account,issued,amount\nJ1,A1,2021-06-30,1000")]
    [InlineData("""[{"invoice": "J1", "account": "A1", "issued": "2021-06-30", "amount": 1000}]""")]
    public async Task R46_AnInvoiceFileWithoutDueAndBalance_MovesNothing(string again)
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due,balance,reference,order,disputed\nJ1,A1,2021-06-30,1000,2021-11-15,700,PO 7,O-9,200");

        var report = await LoadAsync(house.Get<Importer>().InvoicesAsync, again);

        Assert.Equal((0L, 1L), (report.Accepted, report.Unchanged));
        var file = (await house.Store.ReadAsync("A1", default))!;
        var invoice = Assert.Single(file.Invoices);
        Assert.Equal((Day("2021-11-15"), Aud(700), "PO 7", "O-9"), (invoice.Due, invoice.Open, invoice.Reference, invoice.Order));
        Assert.Equal(Aud(200), Assert.Single(file.Disputes).Amount);
    }

    [Theory]
    [InlineData("invoice,account,issued,amount,due,balance,reference,order,disputed\nJ1,A1,2021-06-30,1000,,,,,")]
    [InlineData("""[{"invoice": "J1", "account": "A1", "issued": "2021-06-30", "amount": 1000, "due": null, "balance": null, "reference": null, "order": "", "disputed": null}]""")]
    public async Task R46_AnEmptyCell_AndNullInJson_Clear(string again)
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due,balance,reference,order,disputed\nJ1,A1,2021-06-30,1000,2021-11-15,700,PO 7,O-9,200");

        await LoadAsync(house.Get<Importer>().InvoicesAsync, again);

        var file = (await house.Store.ReadAsync("A1", default))!;
        var invoice = Assert.Single(file.Invoices);
        Assert.Equal((Day("2021-07-30"), Aud(1000), null, null), (invoice.Due, invoice.Open, invoice.Reference, invoice.Order));
        Assert.Empty(file.Disputes);
    }

    [Fact]
    public async Task R46_AnAccountThatAnInvoiceNames_IsNotOverwrittenByIt()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");

        await house.InvoicesAsync("invoice,account,issued,amount\nJ1,A1,2021-06-30,1000");

        Assert.Equal("Smith & Sons", (await house.Store.ReadAsync("A1", default))!.Account.Name);
    }

    [Fact]
    public async Task R46_AnExportWithoutTheOrdersColumn_KeepsTheOrder()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        await house.InvoicesAsync("invoice,account,issued,amount,due,order\nINV-1,A1,2021-06-15,100,2021-07-31,O-9");

        await LoadAsync(
            house.Get<Importer>().InvoicesAsync,
            "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue\nSmith & Sons,INV-1,15/06/2021,31/07/2021,100.00,40.00\n", new ImportOptions());

        var invoice = Assert.Single((await house.Store.ReadAsync("A1", default))!.Invoices);
        Assert.Equal((Aud(40), "O-9"), (invoice.Open, invoice.Order));
    }

    [Fact]
    public async Task R46_TheLinesOfAnInvoice_AreRejected_HoweverFarApart_AndTheRestIsKept()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");
        var text = new StringBuilder("invoice,account,issued,amount,order\nL-1,A1,2021-06-30,300.00,line 1\n");
        for (var n = 1; n <= 45_000; n++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"I-{n},A1,2021-06-30,10.00,\n");
        }

        text.Append("l-1,A1,2021-06-30,60.00,line 2\nI-7,A1,2021-06-30,10.00,\n");

        var report = await LoadAsync(house.Get<Importer>().InvoicesAsync, text.ToString());

        Assert.Equal((45_000L, 1L, 2L), (report.Accepted, report.Unchanged, report.RejectedCount));
        Assert.Equal([2, 45_003], report.Rejected.Select(error => error.Line));
        Assert.All(report.Rejected, error => Assert.StartsWith("stands on 2 rows that differ, lines 2, 45003:", error.Why, StringComparison.Ordinal));
        Assert.DoesNotContain((await house.Store.ReadAsync("A1", default))!.Invoices, invoice => invoice.Number.Equals("L-1", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Amounts_OfOneFile_AreOfOneWay()
    {
        await using var house = await OpenAsync("2021-08-03 08:00");

        await house.InvoicesAsync("invoice;account;issued;amount\nG1;A1;2021-06-30;1.000\nG2;A1;2021-06-30;2.345,67\nG3;A1;2021-06-30;3.500");

        Assert.Equal([Aud(1000), Aud(2345.67m), Aud(3500)], (await house.Store.ReadAsync("A1", default))!.Invoices.OrderBy(invoice => invoice.Number).Select(invoice => invoice.Open));
    }

    private static Task<ImportReport> LoadAsync(Load load, string text, ImportOptions? options = null) =>
        load(new MemoryStream(Encoding.UTF8.GetBytes(text)), options ?? ImportOptions.Canonical, null, default);
}
