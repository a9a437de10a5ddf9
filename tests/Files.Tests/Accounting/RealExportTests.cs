namespace Collections.Files.Tests.Accounting;

/// <summary>Layouts and headers of real exports. The figures were summed independently, with Python's csv module.</summary>
public class RealExportTests
{
    private static readonly ImportOptions Usd = new() { DefaultCurrency = Core.Ledger.Currency.Parse("USD") };

    [RealDataFact]
    public void AgingDetail_OfQuickBooks_GivesItsFourItems()
    {
        using var stream = Open("qbo_ar_aging_detail.layout.csv");

        var reading = Exports.Read(stream, Usd);

        Assert.Equal("quickbooks-aging-detail", reading.Export.Name);
        Assert.Equal(
            ["1001 Customer A 2025-11-11 2025-12-11 1000 800 USD", "CM-1 Customer B 2026-01-23  -100 -100 USD", "1002 Customer C 2026-07-01 2026-08-01 500 500 USD"],
            reading.Items().Where(item => !item.StartsWith("PMT", StringComparison.Ordinal)));
        Assert.Equal((4, 1350m, 1150m, 3), (reading.Rows.Count, reading.Rows.Sum(row => row.Row!.Amount), reading.Rows.Sum(row => row.Row!.Balance), reading.Customers.Count));
        Assert.Equal(new DateOnly(2026, 7, 25), reading.AsOf);
        Assert.Empty(reading.Warnings);
        Assert.Empty(reading.Rejected());
    }

    [RealDataFact]
    public void OpenInvoices_OfQuickBooks_GivesItsOneItem()
    {
        using var stream = Open("qbo_open_invoices.layout.csv");

        var reading = Exports.Read(stream, Usd);

        Assert.Equal("quickbooks-open-invoices", reading.Export.Name);
        Assert.Equal(["INV-001 Customer A 2026-01-15 2026-01-30 1500 1500 USD"], reading.Items());
        Assert.Equal(new DateOnly(2026, 4, 4), reading.AsOf);
        Assert.Empty(reading.Warnings);
    }

    [RealDataFact]
    public void Header_OfXerosInvoices_IsKnown_AndReadsARow()
    {
        var header = File.ReadAllText(PathOf("xero_sales_invoices_export.header.csv")).Trim();
        var row = new string[44];
        (row[0], row[1], row[18], row[20], row[21], row[23], row[26], row[40], row[41], row[43]) =
            ("Smith", "ap@smith.example", "INV-1", "15/06/2021", "31/07/2021", "110.00", "60.00", "AUD", "Sales invoice", "Awaiting Payment");

        Assert.Equal(44, header.Split(',').Length);
        Assert.Equal(["INV-1 Smith 2021-06-15 2021-07-31 110 60 AUD"], Exports.Read(header + "\r\n" + string.Join(',', row) + "\r\n").Items());
    }

    [RealDataTheory]
    [InlineData(1, 60, 7, 8, 18, 19, 45)]
    [InlineData(3, 52, 7, 8, 17, 26, 38)]
    public void Headers_OfMyobsSales_AreKnown_AndReadARow(int line, int columns, int number, int date, int total, int taxOrTaxed, int paid)
    {
        var header = File.ReadAllLines(PathOf("myob_item_sales.headers.txt"))[line];
        var row = new string[columns];
        (row[0], row[number], row[date], row[total], row[taxOrTaxed], row[paid]) = ("Smith", "00012", "15/06/2021", "$100.00", line == 1 ? "$110.00" : "$10.00", "$30.00");

        Assert.Equal(columns, header.Split(',').Length);
        Assert.Equal(["00012 Smith 2021-06-15  110 80"], Exports.Read("{}\r\n" + header + "\r\n" + string.Join(',', row) + "\r\n").Items());
    }

    [RealDataFact]
    public void Header_OfXerosAgedReceivables_IsKnown_AndReadsARow()
    {
        var described = File.ReadAllLines(PathOf("xero_aged_receivables_detail.layout.txt")).Single(line => line.Contains("variant B", StringComparison.Ordinal));
        var names = described[(described.IndexOf("): ", StringComparison.Ordinal) + 3)..].Split(" | ").Select(name => name == "(blank)" ? "" : name).ToList();
        var row = new string[23];
        (row[0], row[3], row[6], row[7], row[9], row[17]) = ("C-1", "ap@smith.example", "15 Jan 2026", "14 Feb 2026", "INV-1", "2000.00");

        var reading = Exports.Read($"Aged Receivables Detail\r\n\r\nAs at 31 March 2026\r\n\r\n{string.Join(',', names)}\r\n\r\nSmith\r\n{string.Join(',', row)}\r\n");

        Assert.Equal(23, names.Count);
        Assert.Equal(["INV-1 Smith 2026-01-15 2026-02-14 2000 2000"], reading.Items());
        Assert.Equal("xero-aged-receivables-detail", reading.Export.Name);
    }

    private static string PathOf(string name) => Path.Combine(RealDataFactAttribute.Folder!, "accounting", name);

    private static FileStream Open(string name) => File.OpenRead(PathOf(name));

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class RealDataTheoryAttribute : TheoryAttribute
    {
        public RealDataTheoryAttribute()
        {
            if (RealDataFactAttribute.Folder is null)
            {
                Skip = "COLLECTIONS_REAL_DATA names no folder of real data";
            }
        }
    }
}
