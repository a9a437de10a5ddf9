using Collections.Core.Cases;

namespace Collections.App.Stores;

/// <summary>Accounts, one at a time: what a turn reads and writes.</summary>
/// <remarks>
/// Turns on one account never overlap: a commit names the version that it was decided on, and anything that touches the account (a payment, an
/// import, an inbox item) makes that version old. Promise 3 rests on this: a payment committed before a letter's attempt fails the attempt.
/// </remarks>
public interface IAccountStore
{
    /// <summary>Reads an account's file; null for a code that the ledger doesn't know. A branch's code gives the file of the account that is billed.</summary>
    Task<AccountFile?> ReadAsync(string account, CancellationToken cancel);

    /// <summary>Reads the files of the accounts that have anything open, in order of their codes, without holding them all in memory.</summary>
    /// <param name="policy">Only accounts of this policy; null for all. Accounts without a policy of their own have <paramref name="defaultPolicy"/>.</param>
    /// <param name="defaultPolicy">The company's default policy.</param>
    /// <param name="cancel">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<AccountFile>> ReadOpenAsync(string? policy, string defaultPolicy, CancellationToken cancel);

    /// <summary>Commits turns; each is all or nothing, and they share a flush to disk. A commit makes its account's version one higher.</summary>
    /// <returns>For each turn, in order: true if it was committed, false if its account had changed since.</returns>
    Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<TurnCommit> turns, CancellationToken cancel);

    /// <summary>Puts something in an account's inbox and makes the account due now. A key that was there before changes nothing.</summary>
    /// <returns>False if the key was there before.</returns>
    Task<bool> PostAsync(string account, string key, Happening happening, DateTimeOffset now, CancellationToken cancel);

    /// <summary>True if a person's request with this key was answered before, or an inbox item had it.</summary>
    Task<bool> IsKnownAsync(string account, string key, CancellationToken cancel);

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
