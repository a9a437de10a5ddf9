using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Sending;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Collections.Local.Tests.Hosting;

/// <summary>The loops behind the server, on a clock that the test turns.</summary>
public sealed class CollectorServiceTests : IAsyncLifetime, IDisposable
{
    // Monday 2 August 2021, 05:59:30 in Sydney: half a minute before the day's scan.
    private static readonly DateTimeOffset Start = new(2021, 8, 1, 19, 59, 30, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-service-");
    private readonly ManualClock _clock = new(Start);
    private readonly AnsweringSender _sender = new();
    private LocalHost _host = null!;
    private ServiceProvider _services = null!;
    private CollectorService _service = null!;

    public async Task InitializeAsync()
    {
        _host = await LocalHost.OpenAsync(new LocalHostOptions(new DataFolder(_folder.FullName)) { Sender = _sender }, CancellationToken.None);
        _services = _host.AddTo(new ServiceCollection()).AddSingleton<TimeProvider>(_clock).AddSingleton<BackgroundSignal>().BuildServiceProvider();
        _service = new CollectorService(
            _services.GetRequiredService<Collector>(), _services.GetRequiredService<BackgroundSignal>(), _clock, NullLogger<CollectorService>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Service_WithNothingToDo_LooksAgainAfterAMinute()
    {
        await _service.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync();

        Assert.Equal([CollectorService.LongestWait], _clock.Waits);
    }

    [Fact]
    public async Task Service_BeforeAScan_WaitsForItsMomentAndRunsIt()
    {
        // R5: the daily scan of a signed policy runs at 06:00.
        await OweAsync();
        await _service.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync();
        Assert.Equal(TimeSpan.FromSeconds(30), _clock.Waits[^1]);
        Assert.Equal(0, (await TotalsAsync()).Cases);

        _clock.Turn(TimeSpan.FromSeconds(30));
        await UntilItLooksAgainAsync();

        Assert.Equal(1, (await TotalsAsync()).Cases);
    }

    [Fact]
    public async Task Service_WhenSignalled_LooksAtOnce()
    {
        await _service.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync();
        await OweAsync();

        await _services.GetRequiredService<BackgroundSignal>().SignalAsync([], CancellationToken.None);
        await UntilItLooksAgainAsync();

        Assert.Equal(TimeSpan.FromSeconds(30) - CollectorService.ShortestWait, _clock.Waits[^1]);
    }

    [Fact]
    public async Task Letters_WhoseSenderThrows_AreTriedAgainLaterAndLater()
    {
        await OweAsync("acc-monthly");
        using var letters = await LettersDueAsync();
        _sender.Answer = () => throw new InvalidOperationException("a sender must not throw");

        await letters.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync();
        for (var failures = 1; failures <= 3; failures++)
        {
            await _clock.UntilSomebodyWaitsAsync();
            Assert.Equal(TimeSpan.FromSeconds(1 << (failures - 1)), _clock.Waits[^1]);
            _clock.Turn(_clock.Waits[^1]);
        }

        await _clock.UntilSomebodyWaitsAsync();
        await letters.StopAsync(CancellationToken.None);
        Assert.Equal(1, _sender.Calls);
    }

    [Fact]
    public async Task Letters_ThatCannotLeave_AreTriedOneAtATimeAndOneTaskSaysWhy()
    {
        await OweAsync("acc-monthly", "A1", "A2", "A3");
        using var letters = await LettersDueAsync();
        _sender.Answer = () => new SendResult.Failed(Permanent: false, "the mail server refuses the password", IsOurs: true);

        await letters.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync(LetterService.RestWhileBroken);
        var watch = _services.GetRequiredService<LetterWatch>();
        Assert.Equal(1, _sender.Calls);
        Assert.Contains("the mail server refuses the password", await watch.TroubleAsync(CancellationToken.None), StringComparison.Ordinal);
        var task = Assert.Single((await TasksAsync()).Items);
        Assert.Equal((LetterWatch.LettersWaitTask, TaskKind.Attention, Role.Manager), (task.Id, task.Kind, task.Role));

        _clock.Turn(LetterService.RestWhileBroken);
        await _clock.UntilSomebodyWaitsAsync(LetterService.RestWhileBroken);
        Assert.Equal(2, _sender.Calls);
        Assert.Single((await TasksAsync()).Items);

        _sender.Answer = () => new SendResult.Sent();
        _clock.Turn(LetterService.RestWhileBroken);
        await _clock.UntilSomebodyWaitsAsync(LetterService.LongestWait);
        await letters.StopAsync(CancellationToken.None);

        Assert.Equal(3, _sender.Calls);
        Assert.Null(await watch.TroubleAsync(CancellationToken.None));
        Assert.Empty((await TasksAsync()).Items);
    }

    // The letters of acc-monthly go on Tuesday 3 August, 08:30 in Sydney.
    private async Task<LetterService> LettersDueAsync()
    {
        _clock.Turn(new DateTimeOffset(2021, 8, 2, 22, 30, 0, TimeSpan.Zero) - Start);
        await _services.GetRequiredService<Collector>().RunDueCasesAsync(CancellationToken.None);
        return new LetterService(
            _services.GetRequiredService<Dispatcher>(), _services.GetRequiredService<LetterWatch>(), _services.GetRequiredService<IDueWork>(),
            _services.GetRequiredService<BackgroundSignal>(), _clock, NullLogger<LetterService>.Instance);
    }

    private Task<Page<TaskRow>> TasksAsync() => _services.GetRequiredService<IWorklist>().TasksAsync(new TaskFilter(), CancellationToken.None);

    // One round answers all the signals of a short while.
    private async Task UntilItLooksAgainAsync()
    {
        await _clock.UntilSomebodyWaitsAsync();
        Assert.Equal(CollectorService.ShortestWait, _clock.Waits[^1]);
        _clock.Turn(CollectorService.ShortestWait);
        await _clock.UntilSomebodyWaitsAsync();
    }

    private async Task OweAsync(string? policy = null, params string[] accounts)
    {
        var book = _services.GetRequiredService<App.Policies.PolicyBook>();
        await _services.GetRequiredService<App.Policies.SignOff>().SignAsync(policy is null ? book.Default : book.Find(policy)!, "Dana", CancellationToken.None);
        var ledger = _services.GetRequiredService<ILedgerStore>();
        foreach (var code in accounts.DefaultIfEmpty("A1"))
        {
            var account = new Account { Code = code, Name = code, Currency = Currency.Aud, Terms = Terms.EndOfMonth30, Policy = policy, Place = _host.Company.Place };
            await ledger.SaveAccountsAsync([account], Start, CancellationToken.None);
            await ledger.SaveContactsAsync([new ContactEntry(code, new Contact(ContactRole.Accounts, "Jane", "jane@a1.example", "1"))], Start, CancellationToken.None);
            var invoice = new Invoice
            {
                Number = $"{code}-1", Issued = new DateOnly(2021, 6, 1), Due = new DateOnly(2021, 7, 1), Amount = Money.Of(100, Currency.Aud), LedgerBalance = Money.Of(100, Currency.Aud),
            };
            await ledger.SaveInvoicesAsync([new InvoiceEntry(code, invoice)], Start, CancellationToken.None);
        }
    }

    private Task<Totals> TotalsAsync() => _services.GetRequiredService<IReports>().TotalsAsync(CancellationToken.None);

    /// <summary>A sender that answers as the test says.</summary>
    private sealed class AnsweringSender : ILetterSender
    {
        public int Calls { get; private set; }

        public Func<SendResult> Answer { get; set; } = () => new SendResult.Sent();

        public Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(Answer());
        }

        public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => throw new InvalidOperationException("a sender must not throw");
    }
}
