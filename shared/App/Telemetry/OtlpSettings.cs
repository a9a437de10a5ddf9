using Collections.App.Company;

namespace Collections.App.Telemetry;

/// <summary>What goes to a collector by OTLP: OpenTelemetry's own variables say so, and without them nothing goes.</summary>
/// <remarks>Here stands only whether; where to, by which protocol and how often is read from the same variables by OpenTelemetry itself.</remarks>
/// <param name="Metrics">True if metrics go.</param>
/// <param name="Traces">True if traces go.</param>
/// <param name="Logs">True if what the app logs goes.</param>
/// <param name="ServiceName">The name by which the app goes there.</param>
public sealed record OtlpSettings(bool Metrics, bool Traces, bool Logs, string ServiceName)
{
    /// <summary>The app's name unless <c>OTEL_SERVICE_NAME</c> says another.</summary>
    public const string DefaultServiceName = "collections";

    /// <summary>True if anything goes.</summary>
    public bool IsOn => Metrics || Traces || Logs;

    /// <summary>Reads the variables.</summary>
    public static OtlpSettings Of(HostSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var all = settings.Find("OTEL_EXPORTER_OTLP_ENDPOINT") is not null;
        return new OtlpSettings(
            settings.Find("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is not null || all,
            settings.Find("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is not null || all,
            settings.Find("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT") is not null || all,
            settings.Find("OTEL_SERVICE_NAME") ?? DefaultServiceName);
    }
}
