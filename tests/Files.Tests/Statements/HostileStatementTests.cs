using System.Text;
using Collections.Files.Statements;
using Collections.Files.Statements.Reading;
using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.Files.Tests.Statements;

/// <summary>Whatever comes, it ends with an answer that a person understands, and what was good is kept.</summary>
public class HostileStatementTests
{
    private const int Megabytes = 1024 * 1024;

    [Theory]
    [InlineData("%PDF-1.7 :20:", "a PDF")]
    [InlineData("PK\u0003\u0004 xl/workbook.xml", "a spreadsheet")]
    [InlineData("<html><body>Please sign in</body></html>", "XML of another kind")]
    [InlineData("{\"transactions\": []}", "JSON")]
    [InlineData("   \n", "empty")]
    [InlineData("Dear customer", "lacks the column booked")]
    public void File_ThatIsNoStatement_SaysWhatItIs(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImportFormatException>(() => StatementReading.Of(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Camt_WithADocumentType_IsRefused()
    {
        var bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + Camt053(Entry("1.00", reference: "&b;")).Split('\n', 2)[1];

        Assert.Contains("DTD", Assert.Throws<ImportFormatException>(() => StatementReading.Of(bomb)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ofx_WithADocumentType_IsRefused() =>
        Assert.Contains("document type", Assert.Throws<ImportFormatException>(() => StatementReading.Of("<!DOCTYPE OFX [<!ENTITY a \"b\">]>" + Ofx(""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Camt_ThatBreaksOff_KeepsWhatItHad()
    {
        var whole = Camt053(Entry("1.00") + Entry("2.00") + Entry("3.00"));

        var read = StatementReading.Of(whole[..(whole.LastIndexOf("3.00", StringComparison.Ordinal) + 1)]);

        Assert.Equal([1m, 2m], read.Entries.Select(entry => entry.Entry.Amount.Amount));
        Assert.Contains("cannot be read from here on", read.TheError(), StringComparison.Ordinal);
        Assert.Empty(read.Statements);
    }

    [Fact]
    public void Camt_WithElementsDeepInEachOther_IsNotFollowed()
    {
        using var deep = new Repeated(Camt053("").Split("</Stmt>")[0] + Entry("1.00"), "<a>", 10 * Megabytes, "");

        var read = StatementReading.Of(deep);

        Assert.Single(read.Entries);
        Assert.Contains("more than 64 deep", read.TheError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Camt_WithALongText_KeepsItsBeginningInLittleMemory()
    {
        var (before, after) = (Camt053(Entry("1.00", more: $"<NtryDtls>{Details("1.00", "INV-17 @")}</NtryDtls>")).Split('@')[0], "</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>");
        using var text = new Repeated(before, new string('x', 1024), 64 * 1024, after);

        var memory = GC.GetAllocatedBytesForCurrentThread();
        var read = StatementReading.Of(text);
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;

        Assert.Equal(2000, Assert.Single(read.Entries).Entry.Reference!.Length);
        Assert.True(memory < 16 * Megabytes, $"{memory:N0} bytes were allocated");
    }

    [Fact]
    public void Camt_WithALongTag_IsRefused()
    {
        using var text = new Repeated(Camt053("").Split("</Stmt>")[0] + Entry("1.00") + "<Ntry a='", "xxxxxxxxxxxxxxxx", 4 * Megabytes, "'/>");

        Assert.Contains("a tag that is longer than", StatementReading.Of(text).TheError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":61:2108030803C1,00NTRF")]
    [InlineData(":86:")]
    [InlineData("<STMTTRN><NAME>")]
    [InlineData("<")]
    public void Lines_OfManyMegabytes_EndInLittleMemory(string start)
    {
        var isOfx = start[0] == '<';
        var before = isOfx ? Ofx(OfxEntry("1.00")).Split("</BANKTRANLIST>")[0] : Mt940(":61:2108030803C1,00NTRFX\r\n").Split(":62F:")[0];
        using var text = new Repeated(before + start, new string('x', 1024), 64 * 1024, "\n");

        var memory = GC.GetAllocatedBytesForCurrentThread();
        var read = StatementReading.Of(text);
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;

        Assert.Equal(1m, read.Entries[0].Entry.Amount.Amount);
        Assert.NotEmpty(read.Rejected);
        Assert.True(memory < 16 * Megabytes, $"{memory:N0} bytes were allocated");
    }

    [Theory]
    [InlineData(":86:again\n")]
    [InlineData(":28C:1/1\n")]
    [InlineData("and again\n")]
    public void Fields_AMillionTimes_EndInLittleMemory(string field)
    {
        using var text = new Repeated(Mt940(":61:2108030803C1,00NTRFX\r\n").Split(":62F:")[0], field, 300_000, ":62F:C210803EUR101,00\r\n-\r\n");

        Assert.Equal(1m, Assert.Single(StatementReading.Of(text).Entries).Entry.Amount.Amount);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Camt_InUtf16_IsRead(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding).GetBytes('\uFEFF' + Camt053(Entry("1.00")).Replace("UTF-8", "UTF-16", StringComparison.Ordinal));

        Assert.Single(StatementReading.Of(new MemoryStream(bytes)).Entries);
    }

    [Fact]
    public void Texts_InAnotherEncodingThanTheFileSays_DoNotCostTheEntry()
    {
        var bytes = Encoding.Latin1.GetBytes(Camt053(Entry("1.00", more: $"<NtryDtls>{Details("1.00", payer: "Müller")}</NtryDtls>")));

        Assert.Equal("Müller", Assert.Single(StatementReading.Of(new MemoryStream(bytes)).Entries).Entry.Payer);
    }

    [Fact]
    public void Texts_InAnEncodingThatTheFileNames_AreReadInIt()
    {
        var polish = CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-2")!;
        var text = Camt053(Entry("1.00", more: $"<NtryDtls>{Details("1.00", payer: "Łódź Świat")}</NtryDtls>")).Replace("UTF-8", "ISO-8859-2", StringComparison.Ordinal);

        Assert.Equal("Łódź Świat", Assert.Single(StatementReading.Of(new MemoryStream(polish.GetBytes(text))).Entries).Entry.Payer);
    }

    [Fact]
    public void Texts_WithCharactersThatXmlDoesNotAllow_BecomeBlanks() =>
        Assert.Equal("INV 17", Assert.Single(StatementReading.Of(Camt053(Entry("1.00", more: $"<NtryDtls>{Details("1.00", "INV&#7;&#x1F;17")}</NtryDtls>"))).Entries).Entry.Reference);

    [Fact]
    public void Entries_OfALongFile_AreReadWhileItArrives()
    {
        using var text = new Repeated(Mt940("").Split(":62F:")[0], ":61:2108030803C1,00NTRFX\r\n:86:Invoice\r\n", 20_000, ":62F:C210803EUR20100,00\r\n-\r\n");

        var file = StatementReader.Read(text, ImportOptions.Canonical);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in file.OfType<StatementEntry>())
        {
            Assert.True(ids.Add(entry.Entry.Id));
        }

        Assert.Equal(20_000, ids.Count);
    }
}
