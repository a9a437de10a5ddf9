using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Files;

namespace Collections.App.Ledger;

/// <summary>Turns rows into open items and saves them; remembers the accounts that it has met, because every row asks for one.</summary>
internal sealed class InvoiceSaver(Importer importer, ILedgerStore ledger, TimeProvider clock)
{
    private readonly Dictionary<string, AccountHead> _heads = new(StringComparer.Ordinal);

    /// <summary>Hands a batch to the ledger.</summary>
    /// <returns>When it is handed over: a task that ends with its commit.</returns>
    public async Task<Task<ImportTally>> SubmitAsync(List<ReadRow<InvoiceRow>> batch, CancellationToken cancel)
    {
        await MeetAsync(batch, cancel);
        var tally = new ImportTally();
        var entries = new List<InvoiceEntry>(batch.Count);
        var rows = new List<(long Line, int Parts)>(batch.Count);
        foreach (var read in batch)
        {
            if (read.Row is null)
            {
                tally.Reject(read.Error!);
            }
            else if (Add(read.Row, entries, out var field, out var why))
            {
                rows.Add((read.Line, Math.Max(1, read.Row.Instalments.Length)));
            }
            else
            {
                tally.Reject(new RowError(read.Line, field, field == "currency" ? read.Row.Currency?.Code : read.Row.Invoice, why));
            }
        }

        return CountAsync(ledger.SaveInvoicesAsync(entries, clock.GetUtcNow(), cancel), entries, rows, tally);
    }

    // A row of instalments is as good as the worst of them.
    private static async Task<ImportTally> CountAsync(
        Task<IReadOnlyList<RowResult>> saved, List<InvoiceEntry> entries, List<(long Line, int Parts)> rows, ImportTally tally)
    {
        var results = await saved;
        var n = 0;
        foreach (var (line, parts) in rows)
        {
            var worst = results[n];
            for (var part = 1; part < parts; part++)
            {
                var next = results[n + part];
                worst = next.State == RowState.Rejected || worst.State == RowState.Unchanged ? next : worst;
            }

            tally.Count(worst, line, entries[n].Invoice.Number);
            n += parts;
        }

        return tally;
    }

    private async Task MeetAsync(List<ReadRow<InvoiceRow>> batch, CancellationToken cancel)
    {
        var unknown = batch
            .Where(read => read.Row is not null && !_heads.ContainsKey(read.Row.Account))
            .Select(read => read.Row!)
            .DistinctBy(row => row.Account, StringComparer.Ordinal)
            .ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        var codes = unknown.ConvertAll(row => row.Account);
        var heads = await ledger.HeadsAsync(codes, cancel);
        var added = unknown
            .Where(row => !heads.ContainsKey(row.Account))
            .Select(row => new AccountEntry(importer.AccountOf(new AccountRow(row.Account, row.Account, row.Currency)).Account!, AccountFields.None))
            .ToList();
        if (added.Count > 0)
        {
            await ledger.SaveAccountsAsync(added, clock.GetUtcNow(), cancel);
            heads = await ledger.HeadsAsync(codes, cancel);
        }

        foreach (var (code, head) in heads)
        {
            _heads[code] = head;
        }
    }

    private bool Add(InvoiceRow row, List<InvoiceEntry> entries, out string field, out string why)
    {
        var head = _heads[row.Account];
        (field, why) = ("amount", $"has more decimals than {head.Currency.Code} has");
        if (row.Currency is { } currency && !ReferenceEquals(currency, head.Currency))
        {
            (field, why) = ("currency", $"is not that of account {head.Code}, which trades in {head.Currency.Code}");
            return false;
        }

        var openUnits = row.Settled is not null ? 0 : row.Balance ?? row.Amount;
        if (!Money.TryOf(row.Amount, head.Currency, out var amount) || !Money.TryOf(openUnits, head.Currency, out var open))
        {
            return false;
        }

        Money? disputed = null;
        if (row.Disputed is { } part)
        {
            if (!Money.TryOf(part, head.Currency, out var held))
            {
                return false;
            }

            disputed = held;
        }

        if (disputed is null && row.Said.HasFlag(InvoiceFields.Disputed))
        {
            disputed = Money.Zero(head.Currency);
        }

        return row.Instalments.IsDefaultOrEmpty
            ? AddOne(row, head, amount, open, disputed, entries)
            : AddInstalments(row, head, amount - open, disputed, entries);
    }

    private static bool AddOne(InvoiceRow row, AccountHead head, Money amount, Money open, Money? disputed, List<InvoiceEntry> entries)
    {
        entries.Add(new InvoiceEntry(row.Account, ItemOf(row, 0, row.Due ?? head.Terms.DueDate(row.Issued), amount, open), disputed, row.Settled) { Said = row.Said });
        return true;
    }

    // What is settled has settled the earliest instalments first.
    private static bool AddInstalments(InvoiceRow row, AccountHead head, Money settled, Money? disputed, List<InvoiceEntry> entries)
    {
        var start = entries.Count;
        for (var i = 0; i < row.Instalments.Length; i++)
        {
            if (!Money.TryOf(row.Instalments[i].Amount, head.Currency, out var amount))
            {
                entries.RemoveRange(start, entries.Count - start);
                return false;
            }

            var taken = Math.Abs(settled.Minor) < Math.Abs(amount.Minor) ? settled : amount;
            settled -= taken;
            entries.Add(new InvoiceEntry(
                row.Account, ItemOf(row, i + 1, row.Instalments[i].Due, amount, amount - taken), i == 0 ? disputed : null, row.Settled)
            {
                Said = row.Said,
                Instalments = row.Instalments.Length,
            });
        }

        return true;
    }

    private static Invoice ItemOf(InvoiceRow row, int part, DateOnly due, Money amount, Money open) => new()
    {
        Number = row.Invoice,
        Part = part,
        Issued = row.Issued,
        Due = due,
        Amount = amount,
        LedgerBalance = open,
        Reference = row.Reference,
        Order = row.Order,
    };
}
