using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Does what is claimed for payments, and all that follows from it. Any number of times, by any number at once: it is done once.</summary>
internal sealed class PaymentRecovery(PaymentRows rows, PaymentAllocator giver, OpenLedgers ledgers, LedgerLoader loader, Inboxes inboxes, RemitterRows payers)
{
    /// <summary>Finishes what is under way with an entry, and with the one that it tells of once more.</summary>
    /// <param name="paymentId">The entry.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The entry as it stands then; that which it tells of once more, if it does. Null if it has not come.</returns>
    public async Task<PaymentPointer?> FinishAsync(string paymentId, CancellationToken cancel) =>
        await rows.FindAsync(paymentId, cancel) is { } pointer ? await FinishAsync(pointer, null, cancel) : null;

    /// <summary>Finishes what is under way with an entry that was read, or written, a moment ago.</summary>
    /// <param name="pointer">The entry.</param>
    /// <param name="matching">What a matcher found just now, or null.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The entry as it stands then; that which it tells of once more, if it does.</returns>
    public async Task<PaymentPointer> FinishAsync(PaymentPointer pointer, Matching? matching, CancellationToken cancel)
    {
        while (true)
        {
            var (id, isStored) = (pointer.Id, false);
            if (pointer.AliasOf is { } first)
            {
                await ReportAsync(pointer, first, cancel);
                id = first;
            }
            else if (pointer.Operation is { } claim && pointer.Entry!.Kind == EntryKind.Reversal)
            {
                await UndoAsync(pointer, claim, cancel);
            }
            else if (pointer.Operation is not null)
            {
                isStored = await TryDoAsync(pointer, pointer.Operation, matching, cancel);
            }
            else if (pointer.IsPayment && pointer.Reversals.Except(pointer.Undone).ToList() is [var reversal, ..])
            {
                await FinishReversalAsync(pointer, reversal, cancel);
            }
            else
            {
                return pointer;
            }

            // Where somebody else wrote in between, what they wrote is looked at.
            pointer = isStored ? pointer : (await rows.FindAsync(id, cancel))!;
            matching = isStored ? null : matching;
        }
    }

    /// <summary>What the books took off a payment in accounts other than the first one that has it comes back to that one.</summary>
    public async Task GatherAsync(string paymentId, DateTimeOffset now, CancellationToken cancel)
    {
        await AnnounceGatheringAsync(paymentId, now, cancel);
        await FinishAsync(paymentId, cancel);
    }

    /// <summary>The books are about to take something off a payment in an account that is not the first one that has it.</summary>
    public Task AnnounceGatheringAsync(string paymentId, DateTimeOffset now, CancellationToken cancel) => rows.ChangeAsync(
        paymentId,
        pointer =>
        {
            var isFree = pointer.Operation is null;
            pointer.Operation ??= new PendingOperation(pointer.Accounts.FirstOrDefault(), [], pointer.Entry!.Why, null, now) { IsGathering = true };
            return isFree;
        },
        cancel);

    // The entry which this one tells of learns of it, and gets the reversals that named this one.
    private async Task ReportAsync(PaymentPointer pointer, string first, CancellationToken cancel)
    {
        var reversals = pointer.Reversals.Except(pointer.Undone).ToList();
        if (pointer.IsReported && reversals.Count == 0)
        {
            return;
        }

        await rows.ChangeAsync(
            first,
            payment =>
            {
                var isNew = pointer.Told is { } told && payment.AddReport(told) | payment.Reversals.Count < payment.Reversals.Union(reversals).Count();
                payment.Reversals = [.. payment.Reversals.Union(reversals)];
                return isNew;
            },
            cancel);
        (pointer.IsReported, pointer.Undone) = (true, [.. pointer.Reversals]);
        _ = await rows.TryWriteAsync(pointer, cancel);
    }

    // True if the pointer is what is stored now.
    private async Task<bool> TryDoAsync(PaymentPointer pointer, PendingOperation claim, Matching? matching, CancellationToken cancel)
    {
        var entry = pointer.Entry!;
        if (claim.IsGathering)
        {
            await GatherAsync(pointer, claim, cancel);
        }
        else
        {
            // A person may have said something else since the matcher was asked.
            var found = claim.By is null && claim.Account == matching?.Match.Account ? matching : null;
            var given = await (claim.IsMore ? giver.SettleMoreAsync(pointer, claim, cancel) : giver.GiveAsync(pointer, claim, found, cancel));
            if (ReferenceEquals(given, Given.Superseded))
            {
                return false;
            }

            await TellAsync(pointer, claim, cancel);
            await payers.ForgetAsync(claim.Forget ?? [], pointer.Id, cancel);
            await payers.LearnAsync(claim.Learn ?? [], pointer.Id, cancel);
            pointer.Accounts = [.. given.Accounts.Distinct(StringComparer.Ordinal)];
            entry.State = claim.Account is null ? entry.State : PaymentState.Matched;
            (entry.Why, entry.Awaits) = (claim.Why, claim.Awaits && given.Unapplied > 0);
        }

        // If somebody else changed the pointer meanwhile, they know of the claim too: it is looked at again.
        (pointer.Operation, pointer.IsNew) = (null, false);
        return await rows.TryWriteAsync(pointer, cancel);
    }

    // Who may have to do with it, and who has not any more.
    private async Task TellAsync(PaymentPointer pointer, PendingOperation claim, CancellationToken cancel)
    {
        var tellings = new PaymentTellings(pointer.Id, new Actor(claim.By ?? pointer.Entry!.Feed), pointer.Entry!.Moves);
        await CallOffAsync(claim.Cleared ?? [], tellings, claim.Now, cancel);
        foreach (var suspect in claim.Suspects ?? [])
        {
            await PostAsync(suspect.Account, tellings.Suspected(pointer.Entry.Amount, suspect.Why), claim.Now, cancel);
        }
    }

    private async Task CallOffAsync(IReadOnlyList<string> suspects, PaymentTellings tellings, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var account in suspects)
        {
            await PostAsync(account, tellings.LookedAt(), now, cancel);
        }
    }

    private Task PostAsync(string account, Telling telling, DateTimeOffset now, CancellationToken cancel) =>
        inboxes.PostAsync(account, telling.Key, telling.Happening!, now, cancel);

    // Whatever all parts together lack, some account has given back.
    private async Task GatherAsync(PaymentPointer pointer, PendingOperation claim, CancellationToken cancel)
    {
        if (claim.Account is not { } home)
        {
            return;
        }

        while (true)
        {
            var ledger = await ledgers.OpenAsync(home, claim.Now, cancel);
            await loader.LoadPaymentsAsync(ledger, [pointer.Id], cancel);
            if (ledger.Payment(pointer.Id) is not { IsGone: false } payment || payment.Moves > pointer.Entry!.Moves)
            {
                return;
            }

            var missing = pointer.Entry.Amount.Minor - payment.Amount.Minor;
            var seen = new HashSet<string>([ledger.Document.Code], StringComparer.Ordinal);
            foreach (var account in pointer.Accounts)
            {
                missing -= await GiveBackAsync(pointer.Id, account, seen, claim.Now, cancel);
            }

            if (missing <= 0)
            {
                return;
            }

            ledger.Gather(payment, missing);
            ledger.Document.BooksChanged(claim.Now);
            if (await ledgers.TryCommitAsync(ledger, null, cancel))
            {
                return;
            }
        }
    }

    // What the account keeps of a payment; minor units. Those that were seen already, under another code, keep nothing more.
    private async Task<long> GiveBackAsync(string paymentId, string account, HashSet<string> seen, DateTimeOffset now, CancellationToken cancel)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var ledger = await ledgers.OpenAsync(account, now, cancel);
            await loader.LoadPaymentsAsync(ledger, [paymentId], cancel);
            if ((isFirst && !seen.Add(ledger.Document.Code)) || ledger.Payment(paymentId) is not { IsGone: false } part)
            {
                return 0;
            }

            if (part.Unapplied <= 0)
            {
                return part.Amount.Minor;
            }

            ledger.Return(part, part.Unapplied);
            part.IsGone = part is { Amount.Minor: 0, Returned: 0 };
            if (await ledgers.TryCommitAsync(ledger, null, cancel))
            {
                return part.Amount.Minor;
            }
        }
    }

    // A reversal makes itself known to its payment, which may not have come yet: in either order the end is the same (R37).
    private async Task UndoAsync(PaymentPointer reversal, PendingOperation claim, CancellationToken cancel)
    {
        if (claim.InsteadOf is { } before)
        {
            await rows.ChangeAsync(before, pointer => pointer.Reversals.Remove(reversal.Id), cancel);
        }

        var named = PaymentFacts.IdOf(reversal.Entry!.Feed, reversal.Entry.ReversalOf!);
        var payment = await rows.ResolveAsync(named, cancel) ?? new PaymentPointer { Id = named };
        if (!payment.Reversals.Contains(reversal.Id))
        {
            payment.Reversals.Add(reversal.Id);
            if (!await rows.TryWriteAsync(payment, cancel))
            {
                return;
            }
        }

        if (!payment.IsPayment)
        {
            reversal.Operation = null;
            _ = await rows.TryWriteAsync(reversal, cancel);
        }
        else if (payment.Undone.Contains(reversal.Id))
        {
            await SettleReversalAsync(reversal.Id, payment, claim.Why, cancel);
        }
        else
        {
            // That ends this claim, too.
            await FinishAsync(payment.Id, cancel);
        }
    }

    private async Task FinishReversalAsync(PaymentPointer payment, string reversalId, CancellationToken cancel)
    {
        var reversal = (await rows.FindAsync(reversalId, cancel))!;
        var entry = payment.Entry!;
        foreach (var (account, amount) in await SharesAsync(payment, reversal.Entry!, cancel))
        {
            await ReverseAsync(payment, reversal, account, amount, cancel);
        }

        if (payment.Accounts.Count == 0)
        {
            await ReverseOfNobodyAsync(payment, reversal, cancel);
        }

        await SettleReversalAsync(reversalId, payment, WhyUndone(reversal), cancel);
        entry.Awaits = entry.Awaits && await HasUnappliedAsync(payment, reversal.Entry!.ReceivedAt, cancel);
        payment.Undone.Add(reversalId);
        _ = await rows.TryWriteAsync(payment, cancel);
    }

    // What did not come back may settle what the payer named.
    private async Task<bool> HasUnappliedAsync(PaymentPointer payment, DateTimeOffset now, CancellationToken cancel) =>
        payment.Accounts is [var home, ..]
        && await ledgers.PartAsync(await ledgers.OpenAsync(home, now, cancel), payment.Id, cancel) is { IsGone: false, Unapplied: > 0 };

    // Nobody needs to wait any more for a payment that is gone.
    private async Task ReverseOfNobodyAsync(PaymentPointer payment, PaymentPointer reversal, CancellationToken cancel)
    {
        var (entry, now) = (payment.Entry!, reversal.Entry!.ReceivedAt);
        var (back, _) = LedgerBook.Reverse(reversal.Entry.Amount.Minor, entry.Amount.Minor, entry.Returned, entry.Unapplied);
        (entry.Returned, entry.Unapplied) = (entry.Returned + back, entry.Unapplied - back);
        entry.ReturnedAt = back > 0 ? now : entry.ReturnedAt;
        var (_, holding) = PaymentTellings.Suspicions(entry.Suggestions ?? [], []);
        if (holding.Count > 0)
        {
            await rows.ChangeAsync(
                reversal.Id,
                one =>
                {
                    one.Cleared = [.. holding];
                    return true;
                },
                cancel);
            await CallOffAsync(holding, new PaymentTellings(payment.Id, new Actor(reversal.Operation?.By ?? entry.Feed), ++entry.Moves), now, cancel);
        }

        entry.Suggestions = null;
    }

    // How much each account loses: what is unapplied first, then what fell due last, whosever it is. Those where it was done are left out; what they lost counts.
    private async Task<List<(string Account, long Amount)>> SharesAsync(PaymentPointer payment, StoredPayment reversal, CancellationToken cancel)
    {
        var (rest, parts, seen) = (reversal.Amount.Minor, new List<(string Account, StoredPayment Part)>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var account in payment.Accounts)
        {
            // Several of them may be billed to one account by now.
            var ledger = await ledgers.OpenAsync(account, reversal.ReceivedAt, cancel);
            if (!seen.Add(ledger.Document.Code))
            {
                continue;
            }

            if (await ledgers.PartAsync(ledger, reversal.Id, cancel) is { } done)
            {
                rest -= done.Returned;
            }
            else if (await ledgers.PartAsync(ledger, payment.Id, cancel) is { IsGone: false } part)
            {
                parts.Add((ledger.Document.Code, part));
            }
        }

        var taken = parts.ToDictionary(one => one.Account, _ => 0L, StringComparer.Ordinal);
        var unapplied = parts.Select(one => (one.Account, one.Part.Unapplied));
        var settled = parts.SelectMany(one => one.Part.Shares.Where(share => share.Amount > 0), (one, share) => (one.Account, Share: share))
            .OrderByDescending(one => one.Share.Due).ThenByDescending(one => one.Share.Number, StringComparer.Ordinal).ThenByDescending(one => one.Share.Part)
            .Select(one => (one.Account, one.Share.Amount));
        foreach (var (account, amount) in unapplied.Concat(settled))
        {
            var part = Math.Min(rest, amount);
            taken[account] += part;
            rest -= part;
        }

        // The first account has the reversal's row in any case.
        return [.. parts.Where((one, i) => i == 0 || taken[one.Account] > 0).Select(one => (one.Account, taken[one.Account]))];
    }

    // Takes back what an account has of a payment. The reversal's own row there tells that it was done, and how much it was.
    private async Task ReverseAsync(PaymentPointer pointer, PaymentPointer reversal, string account, long amount, CancellationToken cancel)
    {
        var now = reversal.Entry!.ReceivedAt;
        while (true)
        {
            var ledger = await ledgers.OpenAsync(account, now, cancel);
            if (await ledgers.PartAsync(ledger, reversal.Id, cancel) is not null
                || await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel) is not { IsGone: false } payment)
            {
                return;
            }

            var row = reversal.Entry.Copy();
            row.Returned = ledger.Reverse(payment, amount, now);
            (row.State, row.Why, row.Undoes) = (PaymentState.Matched, WhyUndone(reversal), pointer.Id);
            ledger.Add(row);
            if (row.Returned > 0)
            {
                var tellings = new PaymentTellings(pointer.Id, new Actor(reversal.Operation?.By ?? payment.Feed), payment.Moves);
                var telling = tellings.CameBack(new Money(row.Returned, payment.Amount.Currency), reversal.Id);
                ledger.Document.MoneyMoved(telling.Key, telling.Happening!, now);
            }

            if (await ledgers.TryCommitAsync(ledger, row.Id, cancel))
            {
                return;
            }
        }
    }

    private static string WhyUndone(PaymentPointer reversal) => reversal.Operation?.Why ?? PaymentDecider.WhyUndone(reversal.Entry!.ReversalOf!, by: null);

    // The reversal is where its payment is.
    private Task SettleReversalAsync(string reversalId, PaymentPointer payment, string why, CancellationToken cancel) => rows.ChangeAsync(
        reversalId,
        reversal =>
        {
            reversal.Operation = null;
            reversal.Accounts = [.. payment.Accounts];
            (reversal.Entry!.State, reversal.Entry.Why, reversal.Entry.Undoes) = (payment.Entry!.State, why, payment.Id);
            return true;
        },
        cancel);
}
