using Collections.Core.Calendars;

namespace Collections.App.Figures;

/// <summary>What an account owed at any moment, by what had been received up to then: what tells which contacts should not have been (R20).</summary>
/// <remarks>
/// It asks the ledger and the bank, not the decider: whatever rule or mistake led to a contact, what had been received before it is what counts. An
/// effort that opened ahead of a due date (R10) is judged by what was issued, any other by what was due.
/// </remarks>
/// <param name="Zone">The account's time zone.</param>
/// <param name="Items">Its items, settled ones included.</param>
/// <param name="Unapplied">What was received and settles nothing.</param>
/// <param name="Disputes">Its disputes, the ended ones included.</param>
/// <param name="Openings">When its efforts began, in that order.</param>
public sealed record OwingHistory(
    TimeZoneInfo Zone,
    IReadOnlyList<PastItem> Items,
    IReadOnlyList<PastCredit> Unapplied,
    IReadOnlyList<PastDispute> Disputes,
    IReadOnlyList<PastOpening> Openings)
{
    /// <summary>How many of some contacts found nothing owing.</summary>
    /// <param name="contacts">The moments of letters attempted and calls opened.</param>
    public int CountWrong(IEnumerable<DateTimeOffset> contacts) => contacts.Count(at => OwingAt(at) <= 0);

    /// <summary>What was owing at a moment, in minor units; negative where more had been received.</summary>
    public long OwingAt(DateTimeOffset at)
    {
        var today = LocalClock.DateAt(at, Zone);
        var ahead = Openings.LastOrDefault(opening => opening.At <= at).Ahead;
        var owing = -Unapplied.Where(credit => credit.ReceivedAt <= at).Sum(credit => credit.Amount);
        foreach (var number in Items.Where(item => item.Amount < 0 || ahead ? item.Issued <= today : item.Due < today).GroupBy(item => item.Number))
        {
            var open = number.Sum(item => OpenAt(item, at, today));
            owing += open - Math.Clamp(DisputedOn(number.Key, today), 0, Math.Max(0, open));
        }

        return owing;
    }

    private static long OpenAt(PastItem item, DateTimeOffset at, DateOnly today)
    {
        // Settled in the books alone: no payment tells when, the books' day does.
        if (item.SettledOn is { } settledOn && settledOn <= today && item.Allocated < item.Amount)
        {
            return 0;
        }

        return item.Amount - item.Parts.Where(part => part.ReceivedAt <= at).Sum(part => part.Amount + (part.ReturnedAt > at ? part.Undone : 0));
    }

    private long DisputedOn(string invoice, DateOnly today) => Disputes
        .Where(dispute => dispute.Invoice == invoice && dispute.OpenedOn <= today && !(dispute.ResolvedOn <= today)).Sum(dispute => dispute.Amount);
}

/// <summary>An item of the ledger with the payments that ever settled any of it. Amounts are in minor units.</summary>
/// <param name="Number">The invoice's number.</param>
/// <param name="Issued">The day of issue.</param>
/// <param name="Due">The day on which it fell due.</param>
/// <param name="Amount">The amount; negative for a credit note.</param>
/// <param name="SettledOn">The day on which it was settled, or null.</param>
/// <param name="Allocated">What payments settle of it now.</param>
/// <param name="Parts">The parts that payments settle, or settled.</param>
public readonly record struct PastItem(
    string Number, DateOnly Issued, DateOnly Due, long Amount, DateOnly? SettledOn, long Allocated, IEnumerable<PastPart> Parts);

/// <summary>The part of an item that a payment settles, or settled until it came back (R37).</summary>
/// <param name="Amount">What it settles now; minor units.</param>
/// <param name="Undone">What it settled until it came back; minor units.</param>
/// <param name="ReceivedAt">When the payment was taken in.</param>
/// <param name="ReturnedAt">When it came back, or null.</param>
public readonly record struct PastPart(long Amount, long Undone, DateTimeOffset ReceivedAt, DateTimeOffset? ReturnedAt);

/// <summary>A payment, or a part of one, that settles nothing.</summary>
/// <param name="ReceivedAt">When it was taken in.</param>
/// <param name="Amount">How much; minor units.</param>
public readonly record struct PastCredit(DateTimeOffset ReceivedAt, long Amount);

/// <summary>A dispute.</summary>
/// <param name="Invoice">The invoice's number.</param>
/// <param name="Amount">How much of it; minor units.</param>
/// <param name="OpenedOn">The day on which it was raised.</param>
/// <param name="ResolvedOn">The day on which it ended, or null.</param>
public readonly record struct PastDispute(string Invoice, long Amount, DateOnly OpenedOn, DateOnly? ResolvedOn);

/// <summary>The beginning of an effort.</summary>
/// <param name="At">When.</param>
/// <param name="Ahead">True if it opened ahead of a due date (R10).</param>
public readonly record struct PastOpening(DateTimeOffset At, bool Ahead);
