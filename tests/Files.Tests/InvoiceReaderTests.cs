using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class InvoiceReaderTests
{
    private static readonly DateOnly June1 = new(2021, 6, 1);

    private static readonly ImportOptions Point = new() { Decimal = DecimalSign.Point };

    [Fact]
    public void Read_RowWithEveryField_GivesThemAll()
    {
        var row = Reading.Invoices(Reading.InvoiceHeader + "0000611365,C-1,2021-06-01,1200.00,2021-07-31,900,AUD,invoice,PO 7,SO 9,300,\n").TheRow();

        Assert.Equal(
            new InvoiceRow("0000611365", "C-1", June1, 1200m, Currency.Aud, new DateOnly(2021, 7, 31), 900m, "PO 7", "SO 9", 300m, null, []),
            row);
    }

    [Fact]
    public void Read_RowWithOnlyTheRequired_LeavesTheRestNull()
    {
        var row = Reading.Invoices("invoice,account,issued,amount\nI-1,C-1,2021-06-01,1200\n").TheRow();

        Assert.Equal(new InvoiceRow("I-1", "C-1", June1, 1200m, null, null, null, null, null, null, null, []) { Said = InvoiceFields.None }, row);
    }

    [Theory]
    [InlineData("1234.5", 1234.5)]
    [InlineData("1,234.50", 1234.5)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("$1,234.50", 1234.5)]
    [InlineData("€ 12", 12)]
    [InlineData("AUD 12.30", 12.3)]
    [InlineData("aud12.30", 12.3)]
    [InlineData("-12.30", -12.3)]
    [InlineData("-$12.30", -12.3)]
    [InlineData("$-12.30", -12.3)]
    [InlineData("(12.30)", -12.3)]
    [InlineData("($1,012.30)", -1012.3)]
    [InlineData("0", 0)]
    [InlineData("-0.00", 0)]
    [InlineData("000012", 12)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("12.3000000000000000000000000000000000000", 12.3)]
    [InlineData("10000000000000", 10_000_000_000_000)]
    public void Read_AmountAsLedgersWriteIt_IsExact(string text, double expected) =>
        Assert.Equal((decimal)expected, Reading.Invoices($"invoice,account,issued,amount,currency\nI-1,C-1,2021-06-01,\"{text}\",AUD\n").TheRow().Amount);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e5")]
    [InlineData("12,34")]
    [InlineData("1234,567")]
    [InlineData("1,23,456")]
    [InlineData("1,234,5")]
    [InlineData(",123")]
    [InlineData("1.2.3")]
    [InlineData("1.234,50")]
    [InlineData("--5")]
    [InlineData("(-5)")]
    [InlineData("-(5)")]
    [InlineData("+5")]
    [InlineData("5-")]
    [InlineData("$")]
    [InlineData("AUD")]
    [InlineData("XYZ 5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("()")]
    [InlineData("twelve")]
    [InlineData("0x10")]
    [InlineData("1 234")]
    [InlineData("٣")]
    [InlineData("12.345")]
    [InlineData("12.3456")]
    [InlineData("10000000000000.01")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("USD 12")]
    public void Read_AmountThatIsNone_IsRejectedWithItsText(string text)
    {
        var error = Reading.Invoices($"invoice,account,issued,amount,currency\nI-1,C-1,2021-06-01,\"{text}\",AUD\n", Point).TheError();

        Assert.Equal((2, "amount", text), (error.Line, error.Field, error.Value));
    }

    [Theory]
    [InlineData("JPY", "12.5", "amount", "JPY")]
    [InlineData("AUD", "12.345", "amount", "AUD")]
    [InlineData("KWD", "12.3456", "amount", "three decimals")]
    [InlineData("", "12.3456", "amount", "three decimals")]
    [InlineData("XXX", "12", "currency", "ISO 4217")]
    [InlineData("dollars", "12", "currency", "ISO 4217")]
    public void Read_AmountBeyondItsCurrency_IsRejected(string currency, string amount, string field, string why)
    {
        var error = Reading.Invoices($"invoice,account,issued,amount,currency\nI-1,C-1,2021-06-01,{amount},{currency}\n", Point).TheError();

        Assert.Equal(field, error.Field);
        Assert.Contains(why, error.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "12", null, null)]
    [InlineData("", "12", "USD", "USD")]
    [InlineData("nzd", "12", "USD", "NZD")]
    [InlineData("", "EUR 12", "USD", "EUR")]
    [InlineData("EUR", "EUR 12", null, "EUR")]
    public void Read_Currency_IsTheRowsThenTheAmountsThenTheDefault(string column, string amount, string? byDefault, string? expected)
    {
        var options = new ImportOptions { DefaultCurrency = byDefault is null ? null : Currency.Parse(byDefault) };

        var row = Reading.Invoices($"invoice,account,issued,amount,currency\nI-1,C-1,2021-06-01,{amount},{column}\n", options).TheRow();

        Assert.Equal(expected, row.Currency?.Code);
    }

    [Theory]
    [InlineData("2021-02-30")]
    [InlineData("2021-13-01")]
    [InlineData("2021-6-1")]
    [InlineData("01/06/2021")]
    [InlineData("2021-06-01T00:00:00")]
    [InlineData("20210601")]
    [InlineData("1989-12-31")]
    [InlineData("2101-01-01")]
    [InlineData("0000-00-00")]
    [InlineData("today")]
    [InlineData("")]
    public void Read_DateThatIsNone_IsRejected(string text)
    {
        var error = Reading.Invoices($"invoice,account,issued,amount\nI-1,C-1,{text},12\n").TheError();

        Assert.Equal((2, "issued", text), (error.Line, error.Field, error.Value));
    }

    [Theory]
    [InlineData("M/d/yyyy", "6/1/2021")]
    [InlineData("M/d/yyyy", "06/01/2021")]
    [InlineData("dd.MM.yyyy", "01.06.2021")]
    [InlineData("yyyyMMdd", "20210601")]
    [InlineData("d MMM yyyy", "1 Jun 2021")]
    [InlineData("d/M/yy", "1/6/21")]
    public void Read_DatesInTheFormGiven_AreRead(string format, string text) =>
        Assert.Equal(June1, Reading.Invoices($"invoice,account,issued,amount\nI-1,C-1,{text},12\n", new ImportOptions { DateFormat = format }).TheRow().Issued);

    [Fact]
    public void Read_DateInAnotherFormThanGiven_IsNeverGuessed()
    {
        var rows = Reading.Invoices("invoice,account,issued,amount\nI-1,C-1,6/1/2021,12\nI-2,C-1,31/6/2021,12\nI-3,C-1,2021-06-01,12\n", new ImportOptions { DateFormat = "M/d/yyyy" });

        Assert.Equal("2 | 3 4", rows.Lines());
    }

    [Theory]
    [InlineData(",C-1,2021-06-01,12,,,,,,,,", "invoice")]
    [InlineData("  ,C-1,2021-06-01,12,,,,,,,,", "invoice")]
    [InlineData("I-1,,2021-06-01,12,,,,,,,,", "account")]
    [InlineData("I-1,C-1,2021-06-01,,,,,,,,,", "amount")]
    [InlineData("I-1\u0007,C-1,2021-06-01,12,,,,,,,,", "invoice")]
    [InlineData("\"I\n1\",C-1,2021-06-01,12,,,,,,,,", "invoice")]
    [InlineData("I-1,C\u0085x,2021-06-01,12,,,,,,,,", "account")]
    [InlineData("I-1,C-1,2021-06-01,12,2021-05-31,,,,,,,", "due")]
    [InlineData("I-1,C-1,2021-06-01,12,,12.01,,,,,,", "balance")]
    [InlineData("I-1,C-1,2021-06-01,12,,-1,,,,,,", "balance")]
    [InlineData("I-1,C-1,2021-06-01,-12,,1,,,,,,", "balance")]
    [InlineData("I-1,C-1,2021-06-01,12,,x,,,,,,", "balance")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,receipt,,,,", "kind")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,,,,perhaps,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,,,,13,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,12,,10,,,,,11,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,,,,-3,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,12,,,AUD,,,,1.001,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,-12,,,,,,,yes,", "disputed")]
    [InlineData("I-1,C-1,2021-06-01,12,,5,,,,,,2021-07-01", "balance")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,,,,,soon", "settled")]
    [InlineData("I-1,C-1,2021-06-01,12,,,,,\"a\nb\",,,", "reference")]
    public void Read_RowThatBreaksARule_NamesTheField(string row, string field)
    {
        var error = Reading.Invoices(Reading.InvoiceHeader + row + "\n", Point).TheError();

        Assert.Equal((2, field), (error.Line, error.Field));
    }

    [Fact]
    public void Read_NumberOf64Characters_IsTheLongest()
    {
        var rows = Reading.Invoices($"invoice,account,issued,amount\n{new string('x', 64)},C-1,2021-06-01,1\n{new string('x', 65)},C-1,2021-06-01,1\n");

        Assert.Equal("2 | 3", rows.Lines());
    }

    [Theory]
    [InlineData("invoice", "-100", "-40", -100, -40)]
    [InlineData("credit", "100", "40", -100, -40)]
    [InlineData("Credit Note", "-100", "-40", -100, -40)]
    [InlineData("", "(100)", "(40)", -100, -40)]
    [InlineData("credit", "100", "0", -100, 0)]
    public void Read_CreditNote_IsNegativeHoweverItIsWritten(string kind, string amount, string balance, int expectedAmount, int expectedBalance)
    {
        var row = Reading.Invoices(Reading.InvoiceHeader + $"I-1,C-1,2021-06-01,{amount},,{balance},,{kind},,,,\n").TheRow();

        Assert.Equal((expectedAmount, expectedBalance), (row.Amount, row.Balance));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("no", "", null)]
    [InlineData("False", "", null)]
    [InlineData("0", "", null)]
    [InlineData("0.00", "", null)]
    [InlineData("Yes", "", 1200)]
    [InlineData("TRUE", "900", 900)]
    [InlineData("y", "", 1200)]
    [InlineData("1", "", 1200)]
    [InlineData("1.00", "", 1)]
    [InlineData("$300", "", 300)]
    [InlineData("yes", "0", null)]
    public void Read_Disputed_IsTheWholeOrAPart(string disputed, string balance, int? expected) =>
        Assert.Equal(expected, Reading.Invoices(Reading.InvoiceHeader + $"I-1,C-1,2021-06-01,1200,,{balance},AUD,,,,{disputed},\n").TheRow().Disputed);

    [Fact]
    public void Read_SettledInvoice_HasNothingOpenAndKeepsWhatWasDisputed()
    {
        var row = Reading.Invoices(Reading.InvoiceHeader + "I-1,C-1,2021-06-01,1200,,,AUD,,,,yes,2021-08-01\n").TheRow();

        Assert.Equal((new DateOnly(2021, 8, 1), 0m, 1200m), (row.Settled, row.Balance, row.Disputed));
    }

    [Fact]
    public void Read_Instalments_AreSortedAndSumToTheAmount_R2()
    {
        var row = Reading.Invoices("invoice,account,issued,amount,due\nI-1,C-1,2021-06-01,800.50,2021-08-31=400; 2021-07-31 = 400.50\n").TheRow();

        Assert.Null(row.Due);
        Assert.Equal([new Instalment(new DateOnly(2021, 7, 31), 400.50m), new Instalment(new DateOnly(2021, 8, 31), 400m)], row.Instalments.AsEnumerable());
    }

    [Fact]
    public void Read_OneInstalment_IsADueDate_R2()
    {
        var row = Reading.Invoices("invoice,account,issued,amount,due\nI-1,C-1,2021-06-01,800,2021-07-31=800\n").TheRow();

        Assert.Equal(new DateOnly(2021, 7, 31), row.Due);
        Assert.Empty(row.Instalments);
    }

    [Fact]
    public void Read_InstalmentsOfACreditWrittenPositive_TurnWithIt()
    {
        var row = Reading.Invoices("invoice,account,issued,amount,kind,due\nI-1,C-1,2021-06-01,8,credit,2021-07-31=4;2021-08-31=4\n").TheRow();

        Assert.Equal([-4m, -4m], row.Instalments.Select(i => i.Amount));
    }

    [Theory]
    [InlineData("2021-07-31=400;2021-08-31=300", "sums to 700")]
    [InlineData("2021-07-31=400;2021-08-31", "date=amount")]
    [InlineData("2021-07-31=400;=400", "date=amount")]
    [InlineData("2021-02-30=400;2021-08-31=400", "instalment 1")]
    [InlineData("2021-07-31=400;2021-08-31=x", "instalment 2")]
    [InlineData("2021-07-31=900;2021-08-31=-100", "other sign")]
    [InlineData("2021-07-31=800;2021-08-31=0", "nothing")]
    [InlineData("2021-05-31=400;2021-08-31=400", "before the day of issue")]
    [InlineData("2021-07-31=400.001;2021-08-31=399.999", "more decimals")]
    [InlineData("2021-07-31=USD 400;2021-08-31=400", "the row in AUD")]
    [InlineData("=", "date=amount")]
    public void Read_InstalmentsThatDoNotFit_AreRejected_R2(string due, string why)
    {
        var error = Reading.Invoices($"invoice,account,issued,amount,currency,due\nI-1,C-1,2021-06-01,800,AUD,{due}\n", Point).TheError();

        Assert.Equal("due", error.Field);
        Assert.Contains(why, error.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreInstalmentsThanAnInvoiceMayHave_AreRejected()
    {
        var parts = string.Join(';', Enumerable.Repeat("2021-07-31=1", InvoiceReader.MaxInstalments + 1));

        var error = Reading.Invoices($"invoice,account,issued,amount,due\nI-1,C-1,2021-06-01,101,{parts}\n").TheError();

        Assert.Contains("more than 100", error.Why, StringComparison.Ordinal);
        Assert.Equal(200, error.Value!.Length);
    }

    [Fact]
    public void Read_BadRowsAmongGood_KeepsTheGoodWithTheirLines()
    {
        var rows = Reading.Invoices("invoice,account,issued,amount\nI-1,C-1,2021-06-01,1\nI-2,C-1,2021-06-01,x\n\nI-3,C-1,2021-06-01,3\n");

        Assert.Equal("2 5 | 3", rows.Lines());
    }

    [Fact]
    public void Read_TakenTwice_Throws()
    {
        var rows = InvoiceReader.Read(Reading.Bytes("invoice,account,issued,amount\n"), ImportOptions.Canonical);

        Assert.Empty(rows);
        Assert.Throws<InvalidOperationException>(() => rows.GetEnumerator());
    }
}
