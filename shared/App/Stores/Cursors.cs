namespace Collections.App.Stores;

/// <summary>Pages by the place of the last row: the next page costs the same wherever it begins.</summary>
public static class Cursors
{
    private const int MostOnPage = 500;

    /// <summary>How many rows a page shows, 1 to 500.</summary>
    public static int Limit(int asked) => Math.Clamp(asked, 1, MostOnPage);

    /// <summary>The page of rows that were read with one more than it shows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="limit">How many the page shows.</param>
    /// <param name="show">What it shows of a row.</param>
    /// <param name="cursor">The cursor of a row.</param>
    /// <typeparam name="TRow">A row.</typeparam>
    /// <typeparam name="T">What is shown of it.</typeparam>
    public static Page<T> Page<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> show, Func<TRow, string> cursor)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var more = rows.Count > limit;
        var shown = more ? rows[..limit] : rows;
        return new Page<T>(shown.ConvertAll(row => show(row)), more ? cursor(shown[^1]) : null);
    }

    /// <summary>What is wrong with a cursor that no page gave.</summary>
    public static ArgumentException NotOurs(string cursor) => new($"'{cursor}' is no cursor that a page of this list gave", nameof(cursor));
}

/// <summary>A page, and where the next begins.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
/// <typeparam name="T">An item.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
