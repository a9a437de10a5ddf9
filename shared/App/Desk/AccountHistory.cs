using System.Globalization;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Policies;

namespace Collections.App.Desk;

/// <summary>An account's case as it stood at a moment.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="Since">The moment of its first events; what was before that nobody kept.</param>
/// <param name="Case">The case, as its events make it.</param>
/// <param name="Policy">The policy that it ran under, or would have opened under.</param>
/// <param name="Record">The lines that its record had, oldest first.</param>
public sealed record AccountThen(DateTimeOffset AsOf, DateTimeOffset Since, Case Case, Policy Policy, IReadOnlyList<SealedLine> Record);

/// <summary>Rebuilds an account's case as of any moment since its first events.</summary>
public sealed class AccountHistory(IAccountStore accounts, IEventStore events, IRecord records, PolicyBook policies)
{
    /// <summary>The case as it stood at a moment: after every turn up to it, and before any later one.</summary>
    /// <exception cref="RefusalException">There is no such account, or none of its events is as old as that.</exception>
    /// <exception cref="InvalidDataException">A newer release has written its events.</exception>
    public async Task<AccountThen> AtAsync(string account, DateTimeOffset moment, CancellationToken cancel)
    {
        var file = await accounts.ReadAsync(account, cancel) ?? throw new RefusalException(RefusalKind.NotFound, $"there is no account {account}");
        var code = file.Account.Code;
        var pages = await events.EventsAsync(code, cancel);
        var until = pages.TakeWhile(page => page.At <= moment).ToList();
        if (until.Count == 0)
        {
            throw new RefusalException(RefusalKind.NotFound, WhyNothing(code, moment, pages), "asOf");
        }

        var record = await records.RecordAsync(code, cancel);
        var then = EventPage.Fold(code, until);
        return new AccountThen(moment, pages[0].At, then, policies.For(file.Account, then), [.. record.Take(until[^1].Lines)]);
    }

    private static string WhyNothing(string code, DateTimeOffset moment, IReadOnlyList<EventPage> pages) => string.Create(
        CultureInfo.InvariantCulture,
        $"nothing is known of account {code} at {moment.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {(pages.Count == 0 ? "no events of it are kept yet" : $"its events begin at {pages[0].At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")}");
}
