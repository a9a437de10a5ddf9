using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.Functions.Tables;

// The payments, and what is known of who pays.
public sealed partial class TableStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel) =>
        _payments.ReceiveAsync(delivery, matcher, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WaitingAsync(int limit, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> RematchAsync(
        IReadOnlyCollection<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<PaymentResult>>([]);

    /// <inheritdoc/>
    public Task<Match?> LookAsync(string paymentId, IPaymentMatcher matcher, CancellationToken cancel) => Task.FromResult<Match?>(null);

    /// <inheritdoc/>
    public Task<string?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel) =>
        decision is PaymentDecision.Allocate allocate
            ? _handAllocation.AllocateAsync(paymentId, allocate.Allocations, by, now, cancel)
            : Task.FromResult<string?>("not yet");

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel) => _company.FeedsAsync(cancel);
}
