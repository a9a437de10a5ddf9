using Azure;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Newtonsoft.Json;

namespace Collections.Functions.Tables.Rows;

/// <summary>What leads from an entry of a bank feed to the accounts that have it; and the entry itself while none has.</summary>
/// <remarks>
/// It is the one place that says whether an entry is known, and what is being done with it. A <see cref="PendingOperation"/> is stored before anything is done in
/// an account, and taken away after; every step between is safe to repeat, so whoever meets a claim first finishes it.
/// </remarks>
internal sealed class PaymentPointer
{
    /// <summary>The payment's id outside of the store.</summary>
    public required string Id { get; set; }

    /// <summary>The entry as it was delivered; while no account has it, all that there is of it. Null if only reversals of it have come.</summary>
    public StoredPayment? Entry { get; set; }

    /// <summary>The accounts that have it or a part of it, the first one first; one that has nothing of it any more may be among them.</summary>
    public List<string> Accounts { get; set; } = [];

    /// <summary>What is being done with it, or null.</summary>
    [JsonProperty("claim")]
    public PendingOperation? Operation { get; set; }

    /// <summary>The ids of the reversals that undo it, in the order of their coming; known before the payment is, perhaps.</summary>
    public List<string> Reversals { get; set; } = [];

    /// <summary>Those of them that were taken off while no account had the payment.</summary>
    public List<string> Undone { get; set; } = [];

    /// <summary>The id of the payment, or other entry, that this one only tells of once more (<see cref="DuplicateDetection"/>); else null. Then it has no <see cref="Entry"/>.</summary>
    public string? AliasOf { get; set; }

    /// <summary>Of one that tells of another: how it came.</summary>
    public Report? Told { get; set; }

    /// <summary>Of one that tells of another: true once that one knows of it.</summary>
    public bool IsReported { get; set; }

    /// <summary>How else, or under what other id, it was told; null for none.</summary>
    public List<Report>? Reports { get; set; }

    /// <summary>Of a reversal: the accounts that need not wait for its payment any more; null for none.</summary>
    public List<string>? Cleared { get; set; }

    /// <summary>By what the payer is known since this payment; null for nothing.</summary>
    public List<Lesson>? Taught { get; set; }

    /// <summary>The entity's tag when it was read; default before it was ever stored.</summary>
    [JsonIgnore]
    public ETag Tag { get; set; }

    /// <summary>True from the moment at which it was first written until what it claimed then is done: no account can have the payment yet, unless somebody else does it.</summary>
    [JsonIgnore]
    public bool IsNew { get; set; }

    /// <summary>What the lists had of it when it was read.</summary>
    [JsonIgnore]
    public PointerState Listed { get; set; }

    /// <summary>Adds another report; false if it is known.</summary>
    public bool AddReport(Report report)
    {
        if (Reports?.Contains(report) ?? false)
        {
            return false;
        }

        Reports = [.. (Reports ?? []).Append(report).OrderBy(one => one.BankId, StringComparer.Ordinal).ThenBy(one => one.Source, StringComparer.Ordinal)];
        return true;
    }

    /// <summary>True once the entry itself has come, or it is known to be another one.</summary>
    [JsonIgnore]
    public bool IsKnown => Entry is not null || AliasOf is not null;

    /// <summary>True for a payment, which can be undone and allocated.</summary>
    [JsonIgnore]
    public bool IsPayment => Entry is { Kind: EntryKind.Payment };

    /// <summary>True for a payment that may be matched better some day: nobody has it and nothing of it came back, or the payer named what the ledger lacked.</summary>
    [JsonIgnore]
    public bool Waits => IsPayment && (Entry! is { State: PaymentState.Unmatched, Returned: 0 } || Entry is { State: PaymentState.Matched, Awaits: true });
}

/// <summary>Another report of an entry of a bank feed.</summary>
/// <param name="BankId">The bank's id in that report.</param>
/// <param name="Source">How it came; empty if nobody knows.</param>
internal sealed record Report(string BankId, string Source);

/// <summary>What is being done with a payment, and what it comes to: each part of it is done once, whoever does it.</summary>
/// <param name="Account">The account that has what no other account gets; null for nobody, and of a reversal.</param>
/// <param name="Allocations">What it shall settle, of that account or of others.</param>
/// <param name="Why">Why.</param>
/// <param name="By">Who said so; null for what a feed delivered.</param>
/// <param name="Now">When.</param>
internal sealed record PendingOperation(string? Account, IReadOnlyList<Allocation> Allocations, string Why, string? By, DateTimeOffset Now)
{
    /// <summary>True if only what is unapplied settles more; nothing that is settled changes.</summary>
    public bool IsMore { get; init; }

    /// <summary>True if only what is unapplied in other accounts comes back to the first one that has the payment.</summary>
    public bool IsGathering { get; init; }

    /// <summary>True if it waits on for what the payer named, should a part be unapplied.</summary>
    public bool Awaits { get; init; }

    /// <summary>The accounts that it may be for, from now on (<see cref="PaymentSuspected"/>); null for none.</summary>
    public IReadOnlyList<Suspect>? Suspects { get; init; }

    /// <summary>The accounts that need not wait for it any more (<see cref="PaymentLookedAt"/>); null for none.</summary>
    public IReadOnlyList<string>? Cleared { get; init; }

    /// <summary>What it teaches; null for nothing.</summary>
    public IReadOnlyList<Lesson>? Learn { get; init; }

    /// <summary>What it had taught, and does no more; null for nothing.</summary>
    public IReadOnlyList<Lesson>? Forget { get; init; }

    /// <summary>Of a reversal: the id of the payment that it was thought to undo before; null for none.</summary>
    public string? InsteadOf { get; init; }
}

/// <summary>An account that a payment may be for.</summary>
/// <param name="Account">Its code.</param>
/// <param name="Why">Why.</param>
internal sealed record Suspect(string Account, string Why);
