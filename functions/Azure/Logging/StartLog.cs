using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Collections.Functions.Logging;

/// <summary>
/// The Functions host takes what a worker logs while a function runs, and drops the rest. What is said at the start, when none does, goes to the error stream
/// too, which the host writes into its own log.
/// </summary>
internal static class StartLog
{
    // Opening itself, and the company's files that it finds wrong.
    private static readonly string[] Sayers = ["Collections.Functions.Start", "Collections.App.Start"];

    /// <summary>Adds it.</summary>
    public static ILoggingBuilder AddStartLog(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter<ConsoleLoggerProvider>(category: null, LogLevel.None);
        foreach (var sayer in Sayers)
        {
            logging.AddFilter<ConsoleLoggerProvider>(sayer, LogLevel.Warning);
        }

        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
