using Collections.Core.Ledger;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Payments;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Books;

/// <summary>Writes open items as the books have them: the entries of one account that is billed in one commit, accounts side by side.</summary>
internal sealed class InvoiceBook(AccountRows accounts, LookUps lookUps, ShapeRows shapes, LedgerLoader loader, BillingMoves moves, PaymentRecovery payments)
{
    private const int AtOnce = 16;

    // A commit has room for 100 rows. Open items stand in the document and need none; settled ones and payments need one each.
    private const int MostSettled = 30;
    private const int MostEntries = 1000;

    /// <summary>Adds or changes items.</summary>
    public async Task<IReadOnlyList<RowResult>> SaveAsync(IReadOnlyList<InvoiceEntry> entries, DateTimeOffset now, CancellationToken cancel)
    {
        var results = new RowResult[entries.Count];
        IReadOnlyList<int> waiting = [.. Enumerable.Range(0, entries.Count)];
        while (waiting.Count > 0)
        {
            var (ready, later) = await GroupAsync(entries, waiting, results, cancel);
            await Parallel.ForEachAsync(
                ready, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                async (group, stop) =>
                {
                    var rest = await SaveAsync(group, entries, results, now, stop);
                    lock (later)
                    {
                        later.AddRange(rest);
                    }
                });
            later.Sort();
            waiting = later;
        }

        return results;
    }

    // By the account that is billed. Where two accounts claim one number, the first one has it, and the other waits to be told so.
    private async Task<(List<Group> Ready, List<int> Later)> GroupAsync(
        IReadOnlyList<InvoiceEntry> entries, IReadOnlyList<int> waiting, RowResult[] results, CancellationToken cancel)
    {
        var codes = waiting.Select(i => entries[i].Account).Distinct(StringComparer.Ordinal).ToList();
        var documents = new AccountDocument?[codes.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, codes.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (i, stop) => documents[i] = await accounts.FindAsync(codes[i], stop));
        var invoiced = codes.Zip(documents).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);

        var (groups, later) = (new Dictionary<string, Group>(StringComparer.Ordinal), new List<int>());
        var takers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var i in waiting)
        {
            if (invoiced[entries[i].Account] is not { } account)
            {
                results[i] = BookEntries.NoAccount(entries[i].Account);
            }
            else if (takers.TryAdd(entries[i].Invoice.Number, account.Payer) || takers[entries[i].Invoice.Number] == account.Payer)
            {
                if (!groups.TryGetValue(account.Payer, out var group))
                {
                    groups.Add(account.Payer, group = new Group(account.Payer, []) { Document = account.IsBranch ? null : account });
                }

                group.Rows.Add(i);
            }
            else
            {
                later.Add(i);
            }
        }

        return ([.. groups.Values], later);
    }

    // The entries that another account is billed for by now come back.
    private async Task<List<int>> SaveAsync(Group group, IReadOnlyList<InvoiceEntry> entries, RowResult[] results, DateTimeOffset now, CancellationToken cancel)
    {
        var rest = new List<int>();
        string? told = null;
        for (var next = 0; next < group.Rows.Count;)
        {
            var document = group.TakeDocument() ?? (await accounts.FindAsync(group.Payer, cancel))!;
            if (document.Moving.Count > 0)
            {
                await moves.FinishAsync(document, now, cancel);
                continue;
            }

            var batch = Batch(group.Rows.Skip(next), entries);
            var invoiced = await InvoicedAsync(document, batch.Select(i => entries[i].Account), cancel);
            if (invoiced[entries[batch[0]].Account].Payer != document.Code)
            {
                rest.Add(group.Rows[next++]);
                continue;
            }

            batch = [.. batch.TakeWhile(i => invoiced[entries[i].Account].Payer == document.Code)];
            var ledger = new AccountLedger(document);
            var change = accounts.Change(document);
            var taken = await PrepareAsync(change, ledger, batch, entries, cancel);
            var done = Apply(change, ledger, batch, entries, invoiced, taken, now);
            if (done.HasChanged)
            {
                if (told is null || !document.Inbox.Exists(item => item.Key == told))
                {
                    var before = document.LastSeq;
                    document.BooksChanged(now);
                    told = document.LastSeq > before ? document.Inbox[^1].Key : null;
                }

                ledger.WriteTo(change);
                var released = ledger.Released.ToList();
                await Task.WhenAll(released.Select(id => payments.AnnounceGatheringAsync(id, now, cancel)));
                if (!await accounts.TryCommitAsync(change, cancel))
                {
                    continue;
                }

                await Task.WhenAll(released.Select(id => payments.GatherAsync(id, now, cancel)));
            }

            for (var i = 0; i < done.Results.Count; i++)
            {
                results[batch[i]] = done.Results[i];
            }

            next += done.Results.Count;
        }

        return rest;
    }

    // Read after the account that is billed: were one of them billed to another by now, the commit would fail.
    private async Task<Dictionary<string, AccountDocument>> InvoicedAsync(AccountDocument payer, IEnumerable<string> codes, CancellationToken cancel)
    {
        var invoiced = new Dictionary<string, AccountDocument>(StringComparer.Ordinal) { [payer.Code] = payer };
        foreach (var code in codes.Distinct(StringComparer.Ordinal).Where(code => code != payer.Code))
        {
            invoiced[code] = (await accounts.FindAsync(code, cancel))!;
        }

        return invoiced;
    }

    private static List<int> Batch(IEnumerable<int> rows, IReadOnlyList<InvoiceEntry> entries)
    {
        var (batch, settled) = (new List<int>(), 0);
        foreach (var i in rows)
        {
            settled += entries[i].Invoice.LedgerBalance.IsZero ? 1 : 0;
            if (settled > MostSettled || batch.Count == MostEntries)
            {
                break;
            }

            batch.Add(i);
        }

        return batch;
    }

    // Loads what the entries touch, and takes the numbers of new items. The accounts that have a number already come back.
    private async Task<Dictionary<string, string>> PrepareAsync(
        AccountChange change, AccountLedger ledger, List<int> batch, IReadOnlyList<InvoiceEntry> entries, CancellationToken cancel)
    {
        var good = batch.Select(i => entries[i]).Where(entry => InCurrency(entry, ledger.Document)).ToList();

        // One that comes open and is not in the document is new, most often: its number tells, and whatever is settled under that is loaded then.
        await loader.LoadItemsAsync(ledger, good.Where(entry => entry.Invoice.LedgerBalance.IsZero).Select(entry => (entry.Invoice.Number, entry.Invoice.Part)), cancel);

        // What is said of a whole, or of its instalments, concerns all that stands under its number.
        var whole = good.Where(entry => NeedsAllParts(ledger, entry)).Select(entry => entry.Invoice.Number).ToList();
        var others = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var added = good.Where(entry => ledger.Of(entry.Invoice.Number).Count == 0).DistinctBy(entry => entry.Invoice.Number, StringComparer.OrdinalIgnoreCase).ToList();
        await shapes.SeeInvoicesAsync(added.Select(entry => entry.Invoice.Number), cancel);
        await Parallel.ForEachAsync(
            added,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (entry, stop) =>
            {
                var (other, isTaken) = await OtherOwnerAsync(ledger.Document, entry, stop);
                lock (others)
                {
                    if (other is not null)
                    {
                        others.Add(entry.Invoice.Number, other);
                    }
                    else if (isTaken)
                    {
                        whole.Add(entry.Invoice.Number);
                    }
                }
            });
        await loader.LoadNumbersAsync(ledger, whole, cancel);

        var known = good.SelectMany(entry => BookEntry.Concerned(ledger, entry), (entry, one) => (Entry: entry, one.Item, one.Excess)).ToList();
        await loader.LoadPaymentsOfAsync(ledger, known.Where(one => one.Excess > 0).Select(one => one.Item), cancel);
        foreach (var (entry, _, _) in known.Where(one => one.Item.Account != one.Entry.Account).DistinctBy(one => one.Entry.Invoice.Number, StringComparer.OrdinalIgnoreCase))
        {
            await lookUps.PutInvoiceAsync(entry.Invoice.Number, entry.Account, cancel);
        }

        change.Story = good.Exists(entry => BookDisputes.WouldChange(ledger.Document, BookEntry.Told(ledger, entry))) ? await accounts.StoryAsync(ledger.Document.Code, cancel) : null;
        return others;
    }

    private static bool NeedsAllParts(AccountLedger ledger, InvoiceEntry entry) =>
        (entry.Instalments > 0 || (entry.Invoice.Part == 0 && ledger.Find(entry.Invoice.Number, 0) < 0)) && ledger.Of(entry.Invoice.Number).Count > 0;

    // A number is taken before its item is committed. A row that leads nowhere is what is left of an import that came to an end in between. Of a number
    // that is this account's already, the settled items may not be loaded yet.
    private async Task<(string? Other, bool IsTaken)> OtherOwnerAsync(AccountDocument payer, InvoiceEntry entry, CancellationToken cancel)
    {
        var number = entry.Invoice.Number;
        while (!await lookUps.TryTakeInvoiceAsync(number, entry.Account, cancel))
        {
            if (await lookUps.FindInvoiceAsync(number, cancel) is not { } row)
            {
                continue;
            }

            var owner = (await accounts.FindBillToAsync(row.Entry.Account, cancel))!;
            if (owner.Code == payer.Code)
            {
                return (null, IsTaken: true);
            }

            if (row.Old is not { } old || await HasAsync(owner, number, cancel))
            {
                return (row.Entry.Account, IsTaken: true);
            }

            await lookUps.SweepInvoiceAsync(row.Entry, old, cancel);
        }

        return (null, IsTaken: false);
    }

    private async Task<bool> HasAsync(AccountDocument owner, string number, CancellationToken cancel)
    {
        var ledger = new AccountLedger(owner);
        await loader.LoadNumbersAsync(ledger, [number], cancel);
        return ledger.Of(number).Count > 0;
    }

    private static (List<RowResult> Results, bool HasChanged) Apply(
        AccountChange change, AccountLedger ledger, List<int> batch, IReadOnlyList<InvoiceEntry> entries, Dictionary<string, AccountDocument> invoiced,
        Dictionary<string, string> others, DateTimeOffset now)
    {
        var (results, hasChanged) = (new List<RowResult>(batch.Count), false);
        foreach (var entry in batch.Select(i => entries[i]))
        {
            var account = invoiced[entry.Account].Account;
            if (WhyNot(entry, invoiced[entry.Account], others) is { } rejected)
            {
                results.Add(rejected);
                continue;
            }

            if (BookEntry.Apply(ledger, entry, account.Place.TimeZone, now, out var told) is not { } result)
            {
                // So many payments settle it that the rest comes with the next commit.
                return (results, true);
            }

            if (result.State != RowState.Rejected && BookDisputes.Follow(change, told, account.Place.TimeZone, now))
            {
                result = new RowResult(RowState.Accepted);
            }

            hasChanged |= result.State == RowState.Accepted;
            results.Add(result);
            if (ledger.ChangedPayments >= BookEntry.MostPayments)
            {
                break;
            }
        }

        return (results, hasChanged);
    }

    private static RowResult? WhyNot(InvoiceEntry entry, AccountDocument account, Dictionary<string, string> others) =>
        BookEntries.WhyNot(entry, new BillTo(account.Code, account.Currency), others.GetValueOrDefault(entry.Invoice.Number));

    private static bool InCurrency(InvoiceEntry entry, AccountDocument account) => BookEntries.WhyNot(entry, new BillTo(account.Code, account.Currency)) is null;

    private sealed record Group(string Payer, List<int> Rows)
    {
        // As it was read a moment ago; whoever changes it has it to themselves.
        public AccountDocument? Document { get; set; }

        public AccountDocument? TakeDocument()
        {
            var document = Document;
            Document = null;
            return document;
        }
    }
}
