using Microsoft.DurableTask;
using FailureDetails = DurableTask.Core.FailureDetails;

namespace Collections.Functions.Tests.Durable;

/// <summary>How an orchestrator's execution stands after a turn.</summary>
internal enum Outcome
{
    Waits,
    Completed,
    ContinuedAsNew,
    Failed,
}

/// <summary>What one turn of an orchestrator brought about. Nothing of it has happened until the runtime stores it.</summary>
/// <param name="Actions">What it newly asked for.</param>
/// <param name="Cancelled">The timers of this execution that it no longer waits for.</param>
/// <param name="Payload">The output, or the next execution's input.</param>
/// <param name="CarriedOver">Events that came after continue-as-new; they open the next execution's history.</param>
/// <param name="Resent">Events that nobody took; they are sent to the next execution again, behind what has come meanwhile.</param>
internal sealed record Turn(
    Outcome Outcome,
    IReadOnlyList<ActionEvent> Actions,
    IReadOnlySet<int> Cancelled,
    string? CustomStatus,
    string? Payload = null,
    string? NewVersion = null,
    FailureDetails? Failure = null,
    IReadOnlyList<EventRaised>? CarriedOver = null,
    IReadOnlyList<EventRaised>? Resent = null)
{
    /// <summary>What the same turn did differently when it ran again; null if nothing.</summary>
    public string? DifferenceFrom(Turn again)
    {
        for (var i = 0; i < Math.Max(Actions.Count, again.Actions.Count); i++)
        {
            var (first, second) = (Actions.ElementAtOrDefault(i), again.Actions.ElementAtOrDefault(i));
            if (first != second)
            {
                return $"it asked for {Text(first)}, and when the turn was replayed for {Text(second)}";
            }
        }

        return (Outcome, Payload, CustomStatus, NewVersion, Failure?.ErrorMessage)
            == (again.Outcome, again.Payload, again.CustomStatus, again.NewVersion, again.Failure?.ErrorMessage)
            ? null
            : $"the turn ended as {End}, and when it was replayed as {again.End}";
    }

    public static string Text(HistoryEvent? happening) => happening?.ToString() ?? "nothing";

    private string End => $"{Outcome} with payload {Payload ?? "null"}, status {CustomStatus ?? "null"} and failure {Failure?.ErrorMessage ?? "none"}";
}

/// <summary>What an execution begins with, the same at every replay.</summary>
internal sealed record Start(
    TaskName Name, string InstanceId, string Version, string? Input, ParentOrchestrationInstance? Parent, Func<TaskOrchestrationContext, Task<object?>> Orchestrator);
