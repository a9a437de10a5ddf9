using Collections.App.Archive;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary>Shows what is in an archive.</summary>
internal static class MovingFigures
{
    public static void Show(Screen screen, ArchiveFigures figures) => screen.Figures(
    [
        ("accounts", Screen.Number(figures.Accounts)),
        ("invoices and credits", Screen.Number(figures.Items)),
        ("entries of banks", Screen.Number(figures.Payments)),
        ("tasks", Screen.Number(figures.Tasks)),
        ("letters", Screen.Number(figures.Letters)),
        ("lines of the record", Screen.Number(figures.RecordLines)),
    ]);
}
