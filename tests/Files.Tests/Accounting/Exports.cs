using System.Globalization;
using Collections.Files.Accounting;

namespace Collections.Files.Tests.Accounting;

/// <summary>Reads exports that a test writes as text, and shows them as lines.</summary>
internal static class Exports
{
    public const string XeroHeader =
        "ContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,InvoiceAmountDue,Description,LineAmount,Currency,Type,Status\n";

    public const string AgingHeader = ",Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n";

    public const string OpenInvoicesHeader = ",Date,Transaction type,Num,Term,Due date,Open balance\n";

    public static ExportReading Read(string text, ImportOptions? options = null) => Read(Reading.Bytes(text), options);

    public static ExportReading Read(Stream stream, ImportOptions? options = null)
    {
        var opened = TextOpener.Open(stream);
        return AccountingExports.Read(opened, AccountingExports.Find(opened, options ?? new ImportOptions())!, options ?? new ImportOptions());
    }

    public static ImportOptions With(LedgerFormat format) => new() { Format = format };

    public static InvoiceRow TheRow(this ExportReading reading) => reading.Rows.ToList().TheRow();

    /// <summary>The items: number, customer, day, due date, amount, balance, currency.</summary>
    public static IEnumerable<string> Items(this ExportReading reading) => reading.Rows.Where(row => row.Row is not null).Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Row!.Invoice} {reading.Customers[row.Row.Account].Name} {row.Row.Issued:yyyy-MM-dd} {row.Row.Due:yyyy-MM-dd} {row.Row.Amount} {row.Row.Balance} {row.Row.Currency}").TrimEnd());

    public static IEnumerable<string> Rejected(this ExportReading reading) => reading.Rows.Where(row => row.Error is not null).Select(row => row.Error!.ToString());
}
