using Collections.Core.Ledger;

namespace Collections.Files.Tests.Accounting;

public class OpenItemReportTests
{
    [Fact]
    public void AgingDetail_WithTitlesBucketsTotalsAndFooter_GivesItsItems()
    {
        var reading = Exports.Read(
            "\"Harbour Supplies, Inc\",,,,,,,\nA/R Aging Detail Report,,,,,,,\n\"As of Jul 25, 2026\",,,,,,,\n\n"
            + Exports.AgingHeader
            + "91 or more days past due (2),,,,,,,\n"
            + ",11/15/2025,Invoice,1001,\"Smith, John\",12/15/2025,\"$1,000.00\",$800.00\n"
            + ",01/23/2026,Credit Memo,CM-1,Jones,01/23/2026,(100.00),(100.00)\n"
            + ",02/02/2026,Payment,5512,Jones,02/02/2026,-50.00,-50.00\n"
            + ",02/02/2026,Payment,,Jones,02/02/2026,-50.00,-20.00\n"
            + ",02/03/2026,Journal Entry,77,Jones,02/03/2026,10.00,10.00\n"
            + "Total for 91 or more days past due,,,,,,\"$970.00\",$640.00\n"
            + "CURRENT,,,,,,,\n,07/01/2026,Invoice,1002,Brown,08/01/2026,500.00,500.00\nTotal for CURRENT,,,,,,500.00,500.00\n"
            + "TOTAL,,,,,,,\"$1,140.00\"\n\" Thursday, July 30, 2026 04:19 PM GMT-06:00\",,,,,,,\n");

        Assert.Equal(
            ["1001 1000 800", "CM-1 -100 -100", "PMT -50 -50", "PMT -50 -20", "JNL 10 10", "1002 500 500"],
            reading.Rows.Select(row => FormattableString.Invariant($"{(row.Row!.Invoice.Contains('-') && row.Row.Invoice.Length > 10 ? row.Row.Invoice[..3] : row.Row.Invoice)} {row.Row.Amount} {row.Row.Balance}")));
        Assert.Equal(("Smith, John", new DateOnly(2026, 7, 25)), (reading.Customers[reading.Rows[0].Row!.Account].Name, reading.AsOf));
        Assert.Equal("Payment 5512", reading.Rows[2].Row!.Reference);
        Assert.Empty(reading.Warnings);
        Assert.True(reading.TellsAmounts);
    }

    [Fact]
    public void ForeignCurrency_WithItsOwnColumns_IsReadFromThem_AndTotalsAreThoseOfTheBooks()
    {
        var reading = Exports.Read(
            ",Date,Transaction type,Num,Customer full name,Due date,Currency,Amount,Open balance,Foreign amount,Foreign open balance\n"
            + "CURRENT,,,,,,,,,,\n"
            + ",07/15/2026,Invoice,1,Brown,08/01/2026,USD,500.00,500.00,500.00,500.00\n"
            + ",07/15/2026,Invoice,2,Dupont,08/01/2026,EUR,1100.00,550.00,1000.00,500.00\n"
            + ",07/15/2026,Invoice,3,Dupont,08/01/2026,EUR,1100.00,550.00,,\n"
            + "Total for CURRENT,,,,,,,,\"1,600.00\",,\nTOTAL,,,,,,,,\"1,600.00\",,\n",
            new ImportOptions { DefaultCurrency = Currency.Parse("USD") });

        Assert.Equal(["1 Brown 2026-07-15 2026-08-01 500 500 USD", "2 Dupont 2026-07-15 2026-08-01 1000 500 EUR"], reading.Items());
        Assert.Equal(["line 5: balance '' is required"], reading.Rejected());
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void ForeignCurrency_WithoutItsOwnColumns_IsRejectedNamingWhatIsMissing()
    {
        var reading = Exports.Read(
            ",Date,Transaction type,Num,Customer full name,Due date,Currency,Open balance\n"
            + ",07/15/2026,Invoice,1,Brown,08/01/2026,USD,500.00\n,07/15/2026,Invoice,2,Dupont,08/01/2026,EUR,550.00\nTOTAL,,,,,,,\"1,050.00\"\n",
            new ImportOptions { DefaultCurrency = Currency.Parse("USD") });

        Assert.Equal(["1 Brown 2026-07-15 2026-08-01 500 500 USD"], reading.Items());
        Assert.Equal(
            ["line 3: currency 'EUR' is not USD, in which the report has its amounts: add its column Foreign Open Balance, or name the books' own currency with --currency"],
            reading.Rejected());
    }

    [Fact]
    public void Totals_ThatDiffer_AreToldWithBothFigures()
    {
        var reading = Exports.Read(Exports.AgingHeader
            + "CURRENT,,,,,,,\n,07/15/2026,Invoice,1,Brown,08/01/2026,500.00,500.00\n,07/15/2026,Invoice,2,Brown,08/01/2026,5OO.00,5OO.00\n"
            + "Total for CURRENT,,,,,,,\"1,000.00\"\nTOTAL,,,,,,,\"1,000.00\"\n");

        Assert.Equal(
            [
                "line 5: the file's total of CURRENT is 1,000.00, and its rows that were read sum to 500.00",
                "line 6: the file's total of everything is 1,000.00, and its rows that were read sum to 500.00",
            ],
            reading.Warnings);
        Assert.Equal(["line 4: balance '5OO.00' is not an amount such as 1234.50"], reading.Rejected());
        Assert.True(reading.IsOutOfBalance);
    }

    [Fact]
    public void OpenInvoices_UnderCustomersAndTheirJobs_TakeTheHeadings()
    {
        var reading = Exports.Read("Open Invoices Report,,,,,,\n\"As of Apr 4, 2026\",,,,,,\n\n" + Exports.OpenInvoicesHeader
            + "Total Tools Pty Ltd,,,,,,\n,01/15/2026,Invoice,1,Net 15,01/30/2026,\"1,500.00\"\n,02/16/2026,Payment,99,,,-100.00\nTotal for Total Tools Pty Ltd,,,,,,\"$1,400.00\"\n"
            + "Builder,,,,,,\n,01/16/2026,Invoice,2,,01/30/2026,10.00\n"
            + "Site 1,,,,,,\n,01/17/2026,Invoice,3,,01/30/2026,20.00\nTotal for Site 1,,,,,,$20.00\n"
            + "Site 2,,,,,,\n,01/18/2026,Invoice,4,,01/30/2026,30.00\nTotal for Site 2,,,,,,$30.00\n"
            + "Total for Builder,,,,,,$10.00\nTotal for Builder with sub-customers,,,,,,$60.00\n"
            + ",TOTAL,,,,,\"$1,460.00\"\n\"Saturday, April 4, 2026 09:00 AM GMT+10:00\",,,,,,\n");

        Assert.Equal(
            [
                "1 Total Tools Pty Ltd 2026-01-15 2026-01-30 1500.00 1500.00", "PMT Total Tools Pty Ltd 2026-02-16  -100.00 -100.00",
                "2 Builder 2026-01-16 2026-01-30 10.00 10.00", "3 Builder:Site 1 2026-01-17 2026-01-30 20.00 20.00", "4 Builder:Site 2 2026-01-18 2026-01-30 30.00 30.00",
            ],
            reading.Items().Select(item => item.StartsWith("PMT", StringComparison.Ordinal) ? "PMT" + item[21..] : item).Select(Money));
        Assert.Empty(reading.Warnings);
        Assert.False(reading.TellsAmounts);

        static string Money(string item) => string.Join(' ', item.Split(' ').Select((word, n) => n >= item.Split(' ').Length - 2 && !word.Contains('.') ? word + ".00" : word));
    }

    [Fact]
    public void OpenInvoices_WithoutTotals_EndAGroupWhereTheNextBegins()
    {
        var reading = Exports.Read(Exports.OpenInvoicesHeader
            + "Smith,,,,,,\n,01/15/2026,Invoice,1,,,1.00\nJones,,,,,,\n,01/15/2026,Invoice,2,,,2.00\n,01/15/2026,,,,,\nstray,,,,,x,\n");

        Assert.Equal(["1 Smith 2026-01-15  1 1", "2 Jones 2026-01-15  2 2"], reading.Items());
        Assert.Equal(["line 6: balance '' is required"], reading.Rejected());
    }

    [Fact]
    public void AgedReceivables_OfXero_HasCustomersWithTheirPeople()
    {
        var reading = Exports.Read(
            "Aged Receivables Detail\nHarbour Supplies\nAs at 31 March 2026\nAgeing by due date\n\n"
            + "Contact Account Number,Primary Person,Phone,Email,Invoice Date,Due Date,Invoice Number,Invoice Reference,< 1 Month,1 Month,Older,,Total\n\n"
            + "Smith Ltd,,,,,,,,,,,,\n"
            + "C-77,Jane O'Neill,02 5550 0001,ap@smith.example,15 Jan 2026,14 Feb 2026,INV-1,PO 1,,\"2,000.00\",,,\"2,000.00\"\n"
            + "C-77,Jane O'Neill,02 5550 0001,ap@smith.example,16 Jan 2026,,,,,-100.00,,,-100.00\n"
            + "Total Smith Ltd,,,,,,,,,\"1,900.00\",,,\"1,900.00\"\n\n"
            + "Jones,,,,,,,,,,,,\n,,,,20 Mar 2026,20 Apr 2026,INV-2,,,,,,5.00\nTotal,,,,,,,,,,,,5.00\n\n"
            + "Total,,,,,,,,,,,,\"1,905.00\"\n");

        Assert.Equal(["INV-1", "INV-2"], reading.Rows.Where(row => row.Row!.Amount > 0).Select(row => row.Row!.Invoice));
        Assert.Equal(["C-77", "C-77", "jones-970698"], reading.Rows.Select(row => row.Row!.Account));
        var smith = reading.Customers["C-77"];
        Assert.Equal(("Smith Ltd", "Jane O'Neill", "ap@smith.example", "02 5550 0001"), (smith.Name, smith.Person, smith.Email, smith.Phone));
        Assert.StartsWith("CRN-20260116-", reading.Rows[1].Row!.Invoice, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 3, 31), reading.AsOf);
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void NumberOfTwoDocuments_IsTakenOnce()
    {
        var reading = Exports.Read(Exports.AgingHeader
            + ",01/15/2026,Invoice,1001,Smith,02/15/2026,10.00,10.00\n,01/16/2026,Credit Memo,1001,Smith,,-10.00,-10.00\n,01/16/2026,Payment,7,Smith,,10.00,10.00\n");

        Assert.Single(reading.Items());
        Assert.Equal(
            [
                "line 3: invoice '1001' is also the number of another document, on line 2",
                "line 4: amount '10' is the customer's debt, though the row is a credit or a payment",
            ],
            reading.Rejected());
    }

    [Fact]
    public void MadeUpNumbers_StayTheSameWhileTheBalanceFalls()
    {
        var before = Exports.Read(Exports.OpenInvoicesHeader + "Smith,,,,,,\n,01/15/2026,Payment,7,,,-50.00\n").TheRow();
        var after = Exports.Read(Exports.OpenInvoicesHeader + "Brown,,,,,,\n,01/14/2026,Payment,7,,,-1.00\nSmith,,,,,,\n,01/15/2026,Payment,7,,,-20.00\n").Rows[1].Row!;

        Assert.Equal(before.Invoice, after.Invoice);
        Assert.Equal(-20m, after.Balance);
    }
}
