using Collections.App.Stores;
using Azure.Data.Tables;
using Collections.Core.Cases;

namespace Collections.Functions.Tables.Rows;

/// <summary>Puts what happened into accounts' inboxes, each key once.</summary>
internal sealed class Inboxes(AccountRows accounts)
{
    /// <summary>Posts something to the account that is billed for a code, whether it has a case or not.</summary>
    /// <returns>False if the key was known.</returns>
    /// <exception cref="ArgumentException">There is no such account.</exception>
    public Task<bool> PostAsync(string account, string key, Happening happening, DateTimeOffset now, CancellationToken cancel) => Attempts.RetryAsync(
        account,
        async () =>
        {
            var document = await accounts.FindBillToAsync(account, cancel) ?? throw AccountFile.NotThere(account);
            if (await accounts.EntityAsync(document.Code, Keys.Known(key), cancel) is not null)
            {
                return (true, false);
            }

            var change = accounts.Change(document);
            document.Post(key, happening, now);
            change.Put(new TableEntity(change.Partition, Keys.Known(key)) { ["Key"] = key });
            return (await accounts.TryCommitAsync(change, cancel), true);
        });
}
