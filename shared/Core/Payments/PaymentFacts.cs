using Collections.Core.Ledger;

namespace Collections.Core.Payments;

/// <summary>What an entry of a bank feed is.</summary>
public enum EntryKind
{
    /// <summary>Money that came in.</summary>
    Payment,

    /// <summary>A payment that came back (R37).</summary>
    Reversal,

    /// <summary>Money that went out.</summary>
    Outgoing,
}

/// <summary>An entry of a bank feed as it stands: what a decision about it begins with.</summary>
/// <remarks>Of every payment, at every moment: amount = what it settles + what is unapplied + what came back.</remarks>
public sealed record PaymentFacts
{
    /// <summary>The feed that delivered it.</summary>
    public required string Feed { get; init; }

    /// <summary>The bank's id, unique in its feed.</summary>
    public required string BankId { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The whole amount; positive.</summary>
    public required Money Amount { get; init; }

    /// <summary>Where it stands.</summary>
    public required PaymentState State { get; init; }

    /// <summary>The bill-to account that has what is unapplied, and all that no other has; null for nobody.</summary>
    public string? Account { get; init; }

    /// <summary>What settles nothing; minor units.</summary>
    public long Unapplied { get; init; }

    /// <summary>What came back; minor units.</summary>
    public long Returned { get; init; }

    /// <summary>What it settles, by invoice number; needed for an allocation only.</summary>
    public IReadOnlyList<Allocation> Settles { get; init; } = [];

    /// <summary>The bill-to accounts that have more than nothing of it; needed where it is undone.</summary>
    public IReadOnlyList<string> Holders { get; init; } = [];

    /// <summary>Why it was matched so, or not.</summary>
    public string Why { get; init; } = "";

    /// <summary>How certain that is, in per cent.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The accounts that a person said it is not for.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if the payer named what the ledger lacked when it was matched.</summary>
    public bool Awaits { get; init; }

    /// <summary>Of a reversal: the bank's id of what it undoes, as the bank or a person said.</summary>
    public string? ReversalOf { get; init; }

    /// <summary>Of a reversal: the id of the payment that it undoes; null while nobody knows, or that has not come.</summary>
    public string? Undoes { get; init; }

    /// <summary>The entry's id outside of a store: the feed's name, a colon, the bank's id.</summary>
    public string Id => IdOf(Feed, BankId);

    /// <summary>True for a payment of which nobody has said whose it is, and nothing came back: it is matched again when the ledger changes.</summary>
    public bool IsOpen => Kind == EntryKind.Payment && State == PaymentState.Unmatched && Returned == 0;

    /// <summary>True for a payment that may settle more in the account that has it: the payer named what may yet come, and a part is unapplied.</summary>
    /// <remarks>What came back of it is gone; what is left is the customer's money still.</remarks>
    public bool IsAwaiting => Kind == EntryKind.Payment && State == PaymentState.Matched && Awaits && Unapplied > 0 && Account is not null;

    /// <summary>True for a payment that a later look at the ledger may match better: then a matcher is asked (<see cref="Asked"/>).</summary>
    public bool Waits => IsOpen || IsAwaiting;

    /// <summary>What a matcher is asked of a payment that waits: of an open one, all of it; of one that awaits, what is unapplied, for the account that has it.</summary>
    /// <param name="entry">The payment as the bank told it.</param>
    public BankEntry Asked(BankEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return IsOpen ? entry : entry with { Amount = new Money(Unapplied, Amount.Currency), Only = Account };
    }

    /// <summary>The id outside of a store of what a feed calls so.</summary>
    public static string IdOf(string feed, string bankId) => $"{feed}:{bankId}";
}

/// <summary>An invoice number of the ledger, as far as money needs to know it.</summary>
/// <param name="BillTo">The account that is billed for it.</param>
/// <param name="Room">How much of it payments do not settle yet, credit notes left out.</param>
public readonly record struct InvoiceRoom(BillTo BillTo, Money Room);

/// <summary>What the ledger says of the accounts and invoices that a person names; what it does not have is left out.</summary>
/// <param name="Accounts">The bill-to account of each code that was named.</param>
/// <param name="Invoices">Each number that was named; upper and lower case count the same.</param>
public sealed record LedgerFacts(IReadOnlyDictionary<string, BillTo> Accounts, IReadOnlyDictionary<string, InvoiceRoom> Invoices)
{
    /// <summary>Where nothing is named.</summary>
    public static LedgerFacts None { get; } = new(
        new Dictionary<string, BillTo>(StringComparer.Ordinal), new Dictionary<string, InvoiceRoom>(StringComparer.OrdinalIgnoreCase));

    /// <summary>What a decision names, and a store looks up before it asks.</summary>
    public static (string? Account, IEnumerable<string> Invoices) NamedBy(PaymentDecision decision) => decision switch
    {
        PaymentDecision.Allocate allocate => (allocate.Account, allocate.Allocations.Select(part => part.Invoice)),
        PaymentDecision.Reject reject => (reject.Account, []),
        _ => (null, []),
    };
}
