using Collections.App.Payments.Matching;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Core.Policies;

namespace Collections.App.Payments;

/// <summary>Says whose a payment is, and how certain that is: by numbers, amounts, payers and references that agree with each other (decision 0016).</summary>
/// <remarks>The numbers of the judgement are in <see cref="Core.Payments.MatchCertainty"/>; what is applied and what holds are the policy's (<see cref="MatchingRule"/>).</remarks>
public sealed class PaymentMatcher : IPaymentMatcher
{
    private readonly Func<MatchingRule> _rule;

    /// <summary>A matcher that follows the policy of accounts that name none.</summary>
    public PaymentMatcher(PolicyBook policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        _rule = () => policies.Default.Matching;
    }

    /// <summary>A matcher that follows a rule.</summary>
    public PaymentMatcher(MatchingRule rule) => _rule = () => rule;

    /// <inheritdoc/>
    public Match Find(BankEntry entry, ILedgerLookup ledger)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(ledger);
        return entry.Amount.IsPositive ? new Inquiry(entry, new BoundedLookup(ledger), _rule()).Decide() : Match.None("it is no money that came in");
    }
}
