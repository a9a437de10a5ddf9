using Collections.Core.Ledger;
using Collections.Files;

namespace Collections.Local.Simulation;

/// <summary>A ledger with settlement dates, as it is replayed: what appears and what is paid, by day.</summary>
internal sealed class LedgerHistory
{
    private readonly Dictionary<DateOnly, List<InvoiceRow>> _issued = [];
    private readonly Dictionary<DateOnly, List<InvoiceRow>> _settled = [];

    private LedgerHistory(DateOnly? from)
    {
        From = from ?? default;
    }

    /// <summary>The first day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>The last day on which anything is issued or settled.</summary>
    public DateOnly LastDay { get; private set; }

    /// <summary>The accounts, each with the currency of its first invoice, in the order of the file.</summary>
    public Dictionary<string, Currency?> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>The invoices that are replayed.</summary>
    public int InvoiceCount { get; private set; }

    /// <summary>The rows that are not, each with its reason.</summary>
    public List<RowError> Rejected { get; } = [];

    /// <summary>Reads a file whole; what is older than the first day is there when it begins.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How to understand it.</param>
    /// <param name="from">The first day, or null for that of the first invoice.</param>
    /// <exception cref="ImportFormatException">The file can't be read, or has nothing to replay.</exception>
    public static LedgerHistory Read(Stream file, ImportOptions options, DateOnly? from)
    {
        var history = new LedgerHistory(from);
        var rows = history.Good(InvoiceReader.Read(file, options));
        if (rows.Count == 0)
        {
            throw new ImportFormatException($"the file has no invoice that could be replayed, and {history.Rejected.Count} rows that could not be read");
        }

        history.From = from ?? rows.Min(row => row.Issued);
        rows.ForEach(history.Add);
        return history;
    }

    /// <summary>The invoices that appear on a day.</summary>
    public IReadOnlyList<InvoiceRow> IssuedOn(DateOnly day) => _issued.GetValueOrDefault(day, []);

    /// <summary>The invoices that are paid on a day.</summary>
    public IReadOnlyList<InvoiceRow> SettledOn(DateOnly day) => _settled.GetValueOrDefault(day, []);

    private List<InvoiceRow> Good(RowStream<InvoiceRow> stream)
    {
        var rows = new List<InvoiceRow>();
        var numbers = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var read in stream)
        {
            if (read.Row is not { } row)
            {
                Rejected.Add(read.Error!);
            }
            else if (row.Settled < row.Issued)
            {
                Rejected.Add(new RowError(read.Line, "settled", $"{row.Settled:O}", "is before the day of issue"));
            }
            else if (!numbers.TryAdd(row.Invoice, read.Line))
            {
                Rejected.Add(new RowError(read.Line, "invoice", row.Invoice, $"stands on line {numbers[row.Invoice]} already"));
            }
            else if (Accounts.TryGetValue(row.Account, out var currency) ? currency != row.Currency : !Accounts.TryAdd(row.Account, row.Currency))
            {
                Rejected.Add(new RowError(read.Line, "currency", row.Currency?.Code, $"is not that of account {row.Account}, which trades in {currency}"));
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private void Add(InvoiceRow row)
    {
        InvoiceCount++;
        var appears = row.Issued > From ? row.Issued : From;
        Enter(_issued, appears, row);
        if (row.Settled is { } settled && settled >= From)
        {
            Enter(_settled, settled, row);
        }
    }

    private void Enter(Dictionary<DateOnly, List<InvoiceRow>> days, DateOnly day, InvoiceRow row)
    {
        if (!days.TryGetValue(day, out var rows))
        {
            days.Add(day, rows = []);
        }

        rows.Add(row);
        LastDay = day > LastDay ? day : LastDay;
    }
}
