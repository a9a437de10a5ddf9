using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.App.Payments;

/// <summary>Takes in what the banks deliver.</summary>
public sealed class BankDesk(IPaymentStore payments, IPaymentMatcher matcher, CollectionsMeter meter, TimeProvider clock)
{
    /// <summary>Takes in a delivery: it is committed when this returns. The same delivery again changes nothing (promise 4).</summary>
    /// <param name="feed">The feed's name.</param>
    /// <param name="asOf">Up to when the feed is complete, if it said so.</param>
    /// <param name="entries">The entries; none for a heartbeat (R20).</param>
    /// <param name="cancel">Ends it before the commit.</param>
    public async Task<IReadOnlyList<PaymentResult>> ReceiveAsync(
        string feed, DateTimeOffset? asOf, IReadOnlyList<BankEntry> entries, CancellationToken cancel)
    {
        var delivery = new BankDelivery(feed, clock.GetUtcNow(), asOf is { } end ? Capped(end) : null, entries);
        return meter.CountMatched(await payments.ReceiveAsync(delivery, matcher, cancel), MatchedBy.Arrival);
    }

    /// <summary>Up to when a feed is complete that says so itself.</summary>
    /// <remarks>A feed cannot know the future: a wrong clock at the bank's end must not make stale data look fresh for days.</remarks>
    internal DateTimeOffset Capped(DateTimeOffset asOf) => clock.GetUtcNow() is var now && asOf > now ? now : asOf;

    /// <summary>Does with an entry what its feed says of it.</summary>
    /// <returns>Null if it is done, else why not.</returns>
    public Task<PaymentRefusal?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, CancellationToken cancel) =>
        payments.DecideAsync(paymentId, decision, by, clock.GetUtcNow(), cancel);
}
