using System.Diagnostics.Metrics;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Calendars;

namespace Collections.App.Telemetry;

/// <summary>What is so at a moment: gauges of <see cref="CollectionsMeter"/> that a host refreshes about once a minute.</summary>
/// <remarks>
/// A refresh asks for a handful of short lists, whatever the ledger, and for nothing while nobody listens. On several machines one refreshes at a time: one
/// that has not refreshed for <see cref="Fresh"/> tells nothing, so that no machine goes on telling what was so before.
/// </remarks>
public sealed class StateGauges
{
    /// <summary>The tag of <c>collections.feed.age</c>: the feed's name.</summary>
    public const string FeedTag = "collections.feed.name";

    /// <summary>How often a host refreshes.</summary>
    public static readonly TimeSpan Rhythm = TimeSpan.FromMinutes(1);

    /// <summary>How long a refresh holds.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(3);

    private readonly IDueWork _dueWork;
    private readonly IPaymentStore _payments;
    private readonly IReports _reports;
    private readonly WrongChases _wrongChases;
    private readonly CompanySettings _company;
    private readonly TimeProvider _clock;
    private readonly List<Instrument> _gauges = [];
    private State? _state;

    /// <summary>Makes the gauges.</summary>
    public StateGauges(
        CollectionsMeter meter, IDueWork dueWork, IPaymentStore payments, IReports reports, WrongChases wrongChases, CompanySettings company, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(meter);
        (_dueWork, _payments, _reports, _wrongChases, _company, _clock) = (dueWork, payments, reports, wrongChases, company, clock);
        Count(meter, "collections.calls.due", "{call}", "Calls to be made today or before.", state => state.Backlog.CallsDue);
        Count(meter, "collections.calls.overdue", "{call}", "Calls that should have been made before today.", state => state.Backlog.CallsOverdue);
        Count(meter, "collections.payments.waiting", "{payment}", "Payments of which nobody knows yet whose they are.", state => state.Backlog.PaymentsWaiting);
        Count(meter, "collections.chases.wrong", "{contact}", "Letters and calls to customers who owed nothing, by the last audit.", state => state.WrongChases);
        _gauges.Add(meter.Meter.CreateObservableGauge("collections.work.age", WorkAge, "s", "How long the oldest work that is due has been due; 0 when none is."));
        _gauges.Add(meter.Meter.CreateObservableGauge("collections.feed.age", FeedAges, "s", "How long ago the moment is up to which a bank feed is complete."));
    }

    private State? Present => _state is { } state && _clock.GetUtcNow() - state.At <= Fresh ? state : null;

    /// <summary>True while somebody listens to any of the gauges.</summary>
    public bool IsHeard => _gauges.Exists(gauge => gauge.Enabled);

    /// <summary>Looks how things stand; does nothing while nobody listens.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        if (!IsHeard)
        {
            return;
        }

        var now = _clock.GetUtcNow();
        _state = new State(
            now,
            await _reports.BacklogAsync(LocalClock.DateAt(now, _company.Place.TimeZone), cancel),
            await _dueWork.NextDueAsync(cancel),
            await _payments.FeedsAsync(cancel),
            await _wrongChases.LastCountAsync(cancel));
    }

    // A figure that is not known is not told.
    private void Count(CollectionsMeter meter, string name, string unit, string description, Func<State, int?> count) =>
        _gauges.Add(meter.Meter.CreateObservableGauge(
            name, () => Present is { } state && count(state) is { } known ? [new Measurement<int>(known)] : Array.Empty<Measurement<int>>(), unit, description));

    private Measurement<double>[] WorkAge() => Present is { } state ? [new Measurement<double>(state.SecondsSince(state.NextDue))] : [];

    private Measurement<double>[] FeedAges() => Present is { } state
        ? [.. state.Feeds.Select(feed => new Measurement<double>(state.SecondsSince(feed.AsOf), new KeyValuePair<string, object?>(FeedTag, feed.Feed)))]
        : [];

    private sealed record State(DateTimeOffset At, Backlog Backlog, DateTimeOffset? NextDue, IReadOnlyList<FeedState> Feeds, int? WrongChases)
    {
        // As it was at the refresh: what falls due after it is done meanwhile, and must not look as if it waited.
        public double SecondsSince(DateTimeOffset? moment) => moment is { } past ? Math.Max(0, (At - past).TotalSeconds) : 0;
    }
}
