using System.Globalization;
using System.Text;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Policies;
using Collections.Core.Tests.Calendars;

namespace Collections.Core.Tests.Cases;

/// <summary>A decision as lines of text: what it does, what it records and why, and how the case stands then. Times are local.</summary>
internal static class Told
{
    public static string Of(Decision decision, Policy policy)
    {
        var text = new StringBuilder();
        if (decision.Refusal is { } refusal)
        {
            text.Append(CultureInfo.InvariantCulture, $"refused R{refusal.Rule}: {refusal}\n");
        }

        if (decision.Verdict != ScanVerdict.None)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Words.Of(decision.Verdict)} R{decision.VerdictWhy.Rule}: {decision.VerdictWhy}\n");
        }

        foreach (var effect in decision.Effects)
        {
            text.Append(Of(effect)).Append('\n');
        }

        foreach (var line in decision.Record)
        {
            text.Append(CultureInfo.InvariantCulture, $"- R{line.Why.Rule} {Words.Of(line.Kind)}{Reference(line)}: {line.Why}\n");
        }

        return text.Append("= ").Append(Of(decision.Case, policy)).Append('\n').ToString();
    }

    public static string Of(Case @case, Policy policy)
    {
        var ladders = @case.Ladders.Select(ladder => Of(ladder, policy));
        var pause = @case is { IsOpen: true, Pause.Kind: not PauseKind.None } ? $" for {Words.Of(@case.Pause.Kind)}" : "";
        var stop = @case.OnStop ? ", on stop" : "";
        var close = @case.IsOpen ? "" : $" {Words.Of(@case.CloseReason)}";
        var steps = @case.IsOpen ? $"; {string.Join(" and ", ladders)}" : "";
        return $"{Words.Of(@case.Status)}{close}{pause}{stop}{steps}{(@case.WakeAt is { } wake ? $"; wakes {At(wake)}" : "")}";
    }

    private static string Of(Ladder ladder, Policy policy)
    {
        var name = ladder.Rung < policy.Steps.Length ? policy.Steps[ladder.Rung].Name : "end";
        var due = ladder.State == RungState.Planned ? $" {Day(ladder.NextOn)}" : "";
        return $"{(ladder.Returned is { } part ? $"[{part.Invoice} {part.Amount.ToText()}] " : "")}{name} {Words.Of(ladder.State)}{due}";
    }

    private static string Of(Effect effect) => effect switch
    {
        LetterIntended e => $"letter {Id(e.LetterId)} {e.Step} by {e.Template}, not before {At(e.NotBefore)}",
        LetterPostponed e => $"letter {Id(e.LetterId)} not before {At(e.NotBefore)}",
        LetterAttempted e => $"letter {Id(e.LetterId)} goes out{(e.LastDate is { } day ? $", last date {Day(day)}" : "")}",
        LetterDelivered e => $"letter {Id(e.LetterId)} is sent",
        LetterCameBack e => $"letter {Id(e.LetterId)} came back from {e.Email}",
        LetterWithdrawn e => $"letter {Id(e.LetterId)} is withdrawn",
        LetterInDoubt e => $"letter {Id(e.LetterId)} is in doubt",
        TaskOpened e => $"task {Id(e.TaskId)} {Words.Of(e.Kind)} {Words.Of(e.Role)} {e.Step} by {e.Script}, due {At(e.DueAt)}, {e.Owing.ToText()} owing, "
            + $"{e.Attempts.ToString(CultureInfo.InvariantCulture)} failed",
        TaskMoved e => $"task {Id(e.TaskId)} moves to {At(e.DueAt)}",
        TaskClosed e => $"task {Id(e.TaskId)} {(e.Done ? $"done: {Words.Of(e.Outcome!.Kind)}" : "withdrawn")}",
        SupplyChanged e => e.Stopped ? "supply stops" : "supply goes on",
        DisputeOpened e => $"dispute {Id(e.Dispute.Id)} of {e.Dispute.Invoice}: {e.Dispute.Amount.ToText()} {Words.Of(e.Dispute.Kind)}, {e.Dispute.Owner} "
            + $"looks again {Day(e.Dispute.LookAgainOn)}",
        DisputeEnded e => $"dispute {Id(e.DisputeId)} {Words.Of(e.State)} {Day(e.On)}",
        PromiseChanged e => $"promise {Id(e.Promise.Id)} of {e.Promise.Amount.ToText()} for {Day(e.Promise.Date)} {Words.Of(e.Promise.State)}, "
            + $"{e.Promise.Received.ToText()} received",
        CallLogged e => $"call {Id(e.TaskId)} {Words.Of(e.Outcome.Kind)}",
        SmallBalanceNoted e => $"small balance {e.Amount.ToText()}",
        NoteKept e => $"note {e.Text}",
        _ => throw new InvalidOperationException($"no words for {effect}"),
    };

    private static string Reference(RecordLine line) => line.Ref is null ? "" : $" {Id(line.Ref)}";

    // Every id ends with the account's code, which the tests have no need to repeat.
    private static string Id(string id) => id.EndsWith("-A", StringComparison.Ordinal) ? id[..^2] : id;

    private static string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    public static string At(DateTimeOffset moment) =>
        LocalClock.ToLocal(moment, Dates.Sydney).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
