using System.Globalization;
using Collections.App.Payments;
using Collections.Files.Statements;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary>Shows the transactions of a file that are no money, or none yet.</summary>
internal static class SkippedRows
{
    private const int MostShown = 100;

    public static void Show(Screen screen, StatementReport report)
    {
        var rows = report.SkippedRows.Where(row => row.Kind != SkipKind.Nothing).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        screen.Rows(
            ["line", "skipped as", "why"],
            rows.Take(MostShown).Select(row => (IEnumerable<string>)
                [row.Line.ToString(CultureInfo.InvariantCulture), row.Kind == SkipKind.NotYet ? "not yet" : "not money", row.Why]));
        if (rows.Count > MostShown)
        {
            screen.Say($"… and {Screen.Number(rows.Count - MostShown)} more.");
        }
    }
}
