using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;

namespace Collections.Functions.Tables;

/// <summary>What feeds told, by amount and day: says of an entry once whether it is new, or tells of another one once more (<see cref="SameMoney"/>).</summary>
/// <remarks>
/// A partition of the table of payments for each feed, kind, currency and amount. Its row <c>!</c> changes with every entry that comes there, in the same
/// transaction: of two sources that arrive at the same moment the second one looks again, and sees the first. An entry's row has all that was delivered
/// of it, so that whoever finds the same money told by a process that has ended can take it in.
/// </remarks>
internal sealed class SameMoneyRows(TableClient table, PaymentRows payments, StoredJson json)
{
    private const string Count = "!";

    // An entry that is near tells of an entry that is near to it, and may have been told by others still.
    private const int DaysSeen = 2 * SameMoney.DaysApart;

    /// <summary>What was told of an entry's amount around its day.</summary>
    public async Task<ToldNearby> LookAsync(BankArrival arrival, CancellationToken cancel)
    {
        var partition = Partition(arrival);
        var count = await table.GetEntityIfExistsAsync<TableEntity>(partition, Count, cancellationToken: cancel);
        var (from, to) = (Keys.OfDay(Shifted(arrival.Entry.BookedOn, -DaysSeen)), Keys.OfDay(Shifted(arrival.Entry.BookedOn, DaysSeen + 1)));
        var told = new List<ToldRow>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), cancellationToken: cancel))
        {
            told.Add(json.Read<ToldRow>(Packed.Read(row)));
        }

        return new ToldNearby(count.HasValue ? count.Value!.ETag : default, told);
    }

    /// <summary>Says whether an entry is new, and keeps that.</summary>
    /// <param name="arrival">The entry.</param>
    /// <param name="nearby">What was told, as it was seen a moment ago.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The entry that this one tells of once more, or null if it is new.</returns>
    public async Task<BankArrival?> KeepAsync(BankArrival arrival, ToldNearby nearby, CancellationToken cancel)
    {
        while (true)
        {
            if (nearby.Told.FirstOrDefault(row => row.Arrival.Entry.Id == arrival.Entry.Id) is { } known)
            {
                return known.Same is { } same ? nearby.Told.First(row => row.Arrival.Entry.Id == same).Arrival : null;
            }

            var first = await FindAsync(arrival, nearby, cancel);
            if (await TryWriteAsync(new ToldRow { Arrival = arrival, Same = first }, nearby.Tag, cancel))
            {
                return first is null ? null : nearby.Told.First(row => row.Arrival.Entry.Id == first).Arrival;
            }

            nearby = await LookAsync(arrival, cancel);
        }
    }

    /// <summary>Another source told an entry, under an id that is known.</summary>
    /// <param name="known">The entry under that id.</param>
    /// <param name="first">The bank's id under which it was first told.</param>
    /// <param name="source">The source; empty if nobody knows.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task AddSourceAsync(BankArrival known, string first, string source, CancellationToken cancel)
    {
        while (true)
        {
            var nearby = await LookAsync(known, cancel);
            var told = nearby.Told.FirstOrDefault(row => row.Arrival.Entry.Id == known.Entry.Id);
            var row = told ?? new ToldRow { Arrival = known, Same = first == known.Entry.Id ? null : first };
            var isNew = source.Length > 0 && !row.Sources.Contains(source);
            if ((told is not null && !isNew) || await TryWriteAsync(isNew ? row with { More = [.. row.More ?? [], source] } : row, nearby.Tag, cancel))
            {
                return;
            }
        }
    }

    private async Task<string?> FindAsync(BankArrival arrival, ToldNearby nearby, CancellationToken cancel)
    {
        var known = nearby.KnownAround(arrival.Entry.BookedOn);
        if (arrival.Kind != EntryKind.Reversal || known.Count == 0)
        {
            return SameMoney.Find(arrival.Entry, known);
        }

        var reversals = await Task.WhenAll(known.Select(async told => told with
        {
            Undoes = await payments.FindAsync(StoredPayment.IdOf(arrival.Feed, told.Id), cancel) is { Entry.ReversalOf: { } named }
                && !named.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal) ? await FirstIdAsync(arrival.Feed, named, cancel) : null,
        }));
        return SameMoney.Find(arrival.Entry with { ReversalOf = await FirstIdAsync(arrival.Feed, arrival.Entry.ReversalOf!, cancel) }, reversals);
    }

    // The bank's id under which a payment was told first.
    private async Task<string> FirstIdAsync(string feed, string bankId, CancellationToken cancel) =>
        await payments.ResolveAsync(StoredPayment.IdOf(feed, bankId), cancel) is { Entry: { } entry } ? entry.BankId : bankId;

    private async Task<bool> TryWriteAsync(ToldRow told, ETag tag, CancellationToken cancel)
    {
        var partition = Partition(told.Arrival);
        var row = Packed.Of(partition, Keys.OfDay(told.Arrival.Entry.BookedOn, told.Arrival.Id), json.Write(told));
        var count = new TableEntity(partition, Count);
        try
        {
            await table.SubmitTransactionAsync(
                [
                    tag == default ? new TableTransactionAction(TableTransactionActionType.Add, count) : new TableTransactionAction(TableTransactionActionType.UpdateReplace, count, tag),
                    new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
                ],
                cancel);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private static string Partition(BankArrival arrival) => Keys.SameMoney(arrival.Feed, Words.Of(arrival.Kind), arrival.Entry.Amount);

    private static DateOnly Shifted(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
}

/// <summary>An entry as it was delivered.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Now">When it arrived.</param>
/// <param name="Place">Its place in the delivery, from 0.</param>
internal sealed record BankArrival(string Feed, BankEntry Entry, DateTimeOffset Now, int Place)
{
    /// <summary>The entry's id outside of the store.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public string Id => StoredPayment.IdOf(Feed, Entry.Id);

    /// <summary>What it is.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public EntryKind Kind => Entry.ReversalOf is not null ? EntryKind.Reversal : Entry.IsCredit ? EntryKind.Payment : EntryKind.Outgoing;
}

/// <summary>What was told of an amount around a day.</summary>
/// <param name="Tag">Tells whether more came since; default where nothing was told of the amount before.</param>
/// <param name="Told">What.</param>
internal sealed record ToldNearby(ETag Tag, IReadOnlyList<ToldRow> Told)
{
    /// <summary>The entries that may be the same money as one of this day, each with all sources that told it.</summary>
    public IReadOnlyList<ToldEntry> KnownAround(DateOnly day) =>
    [
        .. Told.Where(row => row.Same is null && Math.Abs(row.Arrival.Entry.BookedOn.DayNumber - day.DayNumber) <= SameMoney.DaysApart).Select(row => row.Arrival.Entry)
            .Select(entry => new ToldEntry(
                entry.Id, entry.BookedOn, entry.Reference, entry.Payer, entry.PayerAccount, entry.EndToEndId, entry.BankReference,
                [.. Told.Where(row => row.Same == entry.Id || row.Arrival.Entry.Id == entry.Id).SelectMany(row => row.Sources).Distinct(StringComparer.Ordinal)])
            {
                StructuredReference = entry.StructuredReference,
            }),
    ];
}

/// <summary>An entry that was told, as it is stored.</summary>
internal sealed record ToldRow
{
    /// <summary>The entry.</summary>
    public required BankArrival Arrival { get; init; }

    /// <summary>The bank's id of the entry that it tells of once more, or null.</summary>
    public string? Same { get; init; }

    /// <summary>Other sources that told it under the same id; null for none.</summary>
    public IReadOnlyList<string>? More { get; init; }

    /// <summary>The sources that told it under this id.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public IEnumerable<string> Sources => (More ?? []).Concat(Arrival.Entry.Source is { } source ? [source] : []);
}
