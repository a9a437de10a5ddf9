using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Writes into a payment's pointer what is to become of it, and claims what follows from that. Pure.</summary>
internal static class PaymentPlan
{
    /// <summary>An entry has come.</summary>
    /// <param name="pointer">Its pointer, which may know of reversals already.</param>
    /// <param name="arrival">The entry.</param>
    /// <param name="match">What a matcher says; null for what is no payment.</param>
    public static void Arrive(PaymentPointer pointer, BankArrival arrival, Match? match)
    {
        if (arrival.Entry.ReversalOf is { } original)
        {
            pointer.Entry = Stored(arrival, PaymentState.Unmatched, WhyWaiting(original));
            pointer.Claim = new Claim(null, [], $"it undoes {original}", null, arrival.Now);
        }
        else if (match is null)
        {
            pointer.Entry = Stored(arrival, PaymentState.Ignored, "money that went out");
        }
        else
        {
            pointer.Entry = Stored(arrival, PaymentState.Unmatched, match.Why);
            Match(pointer, match, arrival.Now);
        }
    }

    /// <summary>Another report of an entry that nobody has says more of it.</summary>
    /// <returns>False if it does not.</returns>
    public static bool TellMore(PaymentPointer pointer, BankArrival other)
    {
        var entry = pointer.Entry!;
        var known = entry.ToEntry();
        var together = SameMoney.Together(known, other.Entry);
        if (entry.State != PaymentState.Unmatched || entry.Undoes is not null || pointer.Claim is not null || together == known)
        {
            return false;
        }

        (entry.Reference, entry.Payer, entry.NamedAccount) = (together.Reference, together.Payer, together.Account);
        (entry.PayerAccount, entry.StructuredReference) = (together.PayerAccount, together.StructuredReference);
        (entry.EndToEndId, entry.BankReference) = (together.EndToEndId, together.BankReference);
        if (together.ReversalOf is { } undoes && undoes != known.ReversalOf)
        {
            Undo(pointer, undoes, by: null, other.Now);
        }

        return true;
    }

    /// <summary>It is known now which payment a reversal undoes.</summary>
    /// <param name="pointer">The reversal.</param>
    /// <param name="bankId">The bank's id of the payment.</param>
    /// <param name="by">Who says so; null for the feed.</param>
    /// <param name="now">When.</param>
    public static void Undo(PaymentPointer pointer, string bankId, string? by, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        var before = StoredPayment.IdOf(entry.Feed, entry.ReversalOf!);
        (entry.ReversalOf, entry.IsByHand) = (bankId, by is not null);
        pointer.Claim = new Claim(null, [], by is null ? $"it undoes {bankId}" : $"it undoes {bankId}, {by} says", by, now) { InsteadOf = before };
    }

    /// <summary>A payment that nobody has was matched again.</summary>
    /// <returns>False if that changes nothing.</returns>
    public static bool Rematch(PaymentPointer pointer, Match match, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        if (match.Account is null && (entry.Why, entry.Confidence) == (match.Why, match.Confidence) && IsSame(entry.Suggestions ?? [], match.Suggestions))
        {
            return false;
        }

        entry.Moves++;
        Match(pointer, match, now);
        return true;
    }

    /// <summary>What is unapplied of a payment was matched again.</summary>
    /// <param name="pointer">The payment.</param>
    /// <param name="account">The account that has it.</param>
    /// <param name="match">What a matcher says, with no allocations but to open invoices of that account.</param>
    /// <param name="now">When.</param>
    /// <returns>False if that changes nothing.</returns>
    public static bool More(PaymentPointer pointer, string account, Match match, DateTimeOffset now)
    {
        var settles = match.Allocations.Count > 0;
        if (match.Account != account || (!settles && match.Awaits))
        {
            return false;
        }

        var entry = pointer.Entry!;
        entry.Moves++;
        pointer.Claim = new Claim(account, match.Allocations, settles ? $"{entry.Why}; later {match.Why}" : entry.Why, null, now) { IsMore = true, Awaits = match.Awaits };
        return true;
    }

    /// <summary>A person said what is to become of a payment.</summary>
    public static void Decide(PaymentPointer pointer, Decided decided, string by, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        entry.Moves++;
        (entry.State, entry.IsByHand) = (decided.State, decided.State != PaymentState.Unmatched);
        entry.Confidence = decided.Suggestions.Count > 0 ? decided.Suggestions.Max(one => one.Confidence) : 0;
        entry.Refused = Refused(entry, decided.Refused);
        Become(pointer, decided.Suggestions, decided.Lessons, new Claim(decided.Account, decided.Allocations, decided.Why, by, now));
    }

    /// <summary>Why a reversal waits.</summary>
    /// <param name="original">The bank's id of what it undoes.</param>
    public static string WhyWaiting(string original) => original.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal)
        ? "it came back, and nobody knows which payment it undoes"
        : $"it undoes {original}, which has not come yet";

    private static void Match(PaymentPointer pointer, Match match, DateTimeOffset now)
    {
        var (entry, isApplied) = (pointer.Entry!, match.Account is not null);
        (entry.State, entry.Why, entry.Confidence) = (isApplied ? PaymentState.Matched : PaymentState.Unmatched, match.Why, match.Confidence);
        var lessons = isApplied ? match.Learn.Distinct(StringComparer.Ordinal).Select(key => new Lesson(key, match.Account!)) : [];
        Become(
            pointer, isApplied ? [] : match.Suggestions, [.. lessons],
            new Claim(match.Account, isApplied ? match.Allocations : [], match.Why, null, now) { Awaits = isApplied && match.Awaits });
        if (isApplied)
        {
            pointer.Accounts = [match.Account!];
        }
    }

    // Who is suspected, and what was learned, follows from what was and what is.
    private static void Become(PaymentPointer pointer, IReadOnlyList<Suggestion> suggestions, IReadOnlyList<Lesson> lessons, Claim claim)
    {
        var entry = pointer.Entry!;
        var (before, taught) = (entry.Holding, pointer.Taught ?? []);
        entry.Suggestions = suggestions.Count > 0 ? [.. suggestions] : null;
        pointer.Taught = lessons.Count > 0 ? [.. lessons] : null;
        var suspects = entry.Holding.Except(before).Select(account => new Suspect(account, suggestions.First(one => one.Holds && one.Account == account).Why)).ToList();
        var (cleared, learn, forget) = (before.Except(entry.Holding).ToList(), lessons.Except(taught).ToList(), taught.Except(lessons).ToList());
        var isIdle = claim.Account is null && pointer.Accounts.Count == 0 && suspects.Count + cleared.Count + learn.Count + forget.Count == 0;
        (entry.Why, entry.Awaits) = (claim.Why, false);
        pointer.Claim = isIdle ? null : claim with
        {
            Suspects = suspects.Count > 0 ? suspects : null,
            Cleared = cleared.Count > 0 ? cleared : null,
            Learn = learn.Count > 0 ? learn : null,
            Forget = forget.Count > 0 ? forget : null,
        };
    }

    private static List<string>? Refused(StoredPayment entry, IReadOnlyList<string> more) =>
        (entry.Refused ?? []).Union(more, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } refused ? refused : null;

    private static bool IsSame(IReadOnlyList<Suggestion> one, IReadOnlyList<Suggestion> other) =>
        one.Select(suggestion => suggestion with { Allocations = [] }).SequenceEqual(other.Select(suggestion => suggestion with { Allocations = [] }))
        && one.SelectMany(suggestion => suggestion.Allocations.Select(part => (suggestion.Account, part)))
            .SequenceEqual(other.SelectMany(suggestion => suggestion.Allocations.Select(part => (suggestion.Account, part))));

    private static StoredPayment Stored(BankArrival arrival, PaymentState state, string why) => new()
    {
        Feed = arrival.Feed,
        BankId = arrival.Entry.Id,
        Kind = arrival.Kind,
        BookedOn = arrival.Entry.BookedOn,
        ReceivedAt = AccountDocument.Stored(arrival.Now),
        Place = arrival.Place,
        Amount = arrival.Entry.Amount,
        Reference = arrival.Entry.Reference,
        Payer = arrival.Entry.Payer,
        ReversalOf = arrival.Entry.ReversalOf,
        State = state,
        Unapplied = arrival.Kind == EntryKind.Payment ? arrival.Entry.Amount.Minor : 0,
        Why = why,
        PayerAccount = arrival.Entry.PayerAccount,
        StructuredReference = arrival.Entry.StructuredReference,
        EndToEndId = arrival.Entry.EndToEndId,
        BankReference = arrival.Entry.BankReference,
        NamedAccount = arrival.Entry.Account,
        Source = arrival.Entry.Source,
    };
}

/// <summary>What a person says is to become of a payment.</summary>
/// <param name="State">Where it stands then.</param>
/// <param name="Account">The account that has what no other account gets; null for nobody.</param>
/// <param name="Allocations">What it settles.</param>
/// <param name="Why">Why.</param>
internal sealed record Decided(PaymentState State, string? Account, IReadOnlyList<Allocation> Allocations, string Why)
{
    /// <summary>Whose it may be from now on.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; init; } = [];

    /// <summary>Accounts that it is not for.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>What it teaches.</summary>
    public IReadOnlyList<Lesson> Lessons { get; init; } = [];
}
