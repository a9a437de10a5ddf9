using Collections.Core.Remittances;
using Collections.Files.Statements;

namespace Collections.Files.Tests.Statements;

/// <summary>Files of real banks. Their figures were counted with other tools than the reader.</summary>
public class RealStatementTests
{
    [RealDataFact]
    public void Camt053_TwoEqualDebitsOnADay_AreTwo()
    {
        var read = Read("camt/bsp_camt053_duplicate_same_day.xml");

        Assert.Equal((0, 0m, 2, 9.00m), read.Sums("EUR"));
        Assert.Equal(2, read.Entries.Select(entry => entry.Entry.Id).Distinct().Count());
    }

    [RealDataFact]
    public void Camt053_WithAGarbledAmount_RejectsTheEntry() =>
        Assert.Equal("line 16: Stmt[1]/Ntry[1]/Amt '12..34' is no amount", Read("camt/bsp_camt053_garbled_amount.xml").TheError());

    [RealDataFact]
    public void Camt053_WithoutAStatement_IsNone() =>
        Assert.Contains("no statement", Assert.Throws<ImportFormatException>(() => Read("camt/genkgo_camt053.v2.wrong.xml")).Message, StringComparison.Ordinal);

    [RealDataFact]
    public void Camt053_WithEveryKindOfBalance_TakesTheBookedOnes()
    {
        var read = Read("camt/genkgo_camt053.v2.all-balance-types.xml");

        var statement = Assert.Single(read.Statements);
        Assert.Equal(("CH2801234000123456789", 1.01m, 4.04m), (statement.Account, statement.Opening!.Value.Amount, statement.Closing!.Value.Amount));
        Assert.Equal((1, 8.85m, 0, 0m), read.Sums("EUR"));
    }

    [RealDataFact]
    public void Camt053_AmountsWithMoreDigits_AreThoseToTheCent()
    {
        var read = Read("camt/genkgo_camt053.v2.five.decimals.xml");

        Assert.Equal((1, 8.85m, 0, 0m), read.Sums("EUR"));
        Assert.Equal((18.15m, 27.05m), (read.Statements[0].Opening!.Value.Amount, read.Statements[0].Closing!.Value.Amount));
        Assert.Contains("lead to EUR 27.00", Assert.Single(read.Notes).Text, StringComparison.Ordinal);
        Assert.Null(read.Statements[0].Through);
    }

    [RealDataFact]
    public void Camt053_Version4_TakesTheStructuredReference()
    {
        var read = Read("camt/genkgo_camt053.v4.xml");

        Assert.Equal((1, 8.85m, 0, 0m), read.Sums("EUR"));
        Assert.Equal(("4654654654654654", "NAME NAME"), (read.Entries[0].Entry.Reference, read.Entries[0].Entry.Payer));
        Assert.Equal("NL56AGDH9619008421", read.Entries[0].Details.PayerAccount);
    }

    [RealDataFact]
    public void Camt054_WhoseDetailsAreInAnotherCurrency_IsTakenAsOneSum()
    {
        foreach (var version in new[] { 2, 4, 8 })
        {
            var read = Read($"camt/genkgo_camt054.v{version}.xml");

            Assert.Equal((0, 0m, 1, 200_000m), read.Sums("SEK"));
            Assert.Contains("is taken as one sum", Assert.Single(read.Notes).Text, StringComparison.Ordinal);
            Assert.Equal(new DateOnly(2007, 10, 18), read.Entries[0].Entry.BookedOn);
        }
    }

    [RealDataFact]
    public void Camt053_OfPostFinance_HasEveryTransactionOfEverySum()
    {
        var read = Read("camt/viafintech_053_valid_example_v4.xml");

        // 13 entries, of which four hold 10 + 8 + 3 + 2 transactions: 322,152.16 + 1,810.56 - 1,272.95 = 322,689.77.
        Assert.Equal((24, 1810.56m, 8, 1272.95m), read.Sums("CHF"));
        Assert.Equal(32, read.Entries.Select(entry => entry.Entry.Id).Distinct().Count());
        Assert.Equal(2, read.Entries.Count(entry => entry.Details.IsReversal));
        Assert.Empty(read.Notes);
        Assert.Empty(read.Rejected);
        Assert.Equal((new DateOnly(2016, 4, 30), 322_689.77m), (read.Statements[0].Through, read.Statements[0].Closing!.Value.Amount));
    }

    [RealDataFact]
    public void Camt054_OfTheSameMoneyAsACamt053_HasTheSameIds()
    {
        var statement = Read("camt/viafintech_053_valid_example_v4.xml");
        var notification = Read("camt/viafintech_054_valid_example.xml");

        Assert.Equal((3, 80.56m, 2, 21.53m), notification.Sums("CHF"));
        Assert.Empty(notification.Entries.Select(entry => entry.Entry.Id).Except(statement.Entries.Select(entry => entry.Entry.Id)));
        Assert.Equal(new DateOnly(2016, 4, 10), notification.Statements[0].Through);
    }

    [RealDataFact]
    public void Camt053_Version8_ReadsNamesAndStatusInTheirNewPlaces()
    {
        var read = Read("camt/viafintech_053_valid_example_v8.xml");

        Assert.Equal((2, 563.25m, 0, 0m), read.Sums("CHF"));
        Assert.Equal((0, 0m, 1, 20.97m), read.Sums("EUR"));
        Assert.Equal(["Jon Doe", "Finanz AG", "DHL Express (Schweiz) AG"], read.Entries.Select(entry => entry.Entry.Payer));
        Assert.Equal("RF38000000000000000000552", read.Entries[1].Details.StructuredReference);
    }

    [RealDataFact]
    public void Camt053_WithASumWithoutItsTransactions_SaysSo()
    {
        var read = Read("camt/viafintech_053_valid_example_with_batch.xml");

        Assert.Equal((2, 7688.00m, 1, 4753.74m), read.Sums("EUR"));
        Assert.Equal([true, false, false], read.Entries.Select(entry => entry.Details.MayBeBatch));
    }

    [RealDataFact]
    public void Mt940_OfAsn_FollowsItselfDayByDay()
    {
        var read = Read("mt940/ASNB_0708271685.940.txt");

        Assert.Equal((31, 8), (read.Statements.Count, read.Entries.Count));
        Assert.Equal((3, 2828.90m, 5, 2771.96m), read.Sums("EUR"));
        Assert.Equal((444.29m, 501.23m), (read.Statements[0].Opening!.Value.Amount, read.Statements[^1].Closing!.Value.Amount));
        Assert.Equal(new DateOnly(2020, 1, 31), read.Statements[^1].Through);
        Assert.Equal("paulissen g j l m", read.Entries[1].Entry.Payer);
        Assert.Empty(read.Notes);
    }

    [RealDataFact]
    public void Mt940_OfAbnAmroAndIng_ReadsCommasWithoutDigitsAndLinesWithoutEntryDates()
    {
        var abn = Read("mt940/jejik_abnamro.sta");
        var ing = Read("mt940/jejik_ing.sta");

        Assert.Equal((0, 0m, 10, 345.93m), abn.Sums("EUR"));
        Assert.Equal((2, 4.68m, 5, 50.27m), ing.Sums("EUR"));
        Assert.Equal("GIRO 428428 KPN - DIGITENNE BETALINGSKENM. 000000042188659 5314606715 BETREFT FACTUUR D.D. 20-05-2011 INCL. 1,44 BTW", abn.Entries[0].Entry.Reference);
    }

    [RealDataFact]
    public void Mt940_OfMBank_TakesFundsCodesAndTheBanksReferences()
    {
        var read = Read("mt940/mBank_mt940.sta");

        Assert.Equal((3, 0.03m, 0, 0m), read.Sums("PLN"));
        Assert.Equal(["MB170119012058", "MB170119012085", "MB170119012121"], read.Entries.Select(entry => entry.Details.BankReference));
    }

    [RealDataFact]
    public void Mt940_WithA30thOfFebruary_RejectsTheEntryThatIsNoPayment()
    {
        var read = Read("mt940/self-provided_february_30.sta");

        Assert.Equal("line 6: :61: value date '160230' is no day of the calendar in the form yyMMdd", read.TheError());
        Assert.False(read.Rejected[0].MayBePayment);
        Assert.Equal(new DateOnly(2016, 3, 1), read.Statements[0].Through);
    }

    [RealDataFact]
    public void Ofx_OfThreeBanks_IsReadOrRejected()
    {
        var checking = Read("ofx/ofxparse_checking.ofx");
        var suncorp = Read("ofx/ofxparse_suncorp.ofx");

        Assert.Equal((1, 0.01m, 2, 59.51m), checking.Sums("USD"));
        Assert.Equal((new DateOnly(2000, 1, 1), new DateOnly(2013, 5, 25)), (checking.Statements[0].From, checking.Statements[0].Through));
        Assert.Equal((0, 0m, 1, 16.85m), suncorp.Sums("AUD"));
        Assert.Null(suncorp.Entries[0].Details.BankReference);
        Assert.Equal("line 35: STMTTRN[1]/TRNAMT '$120' is no amount", Read("ofx/ofxparse_fail_nice_decimal_error.ofx").TheError());
    }

    [RealDataFact]
    public void Read_EveryFile_IsToldApartByItsContent()
    {
        Assert.Equal(StatementFormat.Camt, Read("camt/viafintech_054_valid_example.xml").Format);
        Assert.Equal(StatementFormat.Mt940, Read("mt940/mBank_mt940.sta").Format);
        Assert.Equal(StatementFormat.Ofx, Read("ofx/ofxparse_fail_nice_decimal_error.ofx").Format);
        Assert.Equal(StatementFormat.Ofx, Read("ofx/ofxparse_suncorp.ofx").Format);
    }

    private static StatementReading Read(string path)
    {
        using var stream = File.OpenRead(Path.Combine(RealDataFactAttribute.Folder!, "bank", path));
        return StatementReading.Of(stream);
    }
}
