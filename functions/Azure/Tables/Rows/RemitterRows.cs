using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Functions.Tables.Rows;

/// <summary>Who is known to pay for whom (<see cref="RemitterKey"/>): customers by their names, and payers that were learned from payments.</summary>
/// <remarks>
/// Rows of the directory, in the order of the keys, so that a beginning finds its keys too; in partitions by the first characters, of which every key has
/// more. A name's row is written before its account and may be out of date: whoever follows it looks how the account is called.
/// </remarks>
internal sealed class RemitterRows(TableClient table, AccountRows accounts, TimeProvider clock)
{
    private const int MostAccounts = 20;
    private const int MostRows = 1000;
    private const int AtOnce = 20;

    private const string Account = "Account";
    private const string Key = "Key";
    private const string Payment = "Payment";
    private const string Name = "n";
    private const string Learned = "l";
    private const string Taught = "taught";

    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(10);

    /// <summary>An account is, or is about to be, called so.</summary>
    public async Task PutNameAsync(string code, string name, CancellationToken cancel)
    {
        if (NameRow(code, name) is { } row)
        {
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
        }
    }

    /// <summary>The row of the directory that says so; null for a name that leads to nobody.</summary>
    public static TableEntity? NameRow(string code, string name) => RemitterKey.OfName(name) is { } key ? Row(key, code, Name) : null;

    /// <summary>A payment showed that payers pay for accounts; where another payment showed it before, that one did.</summary>
    public Task LearnAsync(IEnumerable<Lesson> lessons, string paymentId, CancellationToken cancel) =>
        Task.WhenAll(lessons.Select(lesson => LearnAsync(lesson, paymentId, cancel)));

    /// <summary>A payment did not show that after all.</summary>
    public Task ForgetAsync(IEnumerable<Lesson> lessons, string paymentId, CancellationToken cancel) =>
        Task.WhenAll(lessons.Select(lesson => ForgetAsync(lesson, paymentId, cancel)));

    /// <summary>What payments taught of an account, by key: the keys, each with the payment.</summary>
    public async Task<IReadOnlyList<(string Key, string PaymentId)>> TaughtAsync(string account, CancellationToken cancel)
    {
        var (partition, from) = (Keys.LookUp(Taught, account), $"{Keys.Account(account)}~~");
        var to = $"{from}~~";
        var taught = new List<(string Key, string PaymentId)>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), cancellationToken: cancel))
        {
            taught.Add((row.GetString(Key), row.GetString(Payment)));
        }

        return [.. taught.OrderBy(one => one.Key, StringComparer.Ordinal)];
    }

    /// <summary>The accounts that are billed for whoever goes by a key, or by one that begins so: by code, at most 20.</summary>
    public async Task<IReadOnlyList<KnownRemitter>> FindAsync(string key, bool isBeginning, CancellationToken cancel)
    {
        var known = new Dictionary<string, KnownRemitter>(StringComparer.Ordinal);
        foreach (var some in (await RowsAsync(key, isBeginning, cancel)).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(some.Select(row => FollowAsync(row, cancel)));
            foreach (var payer in found.OfType<KnownRemitter>().Where(payer => !(known.GetValueOrDefault(payer.Account)?.IsLearned ?? false)))
            {
                if (payer.IsLearned || !known.ContainsKey(payer.Account))
                {
                    known[payer.Account] = payer;
                }
            }

            if (known.Count >= MostAccounts)
            {
                break;
            }
        }

        return [.. known.Values.OrderBy(payer => payer.Account, StringComparer.Ordinal).Take(MostAccounts)];
    }

    private async Task<List<TableEntity>> RowsAsync(string key, bool isBeginning, CancellationToken cancel)
    {
        var text = TextOf(key);
        var from = isBeginning ? Keys.PayerBeginning(text) : $"{Keys.Payer(text)}~~";
        var to = isBeginning ? $"{from}~~~~~" : $"{from}~~";
        var partition = Partition(key);
        var filter = isBeginning && text.Length < Characters(key)
            ? TableClient.CreateQueryFilter($"PartitionKey ge {partition} and PartitionKey lt {$"{partition}~~~~~"} and RowKey ge {from} and RowKey lt {to}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, MostRows, cancellationToken: cancel))
        {
            if (row.GetString(Key) is { } known && (isBeginning ? known.StartsWith(key, StringComparison.Ordinal) : known == key))
            {
                rows.Add(row);
            }

            if (rows.Count == MostRows)
            {
                break;
            }
        }

        return [.. rows.OrderBy(row => row.GetString(Account), StringComparer.Ordinal).ThenBy(row => row.RowKey, StringComparer.Ordinal)];
    }

    private async Task<KnownRemitter?> FollowAsync(TableEntity row, CancellationToken cancel)
    {
        var (key, isLearned) = (row.GetString(Key), IsLearned(row));
        var account = await accounts.FindAsync(row.GetString(Account), cancel);
        if (account is not null && (isLearned || RemitterKey.OfName(account.Account.Name) == key))
        {
            var payer = account.IsBranch ? await accounts.FindBillToAsync(account.Payer, cancel) : account;
            return payer is null ? null : new KnownRemitter(payer.Code, key, isLearned);
        }

        if (!isLearned && row.Timestamp < clock.GetUtcNow() - LongestCommit)
        {
            await SweepAsync(row, cancel);
        }

        return null;
    }

    private async Task SweepAsync(TableEntity row, CancellationToken cancel)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancel);
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            // Somebody has just written it anew.
        }
    }

    // The account's own row comes first, and goes last: it may tell of what is not, and misses nothing.
    private async Task LearnAsync(Lesson lesson, string paymentId, CancellationToken cancel)
    {
        var row = Row(lesson.Key, lesson.Account, Learned);
        if ((await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancel)).HasValue)
        {
            return;
        }

        var own = OwnRow(lesson);
        (row[Payment], own[Payment]) = (paymentId, paymentId);
        await table.UpsertEntityAsync(own, TableUpdateMode.Replace, cancel);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
    }

    private async Task ForgetAsync(Lesson lesson, string paymentId, CancellationToken cancel)
    {
        foreach (var row in new[] { Row(lesson.Key, lesson.Account, Learned), OwnRow(lesson) })
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancel);
            if (found.HasValue && found.Value!.GetString(Payment) == paymentId)
            {
                await SweepAsync(found.Value!, cancel);
            }
        }
    }

    private static TableEntity OwnRow(Lesson lesson) => new(Keys.LookUp(Taught, lesson.Account), $"{Keys.Account(lesson.Account)}~~{Keys.Payer(lesson.Key)}")
    {
        [Account] = lesson.Account,
        [Key] = lesson.Key,
    };

    private static TableEntity Row(string key, string account, string kind) => new(Partition(key), $"{Keys.Payer(TextOf(key))}~~{Keys.Account(account)}~{kind}")
    {
        [Account] = account,
        [Key] = key,
    };

    private static bool IsLearned(TableEntity row) => row.RowKey.EndsWith($"~{Learned}", StringComparison.Ordinal);

    private static string Partition(string key)
    {
        var (text, most) = (TextOf(key), Characters(key));
        return $"payer-{key[..1]}-{Keys.Payer(text.Length > most ? text[..most] : text)}";
    }

    // A name has three letters at least, and an account number six; of an IBAN the third and fourth are as good as random.
    private static int Characters(string key) => key.StartsWith("n:", StringComparison.Ordinal) ? 3 : 6;

    private static string TextOf(string key) => key[2..];
}
