using Collections.App.Payments;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Turns;

/// <summary>What the next turn on an account does with its tasks, seen before it has run.</summary>
/// <remarks>
/// Money is committed a moment before the account's turn, on Azure some seconds before. Until then the store still has the calls that it ends, and nobody
/// may be sent to make them (R19). So whoever shows or gives away a task looks here: it decides as the turn will, on what is stored now, and commits
/// nothing. An account to which nothing came since its last turn costs nothing.
/// </remarks>
public sealed class Outlook(TurnRunner turns, TimeProvider clock)
{
    /// <summary>What the turn decides that an account waits for.</summary>
    /// <returns>Null if nothing came since its last turn: then its tasks are what they are.</returns>
    public async Task<ForeseenTurn?> LookAsync(AccountFile file, BankFreshness bank, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Inbox.Count == 0)
        {
            return null;
        }

        var (report, commit) = await turns.DecideAsync(file, new TurnRequest(file.Account.Code), bank, clock.GetUtcNow(), share: 0, cancel);
        return new ForeseenTurn(file.Case, report.Case, commit?.Record ?? []);
    }
}

/// <summary>A turn that is due, and has not run.</summary>
/// <param name="Before">The case as it is stored.</param>
/// <param name="After">The case as it will be.</param>
/// <param name="Record">What the record will say of it.</param>
public sealed record ForeseenTurn(Case Before, Case After, IReadOnlyList<SealedLine> Record)
{
    /// <summary>True for a task that is open in the store and ends with this turn.</summary>
    public bool Ends(string taskId) => IsOpen(Before, taskId) && !IsOpen(After, taskId);

    /// <summary>Why a task ends, in a sentence: <c>nothing is owing any more: AUD 900.00 received, of AUD 900.00 owing; everything owing is paid</c>.</summary>
    public string WhyEnds(string taskId)
    {
        var whys = Record
            .Where(line => line.Kind is RecordKind.Payment or RecordKind.Closed || (line.Kind == RecordKind.TaskWithdrawn && line.Ref == taskId))
            .Where(line => line.Code != Because.CaseClosedWithdraws)
            .Select(line => line.Why)
            .Distinct(StringComparer.Ordinal);
        return $"{(After.IsOpen ? "something came in" : "nothing is owing any more")}: {string.Join("; ", whys)}";
    }

    private static bool IsOpen(Case @case, string taskId) => @case.Tasks.Any(task => task.Id == taskId);
}
