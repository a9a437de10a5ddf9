using Collections.App.Stores;
using Collections.Core.Payments;

namespace Collections.App.Payments.Matching;

/// <summary>What a payment may be, and how certain that is.</summary>
/// <param name="Account">The account that has it.</param>
/// <param name="Allocations">What it settles.</param>
/// <param name="Confidence">How certain, in per cent.</param>
/// <param name="Weight">How many pieces of evidence agree.</param>
/// <param name="Why">As a clerk reads it.</param>
internal sealed record Hypothesis(string Account, IReadOnlyList<Allocation> Allocations, int Confidence, int Weight, string Why)
{
    /// <summary>The weight of what has check digits: more than all else together.</summary>
    public const int ProvenWeight = 10;

    /// <summary>The same, while another account is as likely.</summary>
    public Hypothesis Contested(string rival) => this with
    {
        Confidence = Math.Min(Confidence, MatchCertainty.Contested),
        Why = $"{Why}; but account {rival} is as likely",
    };
}
