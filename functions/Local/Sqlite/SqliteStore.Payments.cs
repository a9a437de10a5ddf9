using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;
using Collections.Local.Sqlite.Payments;
using Collections.Local.Sqlite.Rows;

namespace Collections.Local.Sqlite;

// The payments, and what is known of who pays.
public sealed partial class SqliteStore
{
    private const int PaymentsInRematch = 100;

    private static readonly Query Feeds = new("SELECT feed, as_of, heard_at FROM feeds ORDER BY feed");

    /// <inheritdoc/>
    public Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel) =>
        _writer.RunAsync(db => _payments.Receive(db, delivery, matcher), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WaitingAsync(int limit, CancellationToken cancel) =>
        _readers.ReadAsync(db => Rematcher.ReadWaiting(db, limit), cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PaymentResult>> RematchAsync(
        IReadOnlyCollection<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now, CancellationToken cancel)
    {
        // A few in a commit, so that a webhook never waits long behind thousands of them.
        var changed = new List<PaymentResult>();
        foreach (var some in paymentIds.Chunk(PaymentsInRematch))
        {
            changed.AddRange(await _writer.RunAsync(db => _rematcher.Rematch(db, some, matcher, now), cancel));
        }

        return changed;
    }

    /// <inheritdoc/>
    public Task<Match?> LookAsync(string paymentId, IPaymentMatcher matcher, CancellationToken cancel) =>
        _readers.ReadAsync(db => new Rematcher(new KnownLedger()).Look(db, paymentId, matcher), cancel);

    /// <inheritdoc/>
    public Task<PaymentRefusal?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel) =>
        _writer.RunAsync(db => _decisions.Do(db, paymentId, decision, by, now), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedState>> FeedsAsync(CancellationToken cancel) => _readers.ReadAsync<IReadOnlyList<FeedState>>(
        db => db[Feeds].ReadAll(row => new FeedState(row.Text(0), row.Instant(1), row.Instant(2))), cancel);
}
