using System.Diagnostics.Metrics;
using Collections.App.Telemetry;
using Collections.Local.Tests.Rules;

namespace Collections.Local.Tests.Telemetry;

/// <summary>Listens to the meter of one house: what was counted since, and what the gauges say when they are asked.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Series, double Value)> _all = [];

    public Measured(House house)
    {
        var meters = house.Get<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CollectionsMeter.Name && instrument.Meter.Scope == meters)
            {
                Units[instrument.Name] = instrument.Unit;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _ = house.Get<StateGauges>();
        _listener.Start();
    }

    /// <summary>The unit of each instrument.</summary>
    public Dictionary<string, string?> Units { get; } = new(StringComparer.Ordinal);

    /// <summary>The sum of what was counted: by the instrument's name, and the value of its tag behind a blank.</summary>
    public double Sum(string series) => _all.Where(one => one.Series == series).Sum(one => one.Value);

    /// <summary>Each value of a histogram.</summary>
    public IEnumerable<double> Each(string series) => _all.Where(one => one.Series == series).Select(one => one.Value);

    /// <summary>What a gauge says now; null if it says nothing.</summary>
    public double? Now(string series)
    {
        _all.RemoveAll(one => one.Series == series);
        _listener.RecordObservableInstruments();
        return _all.Where(one => one.Series == series).Select(one => (double?)one.Value).LastOrDefault();
    }

    /// <summary>What a gauge says once the gauges are refreshed.</summary>
    public async Task<double?> RefreshedAsync(House house, string series)
    {
        await house.Get<StateGauges>().RefreshAsync(default);
        return Now(series);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Add((tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}", value));
}
