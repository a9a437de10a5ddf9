namespace Collections.Core.Ledger;

/// <summary>An invoice, or one instalment of it, or a credit note, as it stands in the ledger.</summary>
/// <remarks>
/// What is settled is the larger of what the books say and what the bank has told us: both report the same payments, at
/// different times, so neither is added to the other (decision 0002). That makes every order and repetition of imports and
/// payments end in the same balance.
/// </remarks>
public sealed record Invoice
{
    /// <summary>The invoice's number as the seller prints it; leading zeros count.</summary>
    public required string Number { get; init; }

    /// <summary>The instalment, counted from 1; 0 for an invoice that is due at once (R2).</summary>
    public int Part { get; init; }

    /// <summary>The day of issue.</summary>
    public required DateOnly Issued { get; init; }

    /// <summary>The day on which it falls due.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>The amount; negative for a credit note.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the books say is still open; of the same sign as the amount.</summary>
    public required Money LedgerBalance { get; init; }

    /// <summary>What payments that the bank has told us of have settled, at most the amount.</summary>
    public Money Allocated { get; init; }

    /// <summary>The customer's reference, if any.</summary>
    public string? Reference { get; init; }

    /// <summary>The order's number, if any.</summary>
    public string? Order { get; init; }

    /// <summary>True for a credit note.</summary>
    public bool IsCredit => Amount.Minor < 0;

    /// <summary>What is still open: positive for an invoice, negative for a credit note that has not been applied (R3).</summary>
    public Money Open
    {
        get
        {
            var settledInBooks = Math.Abs(Amount.Minor - LedgerBalance.Minor);
            var settled = Math.Max(settledInBooks, Math.Abs(Allocated.Minor));
            var open = Math.Max(0, Math.Abs(Amount.Minor) - settled);
            return new Money(IsCredit ? -open : open, Amount.Currency);
        }
    }
}

/// <summary>Why a customer disputes an invoice (R4).</summary>
public enum DisputeKind
{
    /// <summary>Goods went back and no credit note came.</summary>
    ReturnedWithoutCredit,

    /// <summary>A return is announced and waits for its authorisation.</summary>
    AwaitingRma,

    /// <summary>The price is not the one agreed.</summary>
    Pricing,

    /// <summary>The goods did not arrive.</summary>
    NotReceived,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where a dispute stands.</summary>
public enum DisputeState
{
    /// <summary>It holds its amount out of collection.</summary>
    Open,

    /// <summary>A credit was posted; the dispute is over.</summary>
    Credited,

    /// <summary>It was rejected: its amount is chased again, from the first step (R4).</summary>
    Rejected,
}

/// <summary>A line that stands aside because the customer disputes it (R4).</summary>
/// <param name="Id">The dispute's id, unique in its account.</param>
/// <param name="Invoice">The number of the disputed invoice.</param>
/// <param name="Amount">The disputed part, at most what is open.</param>
/// <param name="Kind">Why.</param>
/// <param name="Owner">Who settles it: the salesperson, unless told.</param>
/// <param name="OpenedOn">The day on which it was raised.</param>
/// <param name="LookAgainOn">The day on which somebody looks at it again.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Note">What the customer said.</param>
/// <param name="ResolvedOn">The day on which it ended, or null.</param>
public sealed record Dispute(
    string Id,
    string Invoice,
    Money Amount,
    DisputeKind Kind,
    string? Owner,
    DateOnly OpenedOn,
    DateOnly LookAgainOn,
    DisputeState State = DisputeState.Open,
    string Note = "",
    DateOnly? ResolvedOn = null);
