using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>The ledger as it is imported.</summary>
public interface ILedgerStore
{
    /// <summary>Adds or changes accounts; the same row again changes nothing, and what a row does not say stays (R46).</summary>
    Task<IReadOnlyList<RowResult>> SaveAccountsAsync(IReadOnlyList<AccountEntry> accounts, DateTimeOffset now, CancellationToken cancel);

    /// <summary>
    /// Adds or changes contacts, one a role and name in an account; the same row again changes nothing, and what a row does not say stays (R46). A new address
    /// clears a bounce.
    /// </summary>
    Task<IReadOnlyList<RowResult>> SaveContactsAsync(IReadOnlyList<ContactEntry> contacts, DateTimeOffset now, CancellationToken cancel);

    /// <summary>
    /// Adds or changes open items; the same row again changes nothing, and what a row does not say stays (R46). Open cases of changed accounts get a
    /// <see cref="LedgerChanged"/>.
    /// </summary>
    /// <remarks>
    /// An invoice that reaches nothing open counts into its account's <see cref="PaymentHistory"/>. One that is known with instalments never gets an item for the
    /// whole beside them, nor the other way round: what is said of the whole is spread over them, or rejected (<see cref="SaidAndStored"/>).
    /// </remarks>
    Task<IReadOnlyList<RowResult>> SaveInvoicesAsync(IReadOnlyList<InvoiceEntry> invoices, DateTimeOffset now, CancellationToken cancel);

    /// <summary>What an import must know of accounts; codes that aren't there are left out.</summary>
    Task<IReadOnlyDictionary<string, AccountHead>> HeadsAsync(IReadOnlyCollection<string> codes, CancellationToken cancel);

    /// <summary>Everything open in the ledger, credits left out, for an account's share of it (R10): minor units, of all currencies as they come.</summary>
    Task<long> TotalOpenAsync(CancellationToken cancel);
}

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

/// <summary>Saving what is told as a whole.</summary>
public static class LedgerStoreExtensions
{
    /// <summary>Adds or changes accounts of which everything is said.</summary>
    public static Task<IReadOnlyList<RowResult>> SaveAccountsAsync(
        this ILedgerStore ledger, IReadOnlyList<Account> accounts, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return ledger.SaveAccountsAsync([.. accounts.Select(account => new AccountEntry(account))], now, cancel);
    }
}

/// <summary>What an import must know of an account.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="Name">Its name.</param>
public sealed record AccountHead(string Code, Currency Currency, Terms Terms, string Name);
