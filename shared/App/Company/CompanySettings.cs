using Collections.Core.Calendars;
using Collections.Core.Ledger;

namespace Collections.App.Company;

/// <summary>What holds for the seller as a whole; an account's own data win over it.</summary>
public sealed record CompanySettings
{
    /// <summary>Who writes the letters, and how to pay (R41).</summary>
    public required Seller Seller { get; init; }

    /// <summary>The address that letters come from.</summary>
    public required string FromAddress { get; init; }

    /// <summary>Where the company is: its scans, its days, and its accounts unless they say otherwise.</summary>
    public required Place Place { get; init; }

    /// <summary>The currency of accounts and invoices that name none.</summary>
    public Currency Currency { get; init; } = Currency.Aud;

    /// <summary>The terms of accounts that name none.</summary>
    public Terms Terms { get; init; } = new(TermsKind.Net, 30);

    /// <summary>The policy of accounts that name none.</summary>
    public string DefaultPolicy { get; init; } = "three-calls";

    /// <summary>The local time at which the day's scan runs, before the contact hours begin.</summary>
    public TimeOnly ScanAt { get; init; } = new(6, 0);
}
