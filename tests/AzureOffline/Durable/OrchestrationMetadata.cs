using System.Collections.Immutable;

namespace Microsoft.DurableTask.Client;

/// <summary>How an instance stands.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has begun.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Completed,

    /// <summary>Not used.</summary>
    [Obsolete("The ContinuedAsNew status is obsolete and exists only for compatibility reasons.")]
    ContinuedAsNew,

    /// <summary>It ended by an exception.</summary>
    Failed,

    /// <summary>Not used.</summary>
    [Obsolete("The Canceled status is not currently used and exists only for compatibility reasons.")]
    Canceled,

    /// <summary>A client ended it.</summary>
    Terminated,

    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>A client halted it.</summary>
    Suspended,
}

/// <summary>An instance as a client sees it.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    /// <summary>The orchestrator.</summary>
    public string Name { get; } = name;

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Reads inputs and outputs; null if they were not asked for.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>How it stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input's text.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output's text.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status' text.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The tags it was started with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary.Create<string, string>();

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether it has begun and not ended.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended.</summary>
    public bool IsCompleted =>
        RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input, if it was asked for.</summary>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>The output, if it was asked for.</summary>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>The custom status, if it was asked for.</summary>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    private T? Read<T>(string? data)
    {
        var converter = DataConverter
            ?? throw new InvalidOperationException($"Instance '{InstanceId}' was fetched without its inputs and outputs: ask with getInputsAndOutputs.");
        return converter.Deserialize<T>(data);
    }
}
