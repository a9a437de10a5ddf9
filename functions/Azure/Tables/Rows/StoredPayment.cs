using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Newtonsoft.Json;

namespace Collections.Functions.Tables.Rows;

/// <summary>A payment, or another entry of a bank feed, as an account has it: a row in the account's partition (<see cref="Keys.Payment"/>).</summary>
/// <remarks>
/// Of every payment, at every moment: amount = what it settles + what is unapplied + what came back. Where a branch is billed to another account from
/// now on and takes half-paid invoices along, the parts of the payments that settled those go with them: then several accounts have a part each.
/// </remarks>
internal sealed class StoredPayment
{
    /// <summary>The feed's name.</summary>
    public required string Feed { get; set; }

    /// <summary>The bank's id, unique in its feed.</summary>
    public required string BankId { get; set; }

    /// <summary>What it is.</summary>
    public EntryKind Kind { get; set; }

    /// <summary>The day on which the bank booked it.</summary>
    public required DateOnly BookedOn { get; set; }

    /// <summary>When it was taken in.</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Its place in what was delivered with it, from 0.</summary>
    public int Place { get; set; }

    /// <summary>This account's part of it; nearly always all.</summary>
    public required Money Amount { get; set; }

    /// <summary>The whole amount, where another account has a part; else null.</summary>
    public Money? Whole { get; set; }

    /// <summary>What the payer wrote.</summary>
    public string? Reference { get; set; }

    /// <summary>Who paid, as the bank names them.</summary>
    public string? Payer { get; set; }

    /// <summary>The bank's id of the payment that this one undoes, or null.</summary>
    public string? ReversalOf { get; set; }

    /// <summary>Matched or not.</summary>
    public PaymentState State { get; set; }

    /// <summary>What settled nothing; minor units.</summary>
    public long Unapplied { get; set; }

    /// <summary>What came back; minor units.</summary>
    public long Returned { get; set; }

    /// <summary>When it came back, or null.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>Why it was matched so, or not.</summary>
    public required string Why { get; set; }

    /// <summary>What it settles, or settled.</summary>
    public List<Share> Shares { get; set; } = [];

    /// <summary>Counts how often it was said anew whose it is; what was done then in an account is not done again.</summary>
    public int Moves { get; set; }

    /// <summary>True for the part of the account that has what is unapplied, and all that no other account has.</summary>
    public bool IsHome { get; set; }

    /// <summary>The payer's account at their bank, or null.</summary>
    public string? PayerAccount { get; set; }

    /// <summary>The structured reference that the payer used, or null.</summary>
    public string? StructuredReference { get; set; }

    /// <summary>The id that the payer's bank gave it, or null.</summary>
    public string? EndToEndId { get; set; }

    /// <summary>The bank's own reference, or null.</summary>
    public string? BankReference { get; set; }

    /// <summary>The account that the feed named, or null.</summary>
    public string? NamedAccount { get; set; }

    /// <summary>How it came first, or null.</summary>
    public string? Source { get; set; }

    /// <summary>How certain the match is, or would be, in per cent.</summary>
    public int Confidence { get; set; }

    /// <summary>Whose it may be, best first, while nobody has it; null for nobody's.</summary>
    public List<Suggestion>? Suggestions { get; set; }

    /// <summary>The codes of accounts that a person said it is not for, in ordinal order; null for none.</summary>
    public List<string>? Refused { get; set; }

    /// <summary>True if a person allocated it, or set it aside.</summary>
    public bool IsByHand { get; set; }

    /// <summary>True if a part is unapplied, and what the payer named may yet come into the ledger.</summary>
    public bool Awaits { get; set; }

    /// <summary>Of a reversal: the id of the payment that it undoes, once that is known.</summary>
    public string? Undoes { get; set; }

    /// <summary>True where it was moved away: the row only tells that, and nobody is shown it.</summary>
    public bool IsGone { get; set; }

    /// <summary>The payment's id outside of the store.</summary>
    [JsonIgnore]
    public string Id => PaymentFacts.IdOf(Feed, BankId);

    /// <summary>What it settles; minor units.</summary>
    [JsonIgnore]
    public long Settled => Amount.Minor - Unapplied - Returned;

    /// <summary>Where it stands among others, in the order of their coming.</summary>
    [JsonIgnore]
    public (DateTimeOffset At, int Place, string Id) Order => (ReceivedAt, Place, Id);

    /// <summary>What it settles of an item; minor units.</summary>
    public long Of(Invoice item) => Shares.Find(share => share.IsOf(item))?.Amount ?? 0;

    /// <summary>Settles more, or less, of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="amount">Minor units; negative for less.</param>
    /// <param name="undone">How much of what it settled came back; minor units.</param>
    public void Settle(Invoice item, long amount, long undone)
    {
        var at = Shares.FindIndex(share => share.IsOf(item));
        var known = at < 0 ? new Share(item.Number, item.Part, item.Due, 0) : Shares[at];
        var share = known with { Due = item.Due, Amount = known.Amount + amount, Undone = known.Undone + undone };
        Shares.RemoveAll(other => other.IsOf(item));
        if (share.Amount != 0 || share.Undone != 0)
        {
            Shares.Insert(at < 0 ? Shares.Count : at, share);
        }

        Unapplied -= amount;
    }

    /// <summary>What <see cref="PaymentDecider"/> needs to know of an entry, but for who has it.</summary>
    /// <param name="pointer">The entry as its pointer has it: how it was matched stands there.</param>
    /// <param name="account">The account that has what is unapplied, or null.</param>
    public PaymentFacts ToFacts(StoredPayment pointer, string? account) => new()
    {
        Feed = Feed,
        BankId = BankId,
        Kind = Kind,
        Amount = Whole ?? Amount,
        State = pointer.State,
        Account = account,
        Unapplied = Unapplied,
        Returned = Returned,
        Settles = [.. Shares.Where(share => share.Amount > 0).Select(share => new Allocation(share.Number, new Money(share.Amount, Amount.Currency)))],
        Why = pointer.Why,
        Confidence = pointer.Confidence,
        Suggestions = pointer.Suggestions ?? [],
        Refused = pointer.Refused ?? [],
        Awaits = pointer.Awaits,
        ReversalOf = pointer.ReversalOf,
        Undoes = pointer.UndoneId,
    };

    /// <summary>Of a reversal: the id of the payment that it undoes, once that is known.</summary>
    [JsonIgnore]
    public string? UndoneId => Undoes ?? (Kind == EntryKind.Reversal && State == PaymentState.Matched ? PaymentFacts.IdOf(Feed, ReversalOf!) : null);

    /// <summary>The payment as people see it.</summary>
    /// <param name="account">The account that has it, or null.</param>
    /// <param name="entry">The entry as its pointer has it, where that is known: how it was matched stands there.</param>
    public PaymentRow ToRow(string? account, StoredPayment? entry = null) => new(
        Id, BookedOn, ReceivedAt, Whole ?? Amount, Reference, Payer, State, account,
        [.. Shares.Where(share => share.Amount > 0).GroupBy(share => share.Number, StringComparer.OrdinalIgnoreCase)
            .OrderBy(shares => shares.Min(share => share.Due)).ThenBy(shares => shares.Key, StringComparer.Ordinal)
            .Select(shares => new Allocation(shares.Key, new Money(shares.Sum(share => share.Amount), Amount.Currency)))],
        new Money(Unapplied, Amount.Currency), Why, Reversed: Kind == EntryKind.Payment && Returned >= (Whole ?? Amount).Minor)
    {
        PayerAccount = PayerAccount,
        StructuredReference = StructuredReference,
        Confidence = (entry ?? this).Confidence,
        Suggestions = (entry ?? this).Suggestions ?? [],
        Refused = (entry ?? this).Refused ?? [],
        IsByHand = (entry ?? this).IsByHand,
        Awaits = (entry ?? this).Awaits,
        Undoes = UndoneId,
        IsReversal = Kind == EntryKind.Reversal,
    };

    /// <summary>The entry as a matcher gets it.</summary>
    public BankEntry ToEntry() => new(BankId, BookedOn, Amount, IsCredit: Kind == EntryKind.Payment, Reference, Payer, NamedAccount, ReversalOf)
    {
        PayerAccount = PayerAccount,
        StructuredReference = StructuredReference,
        EndToEndId = EndToEndId,
        BankReference = BankReference,
        Source = Source,
        Refused = Refused ?? [],
    };

    /// <summary>Another one of the same.</summary>
    public StoredPayment Copy()
    {
        var copy = (StoredPayment)MemberwiseClone();
        copy.Shares = [.. Shares];
        return copy;
    }

    /// <summary>Makes it a part of so much, all of it unapplied.</summary>
    /// <param name="amount">Minor units.</param>
    public void Cut(long amount)
    {
        Whole = amount == Amount.Minor ? null : Amount;
        (Amount, Unapplied) = (new Money(amount, Amount.Currency), amount);
    }

    /// <summary>Takes a part out, with the shares that it settles; nothing of it is unapplied, and nothing came back.</summary>
    public StoredPayment Split(IReadOnlyCollection<Share> shares)
    {
        var part = Copy();
        part.Whole = Whole = Whole ?? Amount;
        part.IsHome = false;
        part.Amount = new Money(shares.Sum(share => share.Amount), Amount.Currency);
        (part.Unapplied, part.Returned, part.ReturnedAt, part.Shares) = (0, 0, null, [.. shares]);
        Amount -= part.Amount;
        Shares = [.. Shares.Except(shares)];
        return part;
    }

    /// <summary>Puts the parts that several accounts have together.</summary>
    public void Join(StoredPayment other)
    {
        Amount += other.Amount;
        (IsHome, Moves) = (IsHome || other.IsHome, Math.Min(Moves, other.Moves));
        Whole = Whole is { } whole && whole != Amount ? whole : null;
        Unapplied += other.Unapplied;
        Returned += other.Returned;
        ReturnedAt = ReturnedAt > other.ReturnedAt ? ReturnedAt : other.ReturnedAt ?? ReturnedAt;
        Shares.AddRange(other.Shares);
    }
}

/// <summary>What a payment settles of an item.</summary>
/// <param name="Number">The item's number.</param>
/// <param name="Part">The instalment.</param>
/// <param name="Due">When it fell due.</param>
/// <param name="Amount">How much; minor units.</param>
/// <param name="Undone">How much of it came back; minor units.</param>
internal sealed record Share(string Number, int Part, DateOnly Due, long Amount, long Undone = 0)
{
    /// <summary>True for a share of this item.</summary>
    public bool IsOf(Invoice item) => Part == item.Part && string.Equals(Number, item.Number, StringComparison.OrdinalIgnoreCase);
}
