using System.Globalization;
using Collections.App.Stores;

namespace Collections.Local.Sqlite.Rows;

/// <summary>Cursors of lists whose order is that of the rows' keys.</summary>
internal static class KeyCursors
{
    /// <summary>The cursor of a row's key.</summary>
    public static string Of(long key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key before which a page of the newest rows begins.</summary>
    public static long KeyBefore(string? cursor) =>
        cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key
        : throw Cursors.NotOurs(cursor);
}
