using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Lists accounts in the order of their keys: the code, with the characters that a key cannot carry after all others.</summary>
internal sealed class AccountLister(AccountRows accounts, Indexes indexes, ListReader lists)
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

    // A branch is found under the account that is billed for it (R6), which may stand anywhere before or after it: so all are looked through by name,
    // and those that match are read.
    private async Task<Page<AccountRowView>> SearchAsync(string query, string? cursor, int limit, DateOnly asOf, CancellationToken cancel)
    {
        var matches = new List<string>();
        await foreach (var (entry, _) in indexes.ReadAsync(IndexEntry.Directory, IndexEntry.Accounts, "", null, ListPage.Largest, cancel))
        {
            if (entry.Account.Contains(query, StringComparison.OrdinalIgnoreCase) || entry.Data?.Contains(query, StringComparison.OrdinalIgnoreCase) == true)
            {
                matches.Add(entry.Account);
            }
        }

        var found = await TableStore.AllAsync(matches, code => accounts.FindPayerAsync(code, cancel), cancel);
        var shown = found.OfType<AccountDocument>().DistinctBy(document => document.Code).Select(document => (Key: Keys.Account(document.Code), Document: document))
            .Where(one => cursor is null || string.CompareOrdinal(one.Key, cursor) > 0)
            .OrderBy(one => one.Key, StringComparer.Ordinal).Take(Cursors.Limit(limit) + 1).ToList();
        return Cursors.Page(shown, Cursors.Limit(limit), one => View(one.Document, asOf), one => one.Key);
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
