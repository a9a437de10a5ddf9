using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class ImportOptionsTests
{
    private const string Ibm =
        "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\r\n"
        + "391,0379-NEVHP,4/6/2013,0000611365,1/2/2013,2/1/2013,55.94,No,1/15/2013,Paper,13,0\r\n"
        + "406,8976-AMJEO,3/3/2012,0007900770,1/26/2013,2/25/2013,61.74,Yes,3/3/2013,Electronic,36,6\r\n";

    [Fact]
    public void Map_OfAForeignLedger_ReadsItAsItIs()
    {
        var rows = Reading.Invoices(Ibm, IbmLedger.Options);

        Assert.Equal("2 3 | ", rows.Lines());
        Assert.Equal(
            new InvoiceRow(
                "0007900770", "8976-AMJEO", new DateOnly(2013, 1, 26), 61.74m, IbmLedger.Options.DefaultCurrency, new DateOnly(2013, 2, 25), 0m, null, null, 61.74m,
                new DateOnly(2013, 3, 3), []) { Said = InvoiceFields.Due | InvoiceFields.Disputed | InvoiceFields.Settled },
            rows[1].Row);
        Assert.Null(rows[0].Row!.Disputed);
    }

    [Fact]
    public void Map_WinsOverAColumnOfOurName()
    {
        var options = new ImportOptions { Map = ImportOptions.ParseMap("Number=invoice") };

        Assert.Equal("N-1", Reading.Invoices("invoice,number,account,issued,amount\nI-1,N-1,C-1,2021-06-01,1\n", options).TheRow().Invoice);
    }

    [Theory]
    [InlineData("amount", "'amount' in the map is not of the form theirs=ours")]
    [InlineData("=amount", "'=amount' in the map is not of the form theirs=ours")]
    [InlineData("Total=", "'Total=' in the map is not of the form theirs=ours")]
    [InlineData("Total=sum", "the map's target 'sum' is not a field; the fields are account, amount, balance,")]
    [InlineData("Total=amount,Net=Amount", "the map gives 'amount' twice, from 'Total' and from 'Net'")]
    [InlineData("Total=amount,Total=balance", "the map names 'Total' twice")]
    public void ParseMap_OfABrokenMap_SaysWhatIsWrong(string text, string why) =>
        Assert.StartsWith(why, Assert.Throws<ImportFormatException>(() => ImportOptions.ParseMap(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ParseMap_OfPairs_TakesBlanksAndEqualsSigns()
    {
        var map = ImportOptions.ParseMap(" Total (a=b) = amount , Sales-Rep=SALES REP,");

        Assert.Equal(new Dictionary<string, string> { ["Total (a=b)"] = "amount", ["Sales-Rep"] = "sales_rep" }, map);
    }

    [Theory]
    [InlineData("Total=amount", "the map names the column 'Total', which the file doesn't have; the header has invoice, account, issued, amount")]
    [InlineData("amount=role", "the map's target 'role' is not a field of invoices; the fields are invoice, account,")]
    public void Map_ThatDoesNotFitTheFile_SaysWhatIsWrong(string map, string why)
    {
        var options = new ImportOptions { Map = ImportOptions.ParseMap(map) };

        var e = Assert.Throws<ImportFormatException>(() => Reading.Invoices("invoice,account,issued,amount\n", options));

        Assert.StartsWith(why, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("M/yyyy")]
    [InlineData("d/M")]
    [InlineData("MM/DD/YYYY")]
    [InlineData("M/d/yyyy HH:mm")]
    [InlineData("'")]
    public void DateFormat_ThatIsNone_SaysWhatIsWrong(string format)
    {
        var e = Assert.Throws<ImportFormatException>(() => Reading.Invoices("invoice,account,issued,amount\n", new ImportOptions { DateFormat = format }));

        Assert.StartsWith($"'{format}' is not a form of dates", e.Message, StringComparison.Ordinal);
    }
}
