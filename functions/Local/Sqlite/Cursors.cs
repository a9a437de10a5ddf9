using System.Globalization;
using Collections.App.Stores;

namespace Collections.Local.Sqlite;

/// <summary>Pages by the key of the last row: the next page costs the same wherever it begins.</summary>
internal static class Cursors
{
    private const int MostOnPage = 500;

    /// <summary>How many rows a page shows.</summary>
    public static int Limit(int asked) => Math.Clamp(asked, 1, MostOnPage);

    /// <summary>The cursor of a row's key.</summary>
    public static string Of(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key before which a page of the newest rows begins.</summary>
    public static long KeyBefore(string? cursor) =>
        cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key
        : throw NotOurs(cursor);

    /// <summary>The page of rows that were read with one more than it shows.</summary>
    public static Page<T> Page<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> show, Func<TRow, string> cursor)
    {
        var more = rows.Count > limit;
        var shown = more ? rows[..limit] : rows;
        return new Page<T>(shown.ConvertAll(row => show(row)), more ? cursor(shown[^1]) : null);
    }

    /// <summary>What is wrong with a cursor that no page gave.</summary>
    public static ArgumentException NotOurs(string cursor) => new($"'{cursor}' is no cursor that a page of this list gave", nameof(cursor));
}
