using System.Globalization;

namespace Collections.Files.Accounting;

/// <summary>The exports that are known, told apart by their headers.</summary>
public static class AccountingExports
{
    /// <summary>The most characters of an export; it is held in memory, because the rows of one invoice may stand anywhere.</summary>
    public const int MaxText = 1 << 28;

    // Titles and blank rows stand above a report's header.
    private const int MostRowsAbove = 40;

    private const string Separators = ",\t;";

    private static readonly AccountingExport[] All = [new XeroInvoices(), OpenItemReport.XeroAgedReceivables, OpenItemReport.QuickBooksAging, OpenItemReport.QuickBooksOpenInvoices, new MyobSales()];

    /// <summary>The export that a file is; null if it is to be read in our own form.</summary>
    /// <exception cref="ImportFormatException">The header fits two exports, or none of the format that was asked for, or the options don't go together.</exception>
    public static ExportFile? Find(OpenedText opened, ImportOptions options)
    {
        if (options.Format == LedgerFormat.Canonical || (options.Format == LedgerFormat.Auto && (options.Map.Count > 0 || opened.Type == FileType.Json)))
        {
            return NotComplete(options);
        }

        if (options.Map.Count > 0)
        {
            throw new ImportFormatException("a map of columns is for files of our own form; an accounting system's export has its columns by its header");
        }

        var found = Separators.SelectMany(separator => HeadersOf(opened.Start, separator)).FirstOrDefault();
        if (options.Format == LedgerFormat.Auto)
        {
            return found is null || found.IsCanonical && found.Exports.Count == 0 ? NotComplete(options) : Only(found, found.Exports, found.IsCanonical);
        }

        var wanted = found?.Exports.Where(export => export.Format == options.Format).ToList() ?? [];
        return wanted.Count > 0
            ? Only(found!, wanted, isCanonical: false)
            : throw new ImportFormatException(
                $"the file is none of the exports of {options.Format} that are known: {Known(All.Where(export => export.Format == options.Format))}. {Seen(opened.Start)}");
    }

    /// <summary>What to add to the message that a file isn't of our own form.</summary>
    public static string NorAny(OpenedText opened) =>
        $"Nor is it an export that is known: {Known(All)}. {Seen(opened.Start)}";

    /// <summary>Reads an export.</summary>
    /// <exception cref="ImportFormatException">The file as a whole can't be read.</exception>
    public static ExportReading Read(OpenedText opened, ExportFile file, ImportOptions options)
    {
        opened.Source.Forget();
        var records = ExportRecords.Read(ReadAll(opened.Text), file.Separator).ToList();
        var at = records.FindIndex(record => record.Line == file.HeaderLine);
        // A report that was printed page by page has its header on every one.
        var (above, below) = (records[..at], records[(at + 1)..].FindAll(record => !record.Cells.AsSpan().SequenceEqual(records[at].Cells)));
        var header = new ExportHeader(records[at]);
        var columns = file.Export.DateColumns(header);
        var dates = ExportDates.Settle(
            below.SelectMany(record => columns.Select(column => (record.Line, Text: record[column]))).Where(date => date.Text.Length > 0), options);
        var work = new ExportWork(options, dates, WayOf(below, file.Export.AmountColumns(header), options));
        file.Export.Read(header, below, work);
        return work.End(file.Export, AsOf(above, dates));
    }

    // These programs write a point before decimals, unless the amounts themselves, or the person who imports them, say otherwise.
    private static DecimalSign WayOf(List<ExportRecord> rows, IReadOnlyList<int> columns, ImportOptions options)
    {
        var ways = new AmountWays();
        foreach (var row in options.Decimal is null ? rows : [])
        {
            foreach (var column in columns)
            {
                ways.Look(row[column], row.Line);
            }
        }

        return options.Decimal ?? ways.Settle(otherwise: DecimalSign.Point);
    }

    private static string ReadAll(TextReader text)
    {
        var buffer = new char[64 * 1024];
        var whole = new System.Text.StringBuilder();
        int count;
        while ((count = text.ReadBlock(buffer)) > 0)
        {
            whole.Append(buffer, 0, count);
            if (whole.Length > MaxText)
            {
                throw new ImportFormatException(string.Create(CultureInfo.InvariantCulture, $"the export is longer than {MaxText:N0} characters; export fewer months at once"));
            }
        }

        return whole.ToString();
    }

    /// <summary>The first row that is some export's header, or ours.</summary>
    private static IEnumerable<Header> HeadersOf(string start, char separator)
    {
        foreach (var record in ExportRecords.Read(start, separator).Where(record => record.Filled > 1).Take(MostRowsAbove))
        {
            var header = new ExportHeader(record);
            var exports = All.Where(export => export.IsHeader(header)).ToList();
            var isCanonical = header.Has(Schema.Invoices.Fields.AsSpan(0, Schema.Invoices.Required));
            if (exports.Count > 0 || isCanonical)
            {
                yield return new Header(record.Line, separator, exports, isCanonical);
            }
        }
    }

    private static ExportFile Only(Header found, IReadOnlyList<AccountingExport> exports, bool isCanonical) =>
        exports.Count == 1 && !isCanonical
            ? new ExportFile(exports[0], found.Separator, found.Line)
            : throw new ImportFormatException(
                $"the header on line {found.Line} fits more than one form: {string.Join(" and ", exports.Select(export => export.Title).Concat(isCanonical ? ["our own"] : []))}. "
                + "Say whose it is: --format canonical, xero, quickbooks or myob");

    private static ExportFile? NotComplete(ImportOptions options) =>
        options.IsComplete
            ? throw new ImportFormatException("only a list of open items can be complete: Xero's Aged Receivables Detail, QuickBooks' A/R Aging Detail or Open Invoices")
            : null;

    private static string Known(IEnumerable<AccountingExport> exports) => string.Join("; ", exports.Select(export => $"{export.Title} ({export.KnownBy})"));

    /// <summary>The row that looks most like a header, for the message.</summary>
    private static string Seen(string start)
    {
        var rows = Separators.SelectMany(separator => ExportRecords.Read(start, separator).Take(MostRowsAbove)).ToList();
        var fullest = rows.MaxBy(row => row.Filled);
        return fullest is null ? "" : $"Seen on line {fullest.Line}: {string.Join(", ", fullest.Cells.Where(cell => cell.Length > 0).Take(60))}";
    }

    /// <summary>The day that a title such as "As of Jul 25, 2026" or "As at 31 March 2026" names.</summary>
    private static DateOnly? AsOf(List<ExportRecord> above, ExportDates dates)
    {
        foreach (var cell in above.SelectMany(record => record.Cells))
        {
            if ((cell.StartsWith("As of ", StringComparison.OrdinalIgnoreCase) || cell.StartsWith("As at ", StringComparison.OrdinalIgnoreCase))
                && dates.Read(cell[6..].Trim(), out var day) is null)
            {
                return day;
            }
        }

        return null;
    }

    private sealed record Header(long Line, char Separator, IReadOnlyList<AccountingExport> Exports, bool IsCanonical);
}

/// <summary>A file that was recognised.</summary>
/// <param name="Export">What it is.</param>
/// <param name="Separator">What stands between its cells.</param>
/// <param name="HeaderLine">The line of its header.</param>
public sealed record ExportFile(AccountingExport Export, char Separator, long HeaderLine);
