using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Writes a ruling into a payment's pointer, and claims what is to be done in the accounts because of it. Pure.</summary>
internal static class PaymentPlan
{
    /// <summary>An entry has come.</summary>
    /// <param name="pointer">Its pointer, which may know of reversals already.</param>
    /// <param name="arrival">The entry.</param>
    /// <param name="ruling">What becomes of it.</param>
    public static void Arrive(PaymentPointer pointer, BankArrival arrival, PaymentRuling ruling)
    {
        pointer.Entry = Stored(arrival, ruling);
        if (arrival.Kind == EntryKind.Payment)
        {
            Become(pointer, ruling, by: null, arrival.Now);
        }
        else if (ruling.ReversalOf is { } original)
        {
            pointer.Operation = new PendingOperation(null, [], PaymentDecider.WhyUndone(original, by: null), null, arrival.Now);
        }
    }

    /// <summary>Another report of an entry that nobody has says more of it.</summary>
    /// <returns>False if it does not.</returns>
    public static bool TellMore(PaymentPointer pointer, BankArrival other)
    {
        var entry = pointer.Entry!;
        var known = entry.ToEntry();
        var together = DuplicateDetection.Together(known, other.Entry);
        if (entry.State != PaymentState.Unmatched || entry.Undoes is not null || pointer.Operation is not null || together == known)
        {
            return false;
        }

        (entry.Reference, entry.Payer, entry.NamedAccount) = (together.Reference, together.Payer, together.Account);
        (entry.PayerAccount, entry.StructuredReference) = (together.PayerAccount, together.StructuredReference);
        (entry.EndToEndId, entry.BankReference) = (together.EndToEndId, together.BankReference);
        if (other.Entry.ReversalOf is { } undone && PaymentDecider.Completed(entry.ToFacts(entry, account: null), undone, original: null) is { IsNothing: false } ruling)
        {
            Undo(pointer, ruling, by: null, other.Now);
        }

        return true;
    }

    /// <summary>It is known now which payment a reversal undoes.</summary>
    /// <param name="pointer">The reversal.</param>
    /// <param name="ruling">What becomes of it, be the payment there or not.</param>
    /// <param name="by">Who says so; null for the feed.</param>
    /// <param name="now">When.</param>
    public static void Undo(PaymentPointer pointer, PaymentRuling ruling, Actor? by, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        var before = PaymentFacts.IdOf(entry.Feed, entry.ReversalOf!);
        (entry.ReversalOf, entry.IsByHand, entry.Why) = (ruling.ReversalOf, ruling.IsByHand, ruling.Why);
        pointer.Operation = new PendingOperation(null, [], PaymentDecider.WhyUndone(ruling.ReversalOf!, by), by?.Name, now) { InsteadOf = before };
    }

    /// <summary>It was said anew what becomes of an entry that is known: by a person, or by a matcher that was asked again.</summary>
    /// <param name="pointer">The entry.</param>
    /// <param name="ruling">What becomes of it.</param>
    /// <param name="by">Who says so; null for a matcher.</param>
    /// <param name="now">When.</param>
    public static void Change(PaymentPointer pointer, PaymentRuling ruling, string? by, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        if (entry.Kind != EntryKind.Payment)
        {
            (entry.State, entry.IsByHand, entry.Why) = (ruling.State, ruling.IsByHand, ruling.Why);
            return;
        }

        entry.Moves++;
        if (ruling.Move == MoneyMove.More)
        {
            pointer.Operation = new PendingOperation(ruling.Account, ruling.Allocations, ruling.Why, by, now) { IsMore = true, Awaits = ruling.Awaits };
            return;
        }

        (entry.State, entry.Confidence, entry.IsByHand) = (ruling.State, ruling.Confidence, ruling.IsByHand);
        entry.Refused = ruling.Refused.Count > 0 ? [.. ruling.Refused] : null;
        Become(pointer, ruling, by, now);
    }

    // Who is suspected, and what was learned, follows from what was and what is.
    private static void Become(PaymentPointer pointer, PaymentRuling ruling, string? by, DateTimeOffset now)
    {
        var entry = pointer.Entry!;
        var (suspected, cleared) = PaymentTellings.Suspicions(entry.Suggestions ?? [], ruling.Suggestions);
        var taught = pointer.Taught ?? [];
        var (learn, forget) = (ruling.Lessons.Except(taught).ToList(), taught.Except(ruling.Lessons).ToList());
        entry.Suggestions = ruling.Suggestions.Count > 0 ? [.. ruling.Suggestions] : null;
        pointer.Taught = ruling.Lessons.Count > 0 ? [.. ruling.Lessons] : null;
        (entry.Why, entry.Awaits) = (ruling.Why, false);
        var isIdle = ruling.Account is null && pointer.Accounts.Count == 0 && suspected.Count + cleared.Count + learn.Count + forget.Count == 0;
        pointer.Operation = isIdle ? null : new PendingOperation(ruling.Account, ruling.Allocations, ruling.Why, by, now)
        {
            Awaits = ruling.Awaits,
            Suspects = suspected.Count > 0 ? [.. suspected.Select(one => new Suspect(one.Account, one.Why))] : null,
            Cleared = cleared.Count > 0 ? cleared : null,
            Learn = learn.Count > 0 ? learn : null,
            Forget = forget.Count > 0 ? forget : null,
        };
        if (by is null && ruling.Account is { } account)
        {
            pointer.Accounts = [account];
        }
    }

    private static StoredPayment Stored(BankArrival arrival, PaymentRuling ruling) => new()
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
        State = ruling.State,
        Confidence = ruling.Confidence,
        Unapplied = arrival.Kind == EntryKind.Payment ? arrival.Entry.Amount.Minor : 0,
        Why = ruling.Why,
        PayerAccount = arrival.Entry.PayerAccount,
        StructuredReference = arrival.Entry.StructuredReference,
        EndToEndId = arrival.Entry.EndToEndId,
        BankReference = arrival.Entry.BankReference,
        NamedAccount = arrival.Entry.Account,
        Source = arrival.Entry.Source,
    };
}
