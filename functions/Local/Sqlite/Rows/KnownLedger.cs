namespace Collections.Local.Sqlite.Rows;

/// <summary>What one thread remembers of the ledger between commits.</summary>
internal sealed class KnownLedger
{
    /// <summary>Accounts by their codes.</summary>
    public AccountKeys Accounts { get; } = new();

    /// <summary>The shapes of invoice numbers.</summary>
    public KnownShapes InvoiceShapes { get; } = new(KnownShapes.OfInvoices);

    /// <summary>The shapes of account codes.</summary>
    public KnownShapes AccountShapes { get; } = new(KnownShapes.OfAccounts);

    /// <summary>Forgets everything: what was read was rolled back, or another process wrote to the file.</summary>
    public void Forget()
    {
        Accounts.Forget();
        InvoiceShapes.Forget();
        AccountShapes.Forget();
    }
}
