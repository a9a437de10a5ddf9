namespace Collections.App.Company;

/// <summary>The seller, and the ways to pay it (R41).</summary>
public sealed record Seller
{
    /// <summary>The name that customers know.</summary>
    public required string Name { get; init; }

    /// <summary>The postal address, a line each.</summary>
    public IReadOnlyList<string> AddressLines { get; init; } = [];

    /// <summary>Where answers, requests for instalments and reports of a wrong invoice go.</summary>
    public required string ReplyTo { get; init; }

    /// <summary>The accounts department's telephone number, if any.</summary>
    public string? Phone { get; init; }

    /// <summary>The name on the bank account.</summary>
    public required string BankAccountName { get; init; }

    /// <summary>The account's numbers, a line each, as its country prints them: <c>BSB 062-000</c>, <c>Account 1234 5678</c>.</summary>
    public required IReadOnlyList<string> BankLines { get; init; }

    /// <summary>The card page's address with <c>{amount}</c>, <c>{currency}</c> and <c>{reference}</c>, or null where there is none.</summary>
    public string? CardLinkPattern { get; init; }
}
