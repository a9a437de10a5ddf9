using System.Net;
using Azure;
using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.Functions.Tables.Rows;

/// <summary>What feeds told, by amount and day: says of an entry once whether it is new, or tells of another one once more (<see cref="DuplicateDetection"/>).</summary>
/// <remarks>
/// A partition of the table of payments for each feed, kind, currency and amount. In it a row for each span of days (<c>day!</c>) changes with every entry
/// that comes near those days, in the same transaction: of two sources that arrive at the same moment the second one looks again, and sees the first. An
/// entry's row has all that was delivered of it, so that whoever finds the same money told by a process that has ended can take it in.
/// </remarks>
internal sealed class DuplicateRows(TableClient table, PaymentRows payments, StoredJson json)
{
    // There once anything was told of the amount; whoever finds none of it needs no look.
    private const string Ever = "!";

    // An entry that is near tells of an entry that is near to it, and may have been told by others still.
    private const int DaysSeen = 2 * DuplicateDetection.DaysApart;

    // Two entries that may be the same money have a span in common, since each changes those of all the days that it sees: one most often, two at most.
    private const int DaysInSpan = 32;

    /// <summary>What was told of an entry's amount around its day.</summary>
    public async Task<ToldNearby> LookAsync(BankArrival arrival, CancellationToken cancel)
    {
        var (partition, first, end) = (Partition(arrival), Shifted(arrival.Entry.BookedOn, -DaysSeen), Shifted(arrival.Entry.BookedOn, DaysSeen + 1));
        var (from, to) = (Spans(arrival)[0], Keys.OfDay(end));
        var (tags, told) = (new Dictionary<string, ETag>(StringComparer.Ordinal), new List<ToldRow>());
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"), cancellationToken: cancel))
        {
            if (row.RowKey.EndsWith('!'))
            {
                tags[row.RowKey] = row.ETag;
            }
            else if (string.CompareOrdinal(row.RowKey, Keys.OfDay(first)) >= 0)
            {
                told.Add(json.Read<ToldRow>(Packed.Read(row)));
            }
        }

        return new ToldNearby(tags, told);
    }

    /// <summary>Says whether an entry is new, and keeps that.</summary>
    /// <param name="arrival">The entry.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<Kept> KeepAsync(BankArrival arrival, CancellationToken cancel)
    {
        // Most amounts come once: then there is nothing to be looked at.
        if (await TryWriteAsync(new ToldRow { Arrival = arrival }, nearby: null, cancel))
        {
            return new Kept(null, WasKnown: false);
        }

        while (true)
        {
            var nearby = await LookAsync(arrival, cancel);
            if (nearby.Find(arrival.Entry.Id) is { } known)
            {
                return new Kept(known.Same is { } same ? nearby.Find(same)!.Arrival : null, WasKnown: true);
            }

            var first = await FindAsync(arrival, nearby, cancel);
            if (await TryWriteAsync(new ToldRow { Arrival = arrival, Same = first }, nearby, cancel))
            {
                return new Kept(first is null ? null : nearby.Find(first)!.Arrival, WasKnown: false);
            }
        }
    }

    /// <summary>What was kept of an entry is not so: its id is known with other content.</summary>
    public async Task ForgetAsync(BankArrival arrival, CancellationToken cancel) =>
        await table.DeleteEntityAsync(Partition(arrival), Keys.OfDay(arrival.Entry.BookedOn, arrival.Id), ETag.All, cancel);

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
            var told = nearby.Find(known.Entry.Id);
            var row = told ?? new ToldRow { Arrival = known, Same = first == known.Entry.Id ? null : first };
            var isNew = source.Length > 0 && !row.Sources.Contains(source);
            if ((told is not null && !isNew) || await TryWriteAsync(isNew ? row with { More = [.. row.More ?? [], source] } : row, nearby, cancel))
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
            return DuplicateDetection.Find(arrival.Entry, known);
        }

        var reversals = await Task.WhenAll(known.Select(async told => told with
        {
            Undoes = await payments.FindAsync(PaymentFacts.IdOf(arrival.Feed, told.Id), cancel) is { Entry.ReversalOf: { } named }
                && !named.StartsWith(ToldEntry.UnknownPrefix, StringComparison.Ordinal) ? await FirstIdAsync(arrival.Feed, named, cancel) : null,
        }));
        return DuplicateDetection.Find(arrival.Entry with { ReversalOf = await FirstIdAsync(arrival.Feed, arrival.Entry.ReversalOf!, cancel) }, reversals);
    }

    // The bank's id under which a payment was told first.
    private async Task<string> FirstIdAsync(string feed, string bankId, CancellationToken cancel) =>
        await payments.ResolveAsync(PaymentFacts.IdOf(feed, bankId), cancel) is { Entry: { } entry } ? entry.BankId : bankId;

    // Unless somebody has looked, there must be nothing of the amount.
    private async Task<bool> TryWriteAsync(ToldRow told, ToldNearby? nearby, CancellationToken cancel)
    {
        var partition = Partition(told.Arrival);
        var row = Packed.Of(partition, Keys.OfDay(told.Arrival.Entry.BookedOn, told.Arrival.Id), json.Write(told));
        string[] guards = nearby is null ? [Ever, .. Spans(told.Arrival)] : Spans(told.Arrival);
        var guarded = guards.Select(guard => nearby?.Tags.ContainsKey(guard) ?? false
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, new TableEntity(partition, guard), nearby.Tags[guard])
            : new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, guard)));
        try
        {
            await table.SubmitTransactionAsync([.. guarded, new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)], cancel);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private static string[] Spans(BankArrival arrival)
    {
        var (first, last) = (Shifted(arrival.Entry.BookedOn, -DaysSeen).DayNumber / DaysInSpan, Shifted(arrival.Entry.BookedOn, DaysSeen).DayNumber / DaysInSpan);
        return [.. Enumerable.Range(first, last - first + 1).Select(span => $"{Keys.OfDay(DateOnly.FromDayNumber(span * DaysInSpan))}!")];
    }

    private static string Partition(BankArrival arrival) => Keys.Duplicates(arrival.Feed, Words.Of(arrival.Kind), arrival.Entry.Amount);

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
    public string Id => PaymentFacts.IdOf(Feed, Entry.Id);

    /// <summary>What it is.</summary>
    [Newtonsoft.Json.JsonIgnore]
    public EntryKind Kind => PaymentDecider.KindOf(Entry);
}

/// <summary>What was told of an amount around a day.</summary>
/// <param name="Tags">Tell whether more came since, by span of days; none of a span in which nothing was told.</param>
/// <param name="Told">What.</param>
internal sealed record ToldNearby(IReadOnlyDictionary<string, ETag> Tags, IReadOnlyList<ToldRow> Told)
{
    /// <summary>What was told under an id, or null.</summary>
    public ToldRow? Find(string bankId) => Told.FirstOrDefault(row => row.Arrival.Entry.Id == bankId);

    /// <summary>The entries that may be the same money as one of this day, each with all sources that told it.</summary>
    public IReadOnlyList<ToldEntry> KnownAround(DateOnly day) =>
    [
        .. Told.Where(row => row.Same is null && Math.Abs(row.Arrival.Entry.BookedOn.DayNumber - day.DayNumber) <= DuplicateDetection.DaysApart).Select(row => row.Arrival.Entry)
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

/// <summary>What is kept of an entry.</summary>
/// <param name="First">The entry that this one tells of once more, or null if it is new.</param>
/// <param name="WasKnown">True if that was kept before.</param>
internal readonly record struct Kept(BankArrival? First, bool WasKnown);
