using Collections.App.Company;
using Collections.App.Telemetry;
using Collections.Local.Hosting;
using Collections.Local.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Collections.Local.Tests.Telemetry;

/// <summary>What a started server sends to a collector: what OpenTelemetry's variables ask for, and nothing without them.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Server_WithAnEndpoint_SendsItsMetricsAndTracesThere()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var company = await ServedCompany.StartAsync(mailPort: null, accounts: 1, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
        });

        await receiver.UntilAsync("/v1/metrics", "collections.letters", "collections.letter.outcome", "sent", "collections.calls.due", "collections.work.age", "http.server.request.duration");
        await receiver.UntilAsync("/v1/metrics", "service.name", OtlpSettings.DefaultServiceName);
        await receiver.UntilAsync("/v1/traces", "POST /api/scans");
        await receiver.UntilAsync("/v1/logs", "Collections.");
    }

    [Theory]
    [InlineData(null, false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", false, false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true, true)]
    public void Settings_OfTheUsualVariables_SayWhatGoes(string? variable, bool metrics, bool traces, bool logs)
    {
        var settings = SettingsOf(variable);

        Assert.Equal(new OtlpSettings(metrics, traces, logs, "collections"), OtlpSettings.Of(settings));
        using var services = new ServiceCollection().AddLogging().AddTelemetry(settings).BuildServiceProvider();
        Assert.Equal(metrics || traces || logs, services.GetService<MeterProvider>() is not null);
        Assert.Equal(metrics || traces || logs, services.GetService<TracerProvider>() is not null);
    }

    [Fact]
    public void Settings_WithANameOfItsOwn_TakeThat() =>
        Assert.Equal("collections-north", OtlpSettings.Of(SettingsOf("OTEL_SERVICE_NAME", "collections-north")).ServiceName);

    private static HostSettings SettingsOf(string? variable, string value = "http://127.0.0.1:4318") => HostSettings.Load(
        [], variable is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value });
}
