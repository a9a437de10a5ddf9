using System.Globalization;
using static Collections.App.Tests.Files.Statements.SampleStatements;

namespace Collections.App.Tests.Files.Statements;

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
