using Collections.App.Clocks;
using Collections.App.Letters;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Collections.Local.Tests.Hosting;

/// <summary>The loop behind the server, on a clock that the test turns.</summary>
public sealed class CollectorServiceTests : IAsyncLifetime, IDisposable
{
    // Monday 2 August 2021, 05:59:30 in Sydney: half a minute before the day's scan.
    private static readonly DateTimeOffset Start = new(2021, 8, 1, 19, 59, 30, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-service-");
    private readonly ManualClock _clock = new(Start);
    private readonly Unreliable _sender = new();
    private LocalHost _host = null!;
    private ServiceProvider _services = null!;
    private CollectorService _service = null!;

    public async Task InitializeAsync()
    {
        _host = await LocalHost.OpenAsync(new LocalHostOptions(new DataFolder(_folder.FullName)) { Sender = _sender }, CancellationToken.None);
        _services = _host.AddTo(new ServiceCollection()).AddSingleton<TimeProvider>(_clock).AddSingleton<BackgroundPoke>().BuildServiceProvider();
        _service = new CollectorService(
            _services.GetRequiredService<Collector>(), _services.GetRequiredService<BackgroundPoke>(), _clock, NullLogger<CollectorService>.Instance);
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
    public async Task Service_WhenPoked_LooksAtOnce()
    {
        await _service.StartAsync(CancellationToken.None);
        await _clock.UntilSomebodyWaitsAsync();
        await OweAsync();

        await _services.GetRequiredService<BackgroundPoke>().PokeAsync([], CancellationToken.None);
        await UntilItLooksAgainAsync();

        Assert.Equal(TimeSpan.FromSeconds(30) - CollectorService.ShortestWait, _clock.Waits[^1]);
    }

    [Fact]
    public async Task Service_ThatFails_TriesAgainLaterAndLater()
    {
        // The sender throws though it must not; the letters of acc-monthly go on Tuesday 3 August, 08:30 in Sydney.
        await OweAsync("acc-monthly");
        _clock.Turn(new DateTimeOffset(2021, 8, 2, 22, 30, 0, TimeSpan.Zero) - Start);
        await _service.StartAsync(CancellationToken.None);
        for (var failures = 1; failures <= 3; failures++)
        {
            await _clock.UntilSomebodyWaitsAsync();
            Assert.Equal(TimeSpan.FromSeconds(1 << (failures - 1)), _clock.Waits[^1]);
            _clock.Turn(_clock.Waits[^1]);
        }

        await _clock.UntilSomebodyWaitsAsync();
        Assert.True(_sender.Calls >= 1);
    }

    // One round answers all the pokes of a short while.
    private async Task UntilItLooksAgainAsync()
    {
        await _clock.UntilSomebodyWaitsAsync();
        Assert.Equal(CollectorService.ShortestWait, _clock.Waits[^1]);
        _clock.Turn(CollectorService.ShortestWait);
        await _clock.UntilSomebodyWaitsAsync();
    }

    private async Task OweAsync(string? policy = null)
    {
        var book = _services.GetRequiredService<App.Policies.PolicyBook>();
        await _services.GetRequiredService<App.Policies.SignOff>().SignAsync(policy is null ? book.Default : book.Find(policy)!, "Dana", CancellationToken.None);
        var ledger = _services.GetRequiredService<ILedgerStore>();
        var account = new Account { Code = "A1", Name = "A1", Currency = Currency.Aud, Terms = Terms.EndOfMonth30, Policy = policy, Place = _host.Company.Place };
        await ledger.SaveAccountsAsync([account], Start, CancellationToken.None);
        await ledger.SaveContactsAsync([new ContactEntry("A1", new Contact(ContactRole.Accounts, "Jane", "jane@a1.example", "1"))], Start, CancellationToken.None);
        var invoice = new Invoice
        {
            Number = "1", Issued = new DateOnly(2021, 6, 1), Due = new DateOnly(2021, 7, 1), Amount = Money.Of(100, Currency.Aud), LedgerBalance = Money.Of(100, Currency.Aud),
        };
        await ledger.SaveInvoicesAsync([new InvoiceEntry("A1", invoice)], Start, CancellationToken.None);
    }

    private Task<Totals> TotalsAsync() => _services.GetRequiredService<IDeskStore>().TotalsAsync(CancellationToken.None);

    /// <summary>A sender that breaks its promise not to throw.</summary>
    private sealed class Unreliable : ILetterSender
    {
        public int Calls { get; private set; }

        public Task<SendResult> SendAsync(OutgoingLetter letter, CancellationToken cancellationToken)
        {
            Calls++;
            throw new InvalidOperationException("broken");
        }

        public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }
}
