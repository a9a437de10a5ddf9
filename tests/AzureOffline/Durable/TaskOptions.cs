using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How an activity or a sub-orchestration is called.</summary>
public record TaskOptions
{
    /// <summary>With retries.</summary>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <summary>With retries and tags.</summary>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>A copy.</summary>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>What happens after a failure; null fails at once.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Tags for the trace.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>The version to call; null is the instance's own.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Retries by a policy.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Retries as the handler says.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Retries as the handler says.</summary>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>Names the sub-orchestration's instance.</summary>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>With retries, under an id.</summary>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>From other options, under an id.</summary>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy.</summary>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The instance's id; null makes one up.</summary>
    public string? InstanceId { get; init; }

    /// <inheritdoc cref="TaskOptions.Version"/>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}

/// <summary>How an orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Under an id, at a moment.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The instance's id; null makes one up.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The earliest start; null is now.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Tags that the instance keeps.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary.Create<string, string>();

    /// <summary>The version; null is the app's default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>The statuses of an existing instance of the same id at which a start is refused; null leaves it to the host.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

/// <summary>How an orchestration begins anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The next execution's input.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody took go with it.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The next execution's version; null keeps it.</summary>
    public string? NewVersion { get; set; }
}
