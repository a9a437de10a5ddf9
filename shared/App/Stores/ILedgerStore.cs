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
