using System.Globalization;
using Collections.App.Letters;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.App.Desk;

/// <summary>A case as people see it.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Number">Which effort on this account it is; 0 before the first.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Policy">The policy under which it opened, or would open.</param>
/// <param name="PolicyVersion">That policy's version.</param>
/// <param name="OpenedOn">The day on which it opened, or null.</param>
/// <param name="ClosedOn">The day on which it closed, or null.</param>
/// <param name="CloseReason">Why it closed, or null.</param>
/// <param name="Step">The present step, or null.</param>
/// <param name="Stage">The present step's stage, or null.</param>
/// <param name="Owing">What is owing now.</param>
/// <param name="Waiting">Why it waits, or null.</param>
/// <param name="Hold">The hold by hand, or null.</param>
/// <param name="Promise">The last promise, or null.</param>
/// <param name="BrokenPromises">Promises broken in this effort.</param>
/// <param name="FailedCalls">Calls that reached nobody since somebody was last reached.</param>
/// <param name="OnStop">True while supply is stopped.</param>
/// <param name="CallsBlocked">True while clerks may not call.</param>
/// <param name="LastDate">The date that the final letter gave, or null.</param>
/// <param name="Ladders">How far it has climbed.</param>
/// <param name="Tasks">Its open tasks.</param>
/// <param name="Suspected">Payments that are probably theirs, oldest first: nobody is chased until somebody has looked at them (R20).</param>
/// <param name="Next">What comes next, and when.</param>
public sealed record CaseView(
    string Account,
    int Number,
    CaseStatus Status,
    string Policy,
    int PolicyVersion,
    DateOnly? OpenedOn,
    DateOnly? ClosedOn,
    CloseReason? CloseReason,
    string? Step,
    string? Stage,
    Money Owing,
    WaitView? Waiting,
    Hold? Hold,
    Promise? Promise,
    int BrokenPromises,
    int FailedCalls,
    bool OnStop,
    bool CallsBlocked,
    DateOnly? LastDate,
    IReadOnlyList<LadderView> Ladders,
    IReadOnlyList<OpenTask> Tasks,
    IReadOnlyList<SuspectedPayment> Suspected,
    NextView Next)
{
    internal static CaseView Of(Standing standing) => Of(standing.File.Case, standing.Policy, standing.Position.Owing);

    internal static CaseView Of(Case @case, Policy policy, Money owing)
    {
        var step = @case is { IsOpen: true, Ladders: [var main, ..] } && main.Rung < policy.Steps.Length ? policy.Steps[main.Rung] : null;
        var isBegun = @case.Number > 0;
        return new CaseView(
            @case.Account, @case.Number, @case.Status,
            isBegun ? @case.Policy : policy.Name, isBegun ? @case.PolicyVersion : policy.Version,
            isBegun ? @case.OpenedOn : null, @case.ClosedOn, isBegun && !@case.IsOpen ? @case.CloseReason : null,
            step?.Name, step?.Stage, owing,
            @case.Pause.Kind == PauseKind.None ? null : new WaitView(@case.Pause.Kind, @case.Pause.Until),
            @case.Hold, @case.Promise, @case.BrokenPromises, @case.FailedCalls, @case.OnStop, @case.CallsBlocked, @case.LastDate,
            [.. @case.Ladders.Select(ladder => LadderView.Of(ladder, policy))],
            @case.Tasks, @case.Suspected, NextView.Of(@case, policy));
    }
}

/// <summary>Why a case waits.</summary>
/// <param name="For">What it waits for.</param>
/// <param name="Until">The day on which it goes on by itself, or null where only an event ends it.</param>
public sealed record WaitView(PauseKind For, DateOnly? Until);

/// <summary>How far a ladder has climbed.</summary>
/// <param name="Invoice">The invoice whose dispute was rejected and which this ladder chases, or null for everything else (R4).</param>
/// <param name="Step">The present step, or null at the end.</param>
/// <param name="Stage">Its stage, or null.</param>
/// <param name="State">What it waits for.</param>
/// <param name="NextOn">The day on which the step is due.</param>
public sealed record LadderView(string? Invoice, string? Step, string? Stage, RungState State, DateOnly NextOn)
{
    internal static LadderView Of(Ladder ladder, Policy policy)
    {
        var step = ladder.Rung < policy.Steps.Length ? policy.Steps[ladder.Rung] : null;
        return new LadderView(ladder.Returned?.Invoice, step?.Name, step?.Stage, ladder.State, ladder.NextOn);
    }
}

/// <summary>What comes next on a case (R25).</summary>
/// <param name="What">What, in words.</param>
/// <param name="At">When, or null where only an event brings it.</param>
public sealed record NextView(string What, DateTimeOffset? At)
{
    private const string LikelyPayment = "contacts wait until somebody has looked at a payment that is probably theirs";

    internal static NextView Of(Case @case, Policy policy) => @case switch
    {
        { Number: 0 } => new NextView("nothing: there is no case on this account", null),
        { IsOpen: false } => new NextView($"nothing: the case closed {Day(@case.ClosedOn)}, {Words.Of(@case.CloseReason)}", null),
        { Hold: { } hold } => new NextView($"held until {Day(hold.Until)} by {hold.Owner}: {hold.Reason}", @case.WakeAt),
        { Pause.Kind: not PauseKind.None } => OfPause(@case),
        { Letter: { } letter } => new NextView($"the letter {letter.Step} goes out", letter.NotBefore),
        { Tasks: [_, ..] tasks } when tasks.FirstOrDefault(IsContact) is { } task => new NextView($"{Words.Of(task.Kind)} ({task.Step})", task.Due),
        { Ladders: [var main, ..] } => OfLadder(@case, main, policy),
        _ => new NextView("the case is looked at again", @case.WakeAt),
    };

    private static NextView OfPause(Case @case)
    {
        var until = @case.Pause.Until;
        var what = @case.Pause.Kind switch
        {
            // Before its day a promise is waited for; from its day on there is a call, and the bank's next day tells (R26).
            PauseKind.Promise or PauseKind.PaidClaim or PauseKind.PartPayment when !@case.Suspected.IsEmpty => LikelyPayment,
            PauseKind.Promise => $"a promise is watched until {Day(until)}",
            PauseKind.PaidClaim => $"they say it is paid: looked at from {Day(until)} on, once payments are known so far",
            PauseKind.PartPayment => $"after the part payment the ladder waits until {Day(until)}",
            PauseKind.PlanWanted => "a manager answers about instalments",
            PauseKind.StaleBank => "contacts wait until the bank speaks again",
            PauseKind.LikelyPayment => LikelyPayment,
            _ => "a manager, or the boss, decides",
        };
        var task = @case.Tasks.FirstOrDefault(IsContact) ?? @case.Tasks.FirstOrDefault(open => open.Kind == TaskKind.Plan);
        return task is null ? new NextView(what, @case.WakeAt) : new NextView($"{what}; {Words.Of(task.Kind)} ({task.Step})", task.Due);
    }

    private static NextView OfLadder(Case @case, Ladder main, Policy policy)
    {
        var step = main.Rung < policy.Steps.Length ? policy.Steps[main.Rung] : null;
        return main.State switch
        {
            RungState.Finished => new NextView("nothing by itself: the ladder is at its end", @case.WakeAt),
            RungState.NoContact => new NextView($"{step?.Name} waits for somebody to write to", @case.WakeAt),
            RungState.NoNumber => new NextView($"{step?.Name} waits for a number to call", @case.WakeAt),
            _ => new NextView($"{step?.Name} on {Day(main.NextOn)}", @case.WakeAt),
        };
    }

    private static bool IsContact(OpenTask task) =>
        task.Kind is TaskKind.Call or TaskKind.ManagementCall or TaskKind.BossCall or TaskKind.Agency or TaskKind.Visit;

    private static string Day(DateOnly? day) => day is { } known ? LetterText.Day(known) : "something happens";
}
