using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Stores;

/// <summary>The payments, to look through: what came in, and what became of it.</summary>
public interface IPaymentList
{
    /// <summary>Payments, newest first.</summary>
    Task<Page<PaymentRow>> PaymentsAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel);

    /// <summary>One payment; null for an id that is not there.</summary>
    Task<PaymentRow?> PaymentAsync(string paymentId, CancellationToken cancel);
}

/// <summary>A payment as it is stored.</summary>
/// <param name="Id">The feed's name, a colon and the bank's id.</param>
/// <param name="BookedOn">When the bank booked it.</param>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="State">Matched or not.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="Allocations">What it settled.</param>
/// <param name="Unapplied">What it settled nothing with.</param>
/// <param name="Why">Why it was matched so, or not.</param>
/// <param name="Reversed">True if it came back.</param>
public sealed record PaymentRow(
    string Id,
    DateOnly BookedOn,
    DateTimeOffset ReceivedAt,
    Money Amount,
    string? Reference,
    string? Payer,
    PaymentState State,
    string? Account,
    IReadOnlyList<Allocation> Allocations,
    Money Unapplied,
    string Why,
    bool Reversed)
{
    /// <summary>The payer's account at their bank, or null.</summary>
    public string? PayerAccount { get; init; }

    /// <summary>The structured reference that the payer used, or null.</summary>
    public string? StructuredReference { get; init; }

    /// <summary>How certain the match is, or would be, in per cent; 0 where a person decided or nothing is known.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first, while it is unmatched.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Accounts that a person said it is not for.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>True if a person decided what became of it; then nothing changes that by itself.</summary>
    public bool IsByHand { get; init; }

    /// <summary>True if a part is unapplied, and what the payer named may yet come into the ledger (<see cref="Match.Awaits"/>).</summary>
    public bool Awaits { get; init; }

    /// <summary>The id of the payment that it undoes, the feed's name before it; null for what is no reversal, or while nobody knows (R37).</summary>
    public string? Undoes { get; init; }

    /// <summary>True for what came back: it undoes a payment, though nobody may know yet which.</summary>
    public bool IsReversal { get; init; }
}
