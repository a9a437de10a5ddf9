namespace Collections.Core.Ledger;

/// <summary>How a row went.</summary>
public enum RowState
{
    /// <summary>It was added or changed something.</summary>
    Accepted,

    /// <summary>It said what was known.</summary>
    Unchanged,

    /// <summary>It was rejected.</summary>
    Rejected,
}

/// <summary>How a row went, and what was wrong with it.</summary>
/// <param name="State">How.</param>
/// <param name="Field">The field that was wrong, or null.</param>
/// <param name="Why">Why it was rejected, or null.</param>
public readonly record struct RowResult(RowState State, string? Field = null, string? Why = null);

/// <summary>An account, and which of its fields are said.</summary>
/// <param name="Account">The account as it is if it is new; of one that is known, what is not said stays as it is stored.</param>
/// <param name="Said">What is said.</param>
public sealed record AccountEntry(Account Account, AccountFields Said = AccountFields.All);

/// <summary>A contact and its account.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Contact">The contact as it is if it is new.</param>
/// <param name="Said">What is said of it; of one that is known, the rest stays as it is stored.</param>
public sealed record ContactEntry(string Account, Contact Contact, ContactFields Said = ContactFields.All);

/// <summary>An open item and its account.</summary>
/// <param name="Account">The code of the account that was invoiced; it is known.</param>
/// <param name="Invoice">The item as it is if it is new. An item's number and instalment are unique in the company.</param>
/// <param name="Disputed">What the books say is disputed, or null; it opens a dispute of kind other, and nothing (zero) ends that one (R4).</param>
/// <param name="SettledOn">The day on which it was settled in full, if the books say so.</param>
public sealed record InvoiceEntry(string Account, Invoice Invoice, Money? Disputed = null, DateOnly? SettledOn = null)
{
    /// <summary>What is said of the item; of one that is known, the rest stays as it is stored.</summary>
    public InvoiceFields Said { get; init; } = InvoiceFields.All;

    /// <summary>How many instalments the row has that this item is one of; 0 for a row without.</summary>
    public int Instalments { get; init; }

    /// <summary>True if a field is said.</summary>
    public bool Says(InvoiceFields field) => (Said & field) != InvoiceFields.None;
}
