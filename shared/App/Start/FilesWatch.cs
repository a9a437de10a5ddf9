using Collections.App.Company;
using Collections.App.Stores;
using Microsoft.Extensions.Logging;

namespace Collections.App.Start;

/// <summary>Tells people of the company's own files that were left out: the log, and a task of the company's that stays open until a start finds nothing wrong.</summary>
public sealed partial class FilesWatch(CompanyFiles files, IWorklist tasks, TimeProvider clock, ILogger<FilesWatch> log)
{
    /// <summary>The id of the company's task.</summary>
    public const string FilesTask = "company-files";

    /// <summary>Tells what this start has left out; to be called once a start.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        foreach (var problem in files.Problems)
        {
            LogLeftOut(problem);
        }

        var trouble = new CompanyTrouble(FilesTask, tasks, clock);
        var why = files.Problems.Count == 0 ? null
            : $"files of the company's own were left out when the app started, and it goes on without them; mend them and start it again: {string.Join("; ", files.Problems)}";
        if (await trouble.WhyAsync(cancel) is { } told && told != why)
        {
            // What was wrong before is not what is wrong now.
            await trouble.NoteAsync(why: null, cancel);
        }

        await trouble.NoteAsync(why, cancel);
    }

    [LoggerMessage(EventId = 51, EventName = "FileLeftOut", Level = LogLevel.Warning, Message = "left out: {Problem}")]
    private partial void LogLeftOut(string problem);
}
