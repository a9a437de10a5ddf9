using Collections.Core.Ledger;

namespace Collections.Files.Accounting;

/// <summary>A document of an export before it is checked.</summary>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Number">Its number, or null if it has none of its own.</param>
/// <param name="Prefix">What the made-up number of a document without one begins with; null where a document must have one.</param>
/// <param name="Issued">Its day.</param>
/// <param name="Due">The day on which it falls due, or null.</param>
/// <param name="Amount">What it was for; negative for a credit. Null if the export doesn't tell.</param>
/// <param name="Balance">What is open of it.</param>
internal sealed record ExportDocument(
    long Line, ExportCustomer Customer, string? Number, string? Prefix, DateOnly Issued, DateOnly? Due, decimal? Amount, decimal Balance)
{
    /// <summary>True for a document that can only be in the customer's favour.</summary>
    public bool MustBeCredit { get; init; }

    /// <summary>The currency, or null for the export's.</summary>
    public Currency? Currency { get; init; }

    /// <summary>The customer's reference.</summary>
    public string? Reference { get; init; }

    /// <summary>The order's number.</summary>
    public string? Order { get; init; }

    /// <summary>Which of these the export has columns for; of an invoice that is known the rest stays (R46).</summary>
    public required InvoiceFields Said { get; init; }

    /// <summary>What an export tells of every document, and of what else it has a column.</summary>
    public static InvoiceFields SaidBy(int due, int reference, int order) =>
        InvoiceFields.Balance | InvoiceFields.Kind | (due >= 0 ? InvoiceFields.Due : InvoiceFields.None)
        | (reference >= 0 ? InvoiceFields.Reference : InvoiceFields.None) | (order >= 0 ? InvoiceFields.Order : InvoiceFields.None);
}
