using Collections.App.Clocks;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Sending.Eml;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Local.Hosting;
using Collections.Local.Letters;

namespace Collections.Local.Tests.Hosting;

public sealed class LocalHostTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2021, 8, 2, 22, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-host-");

    private DataFolder Data => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Clock_OfDataThatLivedOnAVirtualOne_GoesOnWhereItStood()
    {
        await using (var first = await OpenAsync(Start))
        {
            await first.Get<Collector>().RunToAsync(first.VirtualClock!, Start.AddDays(3), CancellationToken.None);
        }

        await using var withAnother = await OpenAsync(Start.AddYears(1));
        Assert.Equal(Start.AddDays(3), withAnother.Clock.GetUtcNow());
        await withAnother.DisposeAsync();

        // On the real clock years of work would fall due at once.
        await using var without = await OpenAsync();
        Assert.Equal(Start.AddDays(3), without.VirtualClock!.GetUtcNow());
    }

    [Fact]
    public async Task Clock_OfDataThatHaveCollectedOnTheRealOne_IsNotMadeVirtual()
    {
        await using (var real = await OpenAsync())
        {
            await CollectAsync(real);
            Assert.Null(real.VirtualClock);
        }

        var e = await Assert.ThrowsAsync<CommandException>(() => OpenAsync(Start));
        Assert.Contains("real clock", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sender_OnAVirtualClock_NeverLeavesTheMachine()
    {
        await using var host = await OpenAsync(Start, ("COLLECTIONS_SMTP", "smtp://mail.example:25"));

        Assert.IsType<EmlFolderSender>(host.Get<ILetterSender>());
    }

    [Fact]
    public async Task Sender_ToAMailServer_NeedsToKnowWhoWrites()
    {
        var e = await Assert.ThrowsAsync<CommandException>(() => OpenAsync(null, ("COLLECTIONS_SMTP", "smtp://mail.example:25")));
        Assert.Contains("company.name", e.Message, StringComparison.Ordinal);

        File.WriteAllText(Data.Settings, """{ "company": { "name": "Harbour", "from": "a@harbour.example" } }""");
        await using var host = await OpenAsync(null, ("COLLECTIONS_SMTP", "smtp://mail.example:25"));
        Assert.IsType<SmtpSender>(host.Get<ILetterSender>());
    }

    [Fact]
    public async Task Problems_OfTheCompanysOwnFiles_AreToldAndTheRestIsUsed()
    {
        Directory.CreateDirectory(Data.Policies);
        Directory.CreateDirectory(Data.Regions);
        Directory.CreateDirectory(Path.Combine(Data.Templates, "en"));
        File.WriteAllText(Path.Combine(Data.Policies, "ours.json"), "{}");
        File.WriteAllText(Path.Combine(Data.Regions, "xx.json"), "{}");
        File.WriteAllText(Path.Combine(Data.Templates, "en", "reminder.subject.hbs"), "{{#if");

        await using var host = await OpenAsync();

        Assert.Contains(host.Get<CompanyFiles>().Problems, problem => problem.StartsWith("ours.json", StringComparison.Ordinal));
        Assert.Contains(host.Get<CompanyFiles>().Problems, problem => problem.StartsWith("xx.json", StringComparison.Ordinal));
        Assert.Contains(host.Get<CompanyFiles>().Problems, problem => problem.Contains("reminder.subject.hbs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Problems_AreATaskUntilAStartFindsNone()
    {
        Directory.CreateDirectory(Data.Policies);
        var file = Path.Combine(Data.Policies, "ours.json");
        File.WriteAllText(file, "{}");
        await using (var host = await OpenAsync())
        {
            await host.Get<FilesWatch>().LookAsync(CancellationToken.None);
            var task = (await host.Get<IWorklist>().TaskAsync(FilesWatch.FilesTask, CancellationToken.None))!;
            Assert.Equal(TaskState.Open, task.State);
            Assert.Contains("ours.json", task.Why, StringComparison.Ordinal);
        }

        // The next start finds another fault in it: the task tells of that one.
        File.WriteAllText(file, """{ "name": "ours", "colour": "red" }""");
        await using (var host = await OpenAsync())
        {
            await host.Get<FilesWatch>().LookAsync(CancellationToken.None);
            await host.Get<FilesWatch>().LookAsync(CancellationToken.None);
            Assert.Contains("colour", (await host.Get<IWorklist>().TaskAsync(FilesWatch.FilesTask, CancellationToken.None))!.Why, StringComparison.Ordinal);
        }

        File.Delete(file);
        await using (var host = await OpenAsync())
        {
            await host.Get<FilesWatch>().LookAsync(CancellationToken.None);
            Assert.NotEqual(TaskState.Open, (await host.Get<IWorklist>().TaskAsync(FilesWatch.FilesTask, CancellationToken.None))?.State);
        }
    }

    [Fact]
    public async Task Policy_ThatWasSigned_StaysAsItWasWhenItsFileChanges()
    {
        // R39: other settings under a version that people have signed don't come into force.
        var file = Path.Combine(Data.Policies, "ours.json");
        Directory.CreateDirectory(Data.Policies);
        await using (var first = await OpenAsync())
        {
            var text = first.Get<PolicyBook>().TextOf("three-calls", 1)!.Replace("\"three-calls\"", "\"ours\"", StringComparison.Ordinal);
            File.WriteAllText(file, text);
        }

        await using (var second = await OpenAsync())
        {
            await second.Get<SignOff>().SignAsync(second.Get<PolicyBook>().Find("ours")!, "Dana", CancellationToken.None);
        }

        File.WriteAllText(file, File.ReadAllText(file).Replace("\"smallBalance\": 5", "\"smallBalance\": 500", StringComparison.Ordinal));
        await using var third = await OpenAsync();

        Assert.Equal(5, third.Get<PolicyBook>().Find("ours")!.SmallBalance);
        Assert.Contains(third.Get<CompanyFiles>().Problems, problem => problem.Contains("needs a higher version", StringComparison.Ordinal));
    }

    [Fact]
    public void Lock_OfAFolderThatIsInUse_IsRefusedUntilItIsFree()
    {
        using (Data.Lock())
        {
            Assert.Throws<CommandException>(() => Data.Lock());
        }

        using var again = Data.Lock();
        Assert.NotNull(again);
    }

    internal static async Task CollectAsync(LocalHost host)
    {
        var now = host.Clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var policies = host.Get<PolicyBook>();
        await host.Get<SignOff>().SignAsync(policies.Default, "Dana", CancellationToken.None);
        var ledger = host.Get<ILedgerStore>();
        await ledger.SaveAccountsAsync(
            [new Account { Code = "A1", Name = "A1", Currency = Currency.Aud, Terms = Terms.EndOfMonth30, Place = host.Company.Place }], now, CancellationToken.None);
        var invoice = new Invoice
        {
            Number = "1", Issued = today.AddDays(-90), Due = today.AddDays(-60), Amount = Money.Of(100, Currency.Aud), LedgerBalance = Money.Of(100, Currency.Aud),
        };
        await ledger.SaveInvoicesAsync([new InvoiceEntry("A1", invoice)], now, CancellationToken.None);
        var scanner = host.Get<App.Scans.Scanner>();
        await scanner.RunAsync(policies.Default, today, dryRun: false, keepLines: false, default, CancellationToken.None);
    }

    private Task<LocalHost> OpenAsync(DateTimeOffset? startAt = null, params (string Name, string Value)[] environment) => LocalHost.OpenAsync(
        new LocalHostOptions(Data)
        {
            StartAt = startAt is { } start ? _ => start : null,
            Settings = Data.LoadSettings(environment.ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase)),
        },
        CancellationToken.None);
}
