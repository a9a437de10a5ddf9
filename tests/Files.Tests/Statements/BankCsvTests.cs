using System.Globalization;
using Collections.Core.Ledger;
using Collections.Files.Statements;

namespace Collections.Files.Tests.Statements;

public class BankCsvTests
{
    private static readonly ImportOptions Dollars = new() { DefaultCurrency = Currency.Aud };

    private static readonly ImportOptions Point = Dollars with { Decimal = DecimalSign.Point };

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
        var read = StatementReading.Of($"booked,amount\n2021-08-02,1\n{row}\n", Point);

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

    [Theory]
    [InlineData("Completed", null)]
    [InlineData("posted", null)]
    [InlineData("Paid out", null)]
    [InlineData("gebucht", null)]
    [InlineData("AUSGEFÜHRT", null)]
    [InlineData("ausgefuehrt", null)]
    [InlineData("Succeeded", null)]
    [InlineData("", null)]
    [InlineData("Pending", SkipKind.NotYet)]
    [InlineData("Vorgemerkt", SkipKind.NotYet)]
    [InlineData("Scheduled", SkipKind.NotYet)]
    [InlineData("Held", SkipKind.NotYet)]
    [InlineData("On Hold", SkipKind.NotYet)]
    [InlineData("on_hold", SkipKind.NotYet)]
    [InlineData("Unclaimed", SkipKind.NotYet)]
    [InlineData("authorised", SkipKind.NotYet)]
    [InlineData("In Bearbeitung", SkipKind.NotYet)]
    [InlineData("Denied", SkipKind.NotMoney)]
    [InlineData("FAILED", SkipKind.NotMoney)]
    [InlineData("Reversed", SkipKind.NotMoney)]
    [InlineData("Cancelled", SkipKind.NotMoney)]
    [InlineData("canceled", SkipKind.NotMoney)]
    [InlineData("Declined", SkipKind.NotMoney)]
    [InlineData("Rejected", SkipKind.NotMoney)]
    [InlineData("Refunded", SkipKind.NotMoney)]
    [InlineData("Returned", SkipKind.NotMoney)]
    [InlineData("charged_back", SkipKind.NotMoney)]
    [InlineData("Zurückgewiesen", SkipKind.NotMoney)]
    public void Row_OfAStatus_IsMoneyOnlyIfTheWordSaysSo(string word, SkipKind? kind)
    {
        var read = StatementReading.Of($"booked,amount,status\n2021-08-03,1,{word}\n", Dollars);

        Assert.Equal(kind, read.Skipped.SingleOrDefault()?.Kind);
        Assert.Equal(kind is null, read.Entries.Count == 1);
        Assert.Empty(read.Rejected);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("Status")]
    [InlineData("State")]
    [InlineData("Zustand")]
    [InlineData("Umsatzstatus")]
    [InlineData("Transaction Status")]
    [InlineData("Buchungs-Status")]
    public void StatusColumn_UnderWhateverName_IsReadAndAnUnknownWordRejectsItsRow(string header)
    {
        var read = StatementReading.Of($"booked,amount,{header}\n2021-08-03,1,Completed\n2021-08-03,2,Failed\n2021-08-03,3,Q7\n", Dollars);

        Assert.Equal(1m, Assert.Single(read.Entries).Entry.Amount.Amount);
        Assert.Single(read.Skipped);
        Assert.Equal($"line 4: {header} 'Q7' is no state of a transaction that is known: nobody can tell whether it is money", read.TheError(), ignoreCase: true);
    }

    [Theory]
    [InlineData("credit,debit\n2021-08-03,-5.00,", "credit '-5.00' is negative, and stands in the column of what came in")]
    [InlineData("amount,direction\n2021-08-03,-5.00,credit", "amount '-5.00' is negative, and the direction says credit")]
    [InlineData("amount,direction\n2021-08-03,5.00 CR,debit", "amount '5.00 CR' says credit, and the direction says debit")]
    [InlineData("amount\n2021-08-03,-5.00 CR", "amount '-5.00 CR' has a sign and a mark, DR or CR, that contradict each other")]
    [InlineData("amount\n2021-08-03,+5.00 DR", "amount '+5.00 DR' has a sign and a mark, DR or CR, that contradict each other")]
    public void Row_WhoseSignsContradictEachOther_IsRejected(string columns, string expected) =>
        Assert.Equal($"line 2: {expected}", StatementReading.Of($"booked,{columns}\n", Dollars).TheError());

    [Fact]
    public void Amounts_OfOneFile_AreOfOneWay_FoundFromAllOfItsRows()
    {
        var read = StatementReading.Of("booked;amount\n2021-08-03;1.000\n2021-08-03;-20\n2021-08-04;1.111,11\n", Dollars);

        Assert.Equal((2, 2111.11m, 1, 20m), read.Sums("AUD"));
    }

    [Fact]
    public void Amounts_ThatMayBeMeantInTwoWays_AskForTheSign()
    {
        const string File = "booked;amount\n2021-08-03;1.000\n2021-08-03;25\n";

        var asked = Assert.Throws<ImportFormatException>(() => StatementReading.Of(File, Dollars));

        Assert.Contains("'1.000' on line 2", asked.Message, StringComparison.Ordinal);
        Assert.Contains("--decimal", asked.Message, StringComparison.Ordinal);
        Assert.Equal(1025m, StatementReading.Of(File, Dollars with { Decimal = DecimalSign.Comma }).Sums("AUD").In);
        Assert.Equal(26m, StatementReading.Of(File, Point).Sums("AUD").In);
    }

    [Fact]
    public void File_WithoutAnAmountColumn_SaysWhatToDo() =>
        Assert.Contains("--map theirs=amount", Assert.Throws<ImportFormatException>(() => StatementReading.Of("booked,what\n2021-08-03,1\n", Dollars)).Message, StringComparison.Ordinal);
}
