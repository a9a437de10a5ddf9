using Collections.Core.Ledger;

namespace Collections.Files.Statements;

/// <summary>A transaction as a format's reader found it, before it has its id.</summary>
internal sealed record RawEntry(long Line, DateOnly BookedOn, Money Amount, bool IsCredit)
{
    /// <summary>The bank's own reference of it, where it has one.</summary>
    public string? BankReference { get; init; }

    /// <summary>What the payer wrote.</summary>
    public string? Reference { get; init; }

    /// <summary>Who paid.</summary>
    public string? Payer { get; init; }

    /// <summary>The customer's account in the ledger, where a file names it.</summary>
    public string? Account { get; init; }

    /// <summary>What else there is.</summary>
    public EntryDetails Details { get; init; } = new();
}
