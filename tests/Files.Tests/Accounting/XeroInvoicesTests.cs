namespace Collections.Files.Tests.Accounting;

public class XeroInvoicesTests
{
    [Fact]
    public void Lines_OfOneInvoice_AreOneItem()
    {
        var reading = Exports.Read(Exports.XeroHeader
            + "Smith & Sons,ap@smith.example,INV-1,PO 7,15/06/2021,31/07/2021,\"1,580.9400\",580.9400,Lamb,458.24,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith & Sons,ap@smith.example,INV-1,PO 7,15/06/2021,31/07/2021,\"1,580.9400\",580.9400,\"Chicken,\n1 box\",458.24,AUD,Sales invoice,Awaiting Payment\n"
            + "Jones,,INV-2,,16/06/2021,31/07/2021,99.00,0.00,Eggs,99.00,NZD,Sales invoice,Paid\n");

        Assert.Equal(["INV-1 Smith & Sons 2021-06-15 2021-07-31 1580.94 580.94 AUD", "INV-2 Jones 2021-06-16 2021-07-31 99 0 NZD"], reading.Items());
        Assert.Equal((2L, 5L), (reading.Rows[0].Line, reading.Rows[1].Line));
        Assert.Equal("PO 7", reading.Rows[0].Row!.Reference);
        Assert.Empty(reading.Rejected());
        Assert.Equal("ap@smith.example", reading.Customers[reading.Rows[0].Row!.Account].Email);
    }

    [Fact]
    public void Line_ThatContradictsItsInvoice_IsRejectedAlone()
    {
        var reading = Exports.Read(Exports.XeroHeader
            + "Smith,,INV-1,,15/06/2021,31/07/2021,100.00,100.00,a,50,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-1,,15/06/2021,31/07/2021,120.00,100.00,b,50,AUD,Sales invoice,Awaiting Payment\n");

        Assert.Single(reading.Items());
        Assert.Equal(
            ["line 3: Total '120.00' differs from '100.00' on line 2, which has the same number; the invoice is taken as it stands there"], reading.Rejected());
    }

    [Fact]
    public void CreditsAndOverpayments_AreCreditItems_R3()
    {
        var reading = Exports.Read(Exports.XeroHeader
            + "Smith,,CN-1,,15/06/2021,15/06/2021,-100.00,-40.00,,-100,AUD,Sales credit note,Awaiting Payment\n"
            + "Smith,,,,16/06/2021,,-50.00,-50.00,,-50,AUD,Sales overpayment,Awaiting Payment\n"
            + "Smith,,,,16/06/2021,,-50.00,-50.00,,-50,AUD,Sales overpayment,Awaiting Payment\n"
            + "Smith,,,,17/06/2021,,-30.00,30.00,,-10,AUD,Sales prepayment,Awaiting Payment\n"
            + "Smith,,,,17/06/2021,,-30.00,30.00,,-20,AUD,Sales prepayment,Awaiting Payment\n");

        Assert.Equal(
            ["CN-1 -100 -40", "OVP-20210616 -50 -50", "OVP-20210616 -50 -50", "PRE-20210617 -30 -30"],
            reading.Rows.Select(row => FormattableString.Invariant($"{Start(row.Row!.Invoice)} {row.Row.Amount} {row.Row.Balance}")));
        Assert.Equal(4, reading.Rows.Select(row => row.Row!.Invoice).Distinct().Count());
        static string Start(string number) => number.Length > 12 ? number[..12] : number;
    }

    [Fact]
    public void WhatIsNoInvoiceYet_OrNotOurs_IsLeftOutAndCounted()
    {
        var reading = Exports.Read(Exports.XeroHeader
            + "Smith,,INV-1,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Draft\n"
            + "Smith,,INV-2,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Approval\n"
            + "Supplier,,B-1,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Bill,Awaiting Payment\n"
            + "Smith,,INV-3,,15/06/2021,31/07/2021,100.00,0.00,,1,AUD,Sales invoice,Voided\n"
            + "Smith,,INV-4,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Quote,Sent\n");

        Assert.Equal(["INV-3 Smith 2021-06-15 2021-07-31 100 0 AUD"], reading.Items());
        Assert.Equal(
            ["left out: 2 rows of drafts and invoices that await approval", "left out: 1 row of bills, which the company owes itself"], reading.Warnings);
        Assert.Equal(
            ["line 6: Type 'Quote' is none of the types that are known: Sales invoice, credit note, overpayment, prepayment; Bill"], reading.Rejected());
    }

    [Fact]
    public void BadFields_CostTheirRow()
    {
        var reading = Exports.Read(Exports.XeroHeader
            + "Smith,,,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + ",,INV-2,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-3,,31/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-4,,15/06/2021,31/07/2021,1OO,100.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-5,,15/06/2021,31/07/2021,100.00,120.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-6,,15/06/2021,31/07/2021,100.00,100.00,,1,XXQ,Sales invoice,Awaiting Payment\n"
            + "Smith,,INV-7,,15/06/2021,31/05/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Payment\n"
            + "\"Smith,,INV-8,,15/06/2021\n"
            + "Smith,not an address,INV-9,,15/06/2021,31/07/2021,100.00,100.00,,1,AUD,Sales invoice,Awaiting Payment\n");

        Assert.Equal(["INV-9 Smith 2021-06-15 2021-07-31 100 100 AUD"], reading.Items());
        Assert.Equal(["line 10: 'not an address' is not an email address and is left out"], reading.Warnings);
        Assert.Equal(
            [
                "line 2: invoice '' is required: an invoice without a number can't be asked for",
                "line 3: account '' is required: the row names no customer",
                "line 4: issued '31/06/2021' is not a day of the calendar; if its year has two digits, say --dates d/M/yy or M/d/yy",
                "line 5: amount '1OO' is not an amount such as 1234.50",
                "line 6: balance '120' is no part of the amount, 100",
                "line 7: currency 'XXQ' is not an ISO 4217 currency code",
                "line 8: due '2021-05-31' is before the day of issue",
                "line 9: the row has a quote that is not closed, or goes on after its closing quote",
            ],
            reading.Rejected());
    }

    [Theory]
    [InlineData("03/04/2026", "05/04/2026", null)]
    [InlineData("13/04/2026", "03/05/2026", "2026-04-13 2026-05-03")]
    [InlineData("03/04/2026", "04/13/2026", "2026-03-04 2026-04-13")]
    [InlineData("03-04-2026", "13-04-2026", "2026-04-03 2026-04-13")]
    [InlineData("2026-04-03", "2026-04-05", "2026-04-03 2026-04-05")]
    [InlineData("3 Apr 2026", "Apr 5, 2026", "2026-04-03 2026-04-05")]
    [InlineData("03.04.2026", "05.04.2026", "2026-04-03 2026-04-05")]
    [InlineData("04/04/2026", "05/05/2026", "2026-04-04 2026-05-05")]
    public void Dates_AreReadWhereTheFileSettlesTheirForm_AndAskedForElsewhere(string issued, string due, string? days)
    {
        var text = Exports.XeroHeader + $"Smith,,INV-1,,\"{issued}\",\"{due}\",1.00,1.00,,1,AUD,Sales invoice,Awaiting Payment\n";

        if (days is null)
        {
            var e = Assert.Throws<ImportFormatException>(() => Exports.Read(text));
            Assert.Equal(
                "no date settles whether the day or the month stands first: '03/04/2026' on line 2 can be read both ways. Say which it is: --dates d/M/yyyy or --dates M/d/yyyy",
                e.Message);
            Assert.Equal("INV-1 Smith 2026-03-04 2026-05-04 1 1 AUD", Assert.Single(Exports.Read(text, new ImportOptions { DateFormat = "M/d/yyyy" }).Items()));
        }
        else
        {
            var row = Exports.Read(text).TheRow();
            Assert.Equal(days, FormattableString.Invariant($"{row.Issued:yyyy-MM-dd} {row.Due:yyyy-MM-dd}"));
        }
    }

    [Fact]
    public void Dates_OfBothForms_AreAnError()
    {
        var e = Assert.Throws<ImportFormatException>(() => Exports.Read(
            Exports.XeroHeader + "Smith,,INV-1,,13/04/2026,04/14/2026,1.00,1.00,,1,AUD,Sales invoice,Awaiting Payment\n"));

        Assert.Equal(
            "the dates are of two forms: '13/04/2026' on line 2 has the day first, '04/14/2026' on line 2 the month. Say which it is: --dates d/M/yyyy or --dates M/d/yyyy",
            e.Message);
    }

    [Fact]
    public void Customers_ByNameOnly_GetTheSameCodeHoweverItIsWritten()
    {
        string[] names = ["Smith & Sons", " smith  & SONS ", "Smith, Sons", "Käse GmbH", "株式会社"];

        var codes = Exports.Read(Exports.XeroHeader
            + string.Concat(names.Select((name, n) => $"\"{name}\",,INV-{n},,13/04/2026,,1.00,1.00,,1,AUD,Sales invoice,Paid\n"))).Rows.Select(row => row.Row!.Account).ToList();

        Assert.Equal(["smith-sons-da8593", "smith-sons-da8593", "smith-sons-1a91fa", "kse-gmbh-43611f", "customer-e6843c"], codes);
    }
}
