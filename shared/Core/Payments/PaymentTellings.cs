using System.Globalization;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Payments;

/// <summary>What an account is told of a payment.</summary>
/// <param name="Key">The telling's key: the same one twice in an account's inbox is one.</param>
/// <param name="Happening">What happened; null if its books changed, though it has as much of the payment as before.</param>
public readonly record struct Telling(string Key, Happening? Happening);

/// <summary>What accounts are told of one payment in one round: that they got money or lost it, that it may be theirs, or is not to be waited for any more.</summary>
/// <remarks>Each time that it is said anew whose a payment is a round is begun, so that the keys are new.</remarks>
/// <param name="paymentId">The payment.</param>
/// <param name="by">Who or what did it.</param>
/// <param name="round">How often its accounts were told before.</param>
public readonly struct PaymentTellings(string paymentId, Actor by, int round)
{
    private readonly string _paymentId = paymentId;
    private readonly Actor _by = by;
    private readonly int _round = round;

    private string Round => string.Create(CultureInfo.InvariantCulture, $"{_paymentId}:{_round}");

    /// <summary>What an account has of the payment is another amount now.</summary>
    /// <param name="before">What it had; minor units.</param>
    /// <param name="after">What it has.</param>
    /// <param name="currency">The payment's currency.</param>
    /// <returns>Null if it never had anything.</returns>
    public Telling? Moved(long before, long after, Currency currency) =>
        after > before ? Got(new Money(after - before, currency))
        : after < before ? new Telling($"moved:{Round}", new PaymentReversed(_by, _paymentId, new Money(before - after, currency)))
        : after > 0 ? new Telling("", null)
        : null;

    /// <summary>An account got money.</summary>
    public Telling Got(Money amount) => new($"payment:{(_round == 0 ? _paymentId : Round)}", new PaymentReceived(_by, _paymentId, amount));

    /// <summary>An account lost money that came back (R37).</summary>
    /// <param name="amount">How much.</param>
    /// <param name="reversalId">The entry that says so.</param>
    public Telling CameBack(Money amount, string reversalId) => new($"reversal:{reversalId}", new PaymentReversed(_by, _paymentId, amount));

    /// <summary>The payment may be an account's: until somebody has looked its contacts wait (R20).</summary>
    public Telling Suspected(Money amount, string why) => new($"suspected:{Round}", new PaymentSuspected(_by, _paymentId, amount, why));

    /// <summary>An account need not wait for the payment any more.</summary>
    public Telling LookedAt() => new($"looked:{Round}", new PaymentLookedAt(_by, _paymentId));

    /// <summary>The accounts that begin to wait for somebody to look at a payment, each with the reason; and those that cease.</summary>
    /// <param name="before">Whose it may have been.</param>
    /// <param name="after">Whose it may be.</param>
    public static (IReadOnlyList<Suggestion> Suspected, IReadOnlyList<string> Cleared) Suspicions(IReadOnlyList<Suggestion> before, IReadOnlyList<Suggestion> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Count == 0 && after.Count == 0)
        {
            return ([], []);
        }

        var (were, are) = (Holding(before), Holding(after));
        return (
            [.. are.Where(one => !were.Exists(known => known.Account == one.Account))],
            [.. were.Where(one => !are.Exists(known => known.Account == one.Account)).Select(one => one.Account)]);
    }

    private static List<Suggestion> Holding(IReadOnlyList<Suggestion> suggestions) =>
        [.. suggestions.Where(one => one.Holds).DistinctBy(one => one.Account, StringComparer.Ordinal).OrderBy(one => one.Account, StringComparer.Ordinal)];
}
