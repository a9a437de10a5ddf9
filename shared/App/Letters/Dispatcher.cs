using Collections.App.Payments;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;

namespace Collections.App.Letters;

/// <summary>Sends intended letters: each is looked at again, drawn up, stored as attempted, handed over, and stored as sent (promise 2, R19).</summary>
public sealed class Dispatcher(IAccountStore accounts, TurnRunner turns, LetterDesk letters, ILetterSender sender, TimeProvider clock)
{
    private const int BatchSize = 64;

    /// <summary>Sends what is due now.</summary>
    /// <returns>How many letters were looked at.</returns>
    public async Task<int> SendDueAsync(BankFreshness bank, CancellationToken cancel)
    {
        var looked = 0;
        while (await accounts.LettersDueAsync(clock.GetUtcNow(), BatchSize, cancel) is { Count: > 0 } due)
        {
            looked += due.Count;
            var reports = await turns.RunAsync([.. due.Select(letter => new TurnRequest(letter.Account, new LetterReady(letter.LetterId)))], bank, cancel);
            await HandOverAsync([.. Drafts(reports)], bank, cancel);
        }

        return looked;
    }

    /// <summary>Finds out what became of letters that a crash left attempted, before anything else is sent.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RecoverAsync(BankFreshness bank, CancellationToken cancel)
    {
        var inFlight = await accounts.LettersInFlightAsync(cancel);
        foreach (var letter in inFlight)
        {
            var outcome = await sender.LookUpAsync(letter.Id, cancel) switch
            {
                Lookup.Sent => new LetterSent(letter.Id),
                Lookup.NotSent => await SendAgainAsync(letter, bank, cancel),
                _ => (Happening)new LetterUnknown(letter.Id),
            };
            await turns.RunAsync(new TurnRequest(letter.Account, outcome), bank, cancel);
        }

        return inFlight.Count;
    }

    // It certainly did not go. If nothing has changed since it was drawn up it goes now; otherwise it goes back to be looked at again.
    private async Task<Happening> SendAgainAsync(LetterRow letter, BankFreshness bank, CancellationToken cancel)
    {
        var isStillTrue = letter.Draft is not null
            && clock.GetUtcNow() - letter.AttemptedAt < TimeSpan.FromMinutes(1)
            && await accounts.ReadAsync(letter.Account, cancel) is { Inbox.Count: 0 };
        return isStillTrue
            ? await SendAsync(letter.Account, letter.Draft!, cancel)
            : new LetterFailed(letter.Id, Permanent: false, "the machine stopped before it was handed over");
    }

    private async Task HandOverAsync(List<(string Account, LetterDraft Draft)> drafts, BankFreshness bank, CancellationToken cancel)
    {
        var outcomes = new List<TurnRequest>(drafts.Count);
        foreach (var (account, draft) in drafts)
        {
            outcomes.Add(new TurnRequest(account, await SendAsync(account, draft, cancel)));
        }

        if (outcomes.Count > 0)
        {
            await turns.RunAsync(outcomes, bank, cancel);
        }
    }

    private async Task<Happening> SendAsync(string account, LetterDraft draft, CancellationToken cancel) =>
        await sender.SendAsync(letters.Address(account, draft, clock.GetUtcNow()), cancel) switch
        {
            SendResult.Sent => new LetterSent(draft.LetterId),
            SendResult.Failed failed => new LetterFailed(draft.LetterId, failed.Permanent, failed.Why, draft.To),
            _ => new LetterUnknown(draft.LetterId),
        };

    private static IEnumerable<(string Account, LetterDraft Draft)> Drafts(IReadOnlyList<TurnReport?> reports) =>
        from report in reports
        where report is not null
        from draft in report.Drafts
        select (report.Account, draft);
}
