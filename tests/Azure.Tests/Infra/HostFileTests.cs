using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>The host passes over a setting whose name it doesn't know, so a slip in host.json would never show.</summary>
public sealed class HostFileTests
{
    /// <summary>The names of Microsoft's host.json reference that the app uses.</summary>
    private static readonly string[] Known =
    [
        "version", "telemetryMode", "functionTimeout", "logging.logLevel.*", "extensions.http.routePrefix",
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

    private static IEnumerable<(string Name, JValue Value)> Leaves() =>
        Host.Descendants().OfType<JValue>().Select(value => (value.Path.StartsWith("logging.logLevel", StringComparison.Ordinal) ? "logging.logLevel.*" : value.Path, value));
}
