using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

// What came back (R37).
internal sealed partial class PaymentRecovery
{
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

        var taken = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (account, part) in parts)
        {
            taken[account] = Math.Min(rest, part.Unapplied);
            rest -= taken[account];
        }

        var settled = parts.SelectMany(one => one.Part.Shares, (one, share) => (one.Account, Share: new SettledShare(share.Due, share.Number, share.Part, share.Amount))).ToList();
        foreach (var part in LedgerBook.TakeOff(rest, settled.ConvertAll(one => one.Share)))
        {
            taken[settled[part.At].Account] += part.Amount;
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
