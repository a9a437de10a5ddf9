using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Takes in what banks deliver, each entry once, and matches what waits.</summary>
/// <remarks>
/// An entry's way: that it is no other source's report of the same money is written down; its pointer is written with a claim that says what is to be done;
/// that is committed in the accounts, whose rows of the entry are the test of whether it was done; then the claim goes. Whoever meets a claim (the same
/// delivery again, a reversal, a sweep) finishes it.
/// </remarks>
internal sealed class PaymentBook(
    PaymentRows rows, DuplicateRows duplicates, PaymentRecovery finisher, PaymentReader reader, MatcherDesk matchers, CompanyRows company)
{
    private const int AtOnce = 16;

    /// <summary>Takes in a delivery. What the feed says of itself is kept last: until every entry is in, it is not complete (R20).</summary>
    public async Task<IReadOnlyList<PaymentResult>> ReceiveAsync(BankDelivery delivery, IPaymentMatcher matcher, CancellationToken cancel)
    {
        var arrivals = delivery.Entries.Select((entry, i) => new BankArrival(delivery.Feed, entry, delivery.Now, i)).ToList();
        var results = new PaymentResult[arrivals.Count];
        var asking = matchers.Ask(matcher, delivery.Now);

        // A delivery that comes again is known at once: its entries are looked up side by side. A single one is new, most often.
        var known = new PaymentPointer?[arrivals.Count];
        if (arrivals.Count > 1)
        {
            await Parallel.ForEachAsync(
                arrivals, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (arrival, stop) => known[arrival.Place] = await rows.FindAsync(arrival.Id, stop));
        }

        // What a source tells once more is not what another entry of it tells: that is noted first.
        foreach (var arrival in arrivals.Where(arrival => known[arrival.Place] is { IsKnown: true }))
        {
            await NoteSourceAsync(arrival, known[arrival.Place]!, cancel);
        }

        foreach (var arrival in arrivals)
        {
            results[arrival.Place] = await TakeAsync(arrival, known[arrival.Place], asking, cancel);
        }

        await company.HearAsync(new FeedState(delivery.Feed, delivery.AsOf ?? delivery.Now, delivery.Now), cancel);
        return results;
    }

    /// <summary>Matches payments again that wait: all are looked at side by side; those that would change, one after the other.</summary>
    /// <returns>Those that changed.</returns>
    public async Task<IReadOnlyList<PaymentResult>> RematchAsync(
        IReadOnlyCollection<string> paymentIds, IPaymentMatcher matcher, DateTimeOffset now, CancellationToken cancel)
    {
        var (asking, ids) = (matchers.Ask(matcher, now), paymentIds.Distinct(StringComparer.Ordinal).ToList());
        var would = await Attempts.AllAsync(ids, async id => await PlanAgainAsync(id, asking, now, unmatchedOnly: false, cancel) is not null, cancel);
        var results = new List<PaymentResult>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (would[i] && await RematchAsync(ids[i], asking, now, unmatchedOnly: false, cancel) is { } result)
            {
                results.Add(result);
            }
        }

        return results;
    }

    /// <summary>What a matcher says of a payment now; null for an id that is no payment's.</summary>
    public async Task<Match?> LookAsync(string paymentId, IPaymentMatcher matcher, CancellationToken cancel) =>
        await rows.ResolveAsync(paymentId, cancel) is { IsPayment: true } pointer
            ? (await matchers.Ask(matcher, now: null).FindAsync(pointer.Entry!.ToEntry(), cancel)).Match
            : null;

    private async Task<PaymentResult> TakeAsync(BankArrival arrival, PaymentPointer? pointer, MatcherDesk.Asking asking, CancellationToken cancel)
    {
        if (pointer is { IsKnown: true })
        {
            return await AgainAsync(arrival, pointer, cancel);
        }

        while (pointer is not { IsKnown: true })
        {
            var kept = await duplicates.KeepAsync(arrival, cancel);
            if (kept.WasKnown && pointer is null && (pointer = await rows.FindAsync(arrival.Id, cancel)) is { IsKnown: true })
            {
                break;
            }

            pointer ??= new PaymentPointer { Id = arrival.Id };
            if (await TryTakeAsync(arrival, pointer, kept.First, asking, cancel) is { } result)
            {
                return result;
            }

            pointer = await rows.FindAsync(arrival.Id, cancel);
            if (pointer is { IsKnown: true } && !kept.WasKnown)
            {
                // The id is known with another amount, or of another day.
                await duplicates.ForgetAsync(arrival, cancel);
            }
        }

        // Whoever looked it up before has noted that already.
        await NoteSourceAsync(arrival, pointer, cancel);
        return await AgainAsync(arrival, pointer, cancel);
    }

    // Null if somebody else wrote the entry's pointer in between.
    private async Task<PaymentResult?> TryTakeAsync(
        BankArrival arrival, PaymentPointer pointer, BankArrival? first, MatcherDesk.Asking asking, CancellationToken cancel)
    {
        Matching? matching = null;
        IReadOnlyList<string> touched = [];
        if (first is not null)
        {
            // Whoever told it first may have come to an end before that was taken in.
            await TakeAsync(first, await rows.FindAsync(first.Id, cancel), asking, cancel);
            touched = await TellMoreAsync(first.Id, arrival, asking, cancel);
            (pointer.AliasOf, pointer.Told) = (first.Id, new Report(arrival.Entry.Id, arrival.Entry.Source ?? ""));
        }
        else
        {
            matching = arrival.Kind == EntryKind.Payment ? await asking.FindAsync(arrival.Entry, cancel) : null;
            PaymentPlan.Arrive(pointer, arrival, PaymentDecider.Arrive(arrival.Entry, matching?.Match, matching?.BillTo));
        }

        var told = pointer.Operation;
        pointer.IsNew = pointer.Tag == default;
        if (!await rows.TryWriteAsync(pointer, cancel))
        {
            return null;
        }

        var taken = await finisher.FinishAsync(pointer, matching, cancel);
        return first is null
            ? Result(taken, taken.Entry!.State, Touched(taken, told))
            : Result(taken, PaymentState.Duplicate, pointer.Reversals.Count > 0 ? Touched(taken, null) : touched);
    }

    private async Task<PaymentResult> AgainAsync(BankArrival arrival, PaymentPointer pointer, CancellationToken cancel)
    {
        var known = PointerState.Of(pointer).IsUnderWay || pointer.AliasOf is not null ? await finisher.FinishAsync(pointer, null, cancel) : pointer;
        return Result(known, PaymentState.Duplicate, []);
    }

    private async Task NoteSourceAsync(BankArrival arrival, PaymentPointer pointer, CancellationToken cancel)
    {
        if (arrival.Entry.Source is not { } source || source == (pointer.Entry?.Source ?? pointer.Told?.Source))
        {
            return;
        }

        var report = new Report(arrival.Entry.Id, source);
        var first = pointer.AliasOf is null ? pointer : (await rows.ResolveAsync(pointer.Id, cancel))!;
        if (!(first.Reports?.Contains(report) ?? false))
        {
            var known = first.Entry!.ToEntry() with { Id = arrival.Entry.Id };
            await duplicates.AddSourceAsync(new BankArrival(arrival.Feed, known, first.Entry.ReceivedAt, first.Entry.Place), first.Entry.BankId, source, cancel);
            await rows.ChangeAsync(first.Id, one => one.AddReport(report), cancel);
        }
    }

    // What nobody has matched gets what another report of it says, and is matched again.
    private async Task<IReadOnlyList<string>> TellMoreAsync(string paymentId, BankArrival other, MatcherDesk.Asking asking, CancellationToken cancel)
    {
        await rows.ChangeAsync(paymentId, pointer => PaymentPlan.TellMore(pointer, other), cancel);
        return await RematchAsync(paymentId, asking, other.Now, unmatchedOnly: true, cancel) is { } result ? result.Touched : [];
    }

    private async Task<PaymentResult?> RematchAsync(string paymentId, MatcherDesk.Asking asking, DateTimeOffset now, bool unmatchedOnly, CancellationToken cancel)
    {
        while (await PlanAgainAsync(paymentId, asking, now, unmatchedOnly, cancel) is var (pointer, matching))
        {
            var told = pointer.Operation;
            if (await rows.TryWriteAsync(pointer, cancel))
            {
                var taken = await finisher.FinishAsync(pointer, matching, cancel);
                return Result(taken, taken.Entry!.State, Touched(taken, told));
            }
        }

        return null;
    }

    // A payment that waits with what is to become of it now; null if nothing changes.
    private async Task<(PaymentPointer Pointer, Matching? Matching)?> PlanAgainAsync(
        string paymentId, MatcherDesk.Asking asking, DateTimeOffset now, bool unmatchedOnly, CancellationToken cancel)
    {
        if (await finisher.FinishAsync(paymentId, cancel) is not { Waits: true } pointer)
        {
            return null;
        }

        var facts = await reader.FactsAsync(pointer, cancel);
        if (!facts.Waits || (unmatchedOnly && !facts.IsOpen))
        {
            return null;
        }

        var found = await asking.FindAsync(facts.Asked(pointer.Entry!.ToEntry()), cancel);
        var own = facts.IsOpen ? [] : await asking.OwnAsync(found.Match, facts.Account!, cancel);
        var ruling = PaymentDecider.Rematch(facts, found.Match, found.BillTo, own);
        if (ruling.IsNothing)
        {
            return null;
        }

        PaymentPlan.Change(pointer, ruling, by: null, now);
        return (pointer, facts.IsOpen ? found : null);
    }

    private static PaymentResult Result(PaymentPointer pointer, PaymentState state, IReadOnlyList<string> touched) =>
        new(pointer.Id, state, pointer.Accounts.FirstOrDefault()) { Touched = touched };

    private static IReadOnlyList<string> Touched(PaymentPointer pointer, PendingOperation? told) =>
        [.. pointer.Accounts.Concat((told?.Suspects ?? []).Select(suspect => suspect.Account)).Concat(told?.Cleared ?? []).Concat(pointer.Cleared ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
