namespace Collections.Functions.Tables;

/// <summary>Writes open items as the books have them.</summary>
internal sealed class InvoiceBook(AccountRows accounts, Indexes indexes)
{
}
