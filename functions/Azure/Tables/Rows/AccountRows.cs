using System.Net;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Collections.App.Stores;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables.Rows;

/// <summary>Reads and commits accounts, one partition each.</summary>
internal sealed class AccountRows(TableClient table, Indexes indexes, StoredJson json)
{
    /// <summary>The table's name.</summary>
    public const string Table = "accounts";

    // Table storage takes 100 rows in one transaction.
    private const int MostRows = 100;

    /// <summary>The document of exactly this account, or null.</summary>
    public async Task<AccountDocument?> FindAsync(string code, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Keys.Account(code), Keys.File, cancellationToken: cancel);
        return found.HasValue ? Document(found.Value!) : null;
    }

    /// <summary>The document of a row.</summary>
    public AccountDocument Document(TableEntity row)
    {
        var document = Read<AccountDocument>(row);
        document.Tag = row.ETag;
        document.Indexed = IndexEntry.Of(document);
        return document;
    }

    /// <summary>The document of the account that is billed for a code, or null if the code is not known.</summary>
    public async Task<AccountDocument?> FindBillToAsync(string code, CancellationToken cancel)
    {
        var found = await FindAsync(code, cancel);

        // More than one step only while an account that branches are billed to is becoming a branch itself.
        for (var hops = 0; found is { IsBranch: true } && hops <= BillingChain.MostHops; hops++)
        {
            found = await FindAsync(found.Payer, cancel);
        }

        return found;
    }

    /// <summary>The account's story; an empty one where nothing was told yet.</summary>
    public async Task<AccountStory> StoryAsync(string code, CancellationToken cancel) => await RowAsync<AccountStory>(code, Keys.Story, cancel) ?? new AccountStory();

    /// <summary>A row of the account, or null.</summary>
    public async Task<T?> RowAsync<T>(string code, string row, CancellationToken cancel)
        where T : class =>
        await EntityAsync(code, row, cancel) is { } entity ? Read<T>(entity) : null;

    /// <summary>A row of the account as it is stored, or null.</summary>
    public async Task<TableEntity?> EntityAsync(string code, string row, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Keys.Account(code), row, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>The rows of an account between two keys, the second one left out, in order.</summary>
    public AsyncPageable<TableEntity> EntitiesAsync(string code, (string From, string To) range, CancellationToken cancel) => table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Account(code)} and RowKey ge {range.From} and RowKey lt {range.To}"), cancellationToken: cancel);

    /// <summary>The rows of an account between two keys, read.</summary>
    public Task<List<T>> RowsAsync<T>(string code, (string From, string To) range, CancellationToken cancel) =>
        FirstRowsAsync<T>(code, range, int.MaxValue, cancel);

    /// <summary>The first rows of an account between two keys, read.</summary>
    public async Task<List<T>> FirstRowsAsync<T>(string code, (string From, string To) range, int most, CancellationToken cancel)
    {
        var rows = new List<T>();
        await foreach (var entity in EntitiesAsync(code, range, cancel))
        {
            rows.Add(Read<T>(entity));
            if (rows.Count == most)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>Reads a row.</summary>
    public T Read<T>(TableEntity entity) => json.Read<T>(Packed.Read(entity));

    /// <summary>Deletes a row of the account, if it is there.</summary>
    public Task DeleteAsync(string code, string row, CancellationToken cancel) => table.DeleteEntityAsync(Keys.Account(code), row, ETag.All, cancel);

    /// <summary>Begins a change of an account.</summary>
    public AccountChange Change(AccountDocument document) => new(document, json);

    /// <summary>Commits a change: all of it, or, if the account has changed since it was read, nothing.</summary>
    /// <exception cref="RowExistsException">A row that the change adds is there already; then nothing was committed.</exception>
    public async Task<bool> TryCommitAsync(AccountChange change, CancellationToken cancel)
    {
        var document = change.Document;
        document.Version++;
        if (change.Story is { } story)
        {
            change.Put(Keys.Story, story);
        }

        Archive(change);
        var wanted = IndexEntry.Of(document);
        var prepared = await indexes.PrepareAsync(document.Indexed, wanted, change.Lists, document.Version, cancel);
        var tags = document.IndexTags;
        document.IndexTags = TagsOf(wanted, document.Indexed, tags, prepared);
        if (!await TryWriteAsync(change, cancel))
        {
            return false;
        }

        await indexes.TidyAsync(document.Indexed, wanted, tags, document.Version, cancel);
        return true;
    }

    // Of those that this commit leaves as they are, and of those that it has just written; others get new ones when it is done.
    private static Dictionary<string, string> TagsOf(
        HashSet<IndexEntry> wanted, IReadOnlySet<IndexEntry> had, Dictionary<string, string> known, IReadOnlyList<(IndexEntry Entry, ETag Tag)> prepared)
    {
        var tags = wanted.Where(had.Contains).Select(entry => entry.Place).Where(known.ContainsKey).ToDictionary(place => place, place => known[place], StringComparer.Ordinal);
        foreach (var (entry, tag) in prepared.Where(one => one.Tag != default))
        {
            tags[entry.Place] = tag.ToString();
        }

        return tags;
    }

    // A settled item leaves the document; as many as the transaction has room for, and the rest with the next one.
    private static void Archive(AccountChange change)
    {
        var room = MostRows - 1 - change.Rows.Count;
        var settled = change.Document.Items.Where(item => item.Invoice.Open.Minor == 0).Take(Math.Max(0, room)).ToList();
        foreach (var item in settled)
        {
            change.Put(Keys.Settled(item.Invoice.Number, item.Invoice.Part), item);
            change.Document.Items.Remove(item);
        }
    }

    private async Task<bool> TryWriteAsync(AccountChange change, CancellationToken cancel)
    {
        var entity = Packed.Of(change.Partition, Keys.File, json.Write(change.Document));
        var isNew = change.Document.Tag == default;
        List<TableTransactionAction> actions =
        [
            isNew
                ? new TableTransactionAction(TableTransactionActionType.Add, entity)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, change.Document.Tag),
            .. change.Rows,
        ];
        try
        {
            await table.SubmitTransactionAsync(actions, cancel);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.FailedTransactionActionIndex is > 0 and var at && e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            throw new RowExistsException(actions[at].Entity.RowKey, e);
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}

/// <summary>A row that had to be new is there already: what it stands for was done before.</summary>
internal sealed class RowExistsException(string row, Exception inner) : Exception($"row {row} is there already", inner)
{
    /// <summary>The row's key.</summary>
    public string Row => row;
}
