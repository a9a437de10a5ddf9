using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.Core.Payments;

/// <summary>What a matcher says of an entry.</summary>
/// <param name="Account">The account that is billed and has what is unapplied, or null if it is not to be applied by itself.</param>
/// <param name="Allocations">What the payment settles, of one account or of several; the rest is unapplied credit of the account.</param>
/// <param name="Why">Why, in words.</param>
public sealed record Match(string? Account, IReadOnlyList<Allocation> Allocations, string Why)
{
    /// <summary>How certain it is, in per cent: 0 to 100. Of a payment that is not applied, that of the best suggestion.</summary>
    public int Confidence { get; init; }

    /// <summary>Whose it may be, best first, where it is not applied; at most five.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>The keys by which its payer is known (<c>RemitterKey</c> in Core); applied, they lead to its account from now on.</summary>
    public IReadOnlyList<string> Learn { get; init; } = [];

    /// <summary>True if the payer named something that the ledger does not have yet, and a part is unapplied: an import may bring it.</summary>
    public bool Awaits { get; init; }

    /// <summary>Nobody knows whose it is.</summary>
    public static Match None(string why) => new(null, [], why);
}

/// <summary>Whose a payment may be.</summary>
/// <param name="Account">The account that is billed.</param>
/// <param name="Allocations">What it would settle; the rest would be unapplied credit.</param>
/// <param name="Confidence">How certain that is, in per cent.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Holds">True if it is so likely that nobody writes to or calls the account until somebody has looked.</param>
public sealed record Suggestion(string Account, IReadOnlyList<Allocation> Allocations, int Confidence, string Why, bool Holds);
