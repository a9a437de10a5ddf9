using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using FailureDetails = DurableTask.Core.FailureDetails;

namespace Collections.Functions.Tests.Durable;

/// <summary>One orchestration as the runtime's storage has it.</summary>
internal sealed class Instance(Start start, IReadOnlyDictionary<string, string> tags, DateTimeOffset createdAt)
{
    public string Id => Start.InstanceId;

    public Start Start { get; set; } = start;

    public IReadOnlyDictionary<string, string> Tags { get; } = tags;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public OrchestrationRuntimeStatus Status { get; set; } = OrchestrationRuntimeStatus.Pending;

    public string? CustomStatus { get; set; }

    public string? Output { get; set; }

    public FailureDetails? Failure { get; set; }

    /// <summary>Counts the times that it continued as new; messages for an earlier execution are dropped.</summary>
    public int Execution { get; set; } = 1;

    public List<HistoryEvent> History { get; } = [];

    public List<Message> Inbox { get; } = [];

    public Dictionary<int, Due> Timers { get; } = [];

    /// <summary>Whether a turn is already on its way.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The turns since time last passed.</summary>
    public int TurnsAtThisMoment { get; set; }

    /// <summary>Where a sub-orchestration's result goes.</summary>
    public Caller? Caller { get; init; }

    public bool HasEnded => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    public OrchestrationMetadata Show(DataConverter? converter) => new(Start.Name, Id)
    {
        RuntimeStatus = Status,
        CreatedAt = CreatedAt,
        LastUpdatedAt = UpdatedAt,
        Tags = Tags,
        FailureDetails = Failure is null ? null : Failures.Shown(Failure),
        DataConverter = converter,
        SerializedInput = converter is null ? null : Start.Input,
        SerializedOutput = converter is null ? null : Output,
        SerializedCustomStatus = converter is null ? null : CustomStatus,
    };
}

/// <summary>What waits to enter a history; without an execution it is for whichever runs.</summary>
internal sealed record Message(HistoryEvent Event, int? Execution = null);

/// <summary>The task of another instance that waits for this one's end.</summary>
internal sealed record Caller(Instance Instance, int Execution, int TaskId);

/// <summary>Something that happens at a moment, unless it is called off first.</summary>
internal sealed class Due(Action happen)
{
    public bool IsCancelled { get; set; }

    public Action Happen { get; } = happen;
}
