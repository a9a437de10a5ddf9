using Collections.Core.Cases;

namespace Collections.App.Stores;

/// <summary>What is most urgent among the tasks of a day: the smaller, the sooner. The numbers are stored.</summary>
public static class TaskRank
{
    /// <summary>A call that somebody waits for: a callback, a promise's day, a claim to look up.</summary>
    public const int Callback = 2;

    /// <summary>The rank of a task.</summary>
    /// <param name="kind">What is to be done.</param>
    /// <param name="step">The step, or <c>callback</c>, <c>promise</c>, <c>claim</c>.</param>
    public static int Of(TaskKind kind, string step) => kind switch
    {
        TaskKind.BossCall => 0,
        TaskKind.StaleBank or TaskKind.Attention or TaskKind.MatchPayment => 1,
        TaskKind.Call when step is "callback" or "promise" or "claim" => Callback,
        TaskKind.ManagementCall => 3,
        TaskKind.Call => 4,
        TaskKind.CheckLetter => 5,
        TaskKind.FindContact => 6,
        TaskKind.FindNumber => 7,
        TaskKind.Allocate => 8,
        TaskKind.Dispute => 9,
        TaskKind.Plan => 10,
        TaskKind.Agency => 11,
        TaskKind.Visit => 12,
        _ => 13,
    };
}
