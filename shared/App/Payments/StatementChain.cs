using System.Globalization;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Files;
using Collections.Files.Statements;
using Newtonsoft.Json;

namespace Collections.App.Payments;

/// <summary>
/// Tells equal entries of statements that follow each other apart: what opens with another's closing balance lists other money, however equal its entries look.
/// </summary>
/// <remarks>
/// An entry without a reference of the bank's own is known by what it says. So of each statement is kept how many of each it told on its first and on its last
/// day; one that follows it, or comes before it, counts on from there: its <c>X</c> is <c>X~2</c>. Which statements those are is kept with it: loaded again,
/// in whatever order, it gives the same ids. A statement that overlaps others follows none of them, and gives the ids that it gives alone.
/// </remarks>
internal sealed class StatementChain(ICompanyValues values, string feed)
{
    private const int MostStatements = 40;

    // Twice so many, with twenty-odd characters each, fit into one value of any store.
    private const int MostTold = 500;

    private readonly Dictionary<string, List<Kept>> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<StatementHead, Reading> _readings = [];

    /// <summary>The entry under the id that it has among the statements of its account.</summary>
    public async Task<StatementEntry> TellApartAsync(StatementEntry entry, CancellationToken cancel)
    {
        if (entry.Details is not { Statement: { } head, Told: var (id, inStatement, inFile) })
        {
            return entry;
        }

        if (!_readings.TryGetValue(head, out var reading))
        {
            _readings.Add(head, reading = await BeginAsync(head, cancel));
        }

        reading.Tell(id, entry.Entry.BookedOn);
        var rank = reading.Before.GetValueOrDefault(KeyOf(id)) + inStatement;
        return rank <= inFile ? entry : entry with { Entry = entry.Entry with { Id = EntryKeys.Ranked(id, rank) } };
    }

    /// <summary>Keeps what was told since the last time.</summary>
    /// <remarks>
    /// Called before the entries are committed. A statement that was told and not committed comes again, and is told alike; one that was committed and of which
    /// nobody knows would take the next one's equal entries for its own.
    /// </remarks>
    public async Task SaveAsync(CancellationToken cancel)
    {
        NoteEnds();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (head, reading) in _readings.Where(entry => entry.Value.HasChanged))
        {
            await values.SetAsync(ToldName(head.Account, reading.Kept.Slot), JsonConvert.SerializeObject(reading.Told, Json.Settings), cancel);
            reading.HasChanged = false;
            changed.Add(head.Account);
        }

        foreach (var account in changed)
        {
            await values.SetAsync(Name(account), Json.Write(_accounts[account]), cancel);
        }
    }

    // A closing balance stands below the entries in some formats.
    private void NoteEnds()
    {
        foreach (var (head, reading) in _readings)
        {
            reading.HasChanged |= (reading.Kept.Closing, reading.Kept.ClosedOn) != (head.Closing?.Minor, head.ClosedOn);
            (reading.Kept.Closing, reading.Kept.ClosedOn) = (head.Closing?.Minor, head.ClosedOn);
        }
    }

    private async Task<Reading> BeginAsync(StatementHead head, CancellationToken cancel)
    {
        NoteEnds();
        if (!_accounts.TryGetValue(head.Account, out var all))
        {
            all = await values.GetAsync(Name(head.Account), cancel) is { } text ? JsonConvert.DeserializeObject<List<Kept>>(text, Json.Settings)! : [];
            _accounts.Add(head.Account, all);
        }

        var kept = all.Find(one => one.Identity == head.Identity);
        if (kept is null)
        {
            kept = new Kept { Identity = head.Identity, Number = head.Number, Opening = head.Opening.Minor, Currency = head.Opening.Currency.Code, OpenedOn = head.OpenedOn, Slot = SlotIn(all) };
            (kept.Closing, kept.ClosedOn) = (head.Closing?.Minor, head.ClosedOn);
            kept.Others = [.. OthersOf(kept, all).Select(one => one.Identity)];
            all.Add(kept);
        }

        var before = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var other in all.Where(one => kept.Others.Contains(one.Identity, StringComparer.Ordinal)))
        {
            foreach (var (key, count) in await ToldByAsync(head.Account, other, cancel))
            {
                before[key] = before.GetValueOrDefault(key) + count;
            }
        }

        return new Reading(kept, before);
    }

    // What lies before it and after it, link by link.
    private static IEnumerable<Kept> OthersOf(Kept one, List<Kept> all)
    {
        var found = new HashSet<Kept> { one };
        foreach (var forward in (ReadOnlySpan<bool>)[false, true])
        {
            var at = one;
            while (all.Find(other => !found.Contains(other) && (forward ? Follows(other, at) : Follows(at, other))) is { } next)
            {
                found.Add(next);
                at = next;
            }
        }

        found.Remove(one);
        return found;
    }

    // A statement that ends as it began may follow itself under another name: then only its number tells.
    private static bool Follows(Kept next, Kept last) =>
        last.Closing == next.Opening && last.Currency == next.Currency
        && (last.Opening != last.Closing || (last.Number is not null && next.Number is not null && last.Number != next.Number))
        && (last.ClosedOn is null || next.ClosedOn is null || last.ClosedOn <= next.ClosedOn)
        && (last.OpenedOn is null || next.OpenedOn is null || last.OpenedOn <= next.OpenedOn);

    // The place of the oldest is the next one's.
    private static int SlotIn(List<Kept> all)
    {
        if (all.Count < MostStatements)
        {
            return all.Count;
        }

        var slot = all[0].Slot;
        all.RemoveAt(0);
        return slot;
    }

    private async Task<IReadOnlyDictionary<string, int>> ToldByAsync(string account, Kept other, CancellationToken cancel) =>
        _readings.Values.FirstOrDefault(reading => reading.Kept == other) is { } reading ? reading.Told
        : await values.GetAsync(ToldName(account, other.Slot), cancel) is { } text ? JsonConvert.DeserializeObject<Dictionary<string, int>>(text, Json.Settings)!
        : [];

    private string Name(string account) => $"statement-chain:{feed}:{account}";

    private string ToldName(string account, int slot) => string.Create(CultureInfo.InvariantCulture, $"statement-chain:{feed}:{account}:{slot}");

    private static string KeyOf(string id) => Digest.With(Digest.Empty, id).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A statement while its entries are told.</summary>
    private sealed class Reading(Kept kept, IReadOnlyDictionary<string, int> before)
    {
        private readonly Dictionary<string, int> _onFirst = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _onLast = new(StringComparer.Ordinal);
        private DateOnly _first;
        private DateOnly _last;

        public Kept Kept { get; } = kept;

        /// <summary>True if it told something that is not kept yet.</summary>
        public bool HasChanged { get; set; }

        /// <summary>How many of each the statements before and after it told.</summary>
        public IReadOnlyDictionary<string, int> Before { get; } = before;

        /// <summary>How many of each this one told on its first and on its last day: the days that it may share with others.</summary>
        public Dictionary<string, int> Told => (_first == _last ? _onLast : _onFirst.Concat(_onLast)).ToDictionary(StringComparer.Ordinal);

        public void Tell(string id, DateOnly day)
        {
            Begin(_onFirst, ref _first, day, isOver: day < _first);
            Begin(_onLast, ref _last, day, isOver: day > _last);
            HasChanged = true;
            var key = KeyOf(id);
            Count(_onFirst, key, day == _first);
            Count(_onLast, key, day == _last);
        }

        private static void Begin(Dictionary<string, int> told, ref DateOnly of, DateOnly day, bool isOver)
        {
            if (of == default || isOver)
            {
                of = day;
                told.Clear();
            }
        }

        private static void Count(Dictionary<string, int> told, string key, bool isItsDay)
        {
            if (isItsDay && (told.Count < MostTold || told.ContainsKey(key)))
            {
                told[key] = told.GetValueOrDefault(key) + 1;
            }
        }
    }

    /// <summary>A statement that was loaded.</summary>
    private sealed class Kept
    {
        public required string Identity { get; init; }

        public string? Number { get; init; }

        public long Opening { get; init; }

        public required string Currency { get; init; }

        public DateOnly? OpenedOn { get; init; }

        public long? Closing { get; set; }

        public DateOnly? ClosedOn { get; set; }

        public int Slot { get; init; }

        public IReadOnlyList<string> Others { get; set; } = [];
    }
}
