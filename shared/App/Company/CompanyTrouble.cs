using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Company;

/// <summary>Something that is wrong with the company's own house, or is not: while it is, one task of the company's says why.</summary>
/// <remarks>The task in the store is the state, so that several machines see the same and a restart forgets nothing.</remarks>
/// <param name="task">The task's id.</param>
/// <param name="tasks">Keeps it.</param>
/// <param name="clock">Tells since when.</param>
public sealed class CompanyTrouble(string task, IWorklist tasks, TimeProvider clock)
{
    // What the store said last; null before it was asked.
    private bool? _isThere;

    /// <summary>True while it is there, as far as this machine knows.</summary>
    public bool IsThere => _isThere ?? false;

    /// <summary>What the open task says; null if there is none.</summary>
    public async Task<string?> WhyAsync(CancellationToken cancel) => await tasks.TaskAsync(task, cancel) is { State: TaskState.Open } open ? open.Why : null;

    /// <summary>Says how it stands.</summary>
    /// <param name="why">What the task says; null if nothing is wrong. A task that is open keeps what it says.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>True if that is news: the trouble has begun, or is over.</returns>
    public async Task<bool> NoteAsync(string? why, CancellationToken cancel)
    {
        var was = _isThere ?? await WhyAsync(cancel) is not null;
        if (why is not null && !was)
        {
            await tasks.OpenCompanyTaskAsync(task, TaskKind.Attention, Role.Manager, why, clock.GetUtcNow(), cancel);
        }
        else if (why is null && was)
        {
            await tasks.CloseCompanyTaskAsync(task, cancel);
        }

        _isThere = why is not null;
        return IsThere != was;
    }
}
