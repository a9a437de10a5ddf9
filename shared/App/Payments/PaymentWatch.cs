using Collections.App.Company;
using Collections.App.Policies;
using Collections.App.Stores;

namespace Collections.App.Payments;

/// <summary>Whether payments are watched, and how far they are known (R20).</summary>
/// <param name="Watched">False where no bank feed has ever delivered: then nobody can tell who has paid, and nothing waits for it.</param>
/// <param name="CompleteTo">Up to when all feeds are complete, or null.</param>
/// <param name="StaleAt">When contacts begin to wait if nothing more is heard, or null.</param>
/// <param name="SilentSince">The day since which the bank has been silent for too long, so that contacts wait; else null.</param>
/// <param name="Feeds">Each feed that ever delivered, by name.</param>
public sealed record PaymentWatch(bool Watched, DateTimeOffset? CompleteTo, DateTimeOffset? StaleAt, DateOnly? SilentSince, IReadOnlyList<FeedFreshness> Feeds);

/// <summary>How fresh a feed is (R20).</summary>
/// <param name="Feed">Its name.</param>
/// <param name="CompleteTo">Up to when it is complete.</param>
/// <param name="HeardAt">When it delivered last.</param>
/// <param name="StaleAt">When contacts begin to wait because of it, if nothing more is heard.</param>
/// <param name="SilentSince">The day since which it has been silent for too long; else null.</param>
public sealed record FeedFreshness(string Feed, DateTimeOffset CompleteTo, DateTimeOffset HeardAt, DateTimeOffset StaleAt, DateOnly? SilentSince);

/// <summary>Says how fresh the bank's data are, for people to see.</summary>
public sealed class PaymentWatcher(IPaymentStore payments, PolicyBook policies, CompanySettings company, TimeProvider clock)
{
    /// <summary>Looks at all feeds. They are as good as the one that lags most, because a payment may come by any of them.</summary>
    public async Task<PaymentWatch> LookAsync(CancellationToken cancel)
    {
        var feeds = await payments.FeedsAsync(cancel);
        var now = clock.GetUtcNow();
        var (policy, place) = (policies.Default, company.Place);
        var bank = BankFreshness.Of(feeds);
        return new PaymentWatch(
            bank.CompleteTo is not null, bank.CompleteTo, bank.StaleAt(policy, place), bank.SilentSince(policy, place, now), [.. feeds.Select(Freshness)]);

        FeedFreshness Freshness(FeedState feed)
        {
            var one = BankFreshness.Of([feed]);
            return new FeedFreshness(feed.Feed, feed.AsOf, feed.HeardAt, one.StaleAt(policy, place)!.Value, one.SilentSince(policy, place, now));
        }
    }
}
