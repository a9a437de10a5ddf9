using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Takes in what banks deliver: each entry once, payments with what they settle, and what came back.</summary>
/// <remarks>
/// An entry's way: its pointer is written with a claim that says what is to be done; that is committed in the account, whose row of the entry is its own
/// test of whether it was done; then the claim goes. Whoever meets a claim (the same delivery again, a reversal, a sweep) finishes it.
/// </remarks>
internal sealed class PaymentBook(PaymentRows rows, AccountRows accounts, LookUps lookUps, LedgerLoader loader, BillingMoves moves, CompanyRows company)
{
    private const int AtOnce = 16;

    /// <summary>Takes in a delivery. What the feed says of itself is kept last: until every entry is in, it is not complete (R20).</summary>
    public async Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel)
    {
        var arrivals = delivery.Entries.Select((entry, i) => new Arrival(delivery, entry, i)).ToList();
        var results = new PaymentResult[arrivals.Count];

        // A delivery that comes again is known at once: its entries are looked up side by side.
        var known = new PaymentPointer?[arrivals.Count];
        await Parallel.ForEachAsync(
            arrivals, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (arrival, stop) => known[arrival.Place] = await rows.FindAsync(arrival.Id, stop));
        foreach (var arrival in arrivals)
        {
            results[arrival.Place] = await TakeAsync(arrival, known[arrival.Place], matcher, cancel);
        }

        await company.HearAsync(new FeedState(delivery.Feed, delivery.AsOf ?? delivery.Now, delivery.Now), cancel);
        return results;
    }

    /// <summary>Does what is claimed for a payment, and all that follows from it. Any number of times, by any number at once: it is done once.</summary>
    public Task FinishAsync(string paymentId, CancellationToken cancel) => FinishAsync(paymentId, null, cancel);

    /// <summary>The account that is billed for a code, once nothing is on its way to it or from it.</summary>
    public async Task<AccountLedger> OpenAsync(string account, DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            var document = await accounts.FindPayerAsync(account, cancel) ?? throw new InvalidOperationException($"account {account} is not there any more");
            if (document.Moving.Count == 0)
            {
                return new AccountLedger(document);
            }

            await moves.FinishAsync(document, now, cancel);
        }
    }

    /// <summary>Commits what was done to an account's items and payments.</summary>
    /// <param name="ledger">The account.</param>
    /// <param name="added">The payment that must not be there yet, or null.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False if somebody else changed it in between; then nothing was done.</returns>
    public async Task<bool> TryCommitAsync(AccountLedger ledger, string? added, CancellationToken cancel)
    {
        var change = accounts.Change(ledger.Document);
        ledger.WriteTo(change, added);
        try
        {
            return await accounts.TryCommitAsync(change, cancel);
        }
        catch (RowExistsException)
        {
            // Somebody else did it: the next look sees that.
            return false;
        }
    }

    private async Task<PaymentPointer?> FinishAsync(string paymentId, Matching? matching, CancellationToken cancel)
    {
        while (await rows.FindAsync(paymentId, cancel) is { } pointer)
        {
            if (pointer.Claim is { } claim)
            {
                await (pointer.Entry!.Kind == EntryKind.Reversal ? UndoAsync(pointer, claim, cancel) : MatchAsync(pointer, claim, matching, cancel));
            }
            else if (pointer.IsPayment && pointer.Reversals.Except(pointer.Undone).ToList() is [var reversal, ..])
            {
                await FinishReversalAsync(pointer, reversal, cancel);
            }
            else
            {
                return pointer;
            }
        }

        return null;
    }

    private async Task<PaymentResult> TakeAsync(Arrival arrival, PaymentPointer? pointer, IPaymentMatcher matcher, CancellationToken cancel)
    {
        for (; pointer is not { IsKnown: true }; pointer = await rows.FindAsync(arrival.Id, cancel))
        {
            pointer ??= new PaymentPointer { Id = arrival.Id };
            var matching = arrival.Entry is { ReversalOf: null, IsCredit: true } ? await MatchAsync(arrival.Entry, matcher, cancel) : null;
            Claim(pointer, arrival, matching?.Match);
            if (await rows.TryWriteAsync(pointer, cancel))
            {
                pointer = await FinishAsync(arrival.Id, matching, cancel);
                return new PaymentResult(arrival.Id, pointer!.Entry!.State, pointer.Accounts.FirstOrDefault());
            }
        }

        pointer = PointerState.Of(pointer).IsUnderWay ? await FinishAsync(arrival.Id, null, cancel) : pointer;
        return new PaymentResult(arrival.Id, PaymentState.Duplicate, pointer!.Accounts.FirstOrDefault());
    }

    private static void Claim(PaymentPointer pointer, Arrival arrival, Match? match)
    {
        if (arrival.Entry.ReversalOf is { } original)
        {
            pointer.Entry = arrival.Store(EntryKind.Reversal, PaymentState.Unmatched, $"it undoes {original}, which has not come yet");
            pointer.Claim = new Claim(null, [], $"it undoes {original}", null, arrival.Now);
        }
        else if (match is null)
        {
            pointer.Entry = arrival.Store(EntryKind.Outgoing, PaymentState.Ignored, "money that went out");
        }
        else
        {
            pointer.Entry = arrival.Store(EntryKind.Payment, match.Account is null ? PaymentState.Unmatched : PaymentState.Matched, match.Why);
            pointer.Accounts = match.Account is { } account ? [account] : [];
            pointer.Claim = match.Account is null ? null : new Claim(match.Account, match.Allocations, match.Why, null, arrival.Now);
        }
    }

    // The account that is billed for what a matcher found, if it trades in the payment's currency.
    private async Task<Matching> MatchAsync(BankEntry entry, IPaymentMatcher matcher, CancellationToken cancel)
    {
        var lookup = new GatheringLookup(lookUps, accounts);
        var match = await lookup.FindAsync(matcher, entry, cancel);
        var account = match.Account is { } code ? await accounts.FindPayerAsync(code, cancel) : null;
        match = account is null ? match with { Account = null }
            : !ReferenceEquals(account.Currency, entry.Amount.Currency) ? Match.None($"account {account.Code} trades in {account.Currency}")
            : match with { Account = account.Code };
        return new Matching(match, match.Account is null ? null : lookup.Seen(match.Account), () => MatchAsync(entry, matcher, cancel));
    }

    // A payment goes to the account that the claim names. Where that changed in between, what the payment settles there is looked up again.
    private async Task MatchAsync(PaymentPointer pointer, Claim claim, Matching? matching, CancellationToken cancel)
    {
        var sharing = new List<string>();
        foreach (var other in pointer.Accounts.Where(other => other != claim.Account))
        {
            if (await TakeAwayAsync(pointer, claim, other, cancel))
            {
                sharing.Add(other);
            }
        }

        string? done;
        while ((done = await TryMatchAsync(pointer, claim, matching, cancel)) is null)
        {
            // What it would settle now counts, unless that is another account's: the claim has named the account.
            matching = matching is null ? null : await matching.Again();
            matching = matching?.Match.Account == claim.Account ? matching : null;
        }

        // If somebody else changed the pointer meanwhile, they know of the claim too: it is looked at again.
        pointer.Claim = null;
        pointer.Entry!.State = PaymentState.Matched;
        pointer.Entry.Why = claim.Why;
        pointer.Accounts = [done, .. sharing.Where(other => other != done)];
        _ = await rows.TryWriteAsync(pointer, cancel);
    }

    // The account that has the payment now; null if it changed in between.
    private async Task<string?> TryMatchAsync(PaymentPointer pointer, Claim claim, Matching? matching, CancellationToken cancel)
    {
        var ledger = await OpenAsync(claim.Account!, claim.Now, cancel);
        var code = ledger.Document.Code;
        if (matching?.Seen is { } seen && seen != ledger.Document.Version && code == claim.Account)
        {
            return null;
        }

        var allocations = matching?.Match.Allocations ?? claim.Allocations;
        await loader.LoadForSettlingAsync(ledger, allocations.Select(allocation => allocation.Invoice), cancel);
        var known = await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel);
        if (known is not null && known.Moves >= pointer.Entry!.Moves)
        {
            return code;
        }

        // By hand, what the account has of the payment is settled anew, with what comes from others.
        if (known is { IsGone: false })
        {
            ledger.TakeOff(known, known.Settled, cameBack: false);
            ledger.Remove(known);
        }

        var payment = pointer.Entry!.Copy();
        payment.State = PaymentState.Matched;
        payment.Why = claim.Why;
        ledger.Add(payment);
        ledger.Settle(payment, allocations);
        ledger.Document.MoneyMoved($"payment:{pointer.Id}", new PaymentReceived(By(claim, payment), pointer.Id, payment.Amount), claim.Now);
        return await TryCommitAsync(ledger, known is null ? payment.Id : null, cancel) ? code : null;
    }

    // A payment that is allocated by hand to another account leaves the one that had it. True of an account that keeps a part: it came there after what is
    // claimed was done, because somebody else is billed for it now (R6).
    private async Task<bool> TakeAwayAsync(PaymentPointer pointer, Claim claim, string account, CancellationToken cancel)
    {
        while (true)
        {
            var owner = (await OpenAsync(claim.Account!, claim.Now, cancel)).Document.Code;
            var ledger = await OpenAsync(account, claim.Now, cancel);
            if (ledger.Document.Code == owner || await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel) is not { } payment)
            {
                return false;
            }

            if (payment.Moves >= pointer.Entry!.Moves)
            {
                return !payment.IsGone;
            }

            if (!payment.IsGone)
            {
                ledger.TakeOff(payment, payment.Settled, cameBack: false);
                ledger.Remove(payment);
                ledger.Document.MoneyMoved($"moved:{pointer.Id}", new PaymentReversed(By(claim, payment), pointer.Id, payment.Amount), claim.Now);
            }

            (payment.IsGone, payment.Moves) = (true, pointer.Entry.Moves);
            ledger.Touch(payment);
            if (await TryCommitAsync(ledger, null, cancel))
            {
                return false;
            }
        }
    }

    // A reversal makes itself known to its payment, which may not have come yet: in either order the end is the same (R37).
    private async Task UndoAsync(PaymentPointer reversal, Claim claim, CancellationToken cancel)
    {
        var original = StoredPayment.IdOf(reversal.Entry!.Feed, reversal.Entry.ReversalOf!);
        var payment = await rows.FindAsync(original, cancel) ?? new PaymentPointer { Id = original };
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
            reversal.Claim = null;
            _ = await rows.TryWriteAsync(reversal, cancel);
        }
        else if (payment.Undone.Contains(reversal.Id))
        {
            await SettleReversalAsync(reversal.Id, payment, claim.Why, cancel);
        }
        else
        {
            // That ends this claim, too.
            await FinishAsync(original, cancel);
        }
    }

    private async Task FinishReversalAsync(PaymentPointer payment, string reversalId, CancellationToken cancel)
    {
        var reversal = (await rows.FindAsync(reversalId, cancel))!.Entry!;
        var now = reversal.ReceivedAt;
        var rest = reversal.Amount.Minor;
        foreach (var account in payment.Accounts.Where((_, i) => i == 0 || rest > 0))
        {
            rest -= await ReverseAsync(payment, reversal, account, rest, now, cancel);
        }

        if (payment.Accounts.Count == 0)
        {
            var entry = payment.Entry!;
            var back = Math.Min(rest, entry.Amount.Minor - entry.Returned);
            (entry.Returned, entry.Unapplied) = (entry.Returned + back, entry.Unapplied - back);
            entry.ReturnedAt = back > 0 ? now : entry.ReturnedAt;
        }

        await SettleReversalAsync(reversalId, payment, $"it undoes {payment.Entry!.BankId}", cancel);
        payment.Undone.Add(reversalId);
        _ = await rows.TryWriteAsync(payment, cancel);
    }

    // Takes back what an account has of a payment. The reversal's own row there tells that it was done, and how much it was.
    private async Task<long> ReverseAsync(PaymentPointer pointer, StoredPayment reversal, string account, long amount, DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            var ledger = await OpenAsync(account, now, cancel);
            if (await accounts.RowAsync<StoredPayment>(ledger.Document.Code, Keys.Payment(reversal.Id), cancel) is { } done)
            {
                return done.Returned;
            }

            if (await loader.LoadForTakingOffAsync(ledger, pointer.Id, cancel) is not { IsGone: false } payment)
            {
                return 0;
            }

            var row = reversal.Copy();
            row.Returned = ledger.Reverse(payment, amount, now);
            (row.State, row.Why) = (PaymentState.Matched, $"it undoes {payment.BankId}");
            ledger.Add(row);
            if (row.Returned > 0)
            {
                var happening = new PaymentReversed(new Actor(payment.Feed), pointer.Id, new Money(row.Returned, payment.Amount.Currency));
                ledger.Document.MoneyMoved($"reversal:{reversal.Id}", happening, now);
            }

            if (await TryCommitAsync(ledger, row.Id, cancel))
            {
                return row.Returned;
            }
        }
    }

    // The reversal is where its payment is.
    private async Task SettleReversalAsync(string reversalId, PaymentPointer payment, string why, CancellationToken cancel)
    {
        while (await rows.FindAsync(reversalId, cancel) is { } reversal)
        {
            reversal.Claim = null;
            reversal.Accounts = [.. payment.Accounts];
            (reversal.Entry!.State, reversal.Entry.Why) = (payment.Entry!.State, why);
            if (await rows.TryWriteAsync(reversal, cancel))
            {
                return;
            }
        }
    }

    private static Actor By(Claim claim, StoredPayment payment) => new(claim.By ?? payment.Feed);

    // What a matcher found, the version of the account that it saw, and how to ask it again.
    private sealed record Matching(Match Match, long? Seen, Func<Task<Matching>> Again);

    private sealed record Arrival(BankDelivery Delivery, BankEntry Entry, int Place)
    {
        public string Id => StoredPayment.IdOf(Delivery.Feed, Entry.Id);

        public DateTimeOffset Now => Delivery.Now;

        public StoredPayment Store(EntryKind kind, PaymentState state, string why) => new()
        {
            Feed = Delivery.Feed,
            BankId = Entry.Id,
            Kind = kind,
            BookedOn = Entry.BookedOn,
            ReceivedAt = AccountDocument.Stored(Delivery.Now),
            Place = Place,
            Amount = Entry.Amount,
            Reference = Entry.Reference,
            Payer = Entry.Payer,
            ReversalOf = Entry.ReversalOf,
            State = state,
            Unapplied = kind == EntryKind.Payment ? Entry.Amount.Minor : 0,
            Why = why,
        };
    }
}
