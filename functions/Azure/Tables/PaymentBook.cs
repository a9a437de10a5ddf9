namespace Collections.Functions.Tables;

/// <summary>Takes in what banks deliver: each entry once, payments with what they settle, and what came back.</summary>
internal sealed class PaymentBook(PaymentRows rows, AccountRows accounts, Indexes indexes, CompanyRows company)
{
}
