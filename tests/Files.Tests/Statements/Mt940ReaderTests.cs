using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.Files.Tests.Statements;

public class Mt940ReaderTests
{
    [Theory]
    [InlineData(":61:2108030803C900,00NTRFE2E-17//B17\r\n", "2021-08-03", "900.00", true, false)]
    [InlineData(":61:210803CR900,NTRFE2E-17//B17\r\n", "2021-08-03", "900.00", true, false)]
    [InlineData(":61:2108030803DR0,5NTRFE2E-17//B17\r\n", "2021-08-03", "0.50", false, false)]
    [InlineData(":61:2108030803RC900,00NTRFE2E-17//B17\r\n", "2021-08-03", "900.00", false, true)]
    [InlineData(":61:2108030803RCR900,00NTRFE2E-17//B17\r\n", "2021-08-03", "900.00", false, true)]
    [InlineData(":61:2108030803RD900,00NTRFE2E-17//B17\r\n", "2021-08-03", "900.00", true, false)]
    [InlineData(":61:2112310103C900,00NTRFE2E-17//B17\r\n", "2022-01-03", "900.00", true, false)]
    [InlineData(":61:2201031231C900,00NTRFE2E-17//B17\r\n", "2021-12-31", "900.00", true, false)]
    [InlineData(":61:2108030803D900,00NRTIE2E-17//B17\r\n", "2021-08-03", "900.00", false, true)]
    public void Line_OfAnyKind_IsReadAsItIsMeant(string line, string bookedOn, string amount, bool isCredit, bool isReversal)
    {
        var entry = Assert.Single(StatementReading.Of(Mt940(line)).Entries);

        Assert.Equal(bookedOn, entry.Entry.BookedOn.ToString("yyyy-MM-dd", null));
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), entry.Entry.Amount.Amount);
        Assert.Equal((isCredit, isReversal, "B17", "E2E-17"), (entry.Entry.IsCredit, entry.Details.IsReversal, entry.Details.BankReference, entry.Details.OwnerReference));
    }

    [Theory]
    [InlineData(":61:2102300301DR6,00NTRF\r\n", ":61: value date '210230' is no day of the calendar in the form yyMMdd", false)]
    [InlineData(":61:2108031301C6,00NTRF\r\n", ":61: entry date '1301' is no day of the calendar in the form MMdd", true)]
    [InlineData(":61:2108030803X6,00NTRF\r\n", ":61: mark 'X6' is none of C, D, RC, RD, EC and ED", true)]
    [InlineData(":61:2108030803C6,0,0NTRF\r\n", ":61: amount '6,0,0NTRF' is no amount", true)]
    [InlineData(":61:2108030803C,NTRF\r\n", ":61: amount ',NTRF' is no amount", true)]
    [InlineData(":61:2108030803C6,005NTRF\r\n", ":61: amount '6,005' has more decimals than EUR, which has 2", true)]
    [InlineData(":61:today\r\n", ":61: date 'today' is no value date, or value date and day of booking", true)]
    public void Line_ThatIsWrong_IsRejectedAndTheRestIsKept(string line, string expected, bool mayBePayment)
    {
        var read = StatementReading.Of(Mt940($":61:2108030803C1,00NTRFX\r\n{line}:86:something\r\n:61:2108030803C2,00NTRFY\r\n"));

        Assert.Equal($"line 6: {expected}", read.TheError());
        Assert.Equal([1m, 2m], read.Entries.Select(entry => entry.Entry.Amount.Amount));
        Assert.Equal(mayBePayment, read.Statements[0].LacksPayments);
    }

    [Theory]
    [InlineData("166?00GUTSCHRIFT?20EREF+E2E-17SVWZ+Invoice IN?21V-17?30DEUTDEFF?31DE75512108001245126199?32ACME GM?33BH", "Invoice INV-17", "ACME GMBH", "E2E-17")]
    [InlineData("166?00GUTSCHRIFT?20Invoice INV-17?31DE75512108001245126199?32ACME GMBH", "Invoice INV-17", "ACME GMBH", null)]
    [InlineData("/TRTP/SEPA OVERBOEKING/IBAN/DE75512108001245126199/BIC/DEUTDEFF/NAME/ACME GMBH/REMI/Invoice INV-17/EREF/E2E-17", "Invoice INV-17", "ACME GMBH", "E2E-17")]
    [InlineData("/EREF/E2E-17//CNTP/DE75512108001245126199/DEUTDEFF/ACME GMBH///REMI/USTD//Invoice INV-17/", "Invoice INV-17", "ACME GMBH", "E2E-17")]
    [InlineData("DE75512108001245126199 ACME GMBH\r\nInvoice INV-17", "Invoice INV-17", "ACME GMBH", null)]
    public void Information_InAnyOfTheBanksWays_SaysWhoPaidAndWhatFor(string text, string reference, string payer, string? endToEnd)
    {
        var entry = Assert.Single(StatementReading.Of(Mt940($":61:2108030803C900,00NTRFNONREF\r\n:86:{text}\r\n")).Entries);

        Assert.Equal((reference, payer, "DE75512108001245126199", endToEnd), (entry.Entry.Reference, entry.Entry.Payer, entry.Details.PayerAccount, entry.Details.EndToEndId));
    }

    [Fact]
    public void Information_AfterTheClosingBalance_BelongsToNoEntry()
    {
        var read = StatementReading.Of(Mt940(":61:2108030803C1,00NTRFX\r\n").Replace("\r\n-\r\n", "\r\n:86:totals\r\n-\r\n", StringComparison.Ordinal));

        Assert.Equal("X", Assert.Single(read.Entries).Entry.Reference);
    }

    [Fact]
    public void Pages_OfOneDay_CountEqualPaymentsTogether()
    {
        const string Line = ":61:2108030803C1,00NTRFX\r\n";
        var first = Mt940(Line, "C210802EUR100,00", "C210803EUR101,00").Replace(":62F:", ":62M:", StringComparison.Ordinal);
        var second = Mt940(Line, "C210803EUR101,00", "C210803EUR102,00").Replace(":60F:", ":60M:", StringComparison.Ordinal).Replace("/001", "/002", StringComparison.Ordinal);

        var read = StatementReading.Of(first + second);

        Assert.Equal($"{read.Entries[0].Entry.Id}~2", read.Entries[1].Entry.Id);
        Assert.Equal([new DateOnly(2021, 8, 2), new DateOnly(2021, 8, 3)], read.Statements.Select(statement => statement.Through!.Value));
    }

    [Fact]
    public void Statement_ThatBreaksOff_SaysSoAndKeepsWhatItHad()
    {
        var whole = Mt940(":61:2108030803C1,00NTRFX\r\n:61:2108030803C2,00NTRFY\r\n");

        var read = StatementReading.Of(whole[..whole.IndexOf(":62F:", StringComparison.Ordinal)]);

        Assert.Equal(2, read.Entries.Count);
        Assert.Contains(":62F:", read.TheError(), StringComparison.Ordinal);
        Assert.True(read.Statements[0].LacksPayments);
    }

    [Fact]
    public void Mt942_WithExpectedEntries_TakesTheBookedOnesOfAReport()
    {
        var read = StatementReading.Of(
            ":20:R1\r\n:25:12030000/0000202051\r\n:28C:1/1\r\n:34F:EURD0,\r\n:13D:2108031230+0200\r\n:61:210803EC5,00NTRFX\r\n:61:2108030803C6,00NTRFY\r\n:90C:1EUR6,00\r\n-\r\n");

        Assert.Equal((1, 1), (read.Entries.Count, read.Skipped.Count));
        Assert.Equal(("EUR", new DateOnly(2021, 8, 2)), (read.Entries[0].Entry.Amount.Currency.Code, read.Statements[0].Through));
    }

    [Fact]
    public void Message_InTheNetworksEnvelope_IsReadAlike()
    {
        var plain = Mt940(":61:2108030803C1,00NTRFX\r\n");

        var read = StatementReading.Of("{1:F01BANKDEFFXXXX0000000000}{2:O940BANKDEFFXXXXN}{4:\r\n" + plain.Replace("\r\n-\r\n", "\r\n-}{5:}\r\n", StringComparison.Ordinal));

        Assert.Equal(StatementReading.Of(plain).Entries[0].Entry, Assert.Single(read.Entries).Entry);
    }
}
