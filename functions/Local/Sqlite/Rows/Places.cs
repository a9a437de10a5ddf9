namespace Collections.Local.Sqlite.Rows;

/// <summary>Keys of rows that come from an archive, account by account, and whose lists show the newest first whatever account it is of.</summary>
internal static class Places
{
    // So many rows of one millisecond; the keys of today are far from the greatest that there is.
    private const int MostInMillisecond = 1 << 21;

    /// <summary>The key of a row of the moment that is the statement's first parameter, in milliseconds: after those of that moment and before later ones.</summary>
    public static string Next(string table) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"(SELECT max(?1 * {MostInMillisecond}, ifnull(max(id), 0) + 1) FROM {table} WHERE id < (?1 + 1) * {MostInMillisecond})");
}
