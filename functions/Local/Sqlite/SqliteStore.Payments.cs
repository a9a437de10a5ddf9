using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite;

// The payments, and what is known of who pays.
public sealed partial class SqliteStore
{
    private static readonly Query Feeds = new("SELECT feed, as_of, heard_at FROM feeds ORDER BY feed");

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel) =>
        _writer.RunAsync(db => _payments.Receive(db, delivery, matcher), cancel);

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
            ? _writer.RunAsync(db => HandAllocation.Allocate(db, paymentId, allocate.Allocations, by, now), cancel)
            : Task.FromResult<string?>("not yet");

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel) => _readers.ReadAsync<IReadOnlyList<FeedState>>(
        db => db[Feeds].ReadAll(row => new FeedState(row.Text(0), row.Instant(1), row.Instant(2))), cancel);
}
