using Collections.App.Stores;
using Collections.Core.Cases;
using Microsoft.Extensions.Logging;

namespace Collections.App.Letters;

/// <summary>
/// Watches whether letters can leave at all. While the sender itself can't take any (its folder is full or can't be written, its server is not to be reached, its
/// settings are wrong), one task of the company's says why, the log says it once, and the app is not ready.
/// </summary>
/// <remarks>The task in the store is the state, so that several machines see the same and a restart forgets nothing.</remarks>
public sealed partial class LetterWatch(ILetterSender sender, IDeskStore desk, TimeProvider clock, ILogger<LetterWatch> log)
{
    /// <summary>The id of the company's task.</summary>
    public const string LettersWaitTask = "letters-wait";

    // What the store said last; null before it was asked.
    private bool? _isBroken;

    /// <summary>True while no letter can leave, as far as this machine knows: then one at a time is tried.</summary>
    public bool IsBroken => _isBroken ?? false;

    /// <summary>Why no letter can leave, or null.</summary>
    public async Task<string?> TroubleAsync(CancellationToken cancel)
    {
        var state = await sender.LookAsync(cancel);
        return state.IsKnown ? state.Trouble
            : await desk.TaskAsync(LettersWaitTask, cancel) is { State: TaskState.Open } task ? task.Why
            : null;
    }

    /// <summary>Looks whether letters can leave, where that shows without sending one, and does what follows.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var state = await sender.LookAsync(cancel);
        if (state.IsKnown)
        {
            await NoteAsync(state.Trouble, cancel);
        }
    }

    /// <summary>Takes note of what became of a letter.</summary>
    public Task NoteAsync(SendResult result, CancellationToken cancel) => result switch
    {
        SendResult.Failed { IsOurs: true } failed => NoteAsync(failed.Why, cancel),
        SendResult.Sent => NoteAsync(trouble: null, cancel),
        _ => Task.CompletedTask,
    };

    private async Task NoteAsync(string? trouble, CancellationToken cancel)
    {
        var was = _isBroken ?? await desk.TaskAsync(LettersWaitTask, cancel) is { State: TaskState.Open };
        if (trouble is not null && !was)
        {
            var why = $"letters wait, and leave by themselves once this is mended: {trouble}";
            await desk.OpenCompanyTaskAsync(LettersWaitTask, TaskKind.Attention, Role.Manager, why, clock.GetUtcNow(), cancel);
            LogWait(trouble);
        }
        else if (trouble is null && was)
        {
            await desk.CloseCompanyTaskAsync(LettersWaitTask, cancel);
            LogLeave();
        }

        _isBroken = trouble is not null;
    }

    [LoggerMessage(EventId = 31, Level = LogLevel.Error, Message = "no letter can leave: {Trouble}")]
    private partial void LogWait(string trouble);

    [LoggerMessage(EventId = 32, Level = LogLevel.Information, Message = "letters leave again")]
    private partial void LogLeave();
}
