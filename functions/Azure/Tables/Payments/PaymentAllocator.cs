using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Brings a payment to the accounts that a pending operation names, a part to each, and takes it from those that had it.</summary>
/// <remarks>
/// Each account's row of the payment says in which round it was done (<see cref="StoredPayment.Moves"/>). Those that lose it come first, then those that
/// get what settles their invoices; what then remains is the first account's, so all parts together are the payment at the end, whatever was in their way.
/// </remarks>
internal sealed class PaymentAllocator(OpenLedgers ledgers, LedgerLoader loader, LookUps lookUps)
{
    /// <summary>Does it.</summary>
    /// <param name="pointer">The payment.</param>
    /// <param name="claim">What is to be done.</param>
    /// <param name="matching">What a matcher found just now, or null: where the account changed since, it is asked again.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Where it is then; <see cref="Given.Superseded"/> if nothing was done, because somebody has said anew whose it is.</returns>
    public async Task<Given> GiveAsync(PaymentPointer pointer, PendingOperation claim, Matching? matching, CancellationToken cancel)
    {
        if (claim.Account is null)
        {
            return new Given(await TakeAwayAsync(pointer, claim, [], cancel), 0);
        }

        for (var isNew = pointer.IsNew; ; isNew = false)
        {
            if (await TryGiveAsync(pointer, claim, matching, isNew, cancel) is { } given)
            {
                return given;
            }

            // What it would settle now counts, unless that is another account's: the claim has named the account.
            matching = matching is null ? null : await matching.Again();
            matching = matching?.Match.Account == claim.Account ? matching : null;
        }
    }

    /// <summary>Settles more with what is unapplied of a payment in the account that has it.</summary>
    public async Task<Given> SettleMoreAsync(PaymentPointer pointer, PendingOperation claim, CancellationToken cancel)
    {
        while (true)
        {
            var ledger = await ledgers.OpenAsync(claim.Account!, claim.Now, cancel);
            await loader.LoadForSettlingAsync(ledger, claim.Allocations.Select(allocation => allocation.Invoice), cancel);
            var known = await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel);
            if (known is null or { IsGone: true } || known.Moves >= pointer.Entry!.Moves)
            {
                return new Given(pointer.Accounts, known is { IsGone: false } ? known.Unapplied : 0);
            }

            ledger.Settle(known, claim.Allocations);
            (known.Moves, known.Why) = (pointer.Entry.Moves, claim.Why);
            ledger.Touch(known);
            if (claim.Allocations.Count > 0)
            {
                ledger.Document.BooksChanged(claim.Now);
            }

            if (await ledgers.TryCommitAsync(ledger, null, cancel))
            {
                return new Given(pointer.Accounts, known.Unapplied);
            }
        }
    }

    // Null if the account changed in between.
    private async Task<Given?> TryGiveAsync(PaymentPointer pointer, PendingOperation claim, Matching? matching, bool isNew, CancellationToken cancel)
    {
        // What the matcher saw a moment ago does: had the account changed since, the commit would fail.
        var home = matching?.TakeAccount(claim.Account!) is { Moving.Count: 0 } seen ? new AccountLedger(seen) : await ledgers.OpenAsync(claim.Account!, claim.Now, cancel);
        var named = claim.Allocations.Concat(matching?.Match.Allocations ?? []);
        await loader.LoadForSettlingAsync(home, named.Select(allocation => allocation.Invoice), cancel);
        var known = isNew ? null : await loader.LoadForTakingOffAsync(home, pointer.Id, cancel);
        if (known?.Moves > pointer.Entry!.Moves)
        {
            return Given.Superseded;
        }

        // What several accounts get is done as it is claimed, whoever does it, and whatever changed: a matcher that is asked again would see what some of them have already.
        var others = await OthersAsync(home, claim.Allocations, cancel);
        matching = others.Count > 0 ? null : matching;
        if (IsStale(matching, home) && home.Document.Code == claim.Account)
        {
            return null;
        }

        var isDone = known is { IsGone: false, IsHome: true } && known.Moves >= pointer.Entry!.Moves;
        var keeping = await TakeAwayAsync(pointer, claim, [home.Document.Code, .. others.Select(other => other.Key)], cancel);
        var (left, having) = (pointer.Entry!.Amount.Minor, new List<string> { home.Document.Code });
        foreach (var other in others)
        {
            var part = await GivePartAsync(pointer, claim, other, left, isDone, cancel);
            left -= part;
            having.AddRange(part > 0 ? [other.Key] : []);
        }

        if (isDone)
        {
            return new Given([.. having, .. keeping], known!.Unapplied);
        }

        var mine = (matching?.Match.Allocations ?? claim.Allocations).Where(allocation => home.Of(allocation.Invoice).Count > 0).ToList();
        var rest = Give(home, pointer, claim, known, mine, left);
        rest.IsHome = true;
        return await ledgers.TryCommitAsync(home, known is null ? pointer.Id : null, cancel) ? new Given([.. having, .. keeping], rest.Unapplied) : null;
    }

    // Invoices that other accounts are billed for, by account; those in another currency are left alone.
    private async Task<List<IGrouping<string, Allocation>>> OthersAsync(AccountLedger home, IReadOnlyList<Allocation> allocations, CancellationToken cancel)
    {
        var owned = new List<(string Code, Allocation Allocation)>();
        foreach (var allocation in allocations.Where(allocation => home.Of(allocation.Invoice).Count == 0))
        {
            if (await lookUps.FindByInvoiceAsync(allocation.Invoice, cancel) is { } owner && ReferenceEquals(owner.Currency, home.Document.Currency)
                && owner.Code != home.Document.Code)
            {
                owned.Add((owner.Code, allocation));
            }
        }

        return [.. owned.GroupBy(one => one.Code, one => one.Allocation, StringComparer.Ordinal)];
    }

    // How much the account has of it then; minor units.
    private async Task<long> GivePartAsync(
        PaymentPointer pointer, PendingOperation claim, IGrouping<string, Allocation> other, long left, bool isDone, CancellationToken cancel)
    {
        while (true)
        {
            var ledger = await ledgers.OpenAsync(other.Key, claim.Now, cancel);
            var known = await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel);
            if (isDone || known?.Moves >= pointer.Entry!.Moves)
            {
                return known is { IsGone: false } ? known.Amount.Minor : 0;
            }

            await loader.LoadForSettlingAsync(ledger, other.Select(allocation => allocation.Invoice), cancel);
            var part = Give(ledger, pointer, claim, known, [.. other], Math.Min(left, other.Sum(allocation => allocation.Amount.Minor)), isOnlyWhatSettles: true);
            if ((known is null && part.Amount.Minor == 0) || await ledgers.TryCommitAsync(ledger, known is null ? pointer.Id : null, cancel))
            {
                return part.Amount.Minor;
            }
        }
    }

    private static bool IsStale(Matching? matching, AccountLedger ledger) =>
        matching?.Seen(ledger.Document.Code) is { } seen && seen != ledger.Document.Version;

    // What the account has of the payment is settled anew.
    private static StoredPayment Give(
        AccountLedger ledger, PaymentPointer pointer, PendingOperation claim, StoredPayment? known, IReadOnlyList<Allocation> allocations, long amount, bool isOnlyWhatSettles = false)
    {
        var before = known is { IsGone: false } ? known.Amount.Minor : 0;
        if (known is { IsGone: false })
        {
            ledger.TakeOff(known, known.Settled, cameBack: false);
            ledger.Remove(known);
        }

        var part = pointer.Entry!.Copy();
        part.State = PaymentState.Matched;
        part.Why = claim.Why;
        part.Cut(amount);
        ledger.Add(part);
        ledger.Settle(part, allocations);
        if (isOnlyWhatSettles)
        {
            ledger.Return(part, part.Unapplied);
            part.IsGone = part.Amount.Minor == 0;
        }

        Tell(ledger.Document, claim, part, part.Moves, before, part.Amount.Minor);
        return part;
    }

    private static void Tell(AccountDocument document, PendingOperation claim, StoredPayment part, int moves, long before, long after)
    {
        var tellings = new PaymentTellings(part.Id, new Actor(claim.By ?? part.Feed), moves);
        if (tellings.Moved(before, after, part.Amount.Currency) is not { } telling)
        {
            return;
        }

        if (telling.Happening is { } happening)
        {
            document.MoneyMoved(telling.Key, happening, claim.Now);
        }
        else
        {
            document.BooksChanged(claim.Now);
        }
    }

    // Accounts that have the payment, and shall not, lose it. Those that come back keep a part: it came there after what is claimed was done, because
    // somebody else is billed for it now (R6).
    private async Task<IReadOnlyList<string>> TakeAwayAsync(PaymentPointer pointer, PendingOperation claim, IReadOnlyCollection<string> getting, CancellationToken cancel)
    {
        var keeping = new List<string>();
        foreach (var account in pointer.Accounts)
        {
            if (await TakeAwayAsync(pointer, claim, account, getting, cancel) is { } keeper)
            {
                keeping.Add(keeper);
            }
        }

        return keeping;
    }

    private async Task<string?> TakeAwayAsync(PaymentPointer pointer, PendingOperation claim, string account, IReadOnlyCollection<string> getting, CancellationToken cancel)
    {
        while (!getting.Contains(account))
        {
            var ledger = await ledgers.OpenAsync(account, claim.Now, cancel);
            if (getting.Contains(ledger.Document.Code) || await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel) is not { } payment)
            {
                return null;
            }

            if (payment.Moves >= pointer.Entry!.Moves)
            {
                return payment.IsGone ? null : ledger.Document.Code;
            }

            if (!payment.IsGone)
            {
                ledger.TakeOff(payment, payment.Settled, cameBack: false);
                ledger.Remove(payment);
                Tell(ledger.Document, claim, payment, pointer.Entry.Moves, payment.Amount.Minor, after: 0);
            }

            (payment.IsGone, payment.Moves) = (true, pointer.Entry.Moves);
            ledger.Touch(payment);
            if (await ledgers.TryCommitAsync(ledger, null, cancel))
            {
                return null;
            }
        }

        return null;
    }
}

/// <summary>Where a payment is.</summary>
/// <param name="Accounts">The accounts that have it, the one with what is unapplied first.</param>
/// <param name="Unapplied">What is unapplied there; minor units.</param>
internal sealed record Given(IReadOnlyList<string> Accounts, long Unapplied)
{
    /// <summary>Somebody else has finished the claim, and it was said anew since whose the payment is: nothing is done.</summary>
    public static Given Superseded { get; } = new([], 0);
}

/// <summary>What a matcher found.</summary>
/// <param name="Match">What.</param>
/// <param name="BillTo">The account that is billed where it applies, if the ledger has it.</param>
/// <param name="Document">An account that the matcher saw, or null.</param>
/// <param name="Again">Asks it again.</param>
internal sealed record Matching(Match Match, BillTo? BillTo, Func<string, AccountDocument?> Document, Func<Task<Matching>> Again)
{
    private bool _isTaken;

    /// <summary>The version of an account that the matcher saw, or null.</summary>
    public long? Seen(string account) => Document(account)?.Version;

    /// <summary>An account as the matcher saw it, to be changed; null if it saw none, and whenever one was taken before.</summary>
    public AccountDocument? TakeAccount(string account)
    {
        var document = _isTaken ? null : Document(account);
        _isTaken = true;
        return document;
    }
}
