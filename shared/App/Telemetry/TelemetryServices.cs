using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Collections.App.Telemetry;

/// <summary>Puts OpenTelemetry together for either host.</summary>
public static class TelemetryServices
{
    // The meter of ASP.NET Core that has http.server.request.duration.
    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";

    /// <summary>
    /// Adds OpenTelemetry with the app's own metrics, those of HTTP requests, and the log in whole sentences; what the settings say goes to a collector by OTLP.
    /// A host adds what it alone can measure.
    /// </summary>
    public static OpenTelemetryBuilder AddCollectionsTelemetry(this IServiceCollection services, OtlpSettings otlp)
    {
        ArgumentNullException.ThrowIfNull(otlp);
        return services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(otlp.ServiceName))
            .WithMetrics(metrics => Export(metrics.AddMeter(CollectionsMeter.Name).AddMeter(HttpMeter), otlp))
            .WithTracing(traces => Export(traces, otlp))
            .WithLogging(logs => Export(logs, otlp), options => options.IncludeFormattedMessage = true);
    }

    private static void Export(MeterProviderBuilder metrics, OtlpSettings otlp)
    {
        if (otlp.Metrics)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void Export(TracerProviderBuilder traces, OtlpSettings otlp)
    {
        if (otlp.Traces)
        {
            traces.AddOtlpExporter();
        }
    }

    private static void Export(LoggerProviderBuilder logs, OtlpSettings otlp)
    {
        if (otlp.Logs)
        {
            logs.AddOtlpExporter();
        }
    }
}
