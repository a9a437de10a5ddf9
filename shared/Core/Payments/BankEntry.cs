using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Core.Payments;

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
    string Id, DateOnly BookedOn, Money Amount, bool IsCredit, string? Reference, string? Payer, string? Account, string? ReversalOf)
{
    /// <summary>The payer's account at their bank: an IBAN, or a number with its bank's code; null if the bank does not say.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The structured reference that the payer used, as the bank's field for it has it (ISO 11649 RF, Swiss QR, Belgian OGM, BPAY), or null.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>The id that the payer's bank gave the payment (ISO 20022 EndToEndId), or null.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The bank's own reference of the entry, which it gives in every report of it, or null.</summary>
    public string? BankReference { get; init; }

    /// <summary>How the entry came: <c>webhook</c>, <c>camt.053</c>, <c>camt.054</c>, <c>mt940</c>, <c>ofx</c>, <c>csv</c>; null if nobody knows any more.</summary>
    /// <remarks>The same money may come once by each (<see cref="DuplicateDetection"/>); one source tells it once, under one id.</remarks>
    public string? Source { get; init; }

    /// <summary>Accounts that a person said it is not for. A matcher neither applies it to them nor suggests them.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>The only account that it may be matched to, because it is there already; null for any.</summary>
    public string? Only { get; init; }
}
