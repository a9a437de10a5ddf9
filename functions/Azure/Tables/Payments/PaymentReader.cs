using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Payments;

/// <summary>Reads payments as people see them.</summary>
internal sealed class PaymentReader(PaymentRows rows, AccountRows accounts)
{
    /// <summary>A payment, or another entry of a bank feed, whole; null for an id that is not there.</summary>
    public async Task<PaymentRow?> FindAsync(string paymentId, CancellationToken cancel)
    {
        if (await rows.ResolveAsync(paymentId, cancel) is not { Entry: { } entry } pointer)
        {
            return null;
        }

        var (whole, account) = await WholeAsync(pointer, cancel);
        return (whole ?? entry).ToRow(account, entry);
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

    /// <summary>A page of payments, newest first; of one account that is billed, or of all.</summary>
    public async Task<Page<PaymentRow>> PageAsync(PaymentState? state, string? account, string? cursor, int limit, CancellationToken cancel)
    {
        if (cursor is not null && !Keys.IsMoment(cursor))
        {
            throw Cursors.NotOurs(cursor);
        }

        var asked = Cursors.Limit(limit);
        var shown = account is null ? await OfAllAsync(state, cursor, asked + 1, cancel) : await OfAccountAsync(state, account, cursor, asked + 1, cancel);
        return Cursors.Page(shown.Count > asked ? shown[..(asked + 1)] : shown, asked, one => one.Row, one => one.Place);
    }

    /// <summary>How many payments there are, and how many of them are matched.</summary>
    public async Task<(int Payments, int Matched)> CountAsync(CancellationToken cancel)
    {
        var (payments, matched) = (0, 0);
        await foreach (var pointer in rows.AllAsync(cancel))
        {
            payments += pointer.IsPayment ? 1 : 0;
            matched += pointer is { IsPayment: true, Entry.State: PaymentState.Matched } ? 1 : 0;
        }

        return (payments, matched);
    }

    private async Task<List<(string Place, PaymentRow Row)>> OfAllAsync(PaymentState? state, string? after, int limit, CancellationToken cancel)
    {
        var shown = new List<(string Place, PaymentRow Row)>();
        while (true)
        {
            var newest = await NewestAsync(state == PaymentState.Unmatched, after, limit, cancel);
            shown.AddRange(newest.Where(one => state is null || one.Row.State == state));
            if (shown.Count >= limit || newest.Count == 0)
            {
                return shown;
            }

            after = newest[^1].Place;
        }
    }

    // Of a payment that several accounts share, each shows the whole.
    private async Task<List<(string Place, PaymentRow Row)>> OfAccountAsync(PaymentState? state, string account, string? after, int limit, CancellationToken cancel)
    {
        var parts = (await OfAccountAsync(account, cancel)).Where(payment => state is null || payment.State == state)
            .Select(payment => (Place: PaymentRows.PlaceOf(payment.Id, payment.ReceivedAt, payment.Place), Payment: payment))
            .Where(one => after is null || string.CompareOrdinal(one.Place, after) > 0).OrderBy(one => one.Place, StringComparer.Ordinal).Take(limit).ToList();
        var found = await Attempts.AllAsync(parts, async one => await FindAsync(one.Payment.Id, cancel) ?? one.Payment.ToRow(account), cancel);
        return [.. parts.Zip(found, (one, row) => (one.Place, row))];
    }

    /// <summary>The parts of a payment put together, and the first account that has one; nothing while no account has it.</summary>
    public async Task<(StoredPayment? Whole, string? Account)> WholeAsync(PaymentPointer pointer, CancellationToken cancel)
    {
        return Whole(await PartsAsync(pointer, cancel));
    }

    private static (StoredPayment? Whole, string? Account) Whole(IReadOnlyList<(string Account, StoredPayment Part)> parts)
    {
        if (parts.Count == 0)
        {
            return (null, null);
        }

        var (first, whole) = parts[0];
        foreach (var (_, part) in parts.Skip(1).Where(other => other.Part.Kind == EntryKind.Payment))
        {
            whole.Join(part);
        }

        return (whole, first);
    }

    /// <summary>What <see cref="PaymentDecider"/> needs to know of an entry that has come.</summary>
    public async Task<PaymentFacts> FactsAsync(PaymentPointer pointer, CancellationToken cancel)
    {
        var parts = await PartsAsync(pointer, cancel);
        IReadOnlyList<string> holders = [.. parts.Where(one => one.Part.Amount.IsPositive).Select(one => one.Account)];
        var (whole, account) = Whole(parts);
        return (whole ?? pointer.Entry!).ToFacts(pointer.Entry!, account) with { Holders = holders };
    }

    /// <summary>The parts of a payment, or another entry, each with its account, in the order of the pointer's accounts.</summary>
    public async Task<IReadOnlyList<(string Account, StoredPayment Part)>> PartsAsync(PaymentPointer pointer, CancellationToken cancel)
    {
        var parts = new List<(string Account, StoredPayment Part)>();
        foreach (var account in pointer.Accounts)
        {
            if (await accounts.RowAsync<StoredPayment>(account, Keys.Payment(pointer.Id), cancel) is { IsGone: false } part)
            {
                parts.Add((account, part));
            }
        }

        return parts;
    }
}
