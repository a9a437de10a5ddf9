using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;
using OpenTelemetry.Logs;

namespace Collections.Functions.Tests.Infra;

/// <summary>The host passes over a setting whose name it doesn't know, so a slip in host.json would never show.</summary>
public sealed partial class HostFileTests
{
    /// <summary>The names of Microsoft's host.json reference that the app uses.</summary>
    private static readonly string[] Known =
    [
        "version", "telemetryMode", "functionTimeout", "logging.logLevel.*", "logging.OpenTelemetry.logLevel.*", "extensions.http.routePrefix",
        "extensions.durableTask.hubName", "extensions.durableTask.defaultVersion", "extensions.durableTask.versionMatchStrategy",
        "extensions.durableTask.versionFailureStrategy", "extensions.durableTask.maxConcurrentActivityFunctions",
        "extensions.durableTask.maxConcurrentOrchestratorFunctions", "extensions.durableTask.extendedSessionsEnabled",
        "extensions.durableTask.overridableExistingInstanceStates", "extensions.durableTask.storageProvider.type",
        "extensions.durableTask.storageProvider.connectionName", "extensions.durableTask.storageProvider.partitionCount",
        "extensions.durableTask.storageProvider.maxQueuePollingInterval", "extensions.durableTask.storageProvider.useTablePartitionManagement",
        "extensions.durableTask.tracing.traceInputsAndOutputs", "extensions.durableTask.tracing.traceReplayEvents",
        "extensions.durableTask.tracing.distributedTracingEnabled", "extensions.durableTask.tracing.version",
        "extensions.queues.batchSize", "extensions.queues.newBatchThreshold", "extensions.queues.maxDequeueCount",
        "extensions.queues.maxPollingInterval", "extensions.queues.visibilityTimeout", "extensions.queues.messageEncoding",
    ];

    private static readonly JObject Host = Repository.Json("host.json");

    [Fact]
    public void Names_All_AreKnownToTheHost() => Assert.Empty(Leaves().Select(leaf => leaf.Name).Distinct().Except(Known));

    [Fact]
    public void Documentation_EverySetting_IsExplained()
    {
        var page = Repository.AzurePage;
        Assert.All(Leaves().Select(leaf => leaf.Name.Split('.')[^1]).Except(["*"]), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Durable_WhatTheDesignStandsOn_IsSet()
    {
        var durable = Host.SelectToken("extensions.durableTask")!;
        Assert.Equal("NonRunningStates", (string?)durable["overridableExistingInstanceStates"]);
        Assert.False((bool)durable["extendedSessionsEnabled"]!);
        Assert.False((bool)durable.SelectToken("tracing.traceInputsAndOutputs")!);
        Assert.InRange((int)durable.SelectToken("storageProvider.partitionCount")!, 1, 16);
    }

    [Fact]
    public void Http_Prefix_IsEmpty() => Assert.Equal("", (string?)Host.SelectToken("extensions.http.routePrefix"));

    // As the host has it in telemetryMode OpenTelemetry: rules of that provider, which let everything through or nothing, and go before any rule that is shorter.
    [Theory]
    [InlineData("Azure.Core", LogLevel.Warning, false)]
    [InlineData("Azure.Core.1", LogLevel.Warning, false)]
    [InlineData("Azure.Identity", LogLevel.Information, false)]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.Storage.Common.Listeners.QueueListener", LogLevel.Debug, false)]
    [InlineData("Microsoft.Azure.WebJobs.Host.Queues.QueueProcessor", LogLevel.Warning, true)]
    [InlineData("Microsoft.Azure.WebJobs.Script.Workers.WorkerFunctionInvoker", LogLevel.Information, false)]
    [InlineData("Host.Startup", LogLevel.Information, true)]
    [InlineData("Host.General", LogLevel.Information, false)]
    [InlineData("DurableTask.AzureStorage", LogLevel.Information, false)]
    public void Log_OfTheHost_IsWhatAnOperatorReads(string category, LogLevel level, bool isKept)
    {
        string[] ofTheHost = ["Function.*", "Azure.*", "Host.Results", "Host.Aggregator", "Microsoft.Azure.WebJobs.*"];
        foreach (var hasWorker in new[] { false, true })
        {
            using var factory = LoggerFactory.Create(logging =>
            {
                logging.AddConfiguration(Logging);
                logging.AddOpenTelemetry();
                foreach (var filtered in ofTheHost)
                {
                    logging.AddFilter<OpenTelemetryLoggerProvider>(filtered, _ => !hasWorker);
                }
            });
            Assert.Equal(isKept, factory.CreateLogger(category).IsEnabled(level));
        }
    }

    // What Durable Task tells of a case's every step goes by the names of its functions; the console and the log stream show it.
    [Theory]
    [InlineData("Function.CollectAccount.User", LogLevel.Information, false)]
    [InlineData("Function.RunTurns.User", LogLevel.Information, false)]
    [InlineData("Function.SendLetter.User", LogLevel.Information, false)]
    [InlineData("Function.SendLetter.User", LogLevel.Warning, true)]
    [InlineData("Function.Sweep.User", LogLevel.Information, true)]
    [InlineData("Function.Sweep", LogLevel.Information, false)]
    [InlineData("Azure.Core.1", LogLevel.Warning, false)]
    public void Console_OfTheHost_ShowsWhatAnOperatorReads(string category, LogLevel level, bool isShown)
    {
        using var factory = LoggerFactory.Create(logging => logging.AddConfiguration(Logging).AddConsole());

        Assert.Equal(isShown, factory.CreateLogger(category).IsEnabled(level));
    }

    private static IConfiguration Logging => new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "host.json")).Build().GetSection("logging");

    private static IEnumerable<(string Name, JValue Value)> Leaves() =>
        Host.Descendants().OfType<JValue>().Select(value => (Level().Replace(value.Path, "${levels}.*"), value));

    // A category has points of its own.
    [GeneratedRegex(@"^(?<levels>logging\..*?logLevel)\b.*$", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex Level();
}
