using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Policies;

namespace Collections.App.Payments;

/// <summary>How fresh the bank's data are (R20): up to when the feeds that ever delivered are complete.</summary>
/// <param name="CompleteTo">The moment up to which all of them are; null where no feed has ever delivered, and then nothing waits.</param>
/// <param name="BooksAt">Where there is no feed: when the ledger was last loaded, which is all that is known of payments (R26); or null.</param>
public readonly record struct BankFreshness(DateTimeOffset? CompleteTo, DateTimeOffset? BooksAt = null)
{
    // A statement of a day ends in its last second.
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    /// <summary>How fresh the bank's data are; without a feed, how old the books.</summary>
    public static async Task<BankFreshness> ReadAsync(IPaymentStore payments, ICompanyValues values, CancellationToken cancel)
    {
        var bank = Of(await payments.FeedsAsync(cancel));
        return bank.CompleteTo is null ? bank with { BooksAt = await BooksDate.ReadAsync(values, cancel) } : bank;
    }

    /// <summary>The freshness of some feeds: as good as the one that lags most, because a payment may come by any of them.</summary>
    public static BankFreshness Of(IReadOnlyList<FeedState> feeds) =>
        new(feeds.Count == 0 ? null : feeds.Min(feed => feed.AsOf));

    /// <summary>The day since which the bank is silent, if that is for more banking days than the policy allows; else null.</summary>
    public DateOnly? SilentSince(Policy policy, Place place, DateTimeOffset now)
    {
        if (CompleteTo is not { } completeTo)
        {
            return null;
        }

        var heard = LocalClock.DateAt(completeTo, place.TimeZone);
        return LocalClock.DateAt(now, place.TimeZone) > LastFreshDay(heard, policy, place) ? heard : null;
    }

    /// <summary>The moment at which the data become stale if nothing more is heard; null where no feed has ever delivered.</summary>
    public DateTimeOffset? StaleAt(Policy policy, Place place) =>
        CompleteTo is { } completeTo
            ? LocalClock.ToInstant(
                LastFreshDay(LocalClock.DateAt(completeTo, place.TimeZone), policy, place).AddDays(1),
                TimeOnly.MinValue, place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier)
            : null;

    /// <summary>The last day to whose end all feeds are complete, in a place's time zone; null where no feed has ever delivered.</summary>
    public DateOnly? LastWholeDay(Place place) =>
        CompleteTo is { } completeTo ? LocalClock.DateAt(completeTo + LastSecond, place.TimeZone).AddDays(-1) : null;

    // Heard on Monday and silent for two whole banking days, Tuesday and Wednesday: stale from Thursday.
    private static DateOnly LastFreshDay(DateOnly heard, Policy policy, Place place) =>
        place.Region.Banking.Add(heard, policy.StaleAfterBankingDays);
}
