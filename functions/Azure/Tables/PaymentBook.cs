using Azure.Data.Tables;

namespace Collections.Functions.Tables;

/// <summary>Takes in what banks deliver: each entry once, payments with what they settle, and what came back.</summary>
internal sealed class PaymentBook(TableClient table, AccountRows accounts, Indexes indexes, StoredJson json, CompanyRows company)
{
    /// <summary>The table's name.</summary>
    public const string Table = "payments";
}
