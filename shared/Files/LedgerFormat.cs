namespace Collections.Files;

/// <summary>Whose form a file of invoices has.</summary>
public enum LedgerFormat
{
    /// <summary>The header tells; a header that tells two things, or nothing, is an error.</summary>
    Auto,

    /// <summary>Our own columns, or others by a map.</summary>
    Canonical,

    /// <summary>Xero's export of invoices, or its Aged Receivables Detail.</summary>
    Xero,

    /// <summary>QuickBooks' A/R Aging Detail or Open Invoices.</summary>
    QuickBooks,

    /// <summary>MYOB's export of sales.</summary>
    Myob,
}
