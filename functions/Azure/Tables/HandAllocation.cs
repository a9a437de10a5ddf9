using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Allocates payments as a person says.</summary>
internal sealed class HandAllocation(PaymentRows rows, PaymentReader reader, LookUps lookUps, LedgerLoader loader, PaymentBook book)
{
    /// <summary>Allocates a payment, replacing what it settled before.</summary>
    /// <returns>Null if it is done, else why not; then nothing changed.</returns>
    public async Task<string?> AllocateAsync(string paymentId, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        while (true)
        {
            await book.FinishAsync(paymentId, cancel);
            if (await rows.FindAsync(paymentId, cancel) is not { IsPayment: true } pointer)
            {
                return $"there is no payment {paymentId}";
            }

            var (whole, account) = await reader.WholeAsync(pointer, cancel);
            var payment = whole ?? pointer.Entry!;
            if (payment.Returned > 0)
            {
                return $"payment {paymentId} came back";
            }

            var (why, payer) = await WhyNotAsync(payment, account, allocations, cancel);
            if (why is not null)
            {
                return why;
            }

            if (await (pointer.Accounts.Count == 1 && account == payer
                ? TrySettleAnewAsync(paymentId, account!, allocations, by, now, cancel)
                : TryMoveAsync(pointer, payer!, allocations, by, now, cancel)))
            {
                return null;
            }
        }
    }

    // Within one account it is one commit; its case looks again.
    private async Task<bool> TrySettleAnewAsync(
        string paymentId, string account, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        var ledger = await book.OpenAsync(account, now, cancel);
        await loader.LoadForSettlingAsync(ledger, allocations.Select(allocation => allocation.Invoice), cancel);
        if (await loader.LoadForTakingOffAsync(ledger, paymentId, cancel) is not { IsGone: false, Returned: 0 } payment)
        {
            return false;
        }

        ledger.TakeOff(payment, payment.Settled, cameBack: false);
        payment.Why = Why(by);
        ledger.Touch(payment);
        ledger.Settle(payment, allocations);
        ledger.Document.BooksChanged(now);
        return await book.TryCommitAsync(ledger, null, cancel);
    }

    // From one account to another it is claimed first. The account that loses the money hears of a reversal, the one that gets it of a payment.
    private async Task<bool> TryMoveAsync(
        PaymentPointer pointer, string account, IReadOnlyList<Allocation> allocations, Actor by, DateTimeOffset now, CancellationToken cancel)
    {
        pointer.Entry!.Moves++;
        pointer.Claim = new Claim(account, allocations, Why(by), by.Name, now);
        if (!await rows.TryWriteAsync(pointer, cancel))
        {
            return false;
        }

        await book.FinishAsync(pointer.Id, cancel);
        return true;
    }

    private static string Why(Actor by) => $"allocated by {by.Name}";

    // The account that is billed comes with the answer: that of the invoices, or, with none, the one that had the payment.
    private async Task<(string? Why, string? Payer)> WhyNotAsync(
        StoredPayment payment, string? account, IReadOnlyList<Allocation> allocations, CancellationToken cancel)
    {
        if (allocations.Count == 0)
        {
            return (account is null ? "name at least one invoice" : null, account);
        }

        string? payer = null;
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var allocation in allocations)
        {
            var (owner, room) = await RoomAsync(allocation.Invoice, cancel);
            var own = payment.Shares.Where(share => string.Equals(share.Number, allocation.Invoice, StringComparison.OrdinalIgnoreCase)).Sum(share => share.Amount);
            var why = owner is null ? $"there is no invoice {allocation.Invoice}"
                : payer is not null && owner.Code != payer ? "the invoices belong to different accounts"
                : !named.Add(allocation.Invoice) ? $"invoice {allocation.Invoice} is named twice"
                : WhyNot(payment, allocation, new Money(room + own, owner.Currency));
            if (why is not null)
            {
                return (why, null);
            }

            payer = owner!.Code;
        }

        var sum = allocations.Sum(allocation => allocation.Amount.Minor);
        return (sum > payment.Amount.Minor ? $"the parts add up to more than the payment's {payment.Amount}" : null, payer);
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
}
