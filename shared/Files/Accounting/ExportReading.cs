namespace Collections.Files.Accounting;

/// <summary>What an export was read as.</summary>
public sealed class ExportReading
{
    /// <summary>Which export it is.</summary>
    public required AccountingExport Export { get; init; }

    /// <summary>The items and the rejected rows, in the file's order. The account of an item is its customer's <see cref="ExportCustomer.Code"/>.</summary>
    public required IReadOnlyList<ReadRow<InvoiceRow>> Rows { get; init; }

    /// <summary>The customers, by code.</summary>
    public required IReadOnlyDictionary<string, ExportCustomer> Customers { get; init; }

    /// <summary>The day whose state it shows, if it says so.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>False where an item's amount is only what is still open of it: the export doesn't tell what it once was.</summary>
    public required bool TellsAmounts { get; init; }

    /// <summary>True if a total that the file gives isn't the sum of its rows.</summary>
    public bool IsOutOfBalance { get; init; }

    /// <summary>What a person should know, in words.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A customer as an export tells of it.</summary>
/// <param name="Code">The account's code: the export's own number for the customer, or made from the name.</param>
/// <param name="Name">The name.</param>
/// <param name="IsOwnCode">True if the export has a number for the customer.</param>
public sealed record ExportCustomer(string Code, string Name, bool IsOwnCode)
{
    /// <summary>Whom to write to, if the export says so.</summary>
    public string? Email { get; set; }

    /// <summary>Whom to call.</summary>
    public string? Phone { get; set; }

    /// <summary>The person's name.</summary>
    public string? Person { get; set; }
}
