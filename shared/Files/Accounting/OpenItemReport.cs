namespace Collections.Files.Accounting;

/// <summary>
/// A report of open items: titles above the header; groups by age or by customer, each with a heading and a total; a grand total; a footer that says when it
/// was made.
/// </summary>
internal sealed class OpenItemReport : AccountingExport
{
    private static readonly string[] QuickBooksCustomer = ["Customer full name", "Customer display name", "Customer", "Name"];

    private readonly Predicate<ExportHeader> _fits;
    private readonly Func<ExportHeader, ReportColumns> _columnsOf;

    private OpenItemReport(
        LedgerFormat format, string name, string title, string knownBy, Predicate<ExportHeader> fits, Func<ExportHeader, ReportColumns> columnsOf) =>
        (Format, Name, Title, KnownBy, _fits, _columnsOf) = (format, name, title, knownBy, fits, columnsOf);

    /// <summary>Xero's Aged Receivables Detail: by customer, each item's total being what is open of it.</summary>
    public static OpenItemReport XeroAgedReceivables { get; } = new(
        LedgerFormat.Xero,
        "xero-aged-receivables-detail",
        "Xero's Aged Receivables Detail",
        "Invoice Date, Due Date, Invoice Number or Invoice Reference, Older, Total",
        header => header.Has("Invoice Date", "Due Date", "Older", "Total") && header.Find("Invoice Number", "Invoice Reference") >= 0,
        header => new ReportColumns
        {
            Date = header.Find("Invoice Date"),
            Due = header.Find("Due Date"),
            Number = header.Find("Invoice Number", "Invoice Reference"),
            Reference = header.Find("Invoice Number") >= 0 ? header.Find("Invoice Reference") : -1,
            Balance = header.Find("Total"),
            AccountNumber = header.Find("Contact Account Number"),
            Person = header.Find("Primary Person"),
            Email = header.Find("Email"),
            Phone = header.Find("Phone"),
            Mobile = header.Find("Mobile"),
        });

    /// <summary>QuickBooks' A/R Aging Detail: by age, the customer on every row.</summary>
    public static OpenItemReport QuickBooksAging { get; } = new(
        LedgerFormat.QuickBooks,
        "quickbooks-aging-detail",
        "QuickBooks' A/R Aging Detail",
        "Date, Num, Customer, Due date, Open balance",
        header => FitsQuickBooks(header) && header.Find(QuickBooksCustomer) >= 0,
        header => ColumnsOfQuickBooks(header) with { Customer = header.Find(QuickBooksCustomer) });

    /// <summary>QuickBooks' Open Invoices: by customer, with the jobs of a customer as groups inside its own.</summary>
    public static OpenItemReport QuickBooksOpenInvoices { get; } = new(
        LedgerFormat.QuickBooks,
        "quickbooks-open-invoices",
        "QuickBooks' Open Invoices",
        "Date, Transaction type, Num, Due date, Open balance, under a heading for each customer",
        header => FitsQuickBooks(header) && header.Find("Transaction type", "Type") >= 0 && header.Find(QuickBooksCustomer) < 0,
        header => ColumnsOfQuickBooks(header) with { HasNestedGroups = true });

    public override LedgerFormat Format { get; }

    public override string Name { get; }

    public override string Title { get; }

    public override string KnownBy { get; }

    public override bool IsOpenList => true;

    internal override bool IsHeader(ExportHeader header) => _fits(header);

    internal override IReadOnlyList<int> DateColumns(ExportHeader header) => [_columnsOf(header).Date, _columnsOf(header).Due];

    internal override IReadOnlyList<int> AmountColumns(ExportHeader header) =>
        _columnsOf(header) is var columns ? [columns.Amount, columns.Balance, columns.ForeignAmount, columns.ForeignBalance] : [];

    internal override void Read(ExportHeader header, IReadOnlyList<ExportRecord> rows, ExportWork work)
    {
        var columns = _columnsOf(header);
        work.TellsAmounts = columns.Amount >= 0 && (columns.ForeignBalance < 0 || columns.ForeignAmount >= 0);
        new ReportReader(columns, rows, work).Read();
    }

    private static bool FitsQuickBooks(ExportHeader header) =>
        header.Has("Date", "Open balance", "Due date") && header.Find("Num", "No.") >= 0;

    private static ReportColumns ColumnsOfQuickBooks(ExportHeader header) => new()
    {
        Date = header.Find("Date"),
        Due = header.Find("Due date"),
        Number = header.Find("Num", "No."),
        Type = header.Find("Transaction type", "Type"),
        Amount = header.Find("Amount"),
        Balance = header.Find("Open balance"),
        Order = header.Find("P.O. #", "PO number", "P. O. #"),
        Currency = header.Find("Currency", "Line currency"),
        ForeignBalance = header.Find("Foreign open balance"),
        ForeignAmount = header.Find("Foreign amount"),
        Email = header.Find("Email", "Customer email"),
        Phone = header.Find("Phone", "Phone numbers", "Customer phone"),
    };
}
