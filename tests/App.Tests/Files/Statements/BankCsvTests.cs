using System.Globalization;
using Collections.App.Files;
using Collections.App.Files.Statements;
using Collections.Core.Ledger;

namespace Collections.App.Tests.Files.Statements;

public class BankCsvTests
{
    private static readonly ImportOptions Dollars = new() { DefaultCurrency = Currency.Aud };

    [Fact]
    public void Rows_WithTheirOwnNamesAndDates_AreReadByTheMap()
    {
        var options = new ImportOptions
        {
            Map = ImportOptions.ParseMap("Buchungstag=booked,Betrag=amount,Verwendungszweck=reference,Zahler=payer,IBAN=payer_account,Waehrung=currency"),
            DateFormat = "dd.MM.yyyy",
        };

        var read = StatementReading.Of("Buchungstag;Betrag;Waehrung;Zahler;IBAN;Verwendungszweck\n03.08.2021;1.234,50;EUR;Acme GmbH;DE75 5121 0800 1245 1261 99;INV-17\n03.08.2021;-20,00;EUR;Bank;;Fee\n", options);

        Assert.Equal(StatementFormat.Csv, read.Format);
        Assert.Equal((1, 1234.50m, 1, 20m), read.Sums("EUR"));
        Assert.Equal(("INV-17", "Acme GmbH", "DE75512108001245126199"), (read.Entries[0].Entry.Reference, read.Entries[0].Entry.Payer, read.Entries[0].Details.PayerAccount));
        Assert.Equal(new DateOnly(2021, 8, 3), read.Statements[0].Through);
    }

    [Fact]
    public void Rows_WithACreditAndADebitColumn_AreOneOrTheOther()
    {
        var read = StatementReading.Of("booked,debit,credit\n2021-08-03,,900.00\n2021-08-03,25.00,\n2021-08-03,-25.00,0.00\n2021-08-03,1.00,2.00\n", Dollars);

        Assert.Equal((1, 900m, 2, 50m), read.Sums("AUD"));
        Assert.Equal("line 5: debit '1.00' stands beside a credit; a row is one or the other", read.TheError());
    }

    [Theory]
    [InlineData("1,234", "1234")]
    [InlineData("1,234.5", "1234.5")]
    [InlineData("1.234,50", "1234.5")]
    [InlineData("1'234.50", "1234.5")]
    [InlineData("12,5", "12.5")]
    [InlineData("$1,234.50", "1234.5")]
    [InlineData("AUD 12.50", "12.5")]
    [InlineData("12.50 CR", "12.5")]
    [InlineData("12.50 DR", "-12.5")]
    [InlineData("12.50-", "-12.5")]
    [InlineData("(12.50)", "-12.5")]
    [InlineData("-$12.50", "-12.5")]
    public void Amount_AsPeopleWriteIt_IsRead(string text, string expected)
    {
        var entry = Assert.Single(StatementReading.Of($"booked,amount\n2021-08-03,\"{text}\"\n", Dollars).Entries).Entry;

        Assert.Equal(expected, (entry.IsCredit ? entry.Amount.Amount : -entry.Amount.Amount).ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2021-08-03,1.234", "amount '1.234' has more decimals than AUD, which has 2")]
    [InlineData("2021-08-03,twelve", "amount 'twelve' is no amount")]
    [InlineData("2021-08-03,1 2", "amount '1 2' is no amount")]
    [InlineData("2021-08-03,", "amount '' is required")]
    [InlineData("3/8/2021,12", "booked '3/8/2021' is not a day of the calendar in the form yyyy-MM-dd")]
    public void Row_ThatIsWrong_IsRejected(string row, string expected)
    {
        var read = StatementReading.Of($"booked,amount\n2021-08-02,1\n{row}\n", Dollars);

        Assert.Equal($"line 3: {expected}", read.TheError());
        Assert.True(read.Statements[0].LacksPayments);
    }

    [Fact]
    public void Row_WithTheBanksId_IsKnownByIt() =>
        Assert.Equal(":T17:20210803C100", Assert.Single(StatementReading.Of("booked,amount,id\n2021-08-03,1,T17\n", Dollars).Entries).Entry.Id);

    [Fact]
    public void Rows_OfTwoAccountsInTurn_AreAllTheirOwn()
    {
        var read = StatementReading.Of("booked,amount,bank_account\n2021-08-03,1,A1\n2021-08-03,1,B1\n2021-08-03,1,A1\n", Dollars);

        Assert.Equal(3, read.Entries.Select(entry => entry.Entry.Id).Distinct().Count());
    }

    [Fact]
    public void Row_ThatIsPending_IsSkipped() =>
        Assert.Single(StatementReading.Of("booked,amount,status\n2021-08-03,1,Pending\n", Dollars).Skipped);

    [Fact]
    public void File_WithoutAnAmountColumn_SaysWhatToDo() =>
        Assert.Contains("--map theirs=amount", Assert.Throws<ImportFormatException>(() => StatementReading.Of("booked,what\n2021-08-03,1\n", Dollars)).Message, StringComparison.Ordinal);
}
