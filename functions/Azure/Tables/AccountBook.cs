namespace Collections.Functions.Tables;

/// <summary>Writes accounts and contacts as the books have them.</summary>
internal sealed class AccountBook(AccountRows accounts, Indexes indexes, InvoiceBook invoices, CompanyRows company)
{
}
