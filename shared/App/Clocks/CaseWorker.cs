using Collections.App.Company;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;

namespace Collections.App.Clocks;

/// <summary>Where an account's case stands, for whoever wakes it.</summary>
/// <param name="Account">The account that is billed: the one that was asked for, unless that is a branch.</param>
/// <param name="Status">The case's status.</param>
/// <param name="NextAt">When to look again; in the past or present for what is due now, null if only an event can change anything.</param>
/// <param name="LetterDue">The letter to be sent, or looked up, now; or null.</param>
/// <param name="Step">The step whose letter or task is open, or null.</param>
public sealed record CaseAgenda(string Account, CaseStatus Status, DateTimeOffset? NextAt, string? LetterDue, string? Step = null)
{
    /// <summary>True if nothing is left to do on the account: the case is over, and nothing waits.</summary>
    public bool IsOver => Status is CaseStatus.None or CaseStatus.Closed && NextAt is null && LetterDue is null;
}

/// <summary>Does what is due on one account: what <see cref="Collector"/> does for all, for a host that wakes accounts one by one.</summary>
/// <remarks>Late, early, doubled: whatever wakes it, only what is due is done. The store alone knows what that is.</remarks>
public sealed class CaseWorker(
    IAccountStore accounts, ICompanyValues values, BankWatch bankWatch, TurnRunner turns, HandOver handOver, TimeProvider clock)
{
    // Turns that follow from turns happen at the same moment; more than this mean that two rules disagree for ever.
    private const int MostTurns = 100;

    /// <summary>While the company is paused, whoever wakes an account asks again after this.</summary>
    private static readonly TimeSpan PauseRest = TimeSpan.FromMinutes(5);

    /// <summary>Runs the turns that are due on an account; none while the company is paused.</summary>
    /// <returns>What comes next; null if the account is not known.</returns>
    /// <exception cref="InvalidOperationException">The turns do not end.</exception>
    public async Task<CaseAgenda?> RunTurnsAsync(string account, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is not null)
        {
            return await accounts.ReadAsync(account, cancel) is { } waits
                ? new CaseAgenda(waits.Account.Code, waits.Case.Status, clock.GetUtcNow() + PauseRest, LetterDue: null, StepOf(waits.Case))
                : null;
        }

        var bank = await bankWatch.FreshnessAsync(cancel);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await accounts.ReadAsync(account, cancel) is not { } file)
            {
                return null;
            }

            var now = clock.GetUtcNow();
            if (file.DueAt is null || file.DueAt > now)
            {
                return AgendaOf(file, now);
            }

            await turns.RunAsync(new TurnRequest(file.Account.Code, File: file), bank, cancel);
        }

        throw new InvalidOperationException($"turns on account {account} at {clock.GetUtcNow():O} do not end");
    }

    /// <summary>Sends a letter that is due, or finds out what became of it; nothing while the company is paused.</summary>
    /// <exception cref="LetterUnderWayException">Somebody else may be handing it over at this moment: ask again later.</exception>
    public async Task SendLetterAsync(string account, string letterId, CancellationToken cancel)
    {
        if (await CompanyPause.ReadAsync(values, cancel) is null)
        {
            await handOver.SendOrLookUpAsync(account, letterId, cancel);
        }
    }

    // A letter that a person is asked about (promise 2) waits for that person and is not looked up again.
    private static CaseAgenda AgendaOf(AccountFile file, DateTimeOffset now)
    {
        var (letter, agenda) = (file.Case.Letter, new CaseAgenda(file.Account.Code, file.Case.Status, file.DueAt, null, StepOf(file.Case)));
        if (letter is null || file.Case.Tasks.Any(task => task.Kind == TaskKind.CheckLetter))
        {
            return agenda;
        }

        return letter.Attempted || letter.NotBefore <= now ? agenda with { LetterDue = letter.Id }
            : agenda.NextAt is null || letter.NotBefore < agenda.NextAt ? agenda with { NextAt = letter.NotBefore }
            : agenda;
    }

    private static string? StepOf(Case @case) => @case.Letter?.Step ?? (@case.Tasks is [var task, ..] ? task.Step : null);
}
