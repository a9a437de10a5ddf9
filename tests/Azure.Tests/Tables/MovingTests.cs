using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Stores;
using Collections.Local.Demo;
using Collections.Local.Hosting;
using Collections.Local.Simulation;
using Collections.Local.Sqlite;

namespace Collections.Functions.Tests.Tables;

/// <summary>A company with months behind it moves from SQLite to the tables and back.</summary>
public sealed class MovingTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = new(2021, 5, 31, 14, 0, 0, TimeSpan.Zero);
    private static readonly StoredJson Json = new(Regions.BuiltIn);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-moving-");
    private readonly TableHost _tables = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _tables.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    [AzuriteFact]
    public async Task Company_FromSqliteToTablesAndBack_IsTheSame()
    {
        await using var here = await LivedAsync();
        await _tables.OpenAsync();

        await MoveAsync(here.Get<IArchiveStore>(), _tables.Store);

        var lines = await LinesAsync(here.Get<IArchiveStore>());
        Assert.Equal(lines, await LinesAsync(_tables.Store));
        Assert.Empty(await _tables.Store.VerifyAsync(CancellationToken.None));
        Assert.Equal(await here.Get<IReports>().TotalsAsync(CancellationToken.None), await _tables.Store.TotalsAsync(CancellationToken.None));
        Assert.Equal(await DueAsync(here.Get<IDueWork>()), await DueAsync(_tables.Store));
        Assert.Equal(await WorklistAsync(here.Get<IWorklist>()), await WorklistAsync(_tables.Store));

        await using var back = await SqliteStore.OpenAsync(Path.Combine(_folder.FullName, "back.db"), Regions.BuiltIn);
        await MoveAsync(_tables.Store, back);
        Assert.Equal(lines, await LinesAsync(back));
        Assert.Empty(await back.VerifyAsync(CancellationToken.None));
    }

    private static async Task MoveAsync(IArchiveStore from, IArchiveStore to)
    {
        string? next = null;
        do
        {
            var part = await from.ReadCompanyAsync(next, 100, CancellationToken.None);
            await to.WriteCompanyAsync(part, CancellationToken.None);
            next = part.Next;
        }
        while (next is not null);

        foreach (var account in await AccountsAsync(from))
        {
            var result = await to.WriteAccountAsync(account, CancellationToken.None);
            Assert.True(result.State == ArchiveState.Written, result.Why);
            Assert.Equal(ArchiveState.Unchanged, (await to.WriteAccountAsync(account, CancellationToken.None)).State);
            Assert.Equal(ArchiveState.Refused, (await to.WriteAccountAsync(account with { Version = account.Version + 1 }, CancellationToken.None)).State);
        }
    }

    private static async Task<IReadOnlyList<ArchivedAccount>> AccountsAsync(IArchiveStore store)
    {
        var all = new List<ArchivedAccount>();
        while (await store.ReadAccountsAsync(all.LastOrDefault()?.Account.Code, 7, CancellationToken.None) is { Count: > 0 } page)
        {
            all.AddRange(page.Select(account => account.InOrder()));
        }

        return all;
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(IArchiveStore store) => [.. (await AccountsAsync(store)).Select(Json.Write)];

    private static Task<IReadOnlyList<string>> DueAsync(IDueWork store) => store.DueAsync(Start.AddYears(5), 1_000, CancellationToken.None);

    private static async Task<IReadOnlyList<TaskRow>> WorklistAsync(IWorklist store) =>
        (await store.TasksAsync(new TaskFilter(Limit: 500), CancellationToken.None)).Items;

    private async Task<LocalHost> LivedAsync()
    {
        var folder = Path.Combine(_folder.FullName, "here");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), DemoCompany.Settings);
        var host = await LocalHost.OpenAsync(new LocalHostOptions(new DataFolder(folder)) { StartAt = _ => Start }, CancellationToken.None);
        await DemoRun.RunAsync(
            host.Services, new CollectorTimeline(host.Get<Collector>(), host.VirtualClock!), 8, (2, 4), new DateOnly(2021, 6, 1), new DateOnly(2021, 8, 4),
            progress: null, CancellationToken.None);
        return host;
    }
}
