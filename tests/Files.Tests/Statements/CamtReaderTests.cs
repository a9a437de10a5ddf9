using Collections.Core.Ledger;
using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.Files.Tests.Statements;

public class CamtReaderTests
{
    [Fact]
    public void Entry_WithOneTransaction_TakesAllThatMatchingNeeds()
    {
        var read = StatementReading.Of(Camt053(Entry("900.00", reference: "AB/17", more: $"<NtryDtls>{Details("900.00")}</NtryDtls>"), "100.00", "1000.00"));

        var entry = Assert.Single(read.Entries);
        Assert.Equal($"{Iban}:AB-17:20210803C90000", entry.Entry.Id);
        Assert.Equal((new DateOnly(2021, 8, 3), Money.Of(900, Currency.Parse("EUR")), true), (entry.Entry.BookedOn, entry.Entry.Amount, entry.Entry.IsCredit));
        Assert.Equal(("INV-17", "Acme GmbH", "DE75512108001245126199", "E2E-1"), (entry.Entry.Reference, entry.Entry.Payer, entry.Details.PayerAccount, entry.Details.EndToEndId));
        Assert.Equal((Iban, new DateOnly(2021, 8, 3), 1000m), (read.Statements[0].Account, read.Statements[0].Through, read.Statements[0].Closing!.Value.Amount));
        Assert.Empty(read.Notes);
    }

    [Theory]
    [InlineData("053.001.02", "<Sts>BOOK</Sts>", "<Dbtr><Nm>Acme GmbH</Nm></Dbtr>")]
    [InlineData("053.001.08", "<Sts><Cd>BOOK</Cd></Sts>", "<Dbtr><Pty><Nm>Acme GmbH</Nm></Pty></Dbtr>")]
    [InlineData("053.001.13", "<Sts><Cd>BOOK</Cd></Sts>", "<Dbtr><Pty><Nm>Acme GmbH</Nm></Pty></Dbtr>")]
    public void Entry_OfAnyVersion_IsReadByItsStructure(string version, string status, string debtor)
    {
        var entry = Entry("5.00", status: status, more: $"<NtryDtls><TxDtls><RltdPties>{debtor}</RltdPties></TxDtls></NtryDtls>");

        Assert.Equal("Acme GmbH", Assert.Single(StatementReading.Of(Camt053(entry, version: version)).Entries).Entry.Payer);
    }

    [Fact]
    public void Entry_WithAPrefixForItsNamespace_IsReadAlike()
    {
        var plain = Camt053(Entry("5.00"));
        var prefixed = plain.Replace("xmlns=", "xmlns:c=", StringComparison.Ordinal).Replace("<", "<c:", StringComparison.Ordinal).Replace("<c:/", "</c:", StringComparison.Ordinal)
            .Replace("<c:?", "<?", StringComparison.Ordinal);

        Assert.Equal(StatementReading.Of(plain).Entries[0].Entry, StatementReading.Of(prefixed).Entries[0].Entry);
    }

    [Fact]
    public void Sum_WhoseTransactionsAddUp_IsSplit()
    {
        var details = $"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{Details("15.00", "INV-1", "E2E-1")}{Details("9.00", "INV-2", "E2E-2")}</NtryDtls>";

        var read = StatementReading.Of(Camt053(Entry("24.00", reference: "B1", more: details)));

        Assert.Equal(["INV-1", "INV-2"], read.Entries.Select(entry => entry.Entry.Reference));
        Assert.Equal([$"{Iban}:B1:20210803C2400.1", $"{Iban}:B1:20210803C2400.2"], read.Entries.Select(entry => entry.Entry.Id));
        Assert.All(read.Entries, entry => Assert.Equal($"{Iban}:B1:20210803C2400", entry.Details.Batch));
    }

    [Fact]
    public void Sum_WhoseTransactionsComeInAnotherOrder_HasTheSameIds()
    {
        var (one, two) = (Details("15.00", "INV-1", "E2E-1"), Details("9.00", "INV-2", "E2E-2"));

        var first = StatementReading.Of(Camt053(Entry("24.00", reference: "B1", more: $"<NtryDtls>{one}{two}</NtryDtls>")));
        var second = StatementReading.Of(Camt054(Entry("24.00", reference: "B1", more: $"<NtryDtls>{two}{one}</NtryDtls>")));

        Assert.Equal(first.Entries.Select(entry => entry.Entry), second.Entries.Select(entry => entry.Entry with { Source = "camt.053" }));
    }

    [Theory]
    [InlineData("15.00", "8.00", "do not add up to EUR 24.00")]
    [InlineData("15.00", null, "not all of its 2 transactions have an amount")]
    public void Sum_WhoseTransactionsDoNotAddUp_IsTakenWholeAndSaysSo(string first, string? second, string expected)
    {
        var details = $"<NtryDtls>{Details(first, "INV-1")}{Details(second, "INV-2")}</NtryDtls>";

        var read = StatementReading.Of(Camt053(Entry("24.00", reference: "B1", more: details)));

        var entry = Assert.Single(read.Entries);
        Assert.Equal(($"{Iban}:B1:20210803C2400", 24m, "INV-1 INV-2"), (entry.Entry.Id, entry.Entry.Amount.Amount, entry.Entry.Reference));
        Assert.Contains(expected, Assert.Single(read.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reversal_OfACredit_TakesMoneyBackFromItsPayer()
    {
        var more = $"<RvslInd>true</RvslInd><NtryDtls>{Details("6.00")}</NtryDtls>";

        var entry = Assert.Single(StatementReading.Of(Camt053(Entry("6.00", "DBIT", more: more))).Entries);

        Assert.Equal((true, false, "Acme GmbH"), (entry.Details.IsReversal, entry.Entry.IsCredit, entry.Entry.Payer));
    }

    [Fact]
    public void Return_OfADirectDebit_IsAReversalEvenWithoutTheIndicator()
    {
        var more = $"<NtryDtls>{Details("6.00", more: "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>")}</NtryDtls>";

        Assert.True(Assert.Single(StatementReading.Of(Camt053(Entry("6.00", "DBIT", more: more))).Entries).Details.IsReversal);
    }

    [Fact]
    public void Reversal_OfADebit_IsMoneyThatComesIn()
    {
        var entry = Assert.Single(StatementReading.Of(Camt053(Entry("6.00", more: "<RvslInd>true</RvslInd>"))).Entries);

        Assert.Equal((false, true), (entry.Details.IsReversal, entry.Entry.IsCredit));
    }

    [Theory]
    [InlineData("<Sts>PDNG</Sts>")]
    [InlineData("<Sts><Prtry>Pending</Prtry></Sts>")]
    [InlineData("<Sts><Cd>PDNG</Cd></Sts>")]
    [InlineData("<Sts>INFO</Sts>")]
    public void Entry_ThatIsNotBooked_IsSkippedAndCounted(string status)
    {
        var read = StatementReading.Of(Camt053(Entry("6.00", status: status) + Entry("7.00")));

        Assert.Equal((1, 1), (read.Skipped.Count, read.Entries.Count));
    }

    [Theory]
    [InlineData("12..34", "2021-08-03", "EUR", "CRDT", "/Amt '12..34' is no amount")]
    [InlineData("NaN", "2021-08-03", "EUR", "CRDT", "/Amt 'NaN' is no amount")]
    [InlineData("-5.00", "2021-08-03", "EUR", "CRDT", "/Amt '-5.00' is no amount")]
    [InlineData("1e5", "2021-08-03", "EUR", "CRDT", "/Amt '1e5' is no amount")]
    [InlineData("5.001", "2021-08-03", "EUR", "CRDT", "/Amt '5.001' has more decimals than EUR, which has 2")]
    [InlineData("5.5", "2021-08-03", "JPY", "CRDT", "/Amt '5.5' has more decimals than JPY, which has 0")]
    [InlineData("99999999999999999999", "2021-08-03", "EUR", "CRDT", "/Amt '99999999999999999999' is larger than any amount that can be kept")]
    [InlineData("5.00", "2021-02-30", "EUR", "CRDT", "/BookgDt '2021-02-30' is no day of the calendar in the form yyyy-MM-dd")]
    [InlineData("5.00", "0021-08-03", "EUR", "CRDT", "/BookgDt '0021-08-03' is not between the years 1990 and 2100")]
    [InlineData("5.00", "2021-08-03", "EURO", "CRDT", "/Amt/@Ccy 'EURO' is not an ISO 4217 currency code")]
    [InlineData("5.00", "2021-08-03", "EUR", "CREDIT", "/CdtDbtInd 'CREDIT' is neither CRDT nor DBIT")]
    public void Entry_ThatIsWrong_IsRejectedWithItsPlaceAndTheRestIsKept(string amount, string day, string currency, string indicator, string expected)
    {
        var wrong = Entry(amount, indicator, on: $"<BookgDt><Dt>{day}</Dt></BookgDt>", currency: currency);

        var read = StatementReading.Of(Camt053(Entry("1.00") + wrong + Entry("2.00")));

        Assert.Equal($"line 5: Stmt[1]/Ntry[2]{expected}", read.TheError());
        Assert.Equal([1m, 2m], read.Entries.Select(entry => entry.Entry.Amount.Amount));
        Assert.Null(read.Statements[0].Through);
    }

    [Fact]
    public void Entry_WithoutAReference_HasAKeyOfWhatItSays()
    {
        var two = Entry("5.00", more: $"<NtryDtls>{Details("5.00")}</NtryDtls>");

        var ids = StatementReading.Of(Camt053(two + two)).Entries.ConvertAll(entry => entry.Entry.Id);
        var again = StatementReading.Of(Camt054(two)).Entries[0].Entry.Id;

        Assert.Equal((ids[0], $"{ids[0]}~2"), (again, ids[1]));
        Assert.Matches($"^{Iban}:20210803C500:[0-9a-f]{{24}}$", ids[0]);
    }

    [Fact]
    public void Statement_ThatStandsTwiceInAFile_ListsTheSameAgain()
    {
        var once = Camt053(Entry("5.00"));
        var statement = once[once.IndexOf("<Stmt>", StringComparison.Ordinal)..(once.IndexOf("</Stmt>", StringComparison.Ordinal) + "</Stmt>".Length)];

        var read = StatementReading.Of(Camt053(Entry("5.00"), more: statement));

        Assert.Equal(read.Entries[0].Entry.Id, read.Entries[1].Entry.Id);
    }

    [Fact]
    public void Notification_OfTheMorning_IsCompleteToTheDayBefore() =>
        Assert.Equal(new DateOnly(2021, 8, 2), StatementReading.Of(Camt054(Entry("5.00"))).Statements[0].Through);

    [Fact]
    public void Statement_ThatDoesNotAddUp_IsNotComplete()
    {
        var read = StatementReading.Of(Camt053(Entry("5.00"), "100.00", "110.00"));

        Assert.Contains("opens with EUR 100.00, its entries lead to EUR 105.00, and it closes with EUR 110.00", Assert.Single(read.Notes).Text, StringComparison.Ordinal);
        Assert.Equal((null, true), (read.Statements[0].Through, read.Statements[0].LacksPayments));
    }
}
