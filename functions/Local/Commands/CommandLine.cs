using System.CommandLine;
using Collections.App;
using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Company;
using Collections.App.Policies;
using Collections.Files;
using Collections.Local.Hosting;
using Collections.Local.Terminal;

namespace Collections.Local.Commands;

/// <summary>The program's commands.</summary>
internal static class CommandLine
{
    // A server that is told to stop finishes its requests and the turn under way.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(20);

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="cancel">Ends it, as Ctrl-C does.</param>
    /// <returns>The exit code: one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var parsed = Root(new Screen(output, error)).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop,
        };
        try
        {
            var code = await parsed.InvokeAsync(configuration, cancel);
            return parsed.Errors.Count > 0 ? ExitCodes.NotDone : code;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("interrupted; what was done stays done");
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is CommandException or RefusalException or SettingsException or ImportFormatException or PolicyFileException or RegionFileException or ArchiveFormatException or ArchiveRefusedException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCodes.NotDone;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"this is a mistake of the program: {e}");
            return ExitCodes.Broken;
        }
    }

    private static RootCommand Root(Screen screen) => new("Collections: reminds customers of what they owe, by policies that people sign.")
    {
        ServeCommand.Create(screen),
        DemoCommand.Create(screen),
        ImportCommand.Create(screen),
        BankCommand.Create(screen),
        FeedsCommand.Create(screen),
        AccountCommand.Create(screen),
        PaymentsCommand.Create(screen),
        ExportCommand.Create(screen),
        ScanCommand.Create(screen),
        ReplayCommand.Create(screen),
        PoliciesCommand.Create(screen),
        VerifyCommand.Create(screen),
    };
}
