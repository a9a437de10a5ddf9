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
}
