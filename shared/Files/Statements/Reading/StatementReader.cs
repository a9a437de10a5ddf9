using System.Text.RegularExpressions;
using Collections.Files.Statements.Camt;
using Collections.Files.Statements.Mt940;
using Collections.Files.Statements.Ofx;

namespace Collections.Files.Statements.Reading;

/// <summary>Reads what banks hand out: ISO 20022 camt, SWIFT MT940, OFX and CSV, told apart by content.</summary>
public static class StatementReader
{
    // Linear in time, whatever the text.
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex OfxRoot = new(@"<OFX\b", RegexOptions.IgnoreCase | Safe);
    private static readonly Regex CamtRoot = new("<([A-Za-z0-9_]+:)?BkToCstmr|camt\\.05[234]\\.", Safe);
    private static readonly Regex TransactionReference = new(@"^[ \t\u0001]*:20:|\{4:", RegexOptions.Multiline | Safe);

    /// <summary>Opens a file of statements.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="options">How a CSV file names its columns and writes its dates, and the currency of entries that name none.</param>
    /// <exception cref="ImportFormatException">It is no file of statements; the message says what it seems to be.</exception>
    public static StatementStream Read(Stream stream, ImportOptions options)
    {
        var source = Rereadable.Of(stream);
        var (text, head) = TextOpener.OpenWithHead(source);
        var format = Detect(head);
        if (format == StatementFormat.Csv)
        {
            return new StatementStream(format, BankCsvReader.Open(source, text, options));
        }

        source.Forget();
        return new StatementStream(format, format switch
        {
            StatementFormat.Camt => new CamtReader(text, options),
            StatementFormat.Mt940 => new Mt940Reader(text, options),
            _ => new OfxReader(text, options),
        });
    }

    /// <summary>Tells what a file is by how it begins.</summary>
    /// <param name="head">The beginning of its text; 64 KB are enough.</param>
    /// <exception cref="ImportFormatException">It is none of the formats that are read here.</exception>
    public static StatementFormat Detect(string head)
    {
        var start = head.AsSpan().TrimStart("\uFEFF \t\r\n\0\u0001");
        if (start.StartsWith("%PDF", StringComparison.Ordinal) || start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal))
        {
            throw Not(start[0] == '%' ? "a PDF" : "a ZIP archive or a spreadsheet");
        }

        if (start.StartsWith("OFXHEADER", StringComparison.OrdinalIgnoreCase) || OfxRoot.IsMatch(head))
        {
            return StatementFormat.Ofx;
        }

        if (start.StartsWith("<", StringComparison.Ordinal))
        {
            return CamtRoot.IsMatch(head) ? StatementFormat.Camt : throw Not("XML of another kind");
        }

        if (TransactionReference.IsMatch(head))
        {
            return StatementFormat.Mt940;
        }

        return start.StartsWith("{", StringComparison.Ordinal) || start.StartsWith("[", StringComparison.Ordinal) ? throw Not("JSON") : StatementFormat.Csv;
    }

    private static ImportFormatException Not(string what) =>
        new($"the file seems to be {what}; statements are read as camt.053, camt.054, MT940, OFX or CSV");
}
