using System.Globalization;
using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.Files.Tests.Statements;

public class OfxReaderTests
{
    [Fact]
    public void Transaction_OfVersion1_IsRead()
    {
        var read = StatementReading.Of(Ofx(OfxEntry("900.00") + OfxEntry("-25.00", "F-18")));

        Assert.Equal((1, 900m, 1, 25m), read.Sums("AUD"));
        Assert.Equal(("06200012345678:F-17:20210803C90000", "ACME PTY LTD INV-17", "ACME PTY LTD"), (read.Entries[0].Entry.Id, read.Entries[0].Entry.Reference, read.Entries[0].Entry.Payer));
        Assert.Equal((new DateOnly(2021, 8, 1), new DateOnly(2021, 8, 14), 1500m), (read.Statements[0].From, read.Statements[0].Through, read.Statements[0].Closing!.Value.Amount));
    }

    [Fact]
    public void Transaction_OfVersion2_IsTheSame()
    {
        var xml = "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX><STMTRS><CURDEF>AUD</CURDEF><BANKACCTFROM><BANKID>062000</BANKID><ACCTID>1234 5678</ACCTID></BANKACCTFROM>"
            + "<BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20210803</DTPOSTED><TRNAMT>900.00</TRNAMT><FITID>F-17</FITID>"
            + "<NAME><![CDATA[ACME PTY LTD]]></NAME><MEMO>INV-17</MEMO></STMTTRN></BANKTRANLIST></STMTRS></OFX>";

        Assert.Equal(StatementReading.Of(Ofx(OfxEntry("900.00"))).Entries[0].Entry, Assert.Single(StatementReading.Of(xml).Entries).Entry);
    }

    [Theory]
    [InlineData("$120", "20210803", "TRNAMT '$120' is no amount")]
    [InlineData("1,234", "20210803", "TRNAMT '1,234' has more decimals than AUD, which has 2")]
    [InlineData("120.00", "20210230", "DTPOSTED '20210230' is no day of the calendar in the form yyyyMMdd")]
    [InlineData("120.00", "3/8/2021", "DTPOSTED '3/8/2021' is no day of the calendar in the form yyyyMMdd")]
    public void Transaction_ThatIsWrong_IsRejectedAndTheRestIsKept(string amount, string day, string expected)
    {
        var read = StatementReading.Of(Ofx(OfxEntry("1.00") + OfxEntry(amount, "F-18", day) + OfxEntry("2.00", "F-19")));

        Assert.EndsWith($"STMTTRN[2]/{expected}", read.TheError(), StringComparison.Ordinal);
        Assert.Equal([1m, 2m], read.Entries.Select(entry => entry.Entry.Amount.Amount));
        Assert.Null(read.Statements[0].Through);
    }

    [Theory]
    [InlineData("1,234.56", "1234.56")]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("+12,5", "12.5")]
    [InlineData("1,234,567.00", "1234567")]
    public void Amount_InTheFormsOfBanks_IsRead(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(StatementReading.Of(Ofx(OfxEntry(text))).Entries).Entry.Amount.Amount.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Ids_ThatCountTheLinesOfADownload_AreNoIds()
    {
        var first = StatementReading.Of(Ofx(OfxEntry("5.00", "1") + OfxEntry("6.00", "2")));
        var second = StatementReading.Of(Ofx(OfxEntry("6.00", "1")));

        Assert.Equal(first.Entries[1].Entry.Id, second.Entries[0].Entry.Id);
    }

    [Fact]
    public void Correction_NamesWhatItDeletesOrReplaces()
    {
        var read = StatementReading.Of(Ofx(
            OfxEntry("900.00", "F-20", more: "<CORRECTFITID>F-17\n<CORRECTACTION>DELETE\n") + OfxEntry("90.00", "F-21", more: "<CORRECTFITID>F-18\n<CORRECTACTION>REPLACE\n")));

        Assert.Equal(("F-17", true, false), (read.Entries[0].Details.Undoes, read.Entries[0].Details.IsReversal, read.Entries[0].Entry.IsCredit));
        Assert.Equal(("F-18", true, true), (read.Entries[1].Details.Undoes, read.Entries[1].Details.Replaces, read.Entries[1].Entry.IsCredit));
    }

    [Theory]
    [InlineData("DEBIT", "50.00", true)]
    [InlineData("CHECK", "50.00", true)]
    [InlineData("PAYMENT", "50.00", true)]
    [InlineData("ATM", "50.00", true)]
    [InlineData("POS", "50.00", true)]
    [InlineData("CASH", "50.00", true)]
    [InlineData("DIRECTDEBIT", "50.00", true)]
    [InlineData("repeatpmt", "50.00", true)]
    [InlineData("FEE", "50.00", false)]
    [InlineData("SRVCHG", "50.00", false)]
    [InlineData("CREDIT", "-50.00", true)]
    [InlineData("DEP", "-50.00", true)]
    [InlineData("DIRECTDEP", "-50.00", true)]
    public void Amount_ThatContradictsItsType_IsRejectedWithBoth(string type, string amount, bool mayBePayment)
    {
        var read = StatementReading.Of(Ofx(OfxEntry("1.00") + Typed(type, amount)));

        Assert.Single(read.Entries);
        Assert.Equal(("STMTTRN[2]/TRNTYPE", type, mayBePayment), (read.Rejected[0].Error.Field, read.Rejected[0].Error.Value, read.Rejected[0].MayBePayment));
        Assert.Contains($"TRNAMT {amount}", read.Rejected[0].Error.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEBIT", "-50.00")]
    [InlineData("CHECK", "-50.00")]
    [InlineData("CREDIT", "50.00")]
    [InlineData("DIRECTDEP", "50.00")]
    [InlineData("INT", "50.00")]
    [InlineData("INT", "-50.00")]
    [InlineData("DIV", "50.00")]
    [InlineData("XFER", "50.00")]
    [InlineData("XFER", "-50.00")]
    [InlineData("OTHER", "50.00")]
    [InlineData("OTHER", "-50.00")]
    public void Amount_ThatMayBeOfItsType_IsReadByItsSign(string type, string amount) =>
        Assert.Equal(amount[0] != '-', Assert.Single(StatementReading.Of(Ofx(Typed(type, amount))).Entries).Entry.IsCredit);

    [Fact]
    public void Payment_OnACard_MayComeIn() => Assert.True(Assert.Single(
        StatementReading.Of(Ofx(Typed("PAYMENT", "50.00")).Replace("STMTRS>", "CCSTMTRS>", StringComparison.Ordinal)).Entries).Entry.IsCredit);

    private static string Typed(string type, string amount) =>
        OfxEntry(amount).Replace("<TRNTYPE>CREDIT", $"<TRNTYPE>{type}", StringComparison.Ordinal).Replace("<TRNTYPE>DEBIT\n", $"<TRNTYPE>{type}\n", StringComparison.Ordinal);

    [Fact]
    public void Hold_IsNoMoneyYet() =>
        Assert.Single(StatementReading.Of(Ofx("<STMTTRN><TRNTYPE>HOLD<DTPOSTED>20210803<TRNAMT>5.00<FITID>H</STMTTRN>")).Skipped);

    [Fact]
    public void File_ThatBreaksOff_SaysSoAndKeepsWhatItHad()
    {
        var whole = Ofx(OfxEntry("1.00") + OfxEntry("2.00", "F-18"));

        var read = StatementReading.Of(whole[..whole.IndexOf("<FITID>F-18", StringComparison.Ordinal)]);

        Assert.Single(read.Entries);
        Assert.Equal(2, read.Rejected.Count);
        Assert.True(read.Statements[0].LacksPayments);
    }

    [Fact]
    public void Texts_WithEntities_AreDecoded() =>
        Assert.Equal("SMITH & SONS <1>", Assert.Single(StatementReading.Of(Ofx(OfxEntry("5.00", more: "<NAME>SMITH &amp; SONS &lt;&#49;&gt;\n"))).Entries).Entry.Payer);
}
