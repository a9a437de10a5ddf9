using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Core.Policies;

namespace Collections.App.Desk;

/// <summary>An account's file with what it owes at a moment, under the policy of its case.</summary>
/// <param name="File">The file.</param>
/// <param name="Policy">The policy under which its case opened, or would open.</param>
/// <param name="Position">What it owes.</param>
public sealed record Standing(AccountFile File, Policy Policy, Position Position)
{
    internal static Standing Of(AccountFile file, PolicyBook policies, DateTimeOffset now)
    {
        var policy = policies.For(file.Account, file.Case);
        var today = LocalClock.DateAt(now, file.Account.Place.TimeZone);
        var position = Position.Of(
            today, file.Account.Currency, file.Invoices, file.Disputes, file.UnappliedPayments, policy.Owing, policy.LeadDays);
        return new Standing(file, policy, position);
    }
}
