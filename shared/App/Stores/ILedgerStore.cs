using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>The ledger as it is imported.</summary>
public interface ILedgerStore
{
    /// <summary>Adds or changes accounts; the same row again changes nothing.</summary>
    Task<IReadOnlyList<RowResult>> SaveAccountsAsync(IReadOnlyList<Account> accounts, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Adds or changes contacts, one a role and name in an account; the same row again changes nothing. A new address clears a bounce.</summary>
    Task<IReadOnlyList<RowResult>> SaveContactsAsync(IReadOnlyList<ContactEntry> contacts, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Adds or changes open items; the same row again changes nothing. Open cases of changed accounts get a <see cref="LedgerChanged"/>.</summary>
    /// <remarks>An invoice that reaches nothing open counts into its account's <see cref="PaymentHistory"/>.</remarks>
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

/// <summary>A contact and its account.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Contact">The contact.</param>
public sealed record ContactEntry(string Account, Contact Contact);

/// <summary>An open item and its account.</summary>
/// <param name="Account">The code of the account that was invoiced; it is known.</param>
/// <param name="Invoice">The item. An item's number and instalment are unique in the company.</param>
/// <param name="Disputed">What the books say is disputed, or null; it opens a dispute of kind other, and nothing (zero) ends that one (R4).</param>
/// <param name="SettledOn">The day on which it was settled in full, if the books say so.</param>
public sealed record InvoiceEntry(string Account, Invoice Invoice, Money? Disputed = null, DateOnly? SettledOn = null);

/// <summary>What an import must know of an account.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Terms">Its terms.</param>
/// <param name="Name">Its name.</param>
public sealed record AccountHead(string Code, Currency Currency, Terms Terms, string Name);
