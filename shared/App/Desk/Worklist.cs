using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.App.Desk;

/// <summary>A task with all that its doer needs (R24).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Role">Whose it is.</param>
/// <param name="Account">The account, or null for the company's own.</param>
/// <param name="AccountName">Its name, or null.</param>
/// <param name="Why">Why now.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="Owing">What is owing at this moment; null for the company's own.</param>
/// <param name="Phone">The number to call, or null.</param>
/// <param name="Contact">Whom to reach, or null.</param>
/// <param name="Script">What to say; empty for a task that has no script.</param>
/// <param name="History">The last contacts, notes and promises, newest first.</param>
/// <param name="Step">The step of the timeline, or a word of its own.</param>
/// <param name="Attempts">Failed calls before this one (R27).</param>
/// <param name="Status">Open, done or withdrawn.</param>
/// <param name="ClaimedBy">Who holds it, or null.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="Note">What was noted, or null.</param>
/// <param name="ClosedAt">When it ended, or null.</param>
public sealed record WorkItem(
    string Id, TaskKind Kind, Role Role, string? Account, string? AccountName, string Why, DateTimeOffset OpenedAt, DateTimeOffset DueAt, Money? Owing,
    string? Phone, Contact? Contact, string Script, IReadOnlyList<ContactLogRow> History, string Step, int Attempts, TaskState Status, string? ClaimedBy,
    OutcomeKind? Outcome, string? Note, DateTimeOffset? ClosedAt);

/// <summary>The ranked worklist.</summary>
public sealed class Worklist(
    IAccountStore accounts, IWorklist tasks, IAccountHistory history, LetterDesk letters, Outlook outlook, PolicyBook policies, Collector collector, CompanySettings company,
    TimeProvider clock)
{
    /// <summary>A script may look further back than the history that is shown.</summary>
    private const int MostLogLines = 100;

    private const int MostHistory = 20;

    /// <summary>
    /// A page is filled up from the next ones so often at most, for what is left out; after a flood of payments it may be short, and the next one goes on
    /// where it ended.
    /// </summary>
    private const int MostReads = 5;

    /// <summary>
    /// A page of it. While the bank is silent calls are left out, and the task about the bank says why (R20). What ends with the account's next turn,
    /// because the money is here, is left out as well (R19).
    /// </summary>
    public async Task<Page<WorkItem>> PageAsync(TaskFilter filter, CancellationToken cancel)
    {
        var bank = await collector.BankAsync(cancel);
        var isSilent = bank.SilentSince(policies.Default, company.Place, clock.GetUtcNow()) is not null;
        var known = new Dictionary<string, Briefing>(StringComparer.Ordinal);
        var items = new List<WorkItem>(filter.Limit);
        var next = filter.Cursor;
        for (var read = 0; read < MostReads; read++)
        {
            var page = await tasks.TasksAsync(
                filter with { HideCalls = filter.Open && isSilent, Cursor = next, Limit = Cursors.Limit(filter.Limit) - items.Count }, cancel);
            foreach (var task in page.Items)
            {
                var briefing = await BriefAsync(task.Account, known, bank, cancel);
                if (!filter.Open || briefing?.Foreseen?.Ends(task.Id) is not true)
                {
                    items.Add(Item(task, briefing, bank));
                }
            }

            next = page.Next;
            if (next is null || items.Count >= Cursors.Limit(filter.Limit))
            {
                break;
            }
        }

        return new Page<WorkItem>(items, next);
    }

    /// <summary>Why an open task ends with its account's next turn, because of what came in since the last; null if it doesn't (R19).</summary>
    public async Task<string?> WhyEndsAsync(TaskRow task, CancellationToken cancel)
    {
        var briefing = await BriefAsync(task.Account, [], await collector.BankAsync(cancel), cancel);
        return briefing?.Foreseen is { } turn && turn.Ends(task.Id) ? turn.WhyEnds(task.Id) : null;
    }

    /// <summary>One task.</summary>
    public async Task<WorkItem> ItemAsync(TaskRow task, CancellationToken cancel)
    {
        var bank = await collector.BankAsync(cancel);
        return Item(task, await BriefAsync(task.Account, [], bank, cancel), bank);
    }

    private WorkItem Item(TaskRow task, Briefing? briefing, BankFreshness bank)
    {
        var contact = briefing?.Standing.File.Account.ContactFor();
        return new WorkItem(
            task.Id, task.Kind, task.Role, task.Account, task.AccountName, task.Why, task.OpenedAt, task.DueAt, briefing?.Standing.Position.Owing,
            contact?.Phone, contact, briefing is null ? "" : Script(task, briefing, bank), briefing is null ? [] : [.. briefing.Log.Take(MostHistory)],
            task.Step, task.Attempts, task.State, task.ClaimedBy, task.Outcome, task.Note, task.ClosedAt);
    }

    private async Task<Briefing?> BriefAsync(string? account, Dictionary<string, Briefing> known, BankFreshness bank, CancellationToken cancel)
    {
        if (account is null)
        {
            return null;
        }

        if (known.TryGetValue(account, out var before))
        {
            return before;
        }

        if (await accounts.ReadAsync(account, cancel) is not { } file)
        {
            return null;
        }

        return known[account] = new Briefing(
            Standing.Of(file, policies, clock.GetUtcNow()), await history.ContactLogAsync(account, MostLogLines, cancel),
            await outlook.LookAsync(file, bank, cancel));
    }

    // A script that a customer has edited and broken must not take the worklist away.
    private string Script(TaskRow task, Briefing briefing, BankFreshness bank)
    {
        try
        {
            return letters.Script(briefing.Standing.File, briefing.Standing.Position, task, briefing.Log, clock.GetUtcNow(), bank);
        }
        catch (LetterTemplateException broken)
        {
            return $"(this script does not work: {broken.Message})";
        }
    }

    private sealed record Briefing(Standing Standing, IReadOnlyList<ContactLogRow> Log, ForeseenTurn? Foreseen);
}
