using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Core.Payments;

/// <summary>What is done with a payment's money.</summary>
public enum MoneyMove
{
    /// <summary>Nothing: it stays where it is, or is nobody's as before.</summary>
    None,

    /// <summary>What it settled is taken off, and it settles what the ruling says instead.</summary>
    Anew,

    /// <summary>What is unapplied settles more of what the account owes; nothing that is settled changes.</summary>
    More,
}

/// <summary>What is to become of an entry of a bank feed, as <see cref="PaymentDecider"/> rules: a store writes it, whole.</summary>
public sealed record PaymentRuling
{
    /// <summary>Why a person was refused; then nothing else is said, and nothing changes.</summary>
    public PaymentRefusal? Refusal { get; init; }

    /// <summary>True if everything stays as it is: nothing is written, and nobody is told.</summary>
    public bool IsNothing { get; init; }

    /// <summary>Where it stands from now on.</summary>
    public PaymentState State { get; init; }

    /// <summary>What is done with the money.</summary>
    public MoneyMove Move { get; init; }

    /// <summary>The bill-to account that has what no other gets; null for nobody.</summary>
    public string? Account { get; init; }

    /// <summary>What it settles, as far as there is room: of that account or of others.</summary>
    public IReadOnlyList<Allocation> Allocations { get; init; } = [];

    /// <summary>Why, in words.</summary>
    public string Why { get; init; } = "";

    /// <summary>How certain that is, in per cent.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first; none once it is somebody's.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The accounts that it is not for, by code.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if a person decided.</summary>
    public bool IsByHand { get; init; }

    /// <summary>True if it waits on for what the payer named, should a part be unapplied.</summary>
    public bool Awaits { get; init; }

    /// <summary>Who is known to pay for whom by it; whatever it taught before is forgotten.</summary>
    public IReadOnlyList<Lesson> Lessons { get; init; } = [];

    /// <summary>Of a reversal: the bank's id of what it undoes.</summary>
    public string? ReversalOf { get; init; }

    internal static PaymentRuling Nothing { get; } = new() { IsNothing = true };

    internal static PaymentRuling Refuse(RefusedBecause because, string why) => new() { Refusal = new PaymentRefusal(because, why) };
}

/// <summary>Whoever goes by a key pays for an account.</summary>
/// <param name="Key">The key (<see cref="RemitterKey"/>).</param>
/// <param name="Account">The account's code.</param>
public sealed record Lesson(string Key, string Account);

/// <summary>Why something cannot be done with a payment.</summary>
/// <param name="Because">The kind of reason.</param>
/// <param name="Why">The reason in words, with the values that it is about.</param>
public sealed record PaymentRefusal(RefusedBecause Because, string Why)
{
    /// <inheritdoc/>
    public override string ToString() => Why;
}

/// <summary>The kinds of reasons for which something cannot be done with a payment.</summary>
public enum RefusedBecause
{
    /// <summary>There is no such payment, or what is asked is not for entries of its kind.</summary>
    NoSuchPayment,

    /// <summary>It, or a part of it, came back.</summary>
    CameBack,

    /// <summary>Neither an invoice nor an account is named.</summary>
    NothingNamed,

    /// <summary>The ledger does not have the invoice.</summary>
    NoSuchInvoice,

    /// <summary>An invoice is named twice.</summary>
    NamedTwice,

    /// <summary>An amount is not positive, or a currency differs.</summary>
    WrongAmount,

    /// <summary>It is more than an invoice, or the payment, has room for.</summary>
    TooMuch,

    /// <summary>The ledger does not have the account.</summary>
    NoSuchAccount,

    /// <summary>It is nobody's already: there is nothing to undo.</summary>
    NobodyHasIt,

    /// <summary>It is set aside.</summary>
    IsSetAside,

    /// <summary>It is somebody's.</summary>
    IsMatched,

    /// <summary>It undoes a payment.</summary>
    UndoesPayment,

    /// <summary>It is no reversal.</summary>
    IsNoReversal,

    /// <summary>Nobody is suggested.</summary>
    NothingSuggested,

    /// <summary>It is of another feed.</summary>
    OtherFeed,
}
