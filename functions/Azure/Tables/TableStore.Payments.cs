using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.Functions.Tables;

// Payments.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel) =>
        _payments.ReceiveAsync(delivery, matcher, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WaitingAsync(int limit, CancellationToken cancel) => _paymentRows.WaitingAsync(limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> RematchAsync(
        IReadOnlyCollection<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now, CancellationToken cancel) =>
        _payments.RematchAsync(paymentIds, matcher, now, cancel);

    /// <inheritdoc/>
    public Task<Match?> LookAsync(string paymentId, IPaymentMatcher matcher, CancellationToken cancel) => _payments.LookAsync(paymentId, matcher, cancel);

    /// <inheritdoc/>
    public Task<PaymentRefusal?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return _decisions.DecideAsync(paymentId, decision, by, now, cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel) => _company.FeedsAsync(cancel);
}
