using System.Diagnostics.Metrics;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.App.Telemetry;

/// <summary>Who found whose a payment is; the tag <see cref="CollectionsMeter.MatchedByTag"/>.</summary>
public enum MatchedBy
{
    /// <summary>The rules, when it arrived.</summary>
    Arrival,

    /// <summary>The rules, once the ledger had changed: it had waited, or a part of it had.</summary>
    Rematch,

    /// <summary>A person.</summary>
    Person,
}

/// <summary>What happens, counted: the instruments of the meter <see cref="Name"/> that say how often or how long. What is so at a moment is told by <see cref="StateGauges"/>.</summary>
/// <remarks>Names and units follow OpenTelemetry's conventions. No tag names a debtor, and each has a handful of values. What follows from turns is counted
/// from their commits, so that nothing is counted twice, however often it was tried.</remarks>
public sealed class CollectionsMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Collections";

    /// <summary>The tag of <c>collections.letters</c>: <c>sent</c>, <c>bounced</c> or <c>unknown</c>.</summary>
    public const string OutcomeTag = "collections.letter.outcome";

    /// <summary>The tag of <c>collections.payments.matched</c>: <c>arrival</c>, <c>rematch</c> or <c>person</c>.</summary>
    public const string MatchedByTag = "collections.match.by";

    // From a direct wake to a letter that waited for an outage to end; a case that waited longer than an hour is an incident.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.5, 1, 5, 15, 60, 120, 300, 900, 3600] };

    private readonly Counter<long> _letters;
    private readonly Counter<long> _matched;
    private readonly Histogram<double> _stop;

    /// <summary>Makes the meter.</summary>
    /// <param name="meters">Makes meters.</param>
    public CollectionsMeter(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Meter = meters.Create(Name);
        _letters = Meter.CreateCounter<long>("collections.letters", "{letter}", "Letters that were sent, came back, or of which nobody can tell.");
        _matched = Meter.CreateCounter<long>("collections.payments.matched", "{payment}", "Payments, or parts of them, that found whose they are.");
        _stop = Meter.CreateHistogram(
            "collections.payment.stop.duration", "s", "Time from a payment's commit to the stop of the letters and calls that it forbids.", tags: null, Seconds);
    }

    /// <summary>The meter itself, for whoever adds instruments of its own.</summary>
    internal Meter Meter { get; }

    /// <summary>Counts what follows from the turns that were committed.</summary>
    /// <param name="turns">Turns.</param>
    /// <param name="done">For each of them, in order: true if it was committed.</param>
    /// <param name="now">The moment after the commit.</param>
    public void CountTurns(IReadOnlyList<TurnCommit> turns, IReadOnlyList<bool> done, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(done);
        for (var i = 0; i < turns.Count && (_letters.Enabled || _stop.Enabled); i++)
        {
            if (done[i])
            {
                Count(turns[i], now);
            }
        }
    }

    /// <summary>Counts the matched ones among payments that arrived, or were matched again.</summary>
    /// <param name="results">How each went.</param>
    /// <param name="by">Who matched them.</param>
    /// <returns>The same results.</returns>
    public IReadOnlyList<PaymentResult> CountMatched(IReadOnlyList<PaymentResult> results, MatchedBy by)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count(result => result.State == PaymentState.Matched) is > 0 and var matched)
        {
            CountMatched(matched, by);
        }

        return results;
    }

    /// <summary>Counts payments that were matched.</summary>
    public void CountMatched(int payments, MatchedBy by) => _matched.Add(payments, new KeyValuePair<string, object?>(MatchedByTag, Words.Of(by)));

    private void Count(TurnCommit turn, DateTimeOffset now)
    {
        foreach (var outcome in turn.Effects.Select(OutcomeOf).OfType<string>())
        {
            _letters.Add(1, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        }

        if (turn.Effects.Any(IsStop))
        {
            foreach (var payment in turn.Taken.Where(IsPayment))
            {
                _stop.Record(Math.Max(0, (now - payment.At).TotalSeconds));
            }
        }
    }

    private static string? OutcomeOf(Effect effect) => effect switch
    {
        LetterDelivered => "sent",
        LetterCameBack => "bounced",
        LetterInDoubt => "unknown",
        _ => null,
    };

    private static bool IsStop(Effect effect) => effect is LetterWithdrawn or TaskClosed { Done: false };

    private static bool IsPayment(InboxItem item) => item.Happening is PaymentReceived or PaymentSuspected;
}
