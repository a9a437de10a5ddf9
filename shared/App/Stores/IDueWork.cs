namespace Collections.App.Stores;

/// <summary>What is due, and when more will be: what a host's clock asks.</summary>
public interface IDueWork
{
    /// <summary>The codes of accounts whose case is due, or whose inbox is not empty, ordered by time and then by code.</summary>
    Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>The ids and accounts of intended letters that may be attempted, ordered by time and then by id.</summary>
    Task<IReadOnlyList<LetterRef>> LettersDueAsync(DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>Letters that were attempted and whose fate was never stored: after a crash (promise 2).</summary>
    Task<IReadOnlyList<LetterRow>> LettersInFlightAsync(CancellationToken cancel);

    /// <summary>The earliest moment at which an account or a letter falls due; null if none will by itself.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel);

    /// <summary>Makes every case due that waits for the bank: to speak again (R20), or of a day that has come (R26); and answers how many.</summary>
    Task<int> WakeWaitingForBankAsync(DateTimeOffset now, CancellationToken cancel);
}

/// <summary>A letter and its account.</summary>
/// <param name="LetterId">The letter.</param>
/// <param name="Account">The account.</param>
public readonly record struct LetterRef(string LetterId, string Account);
