using Collections.Core.Ledger;
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
    // What has check digits weighs more than all else together.
    private const int ProvenWeight = 10;

    /// <summary>What a payment would be if it were a candidate's.</summary>
    /// <param name="candidate">The account, with what speaks for it.</param>
    /// <param name="fit">How the amount fits.</param>
    /// <param name="confidence">How certain, in per cent.</param>
    /// <param name="number">What number is named, in words; empty for none.</param>
    /// <param name="hasNumber">True if a number speaks for it.</param>
    public static Hypothesis Of(Candidate candidate, Fit fit, int confidence, string number, bool hasNumber)
    {
        var reasons = new[]
        {
            candidate.Proof?.Why ?? "",
            candidate.Proof?.Invoice is null ? number : "",
            candidate.Code == CodeLink.None ? "" : $"it names account {candidate.Account}",
            PayerWords(candidate),
        };
        var weight = (candidate.Proof is null ? 0 : ProvenWeight) + (hasNumber ? 1 : 0) + (candidate.Code > CodeLink.None ? 1 : 0)
            + (candidate.Payer > PayerLink.LikeName ? 1 : 0) + (fit.Agrees ? 1 : 0);
        return new Hypothesis(
            candidate.Account, fit.Allocations, confidence, weight, $"{string.Join(" and ", reasons.Where(reason => reason.Length > 0))}; {fit.Words}");
    }

    /// <summary>The same, while another account is as likely.</summary>
    public Hypothesis Contested(string rival) => this with
    {
        Confidence = Math.Min(Confidence, MatchCertainty.Contested),
        Why = $"{Why}; but account {rival} is as likely",
    };

    private static string PayerWords(Candidate candidate) => candidate.Payer switch
    {
        PayerLink.KnownNumber => $"the payer's account number paid for {candidate.Account} before",
        PayerLink.KnownName => $"the payer's name paid for {candidate.Account} before",
        PayerLink.Name => $"the payer is called as account {candidate.Account} is",
        PayerLink.LikeName => $"the payer is called nearly as account {candidate.Account} is",
        _ when candidate.IsContradicted => "the payer is known for another account",
        _ => "",
    };
}
