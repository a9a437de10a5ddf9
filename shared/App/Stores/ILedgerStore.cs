using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>The ledger as it is imported, and the payments.</summary>
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

    /// <summary>Takes in what a feed delivered: payments with their allocations, in one commit with the inbox items that follow from them.</summary>
    /// <remarks>
    /// <paramref name="match"/> is called inside the commit, so that it sees every payment before this one. A payment whose feed and id are known
    /// changes nothing (promise 4). Where the payment reached an account with a case, a <see cref="PaymentReceived"/> (or reversed) is posted.
    /// </remarks>
    /// <returns>For each entry, in order, how it went.</returns>
    Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher match, CancellationToken cancel);

    /// <summary>Allocates a payment by hand, replacing what it settled before.</summary>
    /// <returns>Null if it is done, else why not.</returns>
    Task<string?> AllocateAsync(string paymentId, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now, CancellationToken cancel);

    /// <summary>When each feed spoke last, and up to when it is complete (R20).</summary>
    Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel);

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
public sealed record AccountHead(string Code, Currency Currency, Terms Terms);

/// <summary>What a bank feed delivered.</summary>
/// <param name="Feed">The feed's name.</param>
/// <param name="Now">When it arrived.</param>
/// <param name="AsOf">Up to when the feed is complete, if it said so; an empty delivery counts (R20).</param>
/// <param name="Entries">The entries, in their order.</param>
public sealed record BankDelivery(string Feed, DateTimeOffset Now, DateTimeOffset? AsOf, IReadOnlyList<BankEntry> Entries);

/// <summary>One entry of a bank feed.</summary>
/// <param name="Id">The bank's id, unique in its feed.</param>
/// <param name="BookedOn">The day on which the bank booked it.</param>
/// <param name="Amount">How much; positive.</param>
/// <param name="IsCredit">True for money that came in.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid, as the bank names them.</param>
/// <param name="Account">The account, where the feed knows it.</param>
/// <param name="ReversalOf">The id of the entry that this one undoes, or null (R37).</param>
public sealed record BankEntry(
    string Id, DateOnly BookedOn, Money Amount, bool IsCredit, string? Reference, string? Payer, string? Account, string? ReversalOf);

/// <summary>Where a payment stands.</summary>
public enum PaymentState
{
    /// <summary>It belongs to an account; what settled no invoice is unapplied credit there.</summary>
    Matched,

    /// <summary>Nobody knows yet whose it is; it is never lost.</summary>
    Unmatched,

    /// <summary>It was known already.</summary>
    Duplicate,

    /// <summary>It is no customer's payment: money that went out.</summary>
    Ignored,
}

/// <summary>How an entry went.</summary>
/// <param name="PaymentId">The payment's id in the store: the feed's name, a colon and the bank's id.</param>
/// <param name="State">How.</param>
/// <param name="Account">The account that it reached, or null.</param>
public readonly record struct PaymentResult(string PaymentId, PaymentState State, string? Account);

/// <summary>A part of a payment that settles an invoice.</summary>
/// <param name="Invoice">The invoice's number; its instalments are settled earliest first.</param>
/// <param name="Amount">How much of it; positive.</param>
public sealed record Allocation(string Invoice, Money Amount);

/// <summary>What a matcher says of an entry.</summary>
/// <param name="Account">The account that is billed, or null if unmatched.</param>
/// <param name="Allocations">What the payment settles; the rest is unapplied credit of the account.</param>
/// <param name="Why">Why, in words.</param>
public sealed record Match(string? Account, IReadOnlyList<Allocation> Allocations, string Why)
{
    /// <summary>Nobody knows whose it is.</summary>
    public static Match None(string why) => new(null, [], why);
}

/// <summary>Says whose a payment is.</summary>
public interface IPaymentMatcher
{
    /// <summary>Matches an entry against the ledger as it stands inside the commit. Pure but for the look-ups.</summary>
    Match Find(BankEntry entry, ILedgerLookup ledger);
}

/// <summary>The look-ups that matching needs. They see the ledger inside the commit that is under way.</summary>
public interface ILedgerLookup
{
    /// <summary>The open items of an invoice number, its instalments in order, with the account that is billed; null if there is no such open invoice.</summary>
    /// <param name="number">As printed; upper and lower case count the same.</param>
    OpenInvoice? FindInvoice(string number);

    /// <summary>The account that is billed for a code, or null. Upper and lower case count the same.</summary>
    string? FindAccount(string code);

    /// <summary>The account with this payment reference (R41), or null.</summary>
    string? FindReference(string creditorReference);

    /// <summary>The open items of an account, those of its branches included, oldest due first.</summary>
    IReadOnlyList<Invoice> OpenItems(string account);
}

/// <summary>The open items of one invoice number.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="Items">The items, instalments in order.</param>
public sealed record OpenInvoice(string Account, IReadOnlyList<Invoice> Items);

/// <summary>When a feed spoke last (R20).</summary>
/// <param name="Feed">Its name.</param>
/// <param name="AsOf">Up to when it is complete.</param>
/// <param name="HeardAt">When it delivered last.</param>
public sealed record FeedState(string Feed, DateTimeOffset AsOf, DateTimeOffset HeardAt);
