using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Core.Payments;

/// <summary>Decides whose a payment is, and what may be done with it: what arrives, what a later look at the ledger changes, what a person says, what a return undoes.</summary>
/// <remarks>
/// Pure, and the one place that knows: a store loads what the ledger says, asks, and writes the ruling. What a bank delivers is never refused; what a person asks
/// against the rules is a <see cref="PaymentRefusal"/>, and changes nothing.
/// </remarks>
public static partial class PaymentDecider
{
    /// <summary>What becomes of an entry that is new.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="match">What a matcher says of a payment; null for what is none.</param>
    /// <param name="account">The bill-to account that the match names, if the ledger has it.</param>
    public static PaymentRuling Arrive(BankEntry entry, Match? match, BillTo? account)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return KindOf(entry) switch
        {
            EntryKind.Reversal => new PaymentRuling { State = PaymentState.Unmatched, Why = WhyWaiting(entry.ReversalOf!), ReversalOf = entry.ReversalOf },
            EntryKind.Outgoing => new PaymentRuling { State = PaymentState.Ignored, Why = "money that went out" },
            _ => Matched(match!, account, entry.Amount.Currency, []),
        };
    }

    /// <summary>What becomes of a payment that waits, now that the ledger or what is known of it has changed.</summary>
    /// <param name="payment">The payment.</param>
    /// <param name="match">What a matcher says: of an open one, of all of it; of one that awaits, of what is unapplied.</param>
    /// <param name="account">The bill-to account that the match names, if the ledger has it.</param>
    /// <param name="ofAccount">Of one that awaits: the numbers of the match that its own account owes; no others are settled.</param>
    /// <returns><see cref="PaymentRuling.IsNothing"/> where nothing changes, or it does not wait.</returns>
    public static PaymentRuling Rematch(PaymentFacts payment, Match match, BillTo? account, IReadOnlyCollection<string> ofAccount)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(ofAccount);
        return payment.IsOpen ? Rematched(payment, Matched(match, account, payment.Amount.Currency, payment.Refused))
            : payment.IsAwaiting ? More(payment, match, account, ofAccount)
            : PaymentRuling.Nothing;
    }

    /// <summary>What came back undoes a payment, as a person says (R37).</summary>
    /// <param name="reversal">What came back.</param>
    /// <param name="named">The id of the payment that the person names.</param>
    /// <param name="original">That payment, if it is there.</param>
    /// <param name="by">Who says so.</param>
    public static PaymentRuling Undoes(PaymentFacts reversal, string named, PaymentFacts? original, Actor by)
    {
        ArgumentNullException.ThrowIfNull(reversal);
        if (reversal.Kind != EntryKind.Reversal)
        {
            return PaymentRuling.Refuse(
                RefusedBecause.IsNoReversal, $"payment {reversal.Id} {(reversal.Kind == EntryKind.Payment ? "came in" : "went out")}: it undoes nothing");
        }

        if (reversal.Undoes is { } known)
        {
            return PaymentRuling.Refuse(RefusedBecause.UndoesPayment, $"payment {reversal.Id} undoes {known} already");
        }

        if (original is not { Kind: EntryKind.Payment })
        {
            return NoPayment(named);
        }

        return original.Feed != reversal.Feed
                ? PaymentRuling.Refuse(RefusedBecause.OtherFeed, $"payment {original.Id} is of another feed")
            : !ReferenceEquals(original.Amount.Currency, reversal.Amount.Currency)
                ? PaymentRuling.Refuse(
                    RefusedBecause.WrongAmount, $"payment {original.Id} is in {original.Amount.Currency}, what came back in {reversal.Amount.Currency}")
            : original.Returned >= original.Amount.Minor
                ? PaymentRuling.Refuse(RefusedBecause.CameBack, $"payment {original.Id} came back already")
            : Undone(original, original.BankId, by);
    }

    /// <summary>A reversal whose payment is there undoes it: it stands where that stands.</summary>
    /// <param name="original">The payment.</param>
    /// <param name="toldAs">The bank's id by which the reversal names it.</param>
    /// <param name="by">The person who says so; null for the feed.</param>
    public static PaymentRuling Undone(PaymentFacts original, string toldAs, Actor? by)
    {
        ArgumentNullException.ThrowIfNull(original);
        return new PaymentRuling
        {
            State = original.State,
            Account = original.Account,
            Why = WhyUndone(toldAs, by),
            ReversalOf = toldAs,
            IsByHand = by is not null,
        };
    }

    /// <summary>Another source says what a reversal undoes of which nobody knew it; where that has not come yet, it waits for it.</summary>
    /// <param name="reversal">The reversal.</param>
    /// <param name="originalId">The bank's id of what it undoes, as the other source says.</param>
    /// <param name="original">That entry, if it is there.</param>
    /// <returns><see cref="PaymentRuling.IsNothing"/> where it is known already, or a person has decided.</returns>
    public static PaymentRuling Completed(PaymentFacts reversal, string originalId, PaymentFacts? original)
    {
        ArgumentNullException.ThrowIfNull(reversal);
        return reversal.Undoes is not null || reversal.State != PaymentState.Unmatched ? PaymentRuling.Nothing
            : original is { Kind: EntryKind.Payment } ? Undone(original, original.BankId, by: null)
            : IsUnknown(reversal.ReversalOf!) && !IsUnknown(originalId)
                ? new PaymentRuling { State = PaymentState.Unmatched, Why = WhyWaiting(originalId), ReversalOf = originalId }
            : PaymentRuling.Nothing;
    }

    /// <summary>Nothing is known under an id.</summary>
    public static PaymentRefusal NoSuchPayment(string paymentId) => new(RefusedBecause.NoSuchPayment, $"there is no payment {paymentId}");

    /// <summary>Why a reversal waits.</summary>
    /// <param name="original">The bank's id of what it undoes, as far as it says.</param>
    public static string WhyWaiting(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return IsUnknown(original)
            ? "it came back, and nobody knows which payment it undoes"
            : $"it undoes {original}, which has not come yet";
    }

    /// <summary>Why a reversal stands where its payment stands.</summary>
    /// <param name="original">The bank's id of what it undoes.</param>
    /// <param name="by">The person who says so; null for the feed.</param>
    public static string WhyUndone(string original, Actor? by) => by is { } person ? $"it undoes {original}, {person.Name} says" : $"it undoes {original}";

    /// <summary>What an entry is.</summary>
    public static EntryKind KindOf(BankEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ReversalOf is not null ? EntryKind.Reversal : entry.IsCredit ? EntryKind.Payment : EntryKind.Outgoing;
    }

    // What a matcher says counts where the ledger has its account, in the payment's currency.
    private static PaymentRuling Matched(Match match, BillTo? account, Currency currency, IReadOnlyList<string> refused)
    {
        if (account is not { } owner || match.Account is null)
        {
            return new PaymentRuling
            {
                State = PaymentState.Unmatched,
                Why = match.Why,
                Confidence = match.Confidence,
                Suggestions = match.Suggestions,
                Refused = refused,
            };
        }

        return !ReferenceEquals(owner.Currency, currency)
            ? new PaymentRuling { State = PaymentState.Unmatched, Why = $"account {owner.Code} trades in {owner.Currency}", Refused = refused }
            : new PaymentRuling
            {
                State = PaymentState.Matched,
                Move = MoneyMove.Anew,
                Account = owner.Code,
                Allocations = match.Allocations,
                Why = match.Why,
                Confidence = match.Confidence,
                Refused = refused,
                Awaits = match.Awaits,
                Lessons = Lessons(match.Learn, [owner.Code]),
            };
    }

    private static PaymentRuling Rematched(PaymentFacts payment, PaymentRuling ruling) =>
        ruling.State == PaymentState.Unmatched && (ruling.Why, ruling.Confidence) == (payment.Why, payment.Confidence) && IsSame(ruling.Suggestions, payment.Suggestions)
            ? PaymentRuling.Nothing
            : ruling;

    // What is unapplied stays with the account that has it: it only settles what the payer named and the ledger lacked.
    private static PaymentRuling More(PaymentFacts payment, Match match, BillTo? account, IReadOnlyCollection<string> ofAccount)
    {
        List<Allocation> own = [.. match.Allocations.Where(part => ofAccount.Contains(part.Invoice, StringComparer.OrdinalIgnoreCase))];
        return account is not { } owner || owner.Code != payment.Account || (own.Count == 0 && match.Awaits)
            ? PaymentRuling.Nothing
            : new PaymentRuling
            {
                State = PaymentState.Matched,
                Move = MoneyMove.More,
                Account = payment.Account,
                Allocations = own,
                Why = own.Count > 0 ? $"{payment.Why}; later {match.Why}" : payment.Why,
                Confidence = payment.Confidence,
                Refused = payment.Refused,
                Awaits = match.Awaits,
            };
    }

    private static bool IsUnknown(string original) => original.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal);

    private static PaymentRuling NoPayment(string paymentId) => new() { Refusal = NoSuchPayment(paymentId) };

    private static IReadOnlyList<Lesson> Lessons(IReadOnlyList<string> keys, IEnumerable<string> accounts) =>
        keys.Count == 0 ? [] : [.. accounts.Distinct(StringComparer.Ordinal).SelectMany(_ => keys, (account, key) => new Lesson(key, account)).Distinct()];

    private static bool IsSame(IReadOnlyList<Suggestion> one, IReadOnlyList<Suggestion> other) =>
        one.Count == other.Count && one.Zip(other).All(pair =>
            pair.First with { Allocations = [] } == (pair.Second with { Allocations = [] }) && pair.First.Allocations.SequenceEqual(pair.Second.Allocations));
}
