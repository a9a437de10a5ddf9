using Collections.App.Payments;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;

namespace Collections.App.Letters;

/// <summary>Sends intended letters: each is looked at again, drawn up, stored as attempted, handed over, and stored as sent (promise 2, R19).</summary>
public sealed class Dispatcher(
    IAccountStore accounts, IDeskStore desk, TurnRunner turns, LetterDesk letters, ILetterSender sender, ILetterBudget budget, TimeProvider clock)
{
    private const int BatchSize = 64;

    // A hand-over that begins later than this after the letter was looked at might last until another machine takes it for one that never began.
    private static readonly TimeSpan LatestStart = LetterUnderWayException.Longest / 3;

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

    /// <summary>Sends one letter if it is due; or, where a crash left it attempted, finds out what became of it.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="letterId">The letter. One that is not on its way any more is left alone.</param>
    /// <param name="bank">How fresh the bank's data are.</param>
    /// <param name="cancel">Ends it before the letter is handed over.</param>
    /// <exception cref="LetterUnderWayException">Somebody else may be handing it over at this moment: ask again later.</exception>
    public async Task SendAsync(string account, string letterId, BankFreshness bank, CancellationToken cancel)
    {
        if (await accounts.ReadAsync(account, cancel) is not { Case.Letter: { } pending } file || pending.Id != letterId)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (pending.Attempted)
        {
            await RecoverOneAsync(letterId, now, bank, cancel);
        }
        else if (pending.NotBefore <= now)
        {
            var letter = new LetterRef(letterId, file.Account.Code);
            var happening = await budget.ReserveAsync(letter, OldestDue(file), now, cancel) is { } later
                ? (Happening)new LetterDelayed(letterId, later)
                : new LetterReady(letterId);
            var reports = await turns.RunAsync([new TurnRequest(letter.Account, happening, File: file)], bank, cancel);
            if (clock.GetUtcNow() - now <= LatestStart)
            {
                await HandOverAsync([.. Drafts(reports)], bank, cancel);
            }

            // Otherwise it stays attempted, and is looked up as if this machine had stopped.
        }
    }

    /// <summary>Finds out what became of letters that a crash left attempted, before anything else is sent.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RecoverAsync(BankFreshness bank, CancellationToken cancel)
    {
        var inFlight = await accounts.LettersInFlightAsync(cancel);
        foreach (var letter in inFlight)
        {
            await RecoverAsync(letter, bank, cancel);
        }

        return inFlight.Count;
    }

    // Several machines send here: what was attempted a moment ago may still be on its way by another's hand. Longer than any hand-over takes, it is not.
    private async Task RecoverOneAsync(string letterId, DateTimeOffset now, BankFreshness bank, CancellationToken cancel)
    {
        if (await desk.LetterAsync(letterId, cancel) is not { State: LetterState.Attempted } letter)
        {
            return;
        }

        if (now - letter.AttemptedAt < LetterUnderWayException.Longest)
        {
            throw new LetterUnderWayException(letterId);
        }

        await RecoverAsync(letter, bank, cancel);
    }

    private async Task RecoverAsync(LetterRow letter, BankFreshness bank, CancellationToken cancel)
    {
        var outcome = await sender.LookUpAsync(letter.Id, cancel) switch
        {
            Lookup.Sent => new LetterSent(letter.Id),
            Lookup.Refused refused => new LetterFailed(letter.Id, Permanent: true, refused.Why, letter.Draft?.To),
            Lookup.NotSent => await SendAgainAsync(letter, cancel),
            _ => (Happening?)new LetterUnknown(letter.Id),
        };
        if (outcome is not null)
        {
            await turns.RunAsync(new TurnRequest(letter.Account, outcome), bank, cancel);
        }
    }

    private static DateOnly OldestDue(AccountFile file) =>
        file.Invoices.Where(invoice => !invoice.IsCredit).Select(invoice => invoice.Due).DefaultIfEmpty(DateOnly.MaxValue).Min();

    // It certainly did not go. If nothing has changed since it was drawn up it goes now; otherwise it goes back to be looked at again.
    private async Task<Happening?> SendAgainAsync(LetterRow letter, CancellationToken cancel)
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
            if (await SendAsync(account, draft, cancel) is { } outcome)
            {
                outcomes.Add(new TurnRequest(account, outcome));
            }
        }

        if (outcomes.Count > 0)
        {
            await turns.RunAsync(outcomes, bank, cancel);
        }
    }

    // Null where nobody can tell yet, and the sender can be asked later: until then the letter stays attempted.
    private async Task<Happening?> SendAsync(string account, LetterDraft draft, CancellationToken cancel) =>
        await sender.SendAsync(letters.Address(account, draft, clock.GetUtcNow()), cancel) switch
        {
            SendResult.Sent => new LetterSent(draft.LetterId),
            SendResult.Failed failed => new LetterFailed(draft.LetterId, failed.Permanent, failed.Why, draft.To),
            _ => sender.CanTell ? null : new LetterUnknown(draft.LetterId),
        };

    private static IEnumerable<(string Account, LetterDraft Draft)> Drafts(IReadOnlyList<TurnReport?> reports) =>
        from report in reports
        where report is not null
        from draft in report.Drafts
        select (report.Account, draft);
}

/// <summary>A letter may be on its way at this moment, by another machine's hand: whoever asks tries again later.</summary>
/// <param name="letterId">The letter.</param>
public sealed class LetterUnderWayException(string letterId) : Exception($"letter {letterId} is being handed over, or was until a moment ago; look again later")
{
    /// <summary>No hand-over takes longer than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
}
