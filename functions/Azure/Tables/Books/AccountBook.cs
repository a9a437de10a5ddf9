using System.Collections.Concurrent;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Books;

/// <summary>Writes accounts and contacts as the books have them.</summary>
internal sealed class AccountBook(AccountRows accounts, LookUps lookUps, RemitterRows payers, ShapeRows shapes, BillingMoves moves)
{
    private const int AtOnce = 16;

    /// <summary>Adds or changes accounts.</summary>
    /// <remarks>Those that nobody else is billed for go first, side by side; branches come after them, in their order.</remarks>
    public async Task<IReadOnlyList<RowResult>> SaveAsync(IReadOnlyList<AccountEntry> rows, DateTimeOffset now, CancellationToken cancel)
    {
        var results = new RowResult[rows.Count];
        var arrival = await PrepareAsync(rows, cancel);
        var byCode = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Account.Code, StringComparer.Ordinal)
            .ToLookup(group => group.All(i => rows[i].Account.BillingAccount is null));
        await Parallel.ForEachAsync(
            byCode[true], new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (group, stop) =>
            {
                foreach (var i in group)
                {
                    results[i] = await SaveAsync(rows[i], arrival, now, stop);
                }
            });
        foreach (var i in byCode[false].SelectMany(group => group).Order())
        {
            results[i] = await SaveAsync(rows[i], arrival, now, cancel);
        }

        // A branch that came at the same moment saw no account yet.
        if (!arrival.Added.IsEmpty)
        {
            foreach (var code in await lookUps.HavingBranchesAsync([.. arrival.Added], cancel))
            {
                await moves.FollowAsync(code, now, cancel);
            }
        }

        return results;
    }

    // What leads to accounts that are new is written before them, and all of it together.
    private async Task<Arrival> PrepareAsync(IReadOnlyList<AccountEntry> rows, CancellationToken cancel)
    {
        var codes = rows.Select(row => row.Account.Code).Distinct(StringComparer.Ordinal).ToList();
        if (codes.Count == 0)
        {
            return new Arrival([], []);
        }

        var known = codes.Count > 1 ? await lookUps.ListedAsync(codes, cancel) : [.. codes];
        var added = rows.Select(row => row.Account).Where(account => !known.Contains(account.Code)).DistinctBy(account => account.Code, StringComparer.Ordinal).ToList();
        if (added.Count == 0)
        {
            return new Arrival([], []);
        }

        // Who had branches before: those that come with this import are told of when they are saved.
        var codesAdded = added.ConvertAll(account => account.Code);
        var having = await lookUps.HavingBranchesAsync(codesAdded, cancel);
        await AnnounceAsync(added, cancel);
        return new Arrival(codesAdded, having);
    }

    private Task AnnounceAsync(IReadOnlyCollection<Account> added, CancellationToken cancel) => Task.WhenAll(
        lookUps.PutAsync(added, added.Select(account => RemitterRows.NameRow(account.Code, account.Name)).OfType<TableEntity>(), cancel),
        shapes.SeeAccountsAsync(added.Select(account => account.Code), cancel));

    /// <summary>Adds or changes contacts.</summary>
    public async Task<IReadOnlyList<RowResult>> SaveAsync(IReadOnlyList<ContactEntry> entries, DateTimeOffset now, CancellationToken cancel)
    {
        var results = new RowResult[entries.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, entries.Count).GroupBy(i => entries[i].Account, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (group, stop) =>
            {
                while (!await TrySaveAsync(group.Key, group, entries, results, now, stop))
                {
                    // Somebody else changed the account: again, on what they left.
                }
            });
        return results;
    }

    private async Task<bool> TrySaveAsync(
        string code, IEnumerable<int> rows, IReadOnlyList<ContactEntry> entries, RowResult[] results, DateTimeOffset now, CancellationToken cancel)
    {
        var account = await accounts.FindAsync(code, cancel);
        var hasChanged = false;
        foreach (var i in rows)
        {
            results[i] = account is null ? BookEntries.NoAccount(code) : Save(account, entries[i]);
            hasChanged |= results[i].State == RowState.Accepted;
        }

        if (!hasChanged)
        {
            return true;
        }

        account!.BooksChanged(now);
        return await accounts.TryCommitAsync(accounts.Change(account), cancel);
    }

    private static RowResult Save(AccountDocument account, ContactEntry said)
    {
        var (contacts, contact) = (account.Account.Contacts, said.Contact);
        var known = contacts.FirstOrDefault(other => other.Role == contact.Role && other.Name == contact.Name);
        var together = known is null ? contact : SaidAndStored.Together(known, said);
        if (together == known)
        {
            return new RowResult(RowState.Unchanged);
        }

        account.Account = account.Account with { Contacts = known is null ? contacts.Add(together) : contacts.Replace(known, together) };
        return new RowResult(RowState.Accepted);
    }

    private async Task<RowResult> SaveAsync(AccountEntry said, Arrival arrival, DateTimeOffset now, CancellationToken cancel)
    {
        for (var isNew = arrival.New.TryRemove(said.Account.Code, out _); ; isNew = false)
        {
            var known = isNew ? null : await accounts.FindAsync(said.Account.Code, cancel);
            if (known is { Moving.Count: > 0 })
            {
                await moves.FinishAsync(known, now, cancel);
                continue;
            }

            RowResult? rejected = null;
            var account = known is null ? said.Account : SaidAndStored.Together(known.Account, said, out rejected);
            if (rejected is { } wrong)
            {
                return wrong;
            }

            if (await WhyNotBilledSoAsync(known, account, cancel) is { } why)
            {
                return new RowResult(RowState.Rejected, "billing_account", why);
            }

            if (await (known is null ? TryAddAsync(account, arrival, isNew, now, cancel) : TryChangeAsync(known, account, now, cancel)) is { } result)
            {
                return result;
            }
        }
    }

    private async Task<RowResult?> TryAddAsync(Account row, Arrival arrival, bool isPrepared, DateTimeOffset now, CancellationToken cancel)
    {
        // Branches may have come before the account that is billed for them.
        var document = new AccountDocument { Account = row with { Contacts = [], History = default }, Payer = row.Code };
        var concernsOthers = row.BillingAccount is not null
            || (isPrepared ? arrival.HavingBranches.Contains(row.Code) : (await lookUps.HavingBranchesAsync([row.Code], cancel)).Count > 0);
        if (!isPrepared)
        {
            await AnnounceAsync([row], cancel);
        }

        if (!await TryCommitAsync(document, concernsOthers, now, cancel))
        {
            return null;
        }

        if (!concernsOthers)
        {
            arrival.Added.Add(row.Code);
        }

        return new RowResult(RowState.Accepted);
    }

    private async Task<RowResult?> TryChangeAsync(AccountDocument known, Account changed, DateTimeOffset now, CancellationToken cancel)
    {
        var before = known.Account;
        if (changed == before)
        {
            return new RowResult(RowState.Unchanged);
        }

        if (changed.Name != before.Name)
        {
            await Task.WhenAll(lookUps.PutNameAsync(changed, cancel), payers.PutNameAsync(changed.Code, changed.Name, cancel));
        }

        var isBilledElsewhere = changed.BillingAccount != before.BillingAccount;
        if (isBilledElsewhere && changed.BillingAccount is { } billing)
        {
            await lookUps.PutBranchAsync(billing, changed.Code, cancel);
        }

        known.Account = changed;
        if (!await TryCommitAsync(known, isBilledElsewhere, now, cancel))
        {
            return null;
        }

        if (isBilledElsewhere && before.BillingAccount is { } left)
        {
            await lookUps.RemoveBranchAsync(left, changed.Code, cancel);
        }

        return new RowResult(RowState.Accepted);
    }

    // What concerns other accounts is marked with the change itself, so that it is finished whatever happens.
    private async Task<bool> TryCommitAsync(AccountDocument document, bool concernsOthers, DateTimeOffset now, CancellationToken cancel)
    {
        if (concernsOthers)
        {
            document.Moving.Add(document.Code);
        }
        else
        {
            document.BooksChanged(now);
        }

        if (!await accounts.TryCommitAsync(accounts.Change(document), cancel))
        {
            return false;
        }

        if (concernsOthers)
        {
            await moves.FinishAsync(document, now, cancel);
        }
        else if (document.IsBranch)
        {
            await TellBillToAsync(document.Payer, now, cancel);
        }

        return true;
    }

    private async Task TellBillToAsync(string payer, DateTimeOffset now, CancellationToken cancel)
    {
        while (await accounts.FindAsync(payer, cancel) is { Case: not null } account)
        {
            account.BooksChanged(now);
            if (await accounts.TryCommitAsync(accounts.Change(account), cancel))
            {
                return;
            }
        }
    }

    private async Task<string?> WhyNotBilledSoAsync(AccountDocument? known, Account row, CancellationToken cancel)
    {
        var hasCase = known is { IsBranch: false, Case: not null } && known.ReadCase().IsOpen;
        return row.BillingAccount is null ? null : BillingChain.WhyNot(row, hasCase, await moves.ChainAsync(row, cancel));
    }

    // What is known of the accounts of an import: which are new, and were prepared; which of those have branches; and which were added without any.
    private sealed class Arrival(IEnumerable<string> added, HashSet<string> havingBranches)
    {
        public ConcurrentDictionary<string, bool> New { get; } = new(added.Select(code => new KeyValuePair<string, bool>(code, true)), StringComparer.Ordinal);

        public HashSet<string> HavingBranches { get; } = havingBranches;

        public ConcurrentBag<string> Added { get; } = [];
    }
}
