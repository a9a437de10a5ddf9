using Collections.App.Company;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.App.Turns;

namespace Collections.App.Clocks;

/// <summary>What was done between two moments.</summary>
/// <param name="Scans">Scans.</param>
/// <param name="Turns">Turns on accounts that were due.</param>
/// <param name="Letters">Letters that were looked at to be sent.</param>
public readonly record struct Work(int Scans, int Turns, int Letters)
{
    /// <summary>True if anything was done.</summary>
    public bool IsAny => Scans + Turns + Letters > 0;

    /// <summary>The sum.</summary>
    public static Work operator +(Work a, Work b) => new(a.Scans + b.Scans, a.Turns + b.Turns, a.Letters + b.Letters);
}

/// <summary>Does all that is due, in order: the one loop behind the local service and the virtual clock.</summary>
public sealed class Collector(
    IDueWork dueWork, ICompanyValues values, TurnRunner turns, Dispatcher dispatcher, Scanner scanner, BankWatch bankWatch,
    PolicyBook policies, SignOff signOff, CompanySettings company, TimeProvider clock) : IDisposable
{
    private const int BatchSize = 256;

    // Work that follows from work is done at the same moment; more rounds than this mean that two rules disagree for ever.
    private const int MostRounds = 1_000;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Finds out what became of letters that a crash left attempted, before anything else is done.</summary>
    public async Task RecoverAsync(CancellationToken cancel)
    {
        if (!await IsPausedAsync(cancel))
        {
            await dispatcher.RecoverAsync(cancel);
        }
    }

    /// <summary>Does what is due now, and what follows from it, until nothing is due any more and no letter is under way; nothing while the company is paused.</summary>
    public Task<Work> RunDueAsync(CancellationToken cancel) => RunAsync(withLetters: true, cancel);

    /// <summary>The same but for the letters, which a host that does not wait for a mail server sends beside it.</summary>
    public Task<Work> RunDueCasesAsync(CancellationToken cancel) => RunAsync(withLetters: false, cancel);

    /// <summary>Moves a virtual clock on, and does all that falls due on the way, in order; while the company is paused its clock stands still.</summary>
    public async Task<Work> RunToAsync(VirtualClock virtualClock, DateTimeOffset to, CancellationToken cancel)
    {
        var all = await RunDueAsync(cancel);
        if (await IsPausedAsync(cancel))
        {
            return all;
        }

        while (await NextDueAsync(cancel) is { } next && next <= to)
        {
            await MoveOnAsync(virtualClock, next, cancel);
            all += await RunDueAsync(cancel);
        }

        await MoveOnAsync(virtualClock, to, cancel);
        return all + await RunDueAsync(cancel);
    }

    /// <summary>The next moment at which something falls due by itself.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var next = await dueWork.NextDueAsync(cancel);
        foreach (var policy in await signOff.SignedAsync(cancel))
        {
            next = Earlier(next, scanner.NextAfter(policy, now));
        }

        var bank = await BankAsync(cancel);
        return bank.StaleAt(policies.Default, company.Place) is { } stale && stale > now ? Earlier(next, stale) : next;
    }

    /// <summary>How fresh the bank's data are.</summary>
    public Task<BankFreshness> BankAsync(CancellationToken cancel) => bankWatch.FreshnessAsync(cancel);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<Work> RunAsync(bool withLetters, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var all = default(Work);
            for (var round = 0; round < MostRounds; round++)
            {
                if (await IsPausedAsync(cancel))
                {
                    return all;
                }

                var work = await RunRoundAsync(cancel);
                work += new Work(0, 0, withLetters ? await dispatcher.SendDueAsync(cancel) : 0);
                all += work;
                if (!work.IsAny)
                {
                    return all;
                }
            }

            var stuck = await dueWork.DueAsync(clock.GetUtcNow(), 3, cancel);
            throw new InvalidOperationException($"work at {clock.GetUtcNow():O} does not end; due are {string.Join(", ", stuck)}");
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<bool> IsPausedAsync(CancellationToken cancel) => await CompanyPause.ReadAsync(values, cancel) is not null;

    private async Task<Work> RunRoundAsync(CancellationToken cancel)
    {
        var (bank, _, _) = await bankWatch.LookAsync(cancel);
        var work = default(Work);
        foreach (var policy in await signOff.SignedAsync(cancel))
        {
            if (await scanner.DueAsync(policy, clock.GetUtcNow(), cancel) is { } day)
            {
                await scanner.RunAsync(policy, day, dryRun: false, keepLines: false, bank, cancel);
                work += new Work(1, 0, 0);
            }
        }

        while (await dueWork.DueAsync(clock.GetUtcNow(), BatchSize, cancel) is { Count: > 0 } due)
        {
            await turns.RunAsync([.. due.Select(account => new TurnRequest(account))], bank, cancel);
            work += new Work(0, due.Count, 0);
            if (work.Turns > BatchSize * MostRounds)
            {
                break;
            }
        }

        return work;
    }

    // What fell due earlier is done now: the clock does not step back for it.
    private async Task MoveOnAsync(VirtualClock virtualClock, DateTimeOffset to, CancellationToken cancel)
    {
        var now = virtualClock.GetUtcNow();
        virtualClock.MoveTo(to > now ? to : now);
        await KeptClock.KeepAsync(values, virtualClock.GetUtcNow(), cancel);
    }

    private static DateTimeOffset Earlier(DateTimeOffset? a, DateTimeOffset b) => a is { } first && first < b ? first : b;
}
