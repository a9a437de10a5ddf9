using Collections.App.Archive;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Local.Hosting;

namespace Collections.Local.Moving;

/// <summary>A company in a data folder that nobody serves meanwhile.</summary>
internal sealed class FolderSite : ICompanySite
{
    // A page looks through all items of the ledger, so a few large ones are quicker than many small ones.
    private const int AccountsOnPage = 1_000;
    private const int RowsInPart = 5_000;

    private readonly IDisposable _lock;
    private readonly LocalHost _host;
    private readonly ArchiveDesk _archive;

    private FolderSite(IDisposable locked, LocalHost host) => (_lock, _host, _archive) = (locked, host, host.Get<ArchiveDesk>());

    /// <summary>Opens a folder.</summary>
    /// <exception cref="CommandException">Somebody serves it, or it can't be opened.</exception>
    public static async Task<FolderSite> OpenAsync(DataFolder data, CancellationToken cancel)
    {
        var locked = data.Lock();
        try
        {
            return new FolderSite(locked, await LocalHost.OpenAsync(new LocalHostOptions(data), cancel));
        }
        catch
        {
            locked.Dispose();
            throw;
        }
    }

    public async Task PauseAsync(PauseReason reason, Action<string> say, CancellationToken cancel) => await _archive.PauseAsync(reason, cancel);

    public Task ResumeAsync(PauseReason reason, CancellationToken cancel) => _archive.ResumeAsync(reason, cancel);

    public Task<(string Line, string? Next)> ReadCompanyAsync(string? after, CancellationToken cancel) =>
        _archive.ReadCompanyAsync(after, RowsInPart, cancel);

    public Task<IReadOnlyList<string>> ReadAccountsAsync(string? after, CancellationToken cancel) =>
        _archive.ReadAccountsAsync(after, AccountsOnPage, cancel);

    public Task WriteCompanyAsync(string line, CancellationToken cancel) => _archive.WriteCompanyAsync(line, takesClock: true, cancel);

    public Task<IReadOnlyList<ArchiveResult>> WriteAccountsAsync(IReadOnlyList<string> lines, CancellationToken cancel) =>
        _archive.WriteAccountsAsync(lines, cancel);

    public async Task<IReadOnlyList<string>?> VerifyAsync(CancellationToken cancel) => await _host.Get<IReports>().VerifyAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _lock.Dispose();
    }
}
