using Collections.Files.Accounting;

namespace Collections.Files.Tests.Accounting;

public class AccountingExportsTests
{
    private const string MyobHeader = "Co./Last Name,Invoice #,Date,Total,Amount Paid\n";

    [Theory]
    [InlineData(Exports.XeroHeader, LedgerFormat.Auto, "xero-invoices")]
    [InlineData("*ContactName;*InvoiceNumber;*InvoiceDate;*DueDate;Total;*InvoiceAmountDue\n", LedgerFormat.Auto, "xero-invoices")]
    [InlineData("Title\n\nInvoice Date,Due Date,Invoice Reference,Current,< 1 Month,Older,Total\n", LedgerFormat.Xero, "xero-aged-receivables-detail")]
    [InlineData(Exports.AgingHeader, LedgerFormat.QuickBooks, "quickbooks-aging-detail")]
    [InlineData("Num,Customer,Date,Due Date,Amount,Open Balance,P.O. #\n", LedgerFormat.Auto, "quickbooks-aging-detail")]
    [InlineData(",Type,Date,Num,P. O. #,Terms,Due Date,Aging,Open Balance\n", LedgerFormat.Auto, "quickbooks-open-invoices")]
    [InlineData(MyobHeader, LedgerFormat.Auto, "myob-sales")]
    [InlineData("invoice,account,issued,amount\n", LedgerFormat.Auto, null)]
    [InlineData("whatever,else\n", LedgerFormat.Auto, null)]
    [InlineData(Exports.AgingHeader, LedgerFormat.Canonical, null)]
    [InlineData("[{}]", LedgerFormat.Auto, null)]
    public void Find_ByHeader(string text, LedgerFormat format, string? name) => Assert.Equal(name, Find(text, Exports.With(format))?.Export.Name);

    [Fact]
    public void Find_OfAHeaderOfTwoForms_AsksWhich()
    {
        const string Both = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,Co./Last Name,Invoice #,Date,Amount Paid\n";

        var e = Assert.Throws<ImportFormatException>(() => Find(Both, new ImportOptions()));

        Assert.Equal(
            "the header on line 1 fits more than one form: Xero's export of invoices and MYOB's export of sales. Say whose it is: --format canonical, xero, quickbooks or myob",
            e.Message);
        Assert.Equal("myob-sales", Find(Both, Exports.With(LedgerFormat.Myob))!.Export.Name);
    }

    [Fact]
    public void Find_OfAnotherFormatThanTheFiles_NamesWhatIsKnownAndWhatWasSeen()
    {
        var e = Assert.Throws<ImportFormatException>(() => Find("Report\n\n" + Exports.AgingHeader, Exports.With(LedgerFormat.Myob)));

        Assert.Equal(
            "the file is none of the exports of Myob that are known: MYOB's export of sales (Co./Last Name, Invoice # or Invoice No., Date, Total or Amount, Amount Paid). "
            + "Seen on line 3: Date, Transaction type, Num, Customer full name, Due date, Amount, Open balance",
            e.Message);
    }

    [Fact]
    public void Find_WithAMap_IsForOurOwnForm()
    {
        var map = ImportOptions.ParseMap("Total=amount");

        Assert.Null(Find(Exports.XeroHeader, new ImportOptions { Map = map }));
        Assert.Throws<ImportFormatException>(() => Find(Exports.XeroHeader, new ImportOptions { Map = map, Format = LedgerFormat.Xero }));
    }

    [Fact]
    public void Find_OfACompleteListThatIsNone_IsAnError() =>
        Assert.StartsWith(
            "only a list of open items can be complete",
            Assert.Throws<ImportFormatException>(() => Find("invoice,account,issued,amount\n", new ImportOptions { IsComplete = true })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_OfAWorkbook_SaysWhatToDo() =>
        Assert.Equal(
            "the file is an Excel workbook; save its sheet as CSV",
            Assert.Throws<ImportFormatException>(() => Find("PK\u0003\u0004rest", new ImportOptions())).Message);

    [Fact]
    public void Read_OfAnyCutOrDamagedText_NeverThrowsAnythingElse()
    {
        var random = new Random(20260725);
        var text = "Title,,\n" + Exports.AgingHeader + "A,,,,,,,\n,01/15/2026,Invoice,1,Smith,02/15/2026,10.00,10.00\nTotal for A,,,,,,,10.00\n\"TOTAL\",,,,,,,10.00\nfooter,,,,,,,\n"
            + Exports.XeroHeader;
        for (var n = 0; n < 3_000; n++)
        {
            var damaged = text.ToCharArray();
            for (var i = random.Next(6); i >= 0; i--)
            {
                damaged[random.Next(damaged.Length)] = "\",\n\rT(0-/:\0"[random.Next(11)];
            }

            var cut = new string(damaged, 0, random.Next(1, damaged.Length + 1));
            try
            {
                var opened = TextOpener.Open(Reading.Bytes(cut));
                if (AccountingExports.Find(opened, new ImportOptions()) is { } file)
                {
                    Assert.All(AccountingExports.Read(opened, file, new ImportOptions()).Rows, row => Assert.True(row.Row is null != (row.Error is null), $"step {n}"));
                }
            }
            catch (ImportFormatException)
            {
                // A clear refusal is one of the two right answers.
            }
        }
    }

    private static ExportFile? Find(string text, ImportOptions options) => AccountingExports.Find(TextOpener.Open(Reading.Bytes(text)), options);
}
