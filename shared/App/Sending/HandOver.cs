using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Cases;

namespace Collections.App.Sending;

/// <summary>
/// Takes one letter out of the building: it is looked at again, drawn up, stored as attempted, handed over, and stored as what became of it, with the moment at
/// which that was (promise 2; R19, R20, R23).
/// </summary>
/// <remarks>Each letter is looked at, attempted and told by itself, however many leave side by side: one that is slow delays no other, and a crash leaves in doubt only what was being handed over.</remarks>
public sealed class HandOver(
    IAccountStore accounts, ILetterList letterList, ICompanyValues values, IPaymentStore payments, TurnRunner turns, LetterDesk letters, ILetterSender sender, ILetterBudget budget,
    LastLook lastLook, LetterWatch watch, TimeProvider clock)
{
    // A hand-over that begins later than this after the letter was looked at might last until another machine takes it for one that never began.
    private static readonly TimeSpan LatestStart = LetterUnderWayException.Longest / 3;

    /// <summary>How often what became of a letter is tried to be stored: while this machine knows it, nobody need be asked.</summary>
    private const int MostTries = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends a letter if it is due and nobody has begun to.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="letterId">The letter. One that is not on its way any more is left alone.</param>
    /// <param name="cancel">Ends it before the letter is handed over; what became of one that was, is stored all the same.</param>
    public async Task SendAsync(string account, string letterId, CancellationToken cancel)
    {
        if (await accounts.ReadAsync(account, cancel) is { Case.Letter: { Attempted: false } pending } file && pending.Id == letterId)
        {
            await SendAsync(file, pending, cancel);
        }
    }

    /// <summary>Sends a letter if it is due; or, where a crash left it attempted, finds out what became of it.</summary>
    /// <param name="account">The account's code.</param>
    /// <param name="letterId">The letter. One that is not on its way any more is left alone.</param>
    /// <param name="cancel">Ends it before the letter is handed over.</param>
    /// <exception cref="LetterUnderWayException">Somebody else may be handing it over at this moment: ask again later.</exception>
    public async Task SendOrLookUpAsync(string account, string letterId, CancellationToken cancel)
    {
        if (await accounts.ReadAsync(account, cancel) is not { Case.Letter: { } pending } file || pending.Id != letterId)
        {
            return;
        }

        if (!pending.Attempted)
        {
            await SendAsync(file, pending, cancel);
        }
        else if (await letterList.LetterAsync(letterId, cancel) is { State: LetterState.Attempted } letter)
        {
            // Several machines send: what was attempted a moment ago may still be on its way by another's hand. Longer than any hand-over takes, it is not.
            if (clock.GetUtcNow() - letter.AttemptedAt < LetterUnderWayException.Longest)
            {
                throw new LetterUnderWayException(letterId);
            }

            await LookUpAsync(letter, cancel);
        }
    }

    /// <summary>Finds out what became of a letter that a crash left attempted.</summary>
    public async Task LookUpAsync(LetterRow letter, CancellationToken cancel)
    {
        var outcome = await sender.LookUpAsync(letter.Id, cancel) switch
        {
            Lookup.Sent sent => new LetterSent(letter.Id, sent.At),
            Lookup.Refused refused => new LetterFailed(letter.Id, Permanent: true, refused.Why, letter.Draft?.To),
            Lookup.NotSent => await SendAgainAsync(letter, cancel),
            _ => (Happening?)new LetterUnknown(letter.Id),
        };
        if (outcome is not null)
        {
            await StoreAsync(letter.Account, outcome);
        }
    }

    private async Task SendAsync(AccountFile file, PendingLetter pending, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (pending.NotBefore > now)
        {
            return;
        }

        var letter = new LetterRef(pending.Id, file.Account.Code);
        var happening = await budget.ReserveAsync(letter, OldestDue(file), now, cancel) is { } later
            ? (Happening)new LetterDelayed(letter.LetterId, later)
            : new LetterReady(letter.LetterId);
        var report = await turns.RunAsync(new TurnRequest(letter.Account, happening, File: file), await BankAsync(cancel), cancel);
        if (report is { Drafts: [var draft, ..] } && clock.GetUtcNow() - now <= LatestStart)
        {
            await HandOverAsync(letter.Account, draft, report.Version, cancel);
        }

        // What was stored so late stays attempted, and is looked up as if this machine had stopped.
    }

    // It certainly did not go. If nothing has changed since it was drawn up it goes now; otherwise it goes back to be looked at again.
    private async Task<Happening?> SendAgainAsync(LetterRow letter, CancellationToken cancel)
    {
        if (letter.Draft is { } draft
            && clock.GetUtcNow() - letter.AttemptedAt < TimeSpan.FromMinutes(1)
            && await accounts.ReadAsync(letter.Account, cancel) is { Inbox.Count: 0 } file)
        {
            return await AskAsync(letter.Account, draft, file.Version, cancel);
        }

        return new LetterFailed(letter.Id, Permanent: false, "the machine stopped before it was handed over");
    }

    private async Task HandOverAsync(string account, LetterDraft draft, long version, CancellationToken cancel)
    {
        if (await AskAsync(account, draft, version, cancel) is { } outcome)
        {
            await StoreAsync(account, outcome);
        }
    }

    // Null where nobody can tell yet, and the sender can be asked later: until then the letter stays attempted.
    private async Task<Happening?> AskAsync(string account, LetterDraft draft, long version, CancellationToken cancel)
    {
        var letter = letters.Address(account, draft, clock.GetUtcNow());
        var result = await sender.SendAsync(letter, asked => lastLook.StillHoldsAsync(account, version, asked), cancel);
        var at = clock.GetUtcNow();
        await watch.NoteAsync(result, CancellationToken.None);
        return result switch
        {
            SendResult.Sent => new LetterSent(draft.LetterId, at),
            SendResult.HeldBack => new LetterHeldBack(draft.LetterId),
            SendResult.Failed failed => new LetterFailed(draft.LetterId, failed.Permanent, failed.Why, draft.To),
            _ => sender.CanTell ? null : new LetterUnknown(draft.LetterId),
        };
    }

    // A program that is told to stop still stores what it knows.
    private async Task StoreAsync(string account, Happening outcome)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++, pause *= 3)
        {
            try
            {
                await turns.RunAsync(new TurnRequest(account, outcome), await BankAsync(CancellationToken.None), CancellationToken.None);
                return;
            }
            catch (Exception) when (attempt < MostTries)
            {
                await Task.Delay(pause, clock, CancellationToken.None);
            }
        }
    }

    private Task<BankFreshness> BankAsync(CancellationToken cancel) => BankFreshness.ReadAsync(payments, values, cancel);

    private static DateOnly OldestDue(AccountFile file) =>
        file.Invoices.Where(invoice => !invoice.IsCredit).Select(invoice => invoice.Due).DefaultIfEmpty(DateOnly.MaxValue).Min();
}

/// <summary>A letter may be on its way at this moment, by another machine's hand: whoever asks tries again later.</summary>
/// <param name="letterId">The letter.</param>
public sealed class LetterUnderWayException(string letterId) : Exception($"letter {letterId} is being handed over, or was until a moment ago; look again later")
{
    /// <summary>No hand-over takes longer than this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
}
