using System.Collections.Immutable;
using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>An invoice or a credit note as a file tells of it. What the file leaves blank, or does not tell, is null.</summary>
/// <remarks>
/// Amounts are plain decimals, because a row without a currency takes that of its account, which only the import knows.
/// They have at most the decimals of <see cref="Currency"/>, or three where that is null.
/// </remarks>
/// <param name="Invoice">The invoice's number, 1 to 64 characters; leading zeros count.</param>
/// <param name="Account">The account's number, 1 to 64 characters; leading zeros count.</param>
/// <param name="Issued">The day of issue.</param>
/// <param name="Amount">The amount in units; negative for a credit note.</param>
/// <param name="Currency">The currency, or null for that of the account.</param>
/// <param name="Due">The one due date, not before <paramref name="Issued"/>; null where terms or instalments say when.</param>
/// <param name="Balance">What is still open, of the amount's sign and at most the amount; null for all of it.</param>
/// <param name="Reference">The customer's reference.</param>
/// <param name="Order">The order's number.</param>
/// <param name="Disputed">The disputed part (R4), more than zero and at most what is open; of a settled invoice at most the amount.</param>
/// <param name="Settled">The day on which it was settled in full; the balance is then zero.</param>
/// <param name="Instalments">The instalments (R2), earliest first, which sum to the amount; empty where there are none.</param>
public sealed record InvoiceRow(
    string Invoice,
    string Account,
    DateOnly Issued,
    decimal Amount,
    Currency? Currency,
    DateOnly? Due,
    decimal? Balance,
    string? Reference,
    string? Order,
    decimal? Disputed,
    DateOnly? Settled,
    ImmutableArray<Instalment> Instalments)
{
    /// <summary>What the file tells: of an invoice that is known the rest stays as it is (R46).</summary>
    public InvoiceFields Said { get; init; } = InvoiceFields.All;
}

/// <summary>A part of an invoice that falls due on a day of its own (R2).</summary>
/// <param name="Due">The day on which it falls due.</param>
/// <param name="Amount">The part in units, of the sign of the invoice's amount.</param>
public readonly record struct Instalment(DateOnly Due, decimal Amount);
