using Collections.App.Company;
using Collections.App.Telemetry;
using OpenTelemetry.Trace;

namespace Collections.Local.Hosting;

/// <summary>What the server tells a collector by OTLP: the app's own metrics, metrics and traces of HTTP requests, and the log.</summary>
internal static class LocalTelemetry
{
    /// <summary>Adds what the variables ask for; nothing without them.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, HostSettings settings)
    {
        var otlp = OtlpSettings.Of(settings);
        if (otlp.IsOn)
        {
            services.AddCollectionsTelemetry(otlp).WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        }

        return services;
    }
}
