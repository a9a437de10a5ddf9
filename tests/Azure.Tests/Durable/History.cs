using FailureDetails = DurableTask.Core.FailureDetails;

namespace Collections.Functions.Tests.Durable;

/// <summary>One line of an instance's history. What an orchestrator asked for compares by value, so a replay can be held against it.</summary>
internal abstract record HistoryEvent;

/// <summary>The orchestrator ran on from here, at this moment.</summary>
internal sealed record TurnStarted(DateTime At) : HistoryEvent;

internal sealed record ExecutionStarted : HistoryEvent;

internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

internal sealed record TaskFailed(int Id, FailureDetails Details) : HistoryEvent;

internal sealed record TimerFired(int Id) : HistoryEvent;

internal sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

/// <summary>What an orchestrator asked for.</summary>
internal abstract record ActionEvent(int Id) : HistoryEvent;

internal sealed record ActivityScheduled(int Id, string Name, string? Input) : ActionEvent(Id);

internal sealed record TimerCreated(int Id, DateTime FireAt) : ActionEvent(Id);

internal sealed record SubOrchestrationCreated(int Id, string Name, string InstanceId, string? Input, string? Version) : ActionEvent(Id);

internal sealed record EventSent(int Id, string InstanceId, string Name, string? Payload) : ActionEvent(Id);
