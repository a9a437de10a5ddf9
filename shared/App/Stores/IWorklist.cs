using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Stores;

/// <summary>What people have to do, and who is at it: the calls and checks of every account, and the company's own tasks.</summary>
public interface IWorklist
{
    /// <summary>A page of the ranked worklist: by day, then what is most urgent, then by what is owing.</summary>
    Task<Page<TaskRow>> TasksAsync(TaskFilter filter, CancellationToken cancel);

    /// <summary>One task; null for an id that is not there.</summary>
    Task<TaskRow?> TaskAsync(string taskId, CancellationToken cancel);

    /// <summary>Claims an open task for somebody.</summary>
    /// <returns>The holder's name after it: the caller's, or somebody else's; null if the task is not open.</returns>
    Task<string?> ClaimAsync(string taskId, string who, CancellationToken cancel);

    /// <summary>Gives a claimed task back.</summary>
    /// <returns>Null if it is free now, else the name of somebody else who holds it.</returns>
    Task<string?> ReleaseAsync(string taskId, string who, CancellationToken cancel);

    /// <summary>Opens a task of the company's own, like stale bank data (R20); an open one of the same id stays as it is.</summary>
    Task OpenCompanyTaskAsync(string taskId, TaskKind kind, Role role, string why, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Closes a task of the company's own. Not there or closed: nothing happens.</summary>
    Task CloseCompanyTaskAsync(string taskId, CancellationToken cancel);
}

/// <summary>Which tasks.</summary>
/// <param name="Open">True for the open ones, false for the ended ones.</param>
/// <param name="DueBy">Due at this moment at the latest, or null.</param>
/// <param name="Role">Whose, or null.</param>
/// <param name="Account">Which account's, or null.</param>
/// <param name="HideCalls">True to leave calls out: while the bank is silent they wait (R20).</param>
/// <param name="Cursor">Where the last page ended, or null.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record TaskFilter(
    bool Open = true, DateTimeOffset? DueBy = null, Role? Role = null, string? Account = null, bool HideCalls = false, string? Cursor = null, int Limit = 50);

/// <summary>A task as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="Account">The account, or null for the company's own.</param>
/// <param name="AccountName">Its name, or null.</param>
/// <param name="Step">The step, or a word of its own.</param>
/// <param name="Script">The script's template.</param>
/// <param name="Why">Why now, in words.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">When.</param>
/// <param name="Owing">What was owing when it was opened; null for the company's own.</param>
/// <param name="Attempts">Failed calls before it.</param>
/// <param name="State">Open, done or withdrawn.</param>
/// <param name="ClaimedBy">Who holds it, or null.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="Note">What was noted, or null.</param>
/// <param name="ClosedAt">When it was done or withdrawn, or null.</param>
public sealed record TaskRow(
    string Id,
    TaskKind Kind,
    Role Role,
    string? Account,
    string? AccountName,
    string Step,
    string Script,
    string Why,
    DateTimeOffset OpenedAt,
    DateTimeOffset DueAt,
    Money? Owing,
    int Attempts,
    TaskState State,
    string? ClaimedBy,
    OutcomeKind? Outcome,
    string? Note,
    DateTimeOffset? ClosedAt);

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Somebody should do it.</summary>
    Open,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is not needed any more.</summary>
    Withdrawn,
}
