using Collections.App.Ledger;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary>Shows what an accounting system's export brought beside its invoices.</summary>
internal static class ExportNotes
{
    public static void Show(Screen screen, ImportReport report)
    {
        if (report.Format is null)
        {
            return;
        }

        screen.Say(
            $"read as {report.Format}; {Screen.Count(report.AccountsAdded, "account", "accounts")} and {Screen.Count(report.ContactsAdded, "contact", "contacts")} added, "
            + $"{Screen.Count(report.Settled, "item settled that is", "items settled that are")} no longer listed");
        foreach (var warning in report.Warnings)
        {
            screen.Say($"note: {warning}");
        }
    }
}
