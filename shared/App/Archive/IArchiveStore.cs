using Collections.App.Company;

namespace Collections.App.Archive;

/// <summary>Reads all of a company out of a store, and writes it into another.</summary>
/// <remarks>While either is under way the company is paused (<see cref="CompanyPause"/>): nothing else reads from it what is to be done.</remarks>
public interface IArchiveStore
{
    /// <summary>A part of what the company as a whole keeps.</summary>
    /// <param name="after">The <see cref="ArchivedCompany.Next"/> of the part before; null for the first.</param>
    /// <param name="limit">Rows in the part, at most.</param>
    /// <param name="cancel">Ends it.</param>
    Task<ArchivedCompany> ReadCompanyAsync(string? after, int limit, CancellationToken cancel);

    /// <summary>Accounts that are billed, with their branches, in the order of their codes; none at the end.</summary>
    /// <param name="after">The code after which they begin; null for the first.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancel">Ends it.</param>
    Task<IReadOnlyList<ArchivedAccount>> ReadAccountsAsync(string? after, int limit, CancellationToken cancel);

    /// <summary>Writes a part of what the company keeps; what is there already stays as it is.</summary>
    Task WriteCompanyAsync(ArchivedCompany part, CancellationToken cancel);

    /// <summary>Writes an account with its branches: all of it or nothing. One that is there at the same version with the same record stays as it is.</summary>
    Task<ArchiveResult> WriteAccountAsync(ArchivedAccount account, CancellationToken cancel);
}

/// <summary>How the writing of an account went.</summary>
public enum ArchiveState
{
    /// <summary>It was written.</summary>
    Written,

    /// <summary>It was there.</summary>
    Unchanged,

    /// <summary>It was refused; nothing of it was written.</summary>
    Refused,
}

/// <summary>How the writing of an account went.</summary>
/// <param name="Account">Its code.</param>
/// <param name="State">How.</param>
/// <param name="Why">Why it was refused, or null.</param>
public sealed record ArchiveResult(string Account, ArchiveState State, string? Why = null)
{
    /// <summary>It was refused, because an account of its family stands in the store with other content.</summary>
    /// <param name="account">The code of the account that was to be written.</param>
    /// <param name="known">The code of the one that is there.</param>
    public static ArchiveResult IsThere(string account, string known) =>
        new(account, ArchiveState.Refused, $"account {known} is there already, and is not what the archive says it is");
}
