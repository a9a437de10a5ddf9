using System.Globalization;
using Collections.Files;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary>Shows the rows of a file that were rejected.</summary>
internal static class RejectedRows
{
    private const int MostShown = 100;

    public static void Show(Screen screen, long count, IReadOnlyList<RowError> rows)
    {
        if (count == 0)
        {
            return;
        }

        screen.Say($"{Screen.Count(count, "row was", "rows were")} rejected; the rest is loaded.");
        screen.Rows(
            ["line", "field", "value", "why"],
            rows.Take(MostShown).Select(row => (IEnumerable<string>)[row.Line.ToString(CultureInfo.InvariantCulture), row.Field, row.Value ?? "", row.Why]));
        if (count > MostShown)
        {
            screen.Say($"… and {Screen.Number(count - MostShown)} more.");
        }
    }
}
