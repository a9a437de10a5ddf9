using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Ledgers;

/// <summary>Loads what a change of an account's items and payments needs beside the document.</summary>
internal sealed class LedgerLoader(AccountRows accounts)
{
    private const int AtOnce = 16;

    /// <summary>Loads settled items of invoice numbers, all instalments.</summary>
    public Task LoadNumbersAsync(AccountLedger ledger, IEnumerable<string> numbers, CancellationToken cancel) => EachAsync<string, Item>(
        numbers.Distinct(StringComparer.OrdinalIgnoreCase),
        async (number, stop) => await accounts.RowsAsync<Item>(ledger.Document.Code, Keys.SettledOf(number), stop),
        ledger.Know,
        cancel);

    /// <summary>True if an invoice of this number has a row of its own, as settled ones have.</summary>
    public async Task<bool> HasSettledAsync(string account, string number, CancellationToken cancel) =>
        (await accounts.FirstRowsAsync<Item>(account, Keys.SettledOf(number), 1, cancel)).Count > 0;

    /// <summary>Loads settled items, as far as the document does not have them.</summary>
    public Task LoadItemsAsync(AccountLedger ledger, IEnumerable<(string Number, int Part)> items, CancellationToken cancel) => EachAsync<string, Item>(
        items.Where(item => ledger.Find(item.Number, item.Part) < 0).Select(item => Keys.Settled(item.Number, item.Part)).Distinct(StringComparer.Ordinal),
        async (row, stop) => await accounts.RowAsync<Item>(ledger.Document.Code, row, stop) is { } item ? [item] : [],
        ledger.Know,
        cancel);

    /// <summary>Loads payments.</summary>
    public Task LoadPaymentsAsync(AccountLedger ledger, IEnumerable<string> paymentIds, CancellationToken cancel) => EachAsync<string, StoredPayment>(
        paymentIds.Where(id => !ledger.Knows(id)).Distinct(StringComparer.Ordinal),
        async (id, stop) => await accounts.RowAsync<StoredPayment>(ledger.Document.Code, Keys.Payment(id), stop) is { } payment ? [payment] : [],
        ledger.Know,
        cancel);

    /// <summary>Loads the payments of items: whatever settles more or less of an item must know who settles it too.</summary>
    public Task LoadPaymentsOfAsync(AccountLedger ledger, IEnumerable<Item> items, CancellationToken cancel) =>
        LoadPaymentsAsync(ledger, items.SelectMany(item => item.Payments ?? []), cancel);

    /// <summary>Loads all that settling these numbers touches.</summary>
    public async Task LoadForSettlingAsync(AccountLedger ledger, IEnumerable<string> numbers, CancellationToken cancel)
    {
        var all = numbers.ToList();

        // Beside an open invoice as a whole there are no instalments that could be settled.
        await LoadNumbersAsync(ledger, all.Where(number => ledger.Find(number, part: 0) < 0), cancel);
        await LoadPaymentsOfAsync(ledger, all.SelectMany(ledger.Of).Select(at => ledger.Items[at]), cancel);
    }

    /// <summary>Loads a payment, with all that taking it off touches.</summary>
    /// <returns>The payment, or null if the account has nothing of it.</returns>
    public async Task<StoredPayment?> LoadForTakingOffAsync(AccountLedger ledger, string paymentId, CancellationToken cancel)
    {
        await LoadPaymentsAsync(ledger, [paymentId], cancel);
        if (ledger.Payment(paymentId) is not { } payment)
        {
            return null;
        }

        await LoadItemsAsync(ledger, payment.Shares.Select(share => (share.Number, share.Part)), cancel);
        await LoadPaymentsOfAsync(
            ledger, payment.Shares.Select(share => ledger.Find(share.Number, share.Part)).Where(at => at >= 0).Select(at => ledger.Items[at]), cancel);
        return payment;
    }

    private static async Task EachAsync<TKey, T>(
        IEnumerable<TKey> keys, Func<TKey, CancellationToken, Task<IReadOnlyList<T>>> read, Action<T> know, CancellationToken cancel)
    {
        var wanted = keys.ToList();
        var found = new IReadOnlyList<T>[wanted.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, wanted.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (i, stop) => found[i] = await read(wanted[i], stop));
        foreach (var one in found.SelectMany(rows => rows))
        {
            know(one);
        }
    }
}
