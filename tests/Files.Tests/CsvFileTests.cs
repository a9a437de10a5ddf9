using System.Text;

namespace Collections.Files.Tests;

/// <summary>CSV as it is found: line ends, quotes, separators, encodings, damage.</summary>
public class CsvFileTests
{
    private const string Header = "invoice,account,issued,amount\n";
    private const string Good = "I-1,C-1,2021-06-01,1\n";

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Read_AnyLineEnd_CountsLines(string end)
    {
        var text = $"invoice,account,issued,amount,reference{end}I-1,C-1,2021-06-01,1,x{end}{end}I-2,C-1,2021-06-01,1,\"a,\"\"b\"\"\"{end}I-3,C-1,2021-06-01,1,";

        var rows = Reading.Invoices(text);

        Assert.Equal("2 4 5 | ", rows.Lines());
        Assert.Equal("a,\"b\"", rows[1].Row!.Reference);
    }

    [Fact]
    public void Read_LineEndsInsideQuotes_CountAsLinesOfTheFile()
    {
        var rows = Reading.Accounts("account,name,notes\nA-1,Acme,\"one\r\ntwo\nthree\"\nA-2,,x\n\"A-3\",\"Bolt\",\"\"\n");

        Assert.Equal("2 6 | 5", rows.Lines());
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Read_Separator_IsToldFromTheHeader(char separator)
    {
        var text = "\"invoice\",account,issued,amount,\"due, or instalments\"\nI-1,\"C,;\t1\",2021-06-01,1.5,\n".Replace("\",\"", "", StringComparison.Ordinal);
        text = string.Join('\n', text.Split('\n').Select(line => SeparateBy(separator, line)));

        var row = Reading.Invoices(text).TheRow();

        Assert.Equal(("I-1", 1.5m), (row.Invoice, row.Amount));

        static string SeparateBy(char separator, string line)
        {
            var isQuoted = false;
            return string.Concat(line.Select(c => (isQuoted ^= c == '"') || c != ',' ? c is '\t' ? ' ' : c : separator));
        }
    }

    [Theory]
    [InlineData("invoice,account,issued,amount")]
    [InlineData("Invoice, ACCOUNT ,_Issued_,\" amount\"")]
    [InlineData("\uFEFFInvoice,Account,Issued,A-m ount")]
    public void Read_Header_IgnoresCaseBlanksAndHyphens(string header) =>
        Assert.Equal("I-1", Reading.Invoices($"{header}\n{Good}").TheRow().Invoice);

    [Fact]
    public void Read_HeaderOnly_HasNoRows() => Assert.Empty(Reading.Invoices("invoice,account,issued,amount"));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\r\n  \n")]
    public void Read_EmptyFile_SaysSo(string text) =>
        Assert.Equal("the file is empty", Assert.Throws<ImportFormatException>(() => Reading.Invoices(text)).Message);

    [Fact]
    public void Read_MissingColumns_AreNamedWithWhatWasFound()
    {
        var e = Assert.Throws<ImportFormatException>(() => Reading.Invoices("invoiceNumber,customerID,issued\n"));

        Assert.Contains("lacks the columns invoice, account, amount", e.Message, StringComparison.Ordinal);
        Assert.Contains("the header has invoiceNumber, customerID, issued", e.Message, StringComparison.Ordinal);
        Assert.Contains("--map theirs=invoice,theirs=account,theirs=amount", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoColumnsForOneField_IsAnError() =>
        Assert.Contains(
            "'amount' has 2 columns",
            Assert.Throws<ImportFormatException>(() => Reading.Invoices("invoice,account,issued,amount,Amount\n")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_UnknownColumns_AreIgnoredAndListed()
    {
        var rows = InvoiceReader.Read(Reading.Bytes("invoice,duedate,account,issued,amount,\nI-1,x,C-1,2021-06-01,1,\n"), ImportOptions.Canonical);

        Assert.Equal(["duedate"], rows.IgnoredColumns);
        Assert.Equal(FileType.Csv, rows.FileType);
        Assert.Null(Assert.Single(rows).Error);
    }

    [Theory]
    [InlineData("I-2,C-1,2021-06-01\n", "the row has 3 fields, the header 4")]
    [InlineData("I-2,C-1,2021-06-01,1,2,3\n", "the row has 6 fields, the header 4")]
    [InlineData("I-2\n", "the row has 1 fields, the header 4")]
    public void Read_RaggedRow_IsRejectedWithItsCounts(string row, string why)
    {
        var rows = Reading.Invoices(Header + row + Good);

        Assert.Equal("3 | 2", rows.Lines());
        Assert.Equal(("", why), (rows[0].Error!.Field, rows[0].Error!.Why));
        Assert.Equal(row.TrimEnd(), rows[0].Error!.Value);
    }

    [Fact]
    public void Read_NulByte_RejectsItsRowOnly()
    {
        var rows = Reading.Invoices(Header + "I-2,C\01,2021-06-01,1\n\0\0\0\n" + Good);

        Assert.Equal("4 | 2 3", rows.Lines());
        Assert.Equal(("account", "has a NUL byte"), (rows[0].Error!.Field, rows[0].Error!.Why));
    }

    [Theory]
    [InlineData("I-2,C-1,2021-06-01,\"1\n")]
    [InlineData("I-2,\"C-1\"x,2021-06-01,1\n")]
    [InlineData("I-2,\"C-1,2021-06-01,1\nI-3,\"C-1\",2021-06-01,x\n")]
    public void Read_QuotesThatDoNotMatch_CostTheirLineOnly(string damage)
    {
        var rows = Reading.Invoices(Header + damage + Good + Good);

        Assert.Equal(2, rows.Count(r => r.Row is not null));
        Assert.Equal(2, rows[0].Error!.Line);
        Assert.Contains("quote", rows[0].Error!.Why, StringComparison.Ordinal);
        Assert.Equal(damage.Split('\n')[0], rows[0].Error!.Value);
    }

    [Fact]
    public void Read_QuoteInsideAnUnquotedField_IsText() =>
        Assert.Equal("5\" pipe", Reading.Accounts("account,name\nA-1,5\" pipe\n").TheRow().Name);

    [Fact]
    public void Read_LineOf10Megabytes_IsRejectedInFlatMemory()
    {
        var stream = new Repeated(Header + Good, "x", 10 << 20, "\n" + Good);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var rows = InvoiceReader.Read(stream, ImportOptions.Canonical).ToList();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal("2 4 | 3", rows.Lines());
        Assert.Contains("longer than 1,048,576", rows[1].Error!.Why, StringComparison.Ordinal);
        Assert.Equal(200, rows[1].Error!.Value!.Length);
    }

    [Fact]
    public void Read_QuoteNeverClosedInALongFile_CostsItsLineInFlatMemory()
    {
        const int Lines = 400_000;
        var stream = new Repeated(Header + "I-0,\"C-1,2021-06-01,1\n", Good, Lines, "");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (read, rejected) = (0, 0);

        foreach (var row in InvoiceReader.Read(stream, ImportOptions.Canonical))
        {
            (read, rejected) = row.Error is null ? (read + 1, rejected) : (read, rejected + 1);
        }

        // A row is some 250 bytes that are free again at once, and eight in a list that doubles, while it is looked for numbers that come again. The buffers are at
        // most twice 1 MB of characters for each of the times that the file is read through.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (Lines * (400L + 32)) + (24 << 20));
        Assert.Equal((Lines, 1), (read, rejected));
    }

    [Fact]
    public void Read_QuotesThatCloseAndOpenOnEveryLine_TakeLinearTime()
    {
        // Each line closes the quote of the line before and opens another: read naively, every line looks through a megabyte.
        var stream = new Repeated(Header, "a\",\"b\n", 2_000_000, "\n" + Good);

        var rejected = InvoiceReader.Read(stream, ImportOptions.Canonical).Count(r => r.Error is not null);

        Assert.InRange(rejected, 1, 2_000_001);
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    public void Read_Encoding_IsToldFromTheBytes(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetBytes("account,name\nA-1,Müller & Søn £5\n");

        var row = AccountReader.Read(new MemoryStream(hasMark ? [.. encoding.GetPreamble(), .. bytes] : bytes), ImportOptions.Canonical).ToList().TheRow();

        Assert.Equal("Müller & Søn £5", row.Name);
    }

    [Fact]
    public void Read_Windows1252_HasItsQuotesAndEuro()
    {
        byte[] bytes = [.. "account,name\nA-1,"u8, 0x93, 0x80, 0x94, .. "\nA-2,x"u8, 0x81, .. "\n"u8];

        var rows = AccountReader.Read(new MemoryStream(bytes), ImportOptions.Canonical).ToList();

        Assert.Equal("“€”", rows[0].Row!.Name);
        Assert.Equal((3, "name"), (rows[1].Error!.Line, rows[1].Error!.Field));
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(70_000)]
    public void Read_InvalidByteBehindTheSniffedPart_RejectsItsRowOnly(int offset)
    {
        var head = new StringBuilder("account,name\n");
        while (head.Length < offset)
        {
            head.Append("A-1,Acme Pty Ltd\n");
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(head.ToString()), .. "A-2,M"u8, 0xFC, .. "ller\nA-3,Müller\n"u8];

        var rows = AccountReader.Read(new MemoryStream(bytes), ImportOptions.Canonical).ToList();

        var error = Assert.Single(rows, r => r.Error is not null).Error!;
        Assert.Equal((rows.Count, "name"), (error.Line, error.Field));
        Assert.Contains("encoding", error.Why, StringComparison.Ordinal);
        Assert.Equal("Müller", rows[^1].Row!.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_CharacterCutByTheEndOfTheSniffedPart_IsUtf8(int before)
    {
        // The four bytes of the character lie on both sides of the 65,536th byte.
        var text = "account,name\n".PadRight((64 * 1024) - before - 4, '\n') + "A-1,😀\n";

        Assert.Equal("😀", Reading.Accounts(text).TheRow().Name);
    }

    [Fact]
    public void Read_Utf16CutInsideACharacter_RejectsTheLastRow()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("account,name\nA-1,Acme\nA-2,Bolt"), 0x41];

        var rows = AccountReader.Read(new MemoryStream(bytes), ImportOptions.Canonical).ToList();

        Assert.Equal("2 | 3", rows.Lines());
    }

    [Fact]
    public void Read_StreamThatGivesAByteAtATime_IsTheSame()
    {
        var rows = InvoiceReader.Read(new Trickle(Reading.Bytes(Header + Good + "I-2,\"C\r\n1\",2021-06-01,1\r\n" + Good)), ImportOptions.Canonical).ToList();

        Assert.Equal("2 5 | 3", rows.Lines());
    }
}
