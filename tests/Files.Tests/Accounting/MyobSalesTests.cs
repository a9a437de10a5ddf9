using System.Globalization;

namespace Collections.Files.Tests.Accounting;

public class MyobSalesTests
{
    private const string Header = "Co./Last Name\tFirst Name\tInclusive\tInvoice No.\tDate\tCustomer PO\tTotal\tTax Amount\tFreight Amount\tFreight Tax Amount\tSale Status"
        + "\tCurrency Code\tTerms - Payment is Due\t           - Discount Days\t           - Balance Due Days\tAmount Paid\tCard Number\tCard ID\r\n";

    [Fact]
    public void Lines_WithTaxFreightAndPayment_AreOneItem()
    {
        var reading = Exports.Read("{}\r\n" + Header
            + "Smith Pty Ltd\t\t\t00012\t15/06/2021\tPO 1\t$100.00\t$10.00\t$20.00\t$2.00\tI\tAUD\t4\t0\t30\t$50.00\t4111111111111111\t*None\r\n"
            + "Smith Pty Ltd\t\t\t00012\t15/06/2021\tPO 1\t$200.00\t$20.00\t$20.00\t$2.00\tI\tAUD\t4\t0\t30\t$50.00\t4111111111111111\t*None\r\n"
            + "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\r\n"
            + "O'Neill\tJane\tX\t00013\t16/06/2021\t\t$110.00\t$10.00\t\t\t\tAUD\t2\t\t14\t\t\tCUS77\r\n"
            + "O'Neill\tJane\tX\t00014\t16/06/2021\t\t-$11.00\t-$1.00\t\t\tI\tAUD\t2\t\t14\t\t\tCUS77\r\n"
            + "O'Neill\tJane\tX\tQ1\t16/06/2021\t\t$110.00\t$10.00\t\t\tQ\tAUD\t2\t\t14\t\t\tCUS77\r\n"
            + "O'Neill\tJane\tX\tO1\t16/06/2021\t\t$110.00\t$10.00\t\t\tO\tAUD\t2\t\t14\t\t\tCUS77\r\n");

        Assert.Equal(
            ["00012 Smith Pty Ltd 2021-06-15 2021-07-30 352.00 302.00 AUD", "00013 Jane O'Neill 2021-06-16 2021-06-30 110 110 AUD", "00014 Jane O'Neill 2021-06-16  -11 -11 AUD"],
            reading.Items().Select(item => item.Replace(" 352 302 ", " 352.00 302.00 ", StringComparison.Ordinal)));
        Assert.Equal((3L, "PO 1", "CUS77"), (reading.Rows[0].Line, reading.Rows[0].Row!.Order, reading.Rows[1].Row!.Account));
        Assert.Equal(["left out: 2 rows of quotes and orders"], reading.Warnings);
        Assert.Empty(reading.Rejected());
    }

    [Theory]
    [InlineData("0", "", "2021-06-15")]
    [InlineData("1", "", "2021-06-15")]
    [InlineData("2", "14", "2021-06-29")]
    [InlineData("3", "20", "2021-06-20")]
    [InlineData("3", "10", "2021-07-10")]
    [InlineData("4", "30", "2021-07-30")]
    [InlineData("5", "31", "2021-07-31")]
    [InlineData("", "", null)]
    public void Terms_GiveTheDueDate(string code, string days, string? due)
    {
        var row = Exports.Read(Header + $"Smith\t\t\t1\t15/06/2021\t\t1\t\t\t\tI\t\t{code}\t\t{days}\t\t\t\r\n").TheRow();

        Assert.Equal(due, row.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void LineThatCannotBeRead_CostsItsInvoice()
    {
        var reading = Exports.Read(Header
            + "Smith\t\t\t1\t15/06/2021\t\t1\t\t\t\tI\t\t\t\t\t\t\t\r\nSmith\t\t\t1\t15/06/2021\t\tone\t\t\t\tI\t\t\t\t\t\t\t\r\n"
            + "Smith\t\t\t2\t15/06/2021\t\t5\t\t\t\tI\t\t9\t\t\t\t\t\r\nSmith\t\t\t3\t15/06/2021\t\t5\t\t\t\tI\t\t2\t\tx\t\t\t\r\n");

        Assert.Empty(reading.Items());
        Assert.Equal(
            [
                "line 3: amount 'one' is not an amount such as 1234.50", "line 4: due '9' is none of MYOB's terms, which are 0 to 5",
                "line 5: due 'x' is no number of days",
            ],
            reading.Rejected());
    }
}
