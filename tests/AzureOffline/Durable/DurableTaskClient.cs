using System.ComponentModel;
using Microsoft.DurableTask.Internal;

namespace Microsoft.DurableTask.Internal
{
    /// <summary>Starts orchestrations.</summary>
    public interface IOrchestrationSubmitter
    {
        /// <summary>Starts one.</summary>
        Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);
    }
}

namespace Microsoft.DurableTask.Client
{
    /// <summary>Starts, wakes, asks and ends orchestrations. Durable entities and histories are left out.</summary>
    public abstract class DurableTaskClient(string name) : IOrchestrationSubmitter, IAsyncDisposable
    {
        /// <summary>The client's name.</summary>
        public string Name { get; } = name;

        /// <summary>Starts an orchestration without input.</summary>
        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
            ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

        /// <summary>Starts an orchestration.</summary>
        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, object? input, CancellationToken cancellation) =>
            ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

        /// <summary>Starts an orchestration without input.</summary>
        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
            ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

        /// <summary>Starts an orchestration, and answers its id.</summary>
        public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default);

        /// <summary>Sends an event without payload.</summary>
        public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
            RaiseEventAsync(instanceId, eventName, null, cancellation);

        /// <summary>Sends an event; to an instance that isn't there it is lost.</summary>
        public abstract Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

        /// <summary>Waits until it has begun.</summary>
        public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
            WaitForInstanceStartAsync(instanceId, false, cancellation);

        /// <summary>Waits until it has begun.</summary>
        public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        /// <summary>Waits until it has ended.</summary>
        public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
            WaitForInstanceCompletionAsync(instanceId, false, cancellation);

        /// <summary>Waits until it has ended.</summary>
        public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        /// <summary>Ends an instance.</summary>
        public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) => TerminateInstanceAsync(instanceId, null, cancellation);

        /// <summary>Ends an instance with this output.</summary>
        public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default)
        {
            TerminateInstanceOptions? options = output is null ? null : new() { Output = output };
            return TerminateInstanceAsync(instanceId, options, cancellation);
        }

        /// <summary>Ends an instance.</summary>
        public virtual Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException($"{GetType()} does not support orchestration termination.");

        /// <summary>Halts an instance.</summary>
        public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) => SuspendInstanceAsync(instanceId, null, cancellation);

        /// <summary>Halts an instance; its events wait.</summary>
        public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

        /// <summary>Lets a halted instance go on.</summary>
        public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) => ResumeInstanceAsync(instanceId, null, cancellation);

        /// <summary>Lets a halted instance go on.</summary>
        public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

        /// <summary>How an instance stands; null if there is none.</summary>
        public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
            GetInstanceAsync(instanceId, false, cancellation);

        /// <summary>How an instance stands; null if there is none.</summary>
        public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

        /// <summary>An older name of <see cref="GetInstanceAsync(string, CancellationToken)"/>.</summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
            GetInstancesAsync(instanceId, false, cancellation);

        /// <summary>An older name of <see cref="GetInstanceAsync(string, bool, CancellationToken)"/>, and the one that clients implement.</summary>
        [EditorBrowsable(EditorBrowsableState.Never)]
        public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        /// <summary>The instances that match.</summary>
        public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

        /// <summary>Forgets an ended instance.</summary>
        public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
            PurgeInstanceAsync(instanceId, null, cancellation);

        /// <summary>Forgets an ended instance.</summary>
        public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException($"{GetType()} does not support purging of orchestration instances.");

        /// <summary>Forgets the ended instances that match.</summary>
        public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
            PurgeAllInstancesAsync(filter, null, cancellation);

        /// <summary>Forgets the ended instances that match.</summary>
        public virtual Task<PurgeResult> PurgeAllInstancesAsync(
            PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException($"{GetType()} does not support purging of orchestration instances.");

        /// <inheritdoc/>
        public abstract ValueTask DisposeAsync();
    }

    /// <summary>How an instance is ended.</summary>
    public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

    /// <summary>How an instance is forgotten.</summary>
    public record PurgeInstanceOptions(bool Recursive = false);

    /// <summary>Which instances are forgotten.</summary>
    public record PurgeInstancesFilter(
        DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
    {
        /// <summary>How long it may take.</summary>
        public TimeSpan? Timeout { get; init; }
    }

    /// <summary>How many instances were forgotten.</summary>
    public class PurgeResult
    {
        /// <summary>So many.</summary>
        public PurgeResult(int count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            PurgedInstanceCount = count;
        }

        /// <summary>So many, and whether those were all.</summary>
        public PurgeResult(int count, bool? isComplete)
            : this(count) => IsComplete = isComplete;

        /// <summary>How many.</summary>
        public int PurgedInstanceCount { get; }

        /// <summary>Whether those were all; null if unknown.</summary>
        public bool? IsComplete { get; }
    }

    /// <summary>Which instances to list.</summary>
    public record OrchestrationQuery(
        DateTimeOffset? CreatedFrom = null,
        DateTimeOffset? CreatedTo = null,
        IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
        IEnumerable<string>? TaskHubNames = null,
        string? InstanceIdPrefix = null,
        int PageSize = OrchestrationQuery.DefaultPageSize,
        bool FetchInputsAndOutputs = false,
        string? ContinuationToken = null)
    {
        /// <summary>Instances on a page.</summary>
        public const int DefaultPageSize = 100;
    }

    /// <summary>The statuses at which a second start is refused, typed.</summary>
    public static class StartOrchestrationOptionsExtensions
    {
        /// <summary>Refuses a second start at these statuses.</summary>
        public static StartOrchestrationOptions WithDedupeStatuses(
            this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses) =>
            options with { DedupeStatuses = [.. dedupeStatuses.Select(s => s.ToString())] };
    }
}
