using Collections.App.Ledger;
using Collections.App.Payments;
using Collections.Files;

namespace Collections.App.Intake;

/// <summary>Loads a file of the intake by what its folder says it is, as an upload would.</summary>
public sealed class IntakeLoader(IIntakeFolder folder, Importer importer, StatementDesk statements)
{
    /// <summary>Loads a file. What is wrong with it is its outcome; an exception says that it can't be loaded now.</summary>
    internal async Task<IntakeOutcome> LoadAsync(IntakeFile file, IntakePlace place, CancellationToken cancel)
    {
        if (place.Kind == IntakeKind.Unknown)
        {
            var folderName = place.Folder.Length == 0 ? "the file stands in no folder" : $"the folder {place.Folder} is not known";
            return IntakeOutcome.Refused(file.Path, $"{folderName}; known are {IntakePlace.Known}");
        }

        try
        {
            var options = await IntakeOptions.ReadAsync(folder, place.Folder, cancel);
            await using var content = await folder.OpenAsync(file, cancel);

            // The readers of files read as they go: on a thread of their own.
            return await Task.Run(() => LoadAsync(content, place, options, cancel), cancel);
        }
        catch (ImportFormatException problem)
        {
            return IntakeOutcome.Refused(file.Path, problem.Message);
        }
    }

    private async Task<IntakeOutcome> LoadAsync(Stream content, IntakePlace place, ImportOptions options, CancellationToken cancel) => place.Kind switch
    {
        IntakeKind.Accounts => IntakeOutcome.Of(await importer.AccountsAsync(content, options, progress: null, cancel)),
        IntakeKind.Contacts => IntakeOutcome.Of(await importer.ContactsAsync(content, options, progress: null, cancel)),
        IntakeKind.Invoices => IntakeOutcome.Of(await importer.InvoicesAsync(content, options, progress: null, cancel)),
        _ => IntakeOutcome.Of(await statements.LoadAsync(place.Feed!, content, options, new HashSet<string>(StringComparer.Ordinal), progress: null, cancel)),
    };
}
