using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Does with payments what people say.</summary>
internal sealed class PaymentDecisions(PaymentRows rows, PaymentReader reader, LookUps lookUps, LedgerLoader loader, PaymentFinisher finisher)
{
    /// <summary>Does it.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public async Task<string?> DecideAsync(string paymentId, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        while (await finisher.FinishAsync(paymentId, null, cancel) is { Entry: not null } pointer)
        {
            var why = decision switch
            {
                PaymentDecision.Undoes undoes => await UndoesAsync(pointer, undoes, by, now, cancel),
                _ when pointer.Entry.Kind == EntryKind.Reversal => DecideOfReversal(pointer, decision, by),
                _ when !pointer.IsPayment => NoPayment(paymentId),
                _ => await DecideAsync(pointer, decision, by, now, cancel),
            };
            if (why is not null)
            {
                return why;
            }

            if (await rows.TryWriteAsync(pointer, cancel))
            {
                await finisher.FinishAsync(pointer.Id, null, cancel);
                return null;
            }
        }

        return NoPayment(paymentId);
    }

    private static string NoPayment(string paymentId) => $"there is no payment {paymentId}";

    private async Task<string?> DecideAsync(PaymentPointer pointer, PaymentDecision decision, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        var (whole, account) = await reader.WholeAsync(pointer, cancel);
        var payment = whole ?? pointer.Entry!;
        if (payment.Returned > 0 && (decision is PaymentDecision.Allocate || (pointer.Entry!.State == PaymentState.Matched && decision is not PaymentDecision.Reject)))
        {
            return $"payment {pointer.Id} came back";
        }

        var (why, decided) = decision switch
        {
            PaymentDecision.Allocate allocate => await AllocateAsync(payment, account, allocate, by, cancel),
            PaymentDecision.Undo => await UndoAsync(pointer, by, cancel),
            PaymentDecision.Reject reject => await RejectAsync(pointer, account, reject, cancel),
            PaymentDecision.SetAside aside => SetAside(pointer, aside, by),
            _ => throw new InvalidOperationException($"the store does not know the decision {decision.GetType().Name}"),
        };
        if (decided is not null)
        {
            PaymentPlan.Decide(pointer, decided, by.Name, now);
        }

        return why;
    }

    private async Task<(string? Why, Decided? Decided)> AllocateAsync(
        StoredPayment payment, string? account, PaymentDecision.Allocate allocate, Actor by, CancellationToken cancel)
    {
        var (why, owners) = await OwnersAsync(payment, allocate.Allocations, cancel);
        if (why is not null)
        {
            return (why, null);
        }

        var home = owners.Count > 0 ? owners[0] : account;
        if (allocate.Account is { } code)
        {
            if (await lookUps.FindByCodeAsync(code, cancel) is not { } named)
            {
                return ($"there is no account {code}", null);
            }

            if (!ReferenceEquals(named.Currency, payment.Amount.Currency))
            {
                return ($"account {named.Code} trades in {named.Currency}, the payment is in {payment.Amount.Currency}", null);
            }

            home = named.Code;
        }

        if (home is null)
        {
            return ("name at least one invoice, or the account that it is for", null);
        }

        var hasRest = allocate.Allocations.Sum(allocation => allocation.Amount.Minor) < payment.Amount.Minor;
        var learners = (hasRest ? owners.Append(home) : owners).Distinct(StringComparer.Ordinal);
        return (null, new Decided(PaymentState.Matched, home, allocate.Allocations, $"allocated by {by.Name}")
        {
            Lessons = [.. learners.SelectMany(_ => allocate.Learn, (learner, key) => new Lesson(key, learner)).Distinct()],
        });
    }

    // The accounts that are billed for the invoices, in their order.
    private async Task<(string? Why, IReadOnlyList<string> Owners)> OwnersAsync(StoredPayment payment, IReadOnlyList<Allocation> allocations, CancellationToken cancel)
    {
        var (owners, named) = (new List<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var allocation in allocations)
        {
            var (owner, room) = await RoomAsync(allocation.Invoice, cancel);
            var own = payment.Shares.Where(share => string.Equals(share.Number, allocation.Invoice, StringComparison.OrdinalIgnoreCase)).Sum(share => share.Amount);
            var why = owner is null ? $"there is no invoice {allocation.Invoice}"
                : !named.Add(allocation.Invoice) ? $"invoice {allocation.Invoice} is named twice"
                : WhyNot(payment, allocation, new Money(room + own, owner.Currency));
            if (why is not null)
            {
                return (why, []);
            }

            owners.Add(owner!.Code);
        }

        var sum = allocations.Sum(allocation => allocation.Amount.Minor);
        return (sum > payment.Amount.Minor ? $"the parts add up to more than the payment's {payment.Amount}" : null, owners);
    }

    private async Task<(AccountDocument? Owner, long Room)> RoomAsync(string number, CancellationToken cancel)
    {
        if (await lookUps.FindByInvoiceAsync(number, cancel) is not { } owner)
        {
            return (null, 0);
        }

        var ledger = new AccountLedger(owner);
        await loader.LoadNumbersAsync(ledger, [number], cancel);
        var items = ledger.Of(number).Select(at => ledger.Items[at].Invoice).Where(invoice => invoice.Amount.Minor > 0).ToList();
        return (items.Count == 0 ? null : owner, items.Sum(invoice => invoice.Amount.Minor - invoice.Allocated.Minor));
    }

    private static string? WhyNot(StoredPayment payment, Allocation allocation, Money room) =>
        !allocation.Amount.IsPositive || !ReferenceEquals(allocation.Amount.Currency, room.Currency) || !ReferenceEquals(payment.Amount.Currency, room.Currency)
            ? $"invoice {allocation.Invoice} takes a positive amount in {room.Currency}, not {allocation.Amount} of a payment in {payment.Amount.Currency}"
        : allocation.Amount > room ? $"invoice {allocation.Invoice} takes {room} at most, not {allocation.Amount}"
        : null;

    private async Task<(string? Why, Decided? Decided)> UndoAsync(PaymentPointer pointer, Actor by, CancellationToken cancel)
    {
        if (pointer.Entry!.State == PaymentState.Unmatched)
        {
            return ($"payment {pointer.Id} is nobody's: there is nothing to undo", null);
        }

        var parts = await reader.PartsAsync(pointer, cancel);
        return (null, new Decided(PaymentState.Unmatched, null, [], $"undone by {by.Name}")
        {
            Refused = [.. parts.Where(one => one.Part.Amount.IsPositive).Select(one => one.Account)],
        });
    }

    private static (string? Why, Decided? Decided) SetAside(PaymentPointer pointer, PaymentDecision.SetAside aside, Actor by) =>
        pointer.Entry!.State == PaymentState.Ignored
            ? ($"payment {pointer.Id} is set aside already", null)
            : (null, new Decided(PaymentState.Ignored, null, [], $"set aside by {by.Name}: {aside.Note}"));

    private async Task<(string? Why, Decided? Decided)> RejectAsync(PaymentPointer pointer, string? account, PaymentDecision.Reject reject, CancellationToken cancel)
    {
        var entry = pointer.Entry!;
        if (entry.State != PaymentState.Unmatched)
        {
            return (account is null ? $"payment {pointer.Id} is set aside" : $"payment {pointer.Id} is matched to {account}: undo that instead", null);
        }

        IReadOnlyList<string> refused = [.. (entry.Suggestions ?? []).Select(one => one.Account)];
        if (reject.Account is { } code)
        {
            if (await lookUps.FindByCodeAsync(code, cancel) is not { } named)
            {
                return ($"there is no account {code}", null);
            }

            refused = [named.Code];
        }

        return refused.Count == 0
            ? ($"nobody is suggested for payment {pointer.Id}", null)
            : (null, new Decided(PaymentState.Unmatched, null, [], entry.Why)
            {
                Suggestions = [.. (entry.Suggestions ?? []).Where(one => !refused.Contains(one.Account))],
                Refused = refused,
            });
    }

    // What came back, and nobody knows of what: it can be set aside, and taken up again.
    private static string? DecideOfReversal(PaymentPointer pointer, PaymentDecision decision, Actor by)
    {
        var entry = pointer.Entry!;
        switch (decision)
        {
            case PaymentDecision.SetAside aside when entry.State == PaymentState.Unmatched && entry.Undoes is null:
                (entry.State, entry.IsByHand, entry.Why) = (PaymentState.Ignored, true, $"set aside by {by.Name}: {aside.Note}");
                return null;
            case PaymentDecision.SetAside when entry.State == PaymentState.Ignored:
                return $"payment {pointer.Id} is set aside already";
            case PaymentDecision.Undo when entry.State == PaymentState.Ignored:
                (entry.State, entry.IsByHand, entry.Why) = (PaymentState.Unmatched, false, PaymentPlan.WhyWaiting(entry.ReversalOf!));
                return null;
            default:
                return decision is PaymentDecision.SetAside or PaymentDecision.Undo && entry.ToRow(null).Undoes is { } known
                    ? $"payment {pointer.Id} undoes {known}" : NoPayment(pointer.Id);
        }
    }

    private async Task<string?> UndoesAsync(PaymentPointer pointer, PaymentDecision.Undoes undoes, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        var entry = pointer.Entry!;
        if (entry.Kind != EntryKind.Reversal)
        {
            return $"payment {pointer.Id} {(entry.Kind == EntryKind.Payment ? "came in" : "went out")}: it undoes nothing";
        }

        if (entry.ToRow(null).Undoes is { } known)
        {
            return $"{pointer.Id} undoes {known} already";
        }

        if (await finisher.FinishAsync(undoes.PaymentId, null, cancel) is not { IsPayment: true } payment)
        {
            return NoPayment(undoes.PaymentId);
        }

        var (whole, _) = await reader.WholeAsync(payment, cancel);
        var why = payment.Entry!.Feed != entry.Feed ? $"payment {payment.Id} is of another feed"
            : !ReferenceEquals(payment.Entry.Amount.Currency, entry.Amount.Currency) ? $"payment {payment.Id} is in {payment.Entry.Amount.Currency}"
            : (whole ?? payment.Entry) is var stands && stands.Returned >= stands.Amount.Minor ? $"payment {payment.Id} came back already"
            : null;
        if (why is null)
        {
            PaymentPlan.Undo(pointer, payment.Entry.BankId, by.Name, now);
        }

        return why;
    }
}
