using Collections.App.Stores;

namespace Collections.Functions.Tables;

/// <summary>Reads payments as people see them.</summary>
internal sealed class PaymentReader(PaymentRows rows, AccountRows accounts)
{
    /// <summary>A payment, or another entry of a bank feed, whole; null for an id that is not there.</summary>
    public async Task<PaymentRow?> FindAsync(string paymentId, CancellationToken cancel)
    {
        if (await rows.FindAsync(paymentId, cancel) is not { Entry: { } entry } pointer)
        {
            return null;
        }

        var (whole, account) = await WholeAsync(pointer, cancel);
        return (whole ?? entry).ToRow(account);
    }

    /// <summary>Payments of all accounts and of none, newest first, each with its place for the next page.</summary>
    public async Task<IReadOnlyList<(string Place, PaymentRow Row)>> NewestAsync(bool unmatchedOnly, string? after, int limit, CancellationToken cancel)
    {
        var found = await rows.NewestAsync(unmatchedOnly, after, limit, cancel);
        var read = await Task.WhenAll(found.Select(async one => (one.Place, Row: await FindAsync(one.PaymentId, cancel))));
        return [.. read.Where(one => one.Row is not null).Select(one => (one.Place, one.Row!))];
    }

    /// <summary>The payments of an account that is billed, and what came back of them, newest first; of a payment that several accounts share, its part.</summary>
    public async Task<IReadOnlyList<StoredPayment>> OfAccountAsync(string account, CancellationToken cancel)
    {
        var all = await accounts.RowsAsync<StoredPayment>(account, Keys.Prefix('p'), cancel);
        return [.. all.Where(payment => !payment.IsGone).OrderByDescending(payment => payment.Order)];
    }

    /// <summary>The parts of a payment put together, and the first account that has one; nothing while no account has it.</summary>
    public async Task<(StoredPayment? Whole, string? Account)> WholeAsync(PaymentPointer pointer, CancellationToken cancel)
    {
        StoredPayment? whole = null;
        string? first = null;
        foreach (var account in pointer.Accounts)
        {
            if (await accounts.RowAsync<StoredPayment>(account, Keys.Payment(pointer.Id), cancel) is not { IsGone: false } part)
            {
                continue;
            }

            if (whole is null)
            {
                (whole, first) = (part, account);
            }
            else
            {
                whole.Join(part);
            }
        }

        return (whole, first);
    }
}
