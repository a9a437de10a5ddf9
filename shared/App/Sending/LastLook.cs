using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;

namespace Collections.App.Sending;

/// <summary>Looks once more at what a letter rests on, in the moment before it leaves: a mail server may have taken minutes since it was drawn up.</summary>
public sealed class LastLook(IAccountStore accounts, IPaymentStore payments, PolicyBook policies, TimeProvider clock)
{
    /// <summary>Whether a letter that was drawn up may leave now.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="version">The account's version when the letter was drawn up.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>
    /// True if nothing has happened to the account since (R19), the debtor's office hours are not over (R23), the bank is not silent (R20), and this look
    /// itself took no longer than <see cref="Core.Policies.Policy.LastLookSeconds"/>.
    /// </returns>
    public async Task<bool> StillHoldsAsync(string account, long version, CancellationToken cancel)
    {
        var began = clock.GetUtcNow();
        if (await accounts.ReadAsync(account, cancel) is not { } file || file.Version != version)
        {
            return false;
        }

        var bank = BankFreshness.Of(await payments.FeedsAsync(cancel));
        var (policy, place, now) = (policies.For(file.Account, file.Case), file.Account.Place, clock.GetUtcNow());
        var time = TimeOnly.FromDateTime(LocalClock.ToLocal(now, place.TimeZone).DateTime);
        return time >= policy.ContactHours.From
            && time < policy.ContactHours.To
            && bank.SilentSince(policy, place, now) is null
            && now - began <= TimeSpan.FromSeconds(policy.LastLookSeconds);
    }
}
