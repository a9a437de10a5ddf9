using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Finishes the pending operations of payments, and all that follows from them. Any number of times, by any number at once: each is done once.</summary>
internal sealed partial class PaymentRecovery(PaymentRows rows, PaymentAllocator allocator, OpenLedgers ledgers, LedgerLoader loader, Inboxes inboxes, RemitterRows payers)
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
            var given = await (claim.IsMore ? allocator.SettleMoreAsync(pointer, claim, cancel) : allocator.GiveAsync(pointer, claim, found, cancel));
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
}
