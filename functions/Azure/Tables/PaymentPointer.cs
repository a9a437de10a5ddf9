using Azure;
using Collections.App.Stores;
using Collections.Core.Cases;
using Newtonsoft.Json;

namespace Collections.Functions.Tables;

/// <summary>What leads from an entry of a bank feed to the accounts that have it; and the entry itself while none has.</summary>
/// <remarks>
/// It is the one place that says whether an entry is known, and what is being done with it. A <see cref="Claim"/> is stored before anything is done in
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
    public Claim? Claim { get; set; }

    /// <summary>The ids of the reversals that undo it, in the order of their coming; known before the payment is, perhaps.</summary>
    public List<string> Reversals { get; set; } = [];

    /// <summary>Those of them that were taken off while no account had the payment.</summary>
    public List<string> Undone { get; set; } = [];

    /// <summary>The entity's tag when it was read; default before it was ever stored.</summary>
    [JsonIgnore]
    public ETag Tag { get; set; }

    /// <summary>What the lists had of it when it was read.</summary>
    [JsonIgnore]
    public PointerState Listed { get; set; }

    /// <summary>True once the entry itself has come.</summary>
    [JsonIgnore]
    public bool IsKnown => Entry is not null;

    /// <summary>True for a payment, which can be undone and allocated.</summary>
    [JsonIgnore]
    public bool IsPayment => Entry is { Kind: EntryKind.Payment };
}

/// <summary>What is being done with a payment.</summary>
/// <param name="Account">The account that gets it; of a reversal null.</param>
/// <param name="Allocations">What it shall settle.</param>
/// <param name="Why">Why.</param>
/// <param name="By">Who allocates it by hand; null for what a feed delivered.</param>
/// <param name="Now">When.</param>
internal sealed record Claim(string? Account, IReadOnlyList<Allocation> Allocations, string Why, string? By, DateTimeOffset Now);
