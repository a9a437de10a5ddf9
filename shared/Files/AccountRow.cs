using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>An account as a file tells of it. What the file leaves blank, or does not tell, is null.</summary>
/// <param name="Account">The account's number, 1 to 64 characters; leading zeros count.</param>
/// <param name="Name">The customer's name, 1 to 200 characters.</param>
/// <param name="Currency">The account's currency.</param>
/// <param name="Terms">The payment terms (R2).</param>
/// <param name="Policy">The name of the policy; whether it exists is checked by the import.</param>
/// <param name="TimeZone">The time zone's name (R23); whether it exists is checked by the import.</param>
/// <param name="Region">The region of the holiday calendar (R7); whether it exists is checked by the import.</param>
/// <param name="BillingAccount">The account that pays for this one (R6).</param>
/// <param name="SalesRep">The sales representative.</param>
/// <param name="CreditLimit">The credit limit in units of the currency, not negative.</param>
/// <param name="Status">The status as the books have it.</param>
/// <param name="Language">The language of letters, such as <c>en</c>.</param>
/// <param name="CustomerSince">The first day of trading together.</param>
/// <param name="Notes">What a clerk should read first (R24); may have several lines.</param>
public sealed record AccountRow(
    string Account,
    string Name,
    Currency? Currency = null,
    Terms? Terms = null,
    string? Policy = null,
    string? TimeZone = null,
    string? Region = null,
    string? BillingAccount = null,
    string? SalesRep = null,
    decimal? CreditLimit = null,
    string? Status = null,
    string? Language = null,
    DateOnly? CustomerSince = null,
    string? Notes = null)
{
    /// <summary>What the file tells: of an account that is known the rest stays as it is (R46).</summary>
    public AccountFields Said { get; init; } = AccountFields.All;
}
