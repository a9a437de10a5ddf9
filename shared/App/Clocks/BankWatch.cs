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

/// <summary>Watches whether the bank speaks: one task says why contacts wait; it goes, and the cases go on, when the bank speaks again (R20).</summary>
/// <remarks>What it found last is kept in the store, so that several machines may watch.</remarks>
public sealed class BankWatch(
    IAccountStore accounts, IPaymentStore payments, IDeskStore desk, PolicyBook policies, CompanySettings company, TimeProvider clock)
{
    /// <summary>The id of the company's task about stale bank data.</summary>
    public const string StaleBankTask = "stale-bank";

    private const string Kept = "bank-watch";
    private const string Silent = "silent";
    private const string Speaks = "speaks";

    /// <summary>
    /// A turn that looked at the bank a moment before it spoke may commit a wait a moment after those that waited were woken. So they are woken again
    /// for this long, which no turn takes.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    /// <summary>How fresh the bank's data are.</summary>
    public async Task<BankFreshness> FreshnessAsync(CancellationToken cancel) => BankFreshness.Of(await payments.FeedsAsync(cancel));

    /// <summary>Looks whether the bank fell silent, or speaks again, and does what follows.</summary>
    public async Task<BankLook> LookAsync(CancellationToken cancel)
    {
        var bank = await FreshnessAsync(cancel);
        var now = clock.GetUtcNow();
        var last = await desk.GetAsync(Kept, cancel);
        if (bank.SilentSince(policies.Default, company.Place, now) is { } day)
        {
            return new BankLook(bank, day, last != Silent && await FallSilentAsync(day, now, cancel));
        }

        if (last is null)
        {
            await desk.SetAsync(Kept, Speaks, cancel);
        }
        else if (last != Speaks)
        {
            await SpeaksAgainAsync(last, now, cancel);
        }

        return new BankLook(bank, null, HasFallenSilent: false);
    }

    private async Task<bool> FallSilentAsync(DateOnly day, DateTimeOffset now, CancellationToken cancel)
    {
        var why = $"{new Why(Because.BankSilent, day).WithRule()}; find out what is wrong with the feed, or load a statement";
        await desk.OpenCompanyTaskAsync(StaleBankTask, TaskKind.StaleBank, Role.Clerk, why, now, cancel);
        await desk.SetAsync(Kept, Silent, cancel);
        return true;
    }

    private async Task SpeaksAgainAsync(string last, DateTimeOffset now, CancellationToken cancel)
    {
        await accounts.WakeWaitingForBankAsync(now, cancel);
        if (last == Silent)
        {
            await desk.CloseCompanyTaskAsync(StaleBankTask, cancel);
            await desk.SetAsync(Kept, now.ToString("O", CultureInfo.InvariantCulture), cancel);
        }
        else if (now - DateTimeOffset.ParseExact(last, "O", CultureInfo.InvariantCulture) >= Settling)
        {
            await desk.SetAsync(Kept, Speaks, cancel);
        }
    }
}
