using Collections.App.Archive;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Stores;
using Collections.Local.Demo;
using Collections.Local.Hosting;
using Collections.Local.Moving;
using Collections.Local.Simulation;
using Collections.Local.Tests.Commands;

namespace Collections.Local.Tests.Moving;

/// <summary>A company with months behind it moves to another folder, and goes on there as it would have here.</summary>
public sealed class MovingTests : IClassFixture<MovingTests.Company>, IDisposable
{
    private const int Customers = 16;

    private static readonly DateOnly From = new(2021, 6, 1);
    private static readonly DateOnly MovesOn = new(2021, 8, 4);
    private static readonly DateOnly To = new(2021, 10, 5);

    private readonly Cli _cli = new();

    private string Here => _cli.In("here");

    private string There => _cli.In("there");

    private string Archive => _cli.In("company.jsonl.gz");

    public MovingTests(Company company)
    {
        Directory.CreateDirectory(Here);
        foreach (var file in Directory.GetFiles(company.Folder))
        {
            File.Copy(file, Path.Combine(Here, Path.GetFileName(file)));
        }
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Company_ThatMoved_IsTheSameAndGoesOnTheSame()
    {
        var exported = await Cli.RunAsync("export", Archive, "--data", Here);
        var imported = await Cli.RunAsync("import", "all", Archive, "--data", There);

        Assert.True(exported.Code == 0, exported.Error);
        Assert.True(imported.Code == 0, imported.Output + imported.Error);
        Assert.Contains("all is well", imported.Output, StringComparison.Ordinal);
        Assert.Equal(await PictureAsync(Here), await PictureAsync(There));

        await LiveAsync(Here, MovesOn.AddDays(30));
        await LiveAsync(There, MovesOn.AddDays(30));

        Assert.Equal(await PictureAsync(Here), await PictureAsync(There));
        Assert.StartsWith("all is well", (await Cli.RunAsync("verify", "--data", There)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ThatWasInterrupted_GoesOnAndIsPausedUntilThen()
    {
        await Cli.RunAsync("export", Archive, "--data", Here);
        await ImportSomeAsync();

        var scan = await Cli.RunAsync("scan", "--data", There);
        var export = await Cli.RunAsync("export", _cli.In("half.jsonl"), "--data", There);
        var again = await Cli.RunAsync("import", "all", Archive, "--data", There);

        Assert.Contains("until its import is finished", scan.Error, StringComparison.Ordinal);
        Assert.Contains("until its import is finished", export.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.In("half.jsonl")));
        Assert.True(again.Code == 0, again.Output + again.Error);
        Assert.Contains("5 accounts were there already", again.Output, StringComparison.Ordinal);
        Assert.Equal(await PictureAsync(Here), await PictureAsync(There));
    }

    [Fact]
    public async Task Import_OfAnAccountThatIsThereAndDiffers_IsRefusedWithItsReason()
    {
        await Cli.RunAsync("export", Archive, "--data", Here);
        await using (var host = await OpenAsync(There))
        {
            await CompanyPause.BeginAsync(host.Get<ICompanyValues>(), PauseReason.Import, DateTimeOffset.UnixEpoch, CancellationToken.None);
            await using var source = await OpenAsync(Here);
            var first = (await source.Get<IArchiveStore>().ReadAccountsAsync(null, 1, CancellationToken.None))[0];
            await host.Get<IArchiveStore>().WriteAccountAsync(first with { Version = first.Version + 1 }, CancellationToken.None);
        }

        var answer = await Cli.RunAsync("import", "all", Archive, "--data", There);

        Assert.Equal(1, answer.Code);
        Assert.Contains("1 account was refused; the company stays paused", answer.Output, StringComparison.Ordinal);
        Assert.Contains("is not what the archive says", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_IntoACompanyThatHasAccounts_IsRefusedAndChangesNothing()
    {
        await Cli.RunAsync("export", Archive, "--data", Here);
        await Cli.RunAsync("import", "accounts", _cli.File("accounts.csv", "account,name\nX1,Another\n"), "--data", There);

        var answer = await Cli.RunAsync("import", "all", Archive, "--data", There);

        Assert.Equal(2, answer.Code);
        Assert.Contains("there are accounts here already", answer.Error, StringComparison.Ordinal);
        Assert.StartsWith("all is well: 1 account,", (await Cli.RunAsync("verify", "--data", There)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("scan", "--data", There)).Code);
    }

    [Fact]
    public async Task Import_OfADamagedFile_TouchesNothing()
    {
        var archive = _cli.In("company.jsonl");
        await Cli.RunAsync("export", archive, "--data", Here);
        await File.WriteAllTextAsync(archive, (await File.ReadAllTextAsync(archive)).Replace("call", "cell", StringComparison.Ordinal));

        var answer = await Cli.RunAsync("import", "all", archive, "--data", There);

        Assert.Equal(2, answer.Code);
        Assert.Contains("changed after it was written", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(There));
    }

    [Fact]
    public async Task Export_ThatStaysPaused_LeavesACompanyThatDoesNothingMore()
    {
        await Cli.RunAsync("export", Archive, "--data", Here, "--stay-paused");
        var before = await PictureAsync(Here);

        await using (var host = await OpenAsync(Here))
        {
            await host.Get<Collector>().RunToAsync(host.VirtualClock!, host.Clock.GetUtcNow().AddDays(30), CancellationToken.None);
        }

        Assert.Equal(before, await PictureAsync(Here));
        Assert.Equal(0, (await Cli.RunAsync("import", "all", Archive, "--data", There)).Code);
        Assert.Equal(before, await PictureAsync(There));
    }

    [Fact]
    public async Task Company_ThatMovesThroughServers_IsTheSame()
    {
        await Cli.RunAsync("export", Archive, "--data", Here);
        var through = _cli.In("through.jsonl.gz");
        await using (var server = await Server.StartAsync("serve", "--data", There, "--urls", "http://127.0.0.1:0", "--clock", "2021-01-01T08:00"))
        {
            var imported = await Cli.RunAsync("import", "all", Archive, "--url", server.Address, "--token", server.Token);
            var exported = await Cli.RunAsync("export", through, "--url", server.Address, "--token", server.Token);
            var stranger = await Cli.RunAsync("export", through, "--url", server.Address, "--token", "guessed");

            Assert.True(imported.Code == 0, imported.Output + imported.Error);
            Assert.True(exported.Code == 0, exported.Output + exported.Error);
            Assert.Equal(2, stranger.Code);
            Assert.Contains("answered 401", stranger.Error, StringComparison.Ordinal);
        }

        Assert.Equal(await LinesAsync(Archive), await LinesAsync(through));
        Assert.Equal(await PictureAsync(Here), await PictureAsync(There));
    }

    [Fact]
    public async Task Server_ThatIsPaused_RefusesChangesAndSaysWhy()
    {
        await using var server = await Server.StartAsync("serve", "--data", Here, "--urls", "http://127.0.0.1:0");

        Assert.Equal(System.Net.HttpStatusCode.OK, await server.PostAsync("/api/archive/pause", """{"for": "export"}"""));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, await server.PostAsync("/api/clock", """{"to": "2022-01-01T00:00:00Z"}"""));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, await server.PostAsync("/api/archive/pause", """{"for": "import"}"""));
        Assert.Equal(System.Net.HttpStatusCode.OK, await server.PostAsync("/api/archive/resume", """{"for": "export"}"""));
        Assert.NotEqual(System.Net.HttpStatusCode.Conflict, await server.PostAsync("/api/clock", "{}"));
    }

    [Fact]
    public async Task Export_OfAFolderThatIsServed_IsRefused()
    {
        await using var server = await Server.StartAsync("serve", "--data", Here, "--urls", "http://127.0.0.1:0");

        var answer = await Cli.RunAsync("export", Archive, "--data", Here);

        Assert.Equal(2, answer.Code);
        Assert.Contains("in use by another process", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no file", "import", "all", "nowhere.jsonl")]
    [InlineData("there are no data in", "export", "x.jsonl", "--data", "nowhere")]
    [InlineData("is no address", "export", "x.jsonl", "--url", "collections")]
    [InlineData("name two companies", "export", "x.jsonl", "--url", "http://127.0.0.1:1", "--data", "d")]
    [InlineData("--token goes with --url", "export", "x.jsonl", "--token", "t")]
    [InlineData("only one of them", "export", "x.jsonl", "--live", "--stay-paused")]
    public async Task CommandLine_ThatIsNotRight_SaysWhy(string why, params string[] args)
    {
        var answer = await Cli.RunAsync(args);

        Assert.Equal(2, answer.Code);
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
    }

    // The customers, the bank and the clerks go on wherever the company is, up to the evening of a day.
    private static async Task LiveAsync(string folder, DateOnly until)
    {
        await using var host = await OpenAsync(folder);
        using var evening = new CancellationTokenSource();
        var time = new CollectorTimeline(host.Get<Collector>(), host.VirtualClock!);
        var days = DemoRun.RunAsync(host.Services, time, Customers, (2, 5), From, To, new Evening(until, evening), evening.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => days);
    }

    private static Task<LocalHost> OpenAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), DemoCompany.Settings);
        return LocalHost.OpenAsync(
            new LocalHostOptions(new DataFolder(folder)) { StartAt = _ => new DateTimeOffset(2021, 5, 31, 14, 0, 0, TimeSpan.Zero) }, CancellationToken.None);
    }

    // As a process that was killed would leave it.
    private async Task ImportSomeAsync()
    {
        await using var site = await FolderSite.OpenAsync(new DataFolder(There), CancellationToken.None);
        await site.PauseAsync(PauseReason.Import, _ => { }, CancellationToken.None);
        var some = (await LinesAsync(Archive)).Where(line => line.StartsWith("{\"account\"", StringComparison.Ordinal)).Take(5).ToList();
        Assert.All(await site.WriteAccountsAsync(some, CancellationToken.None), result => Assert.Equal(ArchiveState.Written, result.State));
    }

    // Everything that a company keeps, as text, and the figures that follow from it.
    private static async Task<string> PictureAsync(string folder)
    {
        await using var host = await OpenAsync(folder);
        var (archive, due) = (host.Get<ArchiveDesk>(), host.Get<IDueWork>());
        var lines = new List<string>();
        var (company, next) = await archive.ReadCompanyAsync(null, 1_000, CancellationToken.None);
        var (rest, _) = await archive.ReadCompanyAsync(next, 1_000, CancellationToken.None);
        lines.AddRange([company, rest]);
        lines.AddRange(await archive.ReadAccountsAsync(null, 1_000, CancellationToken.None));
        lines.AddRange((await host.Get<IWorklist>().TasksAsync(new TaskFilter(Limit: 500), CancellationToken.None)).Items.Select(task => task.ToString()));
        lines.AddRange((await host.Get<IReports>().AgingAsync(MovesOn, CancellationToken.None)).Select(row => row.ToString()));
        lines.AddRange(await due.DueAsync(DateTimeOffset.MaxValue.AddYears(-1), 1_000, CancellationToken.None));
        lines.AddRange((await due.LettersInFlightAsync(CancellationToken.None)).Select(letter => letter.Id));
        lines.Add((await host.Get<IReports>().TotalsAsync(CancellationToken.None)).ToString());
        lines.Add(host.Clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        return string.Join('\n', lines);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(string archive)
    {
        await using var file = new System.IO.Compression.GZipStream(File.OpenRead(archive), System.IO.Compression.CompressionMode.Decompress);
        var lines = new List<string>();
        await foreach (var line in ArchiveReader.TextsAsync(file, CancellationToken.None))
        {
            lines.Add(line);
        }

        return lines;
    }

    private sealed class Evening(DateOnly last, CancellationTokenSource evening) : IProgress<DateOnly>
    {
        public void Report(DateOnly value)
        {
            if (value >= last)
            {
                evening.Cancel();
            }
        }
    }

    /// <summary>A company with months behind it, of which every test has a copy.</summary>
    public sealed class Company : IAsyncLifetime, IDisposable
    {
        private readonly Cli _cli = new();

        public string Folder => _cli.Data;

        public Task InitializeAsync() => LiveAsync(Folder, MovesOn);

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _cli.Dispose();
    }
}
