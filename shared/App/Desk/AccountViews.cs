using Collections.App.Clocks;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Turns;

namespace Collections.App.Desk;

/// <summary>Shows accounts and their cases.</summary>
public sealed class AccountViews(
    IAccountStore accounts, IWorklist tasks, ILetterList letterList, IAccountHistory history, IRecord records, Outlook outlook, BankWatch bank, PolicyBook policies, TimeProvider clock)
{
    /// <summary>An account's view lists at most so many letters, and so many ended tasks.</summary>
    private const int MostListed = 100;

    /// <summary>The account's file and what it owes now.</summary>
    /// <exception cref="RefusalException">There is no such account.</exception>
    public async Task<Standing> StandingAsync(string account, CancellationToken cancel) =>
        await accounts.ReadAsync(account, cancel) is { } file
            ? Standing.Of(file, policies, clock.GetUtcNow())
            : throw new RefusalException(RefusalKind.NotFound, $"there is no account {account}");

    /// <summary>The case of an account.</summary>
    public async Task<CaseView> CaseAsync(string account, CancellationToken cancel) => CaseView.Of(await StandingAsync(account, cancel));

    /// <summary>The whole account.</summary>
    public async Task<AccountView> ViewAsync(string account, CancellationToken cancel)
    {
        var standing = await StandingAsync(account, cancel);
        var code = standing.File.Account.Code;
        var open = await tasks.TasksAsync(new TaskFilter(Account: code, Limit: MostListed), cancel);
        var ended = await tasks.TasksAsync(new TaskFilter(Open: false, Account: code, Limit: MostListed), cancel);
        var letters = await letterList.LettersAsync(code, state: null, cursor: null, MostListed, cancel);
        var record = await records.RecordAsync(code, cancel);
        var turn = await outlook.LookAsync(standing.File, await bank.FreshnessAsync(cancel), cancel);
        return new AccountView(
            AccountHeadView.Of(standing.File.Account),
            standing.File.Account.Contacts,
            ClassView.Of(standing.File.Account.History),
            PositionView.Of(standing.Position),
            CaseOf(standing, turn),
            await history.PromisesAsync(code, cancel),
            await history.DisputesAsync(code, cancel),
            standing.File.Case.Hold is { } hold ? [hold] : [],
            [.. letters.Items.Select(LetterSummary.Of)],
            [.. open.Items.Where(task => turn?.Ends(task.Id) is not true).Concat(ended.Items).Select(TaskSummary.Of)],
            [.. record.Select(RecordView.Of)]);
    }

    // What the stored case would do next is out of date the moment something came in that changes it (R19).
    private static CaseView CaseOf(Standing standing, ForeseenTurn? turn) =>
        turn is null || ReferenceEquals(turn.After, turn.Before)
            ? CaseView.Of(standing)
            : CaseView.Of(standing) with
            {
                Tasks = [.. turn.Before.Tasks.Where(task => !turn.Ends(task.Id))],
                Next = new NextView("what came in is about to be weighed", standing.File.DueAt),
            };
}
