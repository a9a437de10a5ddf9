using Collections.App.Archive;
using Collections.App.Company;

namespace Collections.Local.Moving;

/// <summary>Where a company is: a data folder, or a server.</summary>
internal interface ICompanySite : IAsyncDisposable
{
    /// <summary>Pauses the company, and returns when all that it was doing is over.</summary>
    Task PauseAsync(PauseReason reason, Action<string> say, CancellationToken cancel);

    /// <summary>Lets it go on.</summary>
    Task ResumeAsync(PauseReason reason, CancellationToken cancel);

    /// <summary>A line of what the company keeps, and where the next one begins.</summary>
    Task<(string Line, string? Next)> ReadCompanyAsync(string? after, CancellationToken cancel);

    /// <summary>Lines of accounts after a code; none at the end.</summary>
    Task<IReadOnlyList<string>> ReadAccountsAsync(string? after, CancellationToken cancel);

    /// <summary>Writes a line of what the company keeps.</summary>
    Task WriteCompanyAsync(string line, CancellationToken cancel);

    /// <summary>Writes lines of accounts, and answers how each went.</summary>
    Task<IReadOnlyList<ArchiveResult>> WriteAccountsAsync(IReadOnlyList<string> lines, CancellationToken cancel);

    /// <summary>What does not agree in the company now; null where that can't be asked for.</summary>
    Task<IReadOnlyList<string>?> VerifyAsync(CancellationToken cancel);
}
