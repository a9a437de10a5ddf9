using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Collections.App.Telemetry;

/// <summary>Puts OpenTelemetry together for either host.</summary>
public static class TelemetryServices
{
    /// <summary>Adds OpenTelemetry with the app's own metrics; what the settings say goes to a collector by OTLP. A host adds what it alone can measure.</summary>
    public static OpenTelemetryBuilder AddCollectionsTelemetry(this IServiceCollection services, OtlpSettings otlp)
    {
        ArgumentNullException.ThrowIfNull(otlp);
        return services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(otlp.ServiceName))
            .WithMetrics(metrics => Export(metrics.AddMeter(CollectionsMeter.Name), otlp))
            .WithTracing(traces => Export(traces, otlp));
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
}
