using Collections.App.Stores;
using Collections.App.Telemetry;

namespace Collections.App.Payments;

/// <summary>Matches payments again when the ledger, or what a person said, may have told whose they are.</summary>
public sealed class Rematcher(IPaymentStore payments, IPaymentMatcher matcher, CollectionsMeter meter, TimeProvider clock)
{
    /// <summary>So many of those that wait are tried at a time, the newest first: what is older than that nobody has missed.</summary>
    public const int Most = 1_000;

    /// <summary>Tries all that wait; call it at the end of an import of accounts or invoices.</summary>
    /// <returns>Those that changed; their accounts have something to do.</returns>
    public async Task<IReadOnlyList<PaymentResult>> AllAsync(CancellationToken cancel) =>
        await payments.WaitingAsync(Most, cancel) is { Count: > 0 } waiting ? await OfAsync(waiting, cancel) : [];

    /// <summary>Tries one payment; call it when a person has said whose it is not.</summary>
    public Task<IReadOnlyList<PaymentResult>> OneAsync(string paymentId, CancellationToken cancel) => OfAsync([paymentId], cancel);

    private async Task<IReadOnlyList<PaymentResult>> OfAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        meter.CountMatched(await payments.RematchAsync(ids, matcher, clock.GetUtcNow(), cancel), MatchedBy.Rematch);
}
