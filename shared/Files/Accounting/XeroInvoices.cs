namespace Collections.Files.Accounting;

/// <summary>
/// Xero's export of invoices: a row a line of an invoice, with the invoice's own fields repeated on each. Credit notes and overpayments are in it,
/// negative; so may be bills, which have the same columns.
/// </summary>
internal sealed class XeroInvoices : AccountingExport
{
    // What must be the same on all lines of one invoice.
    private static readonly string[] OfInvoice = ["ContactName", "InvoiceDate", "DueDate", "Total", "InvoiceAmountDue", "Currency", "Status"];

    public override LedgerFormat Format => LedgerFormat.Xero;

    public override string Name => "xero-invoices";

    public override string Title => "Xero's export of invoices";

    public override string KnownBy => "ContactName, InvoiceNumber, InvoiceDate, DueDate, Total, InvoiceAmountDue";

    internal override bool IsHeader(ExportHeader header) =>
        header.Has("ContactName", "InvoiceNumber", "InvoiceDate", "DueDate", "Total", "InvoiceAmountDue");

    internal override IReadOnlyList<int> DateColumns(ExportHeader header) => [header.Find("InvoiceDate"), header.Find("DueDate")];

    internal override IReadOnlyList<int> AmountColumns(ExportHeader header) => [header.Find("Total"), header.Find("InvoiceAmountDue")];

    internal override void Read(ExportHeader header, IReadOnlyList<ExportRecord> rows, ExportWork work)
    {
        var columns = new Columns(header);
        var groups = new Dictionary<string, ExportRecord>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Where(row => row.Filled > 0))
        {
            var key = columns.KeyOf(row);
            if (row.Why is not null)
            {
                work.Reject(row.Line, "", row.Cells[0], row.Why);
            }
            else if (!groups.TryGetValue(key, out var first))
            {
                groups.Add(key, row);
                Take(columns, row, work);
            }
            else if (Array.Find(OfInvoice, name => row[header.Find(name)] != first[header.Find(name)]) is { } other)
            {
                work.Reject(
                    row.Line, other, row[header.Find(other)],
                    $"differs from '{first[header.Find(other)]}' on line {first.Line}, which has the same number; the invoice is taken as it stands there");
            }
        }
    }

    private static void Take(Columns columns, ExportRecord row, ExportWork work)
    {
        var type = row[columns.Type];
        if (type.StartsWith("Bill", StringComparison.OrdinalIgnoreCase))
        {
            work.LeaveOut("of bills, which the company owes itself");
            return;
        }

        if (row[columns.Status] is { Length: > 0 } status && (Is(status, "Draft") || Is(status, "Awaiting Approval") || Is(status, "Submitted")))
        {
            work.LeaveOut("of drafts and invoices that await approval");
            return;
        }

        var prefix = type switch
        {
            _ when Is(type, "Sales overpayment") => "OVP",
            _ when Is(type, "Sales prepayment") => "PRE",
            _ when Is(type, "Sales credit note") => "CRN",
            _ => null,
        };
        if (prefix is null && type.Length > 0 && !Is(type, "Sales invoice"))
        {
            work.Reject(row.Line, "Type", type, "is none of the types that are known: Sales invoice, credit note, overpayment, prepayment; Bill");
            return;
        }

        if (work.Customer(row, row[columns.Contact], row[columns.AccountNumber], out var customer)
            && work.Day(row, columns.Date, "issued", out var issued)
            && work.DayOrNull(row, columns.Due, "due", out var due)
            && work.Amount(row, columns.Total, "amount", out var total)
            && work.Amount(row, columns.AmountDue, "balance", out var open)
            && work.Code(row, columns.Currency, out var currency))
        {
            // Some exports write what is left of a credit without its sign. What is void is nobody's debt any more.
            var isVoid = Is(row[columns.Status], "Voided") || Is(row[columns.Status], "Deleted");
            var balance = isVoid ? 0 : total < 0 ? -Math.Abs(open) : open;
            work.Reach(row, customer, row[columns.Email], "", "");
            work.Add(new ExportDocument(row.Line, customer, row[columns.Number], total < 0 ? prefix ?? "CRN" : prefix, issued, total < 0 ? null : due, total, balance)
            {
                MustBeCredit = prefix is not null,
                Currency = currency,
                Reference = row[columns.Reference],
                Said = ExportDocument.SaidBy(columns.Due, columns.Reference, order: -1),
            });
        }
    }

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    private sealed class Columns(ExportHeader header)
    {
        public int Contact { get; } = header.Find("ContactName");

        public int AccountNumber { get; } = header.Find("ContactAccountNumber", "AccountNumber");

        public int Email { get; } = header.Find("EmailAddress");

        public int Number { get; } = header.Find("InvoiceNumber");

        public int Reference { get; } = header.Find("Reference");

        public int Date { get; } = header.Find("InvoiceDate");

        public int Due { get; } = header.Find("DueDate");

        public int Total { get; } = header.Find("Total");

        public int AmountDue { get; } = header.Find("InvoiceAmountDue");

        public int Currency { get; } = header.Find("Currency");

        public int Type { get; } = header.Find("Type");

        public int Status { get; } = header.Find("Status");

        /// <summary>What the rows of one document share. An overpayment has no number and one row; a prepayment without one is told by its fields.</summary>
        public string KeyOf(ExportRecord row) => row[Number].Length > 0
            ? $"{row[Type]}\n{row[Number]}"
            : row[Type].EndsWith("prepayment", StringComparison.OrdinalIgnoreCase)
                ? $"{row[Type]}\n\n{row[Contact]}\n{row[Date]}\n{row[Total]}"
                : $"\n{row.Line}";
    }
}
