using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Core.Cases;
using Microsoft.Extensions.Logging;

namespace Collections.App.Intake;

/// <summary>
/// Takes the files that stand in a folder. Each content is taken once; its file goes to <c>done</c> or <c>failed</c> with its answer beside it, and what a
/// person must look at becomes a task.
/// </summary>
/// <remarks>
/// What was loaded is kept in the store before its file is moved, so that a crash in between ends as if it had not been: the content is known, and only
/// the move is left to do. A crash in the midst of loading is mended by loading again, which changes nothing that is known. One desk at a time takes
/// the files of a folder.
/// </remarks>
public sealed partial class IntakeDesk(
    IIntakeFolder folder, IntakeLoader loader, IWorklist tasks, ICompanyValues values, Stillness stillness, TimeProvider clock, ILogger<IntakeDesk> log)
{
    /// <summary>The id of the company's task about files that wait for too long.</summary>
    public const string FilesWaitTask = "files-wait";

    /// <summary>What the name of an answer has after the name of its file.</summary>
    public const string ResultEnd = ".result.json";

    private const int MostNames = 1_000;
    private const int MostTold = 5;

    private readonly CompanyTrouble _waiting = new(FilesWaitTask, tasks, clock);

    /// <summary>Looks once, and takes what is finished: accounts, contacts, invoices, statements, in this order; nothing while the company is paused.</summary>
    /// <returns>How many files were loaded, so that something may be due.</returns>
    public async Task<int> TakeAsync(CancellationToken cancel)
    {
        var files = (await folder.ListAsync(cancel)).Where(file => !IntakePlace.IsLeftAlone(file.Path)).ToList();
        stillness.Look(files, folder.TellsWhenWritten);
        var (loaded, held) = (0, IntakeKind.Unknown);
        foreach (var (file, place) in InOrder(files))
        {
            if (await CompanyPause.ReadAsync(values, cancel) is not null)
            {
                return loaded;
            }

            if (place.Kind > held)
            {
                break;
            }

            if (stillness.IsStill(file) && await TryAsync(file, place, cancel) is { } count)
            {
                loaded += count;
            }
            else if (!stillness.IsOverdue(file))
            {
                // What comes after it needs what is in it.
                held = place.Kind;
            }
        }

        await TellWhatWaitsAsync(cancel);
        return loaded;
    }

    private static IEnumerable<(IntakeFile File, IntakePlace Place)> InOrder(IEnumerable<IntakeFile> files) => files
        .Select(file => (File: file, Place: IntakePlace.Of(file.Path)))
        .OrderBy(one => one.Place.Kind).ThenBy(one => one.File.ChangedAt).ThenBy(one => one.File.Path, StringComparer.Ordinal);

    /// <returns>How many files were loaded, 0 or 1; null if the file can't be taken now.</returns>
    private async Task<int?> TryAsync(IntakeFile file, IntakePlace place, CancellationToken cancel)
    {
        try
        {
            var count = await TakeAsync(file, place, cancel);
            stillness.Forget(file);
            return count;
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            LogTrouble(problem, Printable(file.Path));
            stillness.LetRest(file, problem.Message);
            return null;
        }
    }

    private async Task<int> TakeAsync(IntakeFile file, IntakePlace place, CancellationToken cancel)
    {
        var hash = await HashAsync(file, cancel);
        var name = Filing.NameOf(place.Kind, hash);
        var before = Filing.Read(await values.GetAsync(name, cancel));
        if (before is { Pending: { } pending })
        {
            if (pending.From != file.Path && await folder.FindAsync(pending.From, cancel) is not null)
            {
                // That one came first, and is put away first.
                return 0;
            }

            await PutAwayAsync(file, name, before with { Pending = pending with { From = file.Path, To = await SamePlaceAsync(pending, hash, cancel) } }, cancel);
            return 0;
        }

        // What was rejected once may be right by now: only a content of which all was taken is not looked at again.
        var isKnown = before is { State: IntakeState.Taken };
        var outcome = isKnown ? IntakeOutcome.Again(before!) : await loader.LoadAsync(file, place, cancel);
        var to = await FreePlaceAsync(outcome.State == IntakeState.Failed ? IntakePlace.Failed : IntakePlace.Done, file.Path, cancel);
        await TellAsync(file, hash, outcome, to, cancel);
        var filing = isKnown ? before! : new Filing(file.Path, clock.GetUtcNow(), outcome.State, to, Pending: null);
        await PutAwayAsync(file, name, filing with { Pending = new PendingFile(file.Path, to, outcome.Answer) }, cancel);
        return isKnown || outcome.State == IntakeState.Failed ? 0 : 1;
    }

    // Kept first, then done: whatever a crash leaves undone is found by what is kept.
    private async Task PutAwayAsync(IntakeFile file, string name, Filing filing, CancellationToken cancel)
    {
        await values.SetAsync(name, filing.Write(), cancel);
        await folder.PutAsync(filing.Pending!.To + ResultEnd, filing.Pending.Answer, cancel);
        await folder.MoveAsync(file, filing.Pending.To, cancel);
        await values.SetAsync(name, (filing with { Pending = null }).Write(), cancel);
    }

    private async Task<string> HashAsync(IntakeFile file, CancellationToken cancel)
    {
        await using var content = await folder.OpenAsync(file, cancel);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
    }

    // Where a crash left off, unless somebody has put another file there since.
    private async Task<string> SamePlaceAsync(PendingFile pending, string hash, CancellationToken cancel)
    {
        var there = await folder.FindAsync(pending.To, cancel);
        return there is null || await HashAsync(there, cancel) == hash ? pending.To : await FreePlaceAsync(pending.To.Split('/')[0], pending.From, cancel);
    }

    // Nothing is written over: a name that is there gets the moment behind it, and a number where that is there too.
    private async Task<string> FreePlaceAsync(string area, string path, CancellationToken cancel)
    {
        var (start, end) = Split($"{area}/{path}");
        var moment = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var n = 0; n < MostNames; n++)
        {
            var place = start + (n == 0 ? "" : n == 1 ? $"-{moment}" : string.Create(CultureInfo.InvariantCulture, $"-{moment}-{n}")) + end;
            if (await folder.FindAsync(place, cancel) is null && await folder.FindAsync(place + ResultEnd, cancel) is null)
            {
                return place;
            }
        }

        throw new IOException($"{area}/{path} stands there {MostNames} times already");
    }

    private static (string Start, string End) Split(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') + 1 ? (path[..dot], path[dot..]) : (path, "");
    }

    private async Task TellAsync(IntakeFile file, string hash, IntakeOutcome outcome, string to, CancellationToken cancel)
    {
        var (path, place) = (Printable(file.Path), Printable(to));
        if (outcome.State == IntakeState.Taken)
        {
            LogTaken(path, outcome.Summary);
            return;
        }

        var why = outcome.State == IntakeState.Failed
            ? $"{path} could not be taken: {outcome.Summary}. It is in {place}; mend it, and put it in again"
            : $"of {path} not all was taken: {outcome.Summary}. The rest is in the books, and the file in {place}; mend what was rejected, and put it in again";
        LogFailed(path, outcome.Summary, place);
        await tasks.OpenCompanyTaskAsync(TaskId(file.Path, hash), TaskKind.Attention, Role.Manager, why, clock.GetUtcNow(), cancel);
    }

    // The same file again is the same task.
    private static string TaskId(string path, string hash) => $"file:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\n{hash}")).AsSpan(0, 8))}";

    private async Task TellWhatWaitsAsync(CancellationToken cancel)
    {
        var waiting = stillness.Overdue();
        var told = string.Join("; ", waiting.Take(MostTold).Select(one => $"{Printable(one.Path)}: {one.Trouble ?? "somebody is still writing it"}"));
        if (await _waiting.NoteAsync(waiting.Count == 0 ? null : $"files wait to be taken, and are tried again by themselves: {told}", cancel) && waiting.Count > 0)
        {
            LogWaiting(told);
        }
    }

    // A name may hold what would break a line of the log.
    private static string Printable(string path) => string.Concat(path.Select(c => char.IsControl(c) ? '?' : c));

    [LoggerMessage(EventId = 41, EventName = "FileTaken", Level = LogLevel.Information, Message = "took {File}: {Summary}")]
    private partial void LogTaken(string file, string summary);

    [LoggerMessage(EventId = 42, EventName = "FileFailed", Level = LogLevel.Error, Message = "{File} was not taken, or not all of it: {Summary}; a task asks a person, and the file is in {Place}")]
    private partial void LogFailed(string file, string summary, string place);

    [LoggerMessage(EventId = 43, EventName = "FileTrouble", Level = LogLevel.Warning, Message = "{File} can't be taken now; it is tried again")]
    private partial void LogTrouble(Exception problem, string file);

    [LoggerMessage(EventId = 44, EventName = "FilesWait", Level = LogLevel.Error, Message = "files wait to be taken: {Files}")]
    private partial void LogWaiting(string files);
}
