using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Stores;

/// <summary>Says whose a payment is.</summary>
public interface IPaymentMatcher
{
    /// <summary>Matches an entry against the ledger as it stands inside the commit. Pure but for the look-ups: the same ledger, the same answer.</summary>
    Match Find(BankEntry entry, ILedgerLookup ledger);
}

/// <summary>The look-ups that matching needs. They see the ledger inside the commit that is under way.</summary>
public interface ILedgerLookup
{
    /// <summary>An invoice number with the account that is billed; null if the ledger never had it.</summary>
    /// <param name="number">As printed; upper and lower case count the same.</param>
    /// <returns>The open items, instalments in order; none where all of it is settled.</returns>
    OpenInvoice? FindInvoice(string number);

    /// <summary>The account that is billed for a code, or null. Upper and lower case count the same.</summary>
    string? FindAccount(string code);

    /// <summary>The account with this payment reference (R41), or null.</summary>
    string? FindReference(string creditorReference);

    /// <summary>The open items of an account, those of its branches included, oldest due first.</summary>
    IReadOnlyList<Invoice> OpenItems(string account);

    /// <summary>The currency that an account trades in, or null for a code that is not there.</summary>
    Currency? CurrencyOf(string account);

    /// <summary>The accounts that are billed for whoever goes by a key (<c>RemitterKey</c> in Core): customers by their names, and payers that were learned.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isBeginning">True if the key may be the beginning of theirs: banks cut long names off.</param>
    /// <returns>Each account once (by name and learned: as learned), by code; at most 20.</returns>
    IReadOnlyList<KnownRemitter> FindRemitters(string key, bool isBeginning);

    /// <summary>The shapes that the ledger's invoice numbers have (<c>NumberShape</c> in Core), by text; at most 100.</summary>
    IReadOnlyList<string> InvoiceShapes { get; }

    /// <summary>The shapes that the ledger's account codes have, by text; at most 100.</summary>
    IReadOnlyList<string> AccountShapes { get; }
}

/// <summary>An invoice number of the ledger.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="Items">The open items of it, instalments in order; none where all of it is settled.</param>
public sealed record OpenInvoice(string Account, IReadOnlyList<Invoice> Items);

/// <summary>An account that somebody is known to pay for.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="Key">The key that was found.</param>
/// <param name="IsLearned">True if they paid for it before; false if it is only called so.</param>
public sealed record KnownRemitter(string Account, string Key, bool IsLearned);
