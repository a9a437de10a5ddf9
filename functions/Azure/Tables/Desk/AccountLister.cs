using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Desk;

/// <summary>Lists accounts in the order of their keys: the code, with the characters that a key cannot carry after all others.</summary>
internal sealed class AccountLister(AccountRows accounts, Indexes indexes, LookUps lookUps, ListReader lists)
{
    /// <summary>A page of the accounts that are billed.</summary>
    public Task<Page<AccountRowView>> PageAsync(string? query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel) =>
        string.IsNullOrWhiteSpace(query)
            ? lists.PageAsync(
                new ListPage(IndexEntry.Directory, [IndexEntry.Accounts], cursor ?? "", limit),
                async entry => await accounts.FindAsync(entry.Account, cancel) is { } document
                    ? new Found<AccountRowView>(true, document.IsBranch ? null : View(document, asOf))
                    : Found<AccountRowView>.Nothing,
                cancel)
            : SearchAsync(query.Trim(), cursor, limit, asOf, cancel);

    /// <summary>The codes of all accounts, in order, branches included.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> CodesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var batch = new List<string>(ListPage.Largest);
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, "", null, ListPage.Largest, cancel))
        {
            batch.Add(entry.Account);
            if (batch.Count == ListPage.Largest)
            {
                yield return batch;
                batch = new List<string>(ListPage.Largest);
            }
        }

        yield return batch;
    }

    /// <summary>The first codes of accounts after one, branches included.</summary>
    public async Task<IReadOnlyList<string>> CodesAfterAsync(string? after, int limit, CancellationToken cancel)
    {
        var codes = new List<string>();
        var from = after is null ? "" : $"{Keys.Account(after)}!";
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, from, null, Math.Min(limit, ListPage.Largest), cancel))
        {
            if (entry.Account != after)
            {
                codes.Add(entry.Account);
            }

            if (codes.Count == limit)
            {
                break;
            }
        }

        return codes;
    }

    // A branch is found under the account that is billed for it (R6), which may stand anywhere before or after it. So all names are looked through, but
    // only the branches that match are read, and of the other accounts as many as are shown.
    private async Task<Page<AccountRowView>> SearchAsync(string query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel)
    {
        var shown = Cursors.Limit(limit);
        bool IsAfter(string key) => cursor is null || string.CompareOrdinal(key, cursor) > 0;

        var branches = await lookUps.AllBranchesAsync(cancel);
        var (own, ofBranches) = (new List<string>(), new List<string>());
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, "", null, ListPage.Largest, cancel))
        {
            if (!entry.Account.Contains(query, StringComparison.OrdinalIgnoreCase) && entry.Data?.Contains(query, StringComparison.OrdinalIgnoreCase) != true)
            {
                continue;
            }

            if (branches.Contains(entry.Account))
            {
                ofBranches.Add(entry.Account);
            }
            else if (IsAfter(entry.Row))
            {
                own.Add(entry.Account);
            }
        }

        List<AccountDocument> found = [.. await PayersAsync(own, shown + 1, cancel), .. await PayersAsync(ofBranches, int.MaxValue, cancel)];
        var page = found.DistinctBy(document => document.Code).Select(document => (Key: Keys.Account(document.Code), Document: document))
            .Where(one => IsAfter(one.Key)).OrderBy(one => one.Key, StringComparer.Ordinal).Take(shown + 1).ToList();
        return Cursors.Page(page, shown, one => View(one.Document, asOf), one => one.Key);
    }

    // The accounts that are billed for the first of these codes; so many, unless there are fewer.
    private async Task<List<AccountDocument>> PayersAsync(List<string> codes, int most, CancellationToken cancel)
    {
        var payers = new List<AccountDocument>();
        foreach (var few in codes.Chunk(Math.Min(most, ListPage.Largest)))
        {
            payers.AddRange((await Attempts.AllAsync(few, code => accounts.FindBillToAsync(code, cancel), cancel)).OfType<AccountDocument>());
            if (payers.Count >= most)
            {
                break;
            }
        }

        return payers;
    }

    private static AccountRowView View(AccountDocument document, DateOnly asOf)
    {
        var @case = document.ReadCase();
        var owing = document.OpenItems.Where(item => !item.IsCredit && item.Due < asOf).ToList();
        var minor = owing.Sum(item => item.Open.Minor) - document.DisputedOf(owing) - document.Credit;
        return new AccountRowView(
            document.Code, document.Account.Name, new Money(Math.Max(0, minor), document.Currency), @case.Status, document.Step, document.Stage,
            document.Wake, @case.OnStop);
    }
}
