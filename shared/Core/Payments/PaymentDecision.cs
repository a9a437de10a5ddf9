using Collections.Core.Ledger;

namespace Collections.Core.Payments;

/// <summary>What a person says of a payment.</summary>
public abstract record PaymentDecision
{
    private PaymentDecision()
    {
    }

    /// <summary>It settles these invoices, in place of what it settled before. They may belong to several accounts: then the payment is split among them.</summary>
    /// <param name="Allocations">The invoices, each once; none where all of it is unapplied credit.</param>
    /// <param name="Account">The account that has the rest as unapplied credit; null for that of the first invoice or, with none, the one that has it now.</param>
    /// <param name="Learn">The keys by which the payer is known from now on to pay for these accounts (<see cref="Match.Learn"/>).</param>
    public sealed record Allocate(IReadOnlyList<Allocation> Allocations, string? Account, IReadOnlyList<string> Learn) : PaymentDecision;

    /// <summary>It was matched wrongly, or set aside: it settles nothing, belongs to nobody, and its accounts are refused from now on. What was
    /// learned from it is forgotten.</summary>
    public sealed record Undo : PaymentDecision;

    /// <summary>It is none of this account's, or of any of those that are suggested: they are not suspected any more, and refused from now on.</summary>
    /// <param name="Account">The account, or null for all that are suggested.</param>
    public sealed record Reject(string? Account) : PaymentDecision;

    /// <summary>It is no customer's payment: a refund, a loan, the owner's own money. Its state is <see cref="PaymentState.Ignored"/>.</summary>
    /// <param name="Note">What it is.</param>
    public sealed record SetAside(string Note) : PaymentDecision;

    /// <summary>An entry that came back, of which nobody knew what it undoes, undoes this payment (R37).</summary>
    /// <param name="PaymentId">The payment, of the same feed.</param>
    public sealed record Undoes(string PaymentId) : PaymentDecision;
}

/// <summary>Where a payment stands.</summary>
public enum PaymentState
{
    /// <summary>It belongs to an account; what settled no invoice is unapplied credit there.</summary>
    Matched,

    /// <summary>Nobody knows yet whose it is; it is never lost.</summary>
    Unmatched,

    /// <summary>It was known already.</summary>
    Duplicate,

    /// <summary>It is no customer's payment: money that went out, or what a person has set aside.</summary>
    Ignored,
}
