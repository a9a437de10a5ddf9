using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Collections.Functions.Tests.Durable;

/// <summary>
/// The runtime's client. The host's refusals reach the real client as gRPC errors, whose type comes with Microsoft's packages alone;
/// here they are the exceptions that the host itself throws. Only a refused start is the same type in both.
/// </summary>
internal sealed class ReplayingClient(ReplayingRuntime runtime) : DurableTaskClient("replaying")
{
    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(runtime.Start(orchestratorName, runtime.Converter.Serialize(input), options));
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!runtime.Raise(instanceId, new(eventName, runtime.Converter.Serialize(eventPayload))) && runtime.ThrowsWhenEventIsDropped)
        {
            Require(instanceId);
        }

        return Task.CompletedTask;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await runtime.RunAsync(cancellation);
        return runtime.Find(instanceId)?.Show(Converter(getInputsAndOutputs)) ?? throw Missing(instanceId);
    }

    /// <summary>Runs what can run now. The clock is turned by hand, so an instance that waits for a timer does not end here.</summary>
    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var shown = await WaitForInstanceStartAsync(instanceId, getInputsAndOutputs, cancellation);
        return shown.IsCompleted ? shown : throw new TimeoutException($"'{instanceId}' is {shown.RuntimeStatus}; the next timer fires at {runtime.NextDue():O}.");
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(runtime.Find(instanceId)?.Show(Converter(getInputsAndOutputs)));

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        filter ??= new();
        var found = runtime.Instances.Where(instance =>
            Matches(instance, filter.CreatedFrom, filter.CreatedTo, filter.Statuses)
            && instance.Id.StartsWith(filter.InstanceIdPrefix ?? "", StringComparison.Ordinal));
        return new OnePage([.. found.Select(instance => instance.Show(Converter(filter.FetchInputsAndOutputs)))]);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        runtime.Terminate(Require(instanceId), runtime.Converter.Serialize(options?.Output));
        return Task.CompletedTask;
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        runtime.Suspend(Require(instanceId), isSuspended: true);
        return Task.CompletedTask;
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        runtime.Suspend(Require(instanceId), isSuspended: false);
        return Task.CompletedTask;
    }

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Task.FromResult(new PurgeResult(runtime.Purge(instance => instance.Id == instanceId)));

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Task.FromResult(new PurgeResult(runtime.Purge(instance => Matches(instance, filter.CreatedFrom, filter.CreatedTo, filter.Statuses))));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Matches(Instance instance, DateTimeOffset? from, DateTimeOffset? to, IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        !(instance.CreatedAt < from) && !(instance.CreatedAt > to) && (statuses?.Contains(instance.Status) ?? true);

    private static ArgumentException Missing(string instanceId) => new($"No instance with ID '{instanceId}' was found.", nameof(instanceId));

    private Instance Require(string instanceId)
    {
        var instance = runtime.Find(instanceId) ?? throw Missing(instanceId);
        return instance.HasEnded ? throw new InvalidOperationException($"Instance '{instanceId}' is in the {instance.Status} state.") : instance;
    }

    private DataConverter? Converter(bool withData) => withData ? runtime.Converter : null;

    private sealed class OnePage(IReadOnlyList<OrchestrationMetadata> found) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await Task.CompletedTask;
            yield return new(found);
        }
    }
}
