using Collections.App.Sending;
using Collections.App.Sending.Eml;

namespace Collections.Local.Letters;

/// <summary>Chooses how letters leave.</summary>
public static class LetterSenders
{
    /// <summary>A mail server where one is set, otherwise the folder <c>outbox</c> in the data folder.</summary>
    /// <param name="smtp">The setting <c>COLLECTIONS_SMTP</c>, or nothing.</param>
    /// <param name="dataFolder">The data folder.</param>
    /// <exception cref="FormatException">The setting is no address of a mail server.</exception>
    public static ILetterSender For(string? smtp, string dataFolder) =>
        string.IsNullOrWhiteSpace(smtp) ? new EmlFolderSender(Path.Combine(dataFolder, "outbox")) : new SmtpSender(SmtpSettings.Parse(smtp.Trim()), TimeProvider.System);
}
