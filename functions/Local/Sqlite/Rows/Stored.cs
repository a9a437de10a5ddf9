using System.Collections.Concurrent;
using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>How values stand in the database: words for names, milliseconds for instants, minor units for money.</summary>
internal static class Stored
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new(StringComparer.Ordinal);

    /// <summary>A time zone by its IANA name.</summary>
    public static TimeZoneInfo Zone(string id) => Zones.GetOrAdd(id, TimeZoneInfo.FindSystemTimeZoneById);

    /// <summary>An instant that tells when something was.</summary>
    public static long Millis(this DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    /// <summary>An instant before which something must not be: a fraction of a millisecond counts as a whole one.</summary>
    public static long MillisAtLeast(this DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds() is var millis && at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? millis : millis + 1;

    /// <summary>An instant, in UTC.</summary>
    public static DateTimeOffset Instant(this Statement row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.Long(column));

    /// <summary>An instant, in UTC.</summary>
    public static DateTimeOffset? InstantOrNull(this Statement row, int column) => row.IsNull(column) ? null : row.Instant(column);

    /// <summary>An amount.</summary>
    public static Money Money(this Statement row, int column, Currency currency) => new(row.Long(column), currency);

    /// <summary>A currency's code.</summary>
    public static Currency Currency(this Statement row, int column) => Core.Ledger.Currency.Parse(row.Text(column));

    /// <summary>A name of the code, stored as the word of the contract.</summary>
    public static T Word<T>(this Statement row, int column)
        where T : struct, Enum
    {
        var word = row.Text(column);
        return Words.TryParse<T>(word, out var name)
            ? name
            : throw new InvalidDataException($"'{word}' in the database is no {typeof(T).Name} that this release knows");
    }

    /// <summary>A hash in lower-case hex; empty for none.</summary>
    public static string Hash(this Statement row, int column) => row.IsNull(column) ? "" : Convert.ToHexStringLower(row.Utf8(column));

    /// <summary>Where an account is.</summary>
    /// <exception cref="InvalidDataException">The region is not defined any more.</exception>
    public static Place Place(Regions regions, string account, string region, string zone) =>
        regions.Find(region) is { } known
            ? new Place(known, Zone(zone))
            : throw new InvalidDataException($"account {account} is in region {region}, which nothing defines any more: put its file back");

    /// <summary>A line of the record, with its place in the chain.</summary>
    public static SealedLine Line(Statement row) => new(
        row.Int(0), row.Instant(1), row.Text(2), row.Word<RecordKind>(3), row.Int(4), row.Word<Because>(5), row.Text(6), row.TextOrNull(7),
        row.Hash(8));
}
