using System.Globalization;
using Collections.App.Company;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Clocks;

/// <summary>What a look at the bank found.</summary>
/// <param name="Bank">How fresh its data are.</param>
/// <param name="SilentSince">The day since which it is silent for too long, or null.</param>
/// <param name="HasFallenSilent">True for the look that noticed it first.</param>
public readonly record struct BankLook(BankFreshness Bank, DateOnly? SilentSince, bool HasFallenSilent);

/// <summary>
/// Watches whether the bank speaks: one task says why contacts wait; it goes, and the cases go on, when the bank speaks again (R20). And whoever waits for
/// a day of the bank's is woken when it is known to its end (R26).
/// </summary>
/// <remarks>What it found last is kept in the store, so that several machines may watch.</remarks>
public sealed class BankWatch(
    IDueWork dueWork, IPaymentStore payments, IWorklist tasks, ICompanyValues values, PolicyBook policies, CompanySettings company, TimeProvider clock)
{
    /// <summary>The id of the company's task about stale bank data.</summary>
    public const string StaleBankTask = "stale-bank";

    private const string Kept = "bank-watch";
    private const string KeptDay = "bank-day";
    private const string Silent = "silent";
    private const string Speaks = "speaks";

    /// <summary>
    /// A turn that looked at the bank a moment before it spoke may commit a wait a moment after those that waited were woken. So they are woken again
    /// for this long, which no turn takes.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    /// <summary>Whoever waits on, for a likely payment or a later day, is not woken over and over meanwhile.</summary>
    private static readonly TimeSpan BetweenWakes = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _wokenAt;

    /// <summary>How fresh the bank's data are; without a feed, how old the books.</summary>
    public Task<BankFreshness> FreshnessAsync(CancellationToken cancel) => BankFreshness.ReadAsync(payments, values, cancel);

    /// <summary>Looks whether the bank fell silent, or speaks again, and does what follows.</summary>
    public async Task<BankLook> LookAsync(CancellationToken cancel)
    {
        var bank = await FreshnessAsync(cancel);
        var now = clock.GetUtcNow();
        var last = await values.GetAsync(Kept, cancel);
        if (bank.SilentSince(policies.Default, company.Place, now) is { } day)
        {
            return new BankLook(bank, day, last != Silent && await FallSilentAsync(day, now, cancel));
        }

        if (last is null)
        {
            await values.SetAsync(Kept, Speaks, cancel);
        }
        else if (last != Speaks)
        {
            await SpeaksAgainAsync(last, now, cancel);
        }

        await SpeaksOfDayAsync(bank, now, cancel);
        return new BankLook(bank, null, HasFallenSilent: false);
    }

    // Once a day, by the company's own: it is in its time zone that statements end. Elsewhere, and where a turn committed its wait a moment later, the case
    // looks itself at the next opening.
    private async Task SpeaksOfDayAsync(BankFreshness bank, DateTimeOffset now, CancellationToken cancel)
    {
        if (bank.LastWholeDay(company.Place)?.ToString("O", CultureInfo.InvariantCulture) is { } day && await values.GetAsync(KeptDay, cancel) != day)
        {
            await dueWork.WakeWaitingForBankAsync(now, cancel);
            await values.SetAsync(KeptDay, day, cancel);
        }
    }

    private async Task<bool> FallSilentAsync(DateOnly day, DateTimeOffset now, CancellationToken cancel)
    {
        var why = $"{new Why(Because.BankSilent, day).WithRule()}; find out what is wrong with the feed, or load a statement";
        await tasks.OpenCompanyTaskAsync(StaleBankTask, TaskKind.StaleBank, Role.Clerk, why, now, cancel);
        await values.SetAsync(Kept, Silent, cancel);
        return true;
    }

    private async Task SpeaksAgainAsync(string last, DateTimeOffset now, CancellationToken cancel)
    {
        if (last == Silent || _wokenAt is not { } woken || now - woken >= BetweenWakes)
        {
            await dueWork.WakeWaitingForBankAsync(now, cancel);
            _wokenAt = now;
        }

        if (last == Silent)
        {
            await tasks.CloseCompanyTaskAsync(StaleBankTask, cancel);
            await values.SetAsync(Kept, now.ToString("O", CultureInfo.InvariantCulture), cancel);
        }
        else if (now - DateTimeOffset.ParseExact(last, "O", CultureInfo.InvariantCulture) >= Settling)
        {
            await values.SetAsync(Kept, Speaks, cancel);
        }
    }
}
