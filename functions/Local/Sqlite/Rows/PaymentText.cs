using Collections.App.Calendars;
using Collections.App.Stores;
using Collections.Core.Payments;
using Collections.Local.Sqlite.Engine;

namespace Collections.Local.Sqlite.Rows;

/// <summary>The lists that stand in a payment's row, as JSON; no value for an empty one.</summary>
internal static class PaymentText
{
    // No place is in it, so that any regions do.
    private static readonly StoredJson Json = new(Regions.BuiltIn);

    /// <summary>Writes a list.</summary>
    public static string? Write<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : Json.Write(list);

    /// <summary>Reads whose a payment may be.</summary>
    public static IReadOnlyList<Suggestion> Suggestions(this Statement row, int column) => Read<Suggestion>(row.TextOrNull(column));

    /// <summary>Reads the codes of accounts.</summary>
    public static IReadOnlyList<string> Codes(this Statement row, int column) => Read<string>(row.TextOrNull(column));

    private static IReadOnlyList<T> Read<T>(string? text) => text is null ? [] : Json.Read<T[]>(text);
}
