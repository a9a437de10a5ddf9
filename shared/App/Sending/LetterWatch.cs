using Collections.App.Company;
using Collections.App.Stores;
using Microsoft.Extensions.Logging;

namespace Collections.App.Sending;

/// <summary>
/// Watches whether letters can leave at all. While the sender itself can't take any (its folder is full or can't be written, its server is not to be reached, its
/// settings are wrong), one task of the company's says why, the log says it once, and the app is not ready.
/// </summary>
public sealed partial class LetterWatch(ILetterSender sender, IWorklist tasks, TimeProvider clock, ILogger<LetterWatch> log)
{
    /// <summary>The id of the company's task.</summary>
    public const string LettersWaitTask = "letters-wait";

    private readonly CompanyTrouble _trouble = new(LettersWaitTask, tasks, clock);

    /// <summary>True while no letter can leave, as far as this machine knows: then one at a time is tried.</summary>
    public bool IsBroken => _trouble.IsThere;

    /// <summary>Why no letter can leave, or null.</summary>
    public async Task<string?> TroubleAsync(CancellationToken cancel)
    {
        var state = await sender.LookAsync(cancel);
        return state.IsKnown ? state.Trouble : await _trouble.WhyAsync(cancel);
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
        if (!await _trouble.NoteAsync(trouble is null ? null : $"letters wait, and leave by themselves once this is mended: {trouble}", cancel))
        {
            return;
        }

        if (trouble is not null)
        {
            LogWait(trouble);
        }
        else
        {
            LogLeave();
        }
    }

    [LoggerMessage(EventId = 31, Level = LogLevel.Error, Message = "no letter can leave: {Trouble}")]
    private partial void LogWait(string trouble);

    [LoggerMessage(EventId = 32, Level = LogLevel.Information, Message = "letters leave again")]
    private partial void LogLeave();
}
