using Collections.App.Company;
using Collections.App.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Collections.Local.Hosting;

/// <summary>What the server tells a collector by OTLP: the app's own metrics, and metrics and traces of HTTP requests.</summary>
internal static class LocalTelemetry
{
    // The meter of ASP.NET Core that has http.server.request.duration.
    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";

    /// <summary>Adds what the variables ask for; nothing without them.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, HostSettings settings)
    {
        var otlp = OtlpSettings.Of(settings);
        if (otlp.IsOn)
        {
            services.AddCollectionsTelemetry(otlp)
                .WithMetrics(metrics => metrics.AddMeter(HttpMeter))
                .WithTracing(traces => traces.AddAspNetCoreInstrumentation());
        }

        return services;
    }
}
