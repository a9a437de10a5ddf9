using System.Globalization;

namespace Collections.Files.Accounting;

/// <summary>
/// MYOB's export of sales: a row a line of an invoice, invoices apart by a blank row, often tab-separated below a line with a pair of braces. There is no
/// due date but terms, no balance but what was paid, and freight and payment repeat on every line.
/// </summary>
internal sealed class MyobSales : AccountingExport
{
    public override LedgerFormat Format => LedgerFormat.Myob;

    public override string Name => "myob-sales";

    public override string Title => "MYOB's export of sales";

    public override string KnownBy => "Co./Last Name, Invoice # or Invoice No., Date, Total or Amount, Amount Paid";

    internal override bool IsHeader(ExportHeader header) =>
        header.Has("Co./Last Name", "Date", "Amount Paid") && header.Find("Invoice #", "Invoice No.") >= 0 && header.Find("Total", "Amount") >= 0
        && header.Find("Supplier Invoice #", "Supplier Invoice No.", "Purchase #", "Purchase No.") < 0;

    internal override IReadOnlyList<int> DateColumns(ExportHeader header) => [header.Find("Date")];

    internal override IReadOnlyList<int> AmountColumns(ExportHeader header) =>
    [
        header.Find("Total", "Amount"), header.Find("Inc-Tax Total", "Inc-Tax Amount"), header.Find("Tax Amount", "GST Amount"), header.Find("Freight Amount"),
        header.Find("Inc-Tax Freight Amount"), header.Find("Freight Tax Amount", "Freight GST Amount"), header.Find("Amount Paid"),
    ];

    internal override void Read(ExportHeader header, IReadOnlyList<ExportRecord> rows, ExportWork work)
    {
        var columns = new Columns(header);
        var sales = new Dictionary<string, List<ExportRecord>>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Where(row => row.Filled > 0))
        {
            if (row.Why is not null)
            {
                work.Reject(row.Line, "", row.Cells[0], row.Why);
                continue;
            }

            var key = row[columns.Number].Length > 0 ? $"{columns.NameOf(row)}\n{row[columns.Number]}" : $"\n{row.Line}";
            if (!sales.TryGetValue(key, out var lines))
            {
                sales.Add(key, lines = []);
            }

            lines.Add(row);
        }

        foreach (var lines in sales.Values)
        {
            Take(columns, lines, work);
        }
    }

    private static void Take(Columns columns, List<ExportRecord> lines, ExportWork work)
    {
        var first = lines[0];
        if (first[columns.Status] is "Q" or "q" or "O" or "o")
        {
            work.LeaveOut("of quotes and orders");
            return;
        }

        decimal total = 0;
        foreach (var line in lines)
        {
            // A line that can't be read would make the invoice smaller than it is.
            if (!columns.LineTotal(line, work, out var amount))
            {
                return;
            }

            total += amount;
        }

        if (work.Customer(first, columns.NameOf(first), first[columns.CardId], out var customer)
            && work.Day(first, columns.Date, "issued", out var issued)
            && columns.Freight(first, work, out var freight)
            && work.AmountOrZero(first, columns.Paid, "balance", out var paid)
            && work.Code(first, columns.Currency, out var currency)
            && DueDate(columns, first, issued, work, out var due))
        {
            total += freight;
            work.Add(new ExportDocument(first.Line, customer, first[columns.Number], total < 0 ? "CRN" : null, issued, total < 0 ? null : due, total, total - paid)
            {
                Currency = currency,
                Order = first[columns.Order],
                Said = ExportDocument.SaidBy(columns.Terms, reference: -1, columns.Order),
            });
        }
    }

    /// <summary>The due date by MYOB's terms: 0 and 1 at once, 2 in some days, 3 on a day of the month, 4 some days after the month's end, 5 on a day of the next month.</summary>
    private static bool DueDate(Columns columns, ExportRecord row, DateOnly issued, ExportWork work, out DateOnly? due)
    {
        var (code, text) = (row[columns.Terms], row[columns.DueDays]);
        due = null;
        if (code.Length == 0)
        {
            return true;
        }

        if (!int.TryParse(text.Length == 0 ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > 999)
        {
            return work.Reject(row.Line, "due", text, "is no number of days");
        }

        var monthEnd = new DateOnly(issued.Year, issued.Month, DateTime.DaysInMonth(issued.Year, issued.Month));
        due = code switch
        {
            "0" or "1" => issued,
            "2" => issued.AddDays(days),
            "3" => DayOfMonth(issued, days) is var day && day < issued ? DayOfMonth(issued.AddMonths(1), days) : day,
            "4" => monthEnd.AddDays(days),
            "5" => DayOfMonth(monthEnd.AddDays(1), days),
            _ => null,
        };
        return due is not null || work.Reject(row.Line, "due", code, "is none of MYOB's terms, which are 0 to 5");
    }

    private static DateOnly DayOfMonth(DateOnly month, int day) =>
        new(month.Year, month.Month, Math.Clamp(day, 1, DateTime.DaysInMonth(month.Year, month.Month)));

    private sealed class Columns(ExportHeader header)
    {
        private readonly int _lastName = header.Find("Co./Last Name");
        private readonly int _firstName = header.Find("First Name");
        private readonly int _total = header.Find("Total", "Amount");
        private readonly int _taxedTotal = header.Find("Inc-Tax Total", "Inc-Tax Amount");
        private readonly int _tax = header.Find("Tax Amount", "GST Amount");
        private readonly int _inclusive = header.Find("Inclusive");
        private readonly int _freight = header.Find("Freight Amount");
        private readonly int _taxedFreight = header.Find("Inc-Tax Freight Amount");
        private readonly int _freightTax = header.Find("Freight Tax Amount", "Freight GST Amount");

        public int Number { get; } = header.Find("Invoice #", "Invoice No.");

        public int Date { get; } = header.Find("Date");

        public int Order { get; } = header.Find("Customer PO");

        public int Status { get; } = header.Find("Sale Status");

        public int Currency { get; } = header.Find("Currency Code");

        public int Terms { get; } = header.Find("Terms - Payment is Due");

        public int DueDays { get; } = header.Find("- Balance Due Days");

        public int Paid { get; } = header.Find("Amount Paid");

        public int CardId { get; } = header.Find("Card ID");

        public string NameOf(ExportRecord row) => row[_firstName].Length == 0 ? row[_lastName] : $"{row[_firstName]} {row[_lastName]}";

        /// <summary>A line with its tax.</summary>
        public bool LineTotal(ExportRecord row, ExportWork work, out decimal amount) => WithTax(row, _total, _taxedTotal, _tax, work, out amount);

        /// <summary>The freight with its tax, which stands on every line and counts once.</summary>
        public bool Freight(ExportRecord row, ExportWork work, out decimal amount) => WithTax(row, _freight, _taxedFreight, _freightTax, work, out amount);

        private bool WithTax(ExportRecord row, int plain, int taxed, int tax, ExportWork work, out decimal amount)
        {
            if (row[taxed].Length > 0)
            {
                return work.Amount(row, taxed, "amount", out amount);
            }

            if (!work.AmountOrZero(row, plain, "amount", out amount) || !work.AmountOrZero(row, tax, "amount", out var added))
            {
                return false;
            }

            amount += row[_inclusive].Length > 0 ? 0 : added;
            return true;
        }
    }
}
