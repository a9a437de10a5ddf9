using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>Says whether an entry of a feed is the same money as one that the feed told by another source: a webhook and a statement, a notification and a statement.</summary>
public static class SameMoney
{
    /// <summary>An entry may be booked so many days before or after what another source said.</summary>
    public const int DaysApart = 4;

    /// <summary>The known entry that an entry tells of once more, or null if it is new.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="known">Entries of the same feed, kind (payment, reversal, outgoing), amount and currency that were booked within <see cref="DaysApart"/> days of it.</param>
    /// <returns>The id of the known one. Pure: the order of <paramref name="known"/> does not matter.</returns>
    public static string? Find(BankEntry entry, IReadOnlyList<ToldEntry> known)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(known);
        return null;
    }
}

/// <summary>An entry that a feed told before.</summary>
/// <param name="Id">The bank's id, under which it was first told.</param>
/// <param name="BookedOn">The day of booking.</param>
/// <param name="Reference">What the payer wrote.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="PayerAccount">The payer's account, or null.</param>
/// <param name="EndToEndId">The id that the payer's bank gave it, or null.</param>
/// <param name="BankReference">The bank's own reference, or null.</param>
/// <param name="Sources">The sources that told it so far.</param>
public sealed record ToldEntry(
    string Id, DateOnly BookedOn, string? Reference, string? Payer, string? PayerAccount, string? EndToEndId, string? BankReference, IReadOnlyList<string> Sources);
