using System.Globalization;
using System.Text;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Ledger;
using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Scans;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.Local.Tests.Rules;

/// <summary>The whole product in one process for a test: the use cases of App over a real SQLite file, a clock that the test turns, a sender that remembers.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string Feed = "bank";

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private int _payments;
    private bool _bankSpoke;

    private House(string folder, ServiceProvider services, VirtualClock clock, RecordingSender sender)
    {
        (_folder, _services, Clock, Sender) = (folder, services, clock, sender);
    }

    public VirtualClock Clock { get; }

    public RecordingSender Sender { get; }

    public SqliteStore Store => Get<SqliteStore>();

    public static TimeZoneInfo Sydney { get; } = TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney");

    /// <summary>The bank says every morning that it is complete, once it has spoken; turned off to let it fall silent (R20).</summary>
    public bool BankSpeaksDaily { get; set; } = true;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens a house at a local time, all policies signed, with one account: A1, with an accounts contact.</summary>
    /// <param name="local">The time in Sydney.</param>
    /// <param name="policy">A1's policy.</param>
    /// <param name="terms">A1's terms.</param>
    /// <param name="with">Parts of the host's own.</param>
    public static async Task<House> OpenAsync(
        string local, string policy = "three-calls", string terms = "net 30", Action<IServiceCollection>? with = null)
    {
        var folder = Directory.CreateTempSubdirectory("collections-test-").FullName;
        var clock = new VirtualClock(At(local));
        var sender = new RecordingSender();
        var regions = Regions.BuiltIn;
        var store = await SqliteStore.OpenAsync(Path.Combine(folder, "collections.db"), regions);
        var own = new ServiceCollection();
        with?.Invoke(own);
        var services = own
            .AddSingleton(store)
            .AddStore(store)
            .AddSingleton<ILetterSender>(sender)
            .AddSingleton<TimeProvider>(clock)
            .AddCollections(Settings, regions, PolicyBook.Load(null, regions), new LetterTemplates())
            .BuildServiceProvider();
        var house = new House(folder, services, clock, sender);
        foreach (var each in house.Get<PolicyBook>().All)
        {
            await house.Get<SignOff>().SignAsync(each, "The Manager", default);
        }

        await house.AccountsAsync($"account,name,terms,policy\nA1,Smith & Sons,{terms},{policy}");
        await house.ContactsAsync("account,name,role,email,phone\nA1,Jane O'Neill,accounts,accounts@smith.example,02 5550 0001");
        return house;
    }

    public static CompanySettings Settings { get; } = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd",
            ReplyTo = "accounts@harbour.example",
            BankAccountName = "Harbour Supplies Pty Ltd",
            BankLines = ["BSB 062-000", "Account 1234 5678"],
            CardLinkPattern = "https://pay.harbour.example/?amount={amount}&reference={reference}",
        },
        FromAddress = "accounts@harbour.example",
        Place = new Place(Region.NewSouthWales, Sydney),
    };

    /// <summary>An instant from a Sydney time: <c>2021-08-03 09:00</c>.</summary>
    public static DateTimeOffset At(string local)
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return LocalClock.ToInstant(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time), Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
    }

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);

    public static string InSydney(DateTimeOffset moment) =>
        LocalClock.ToLocal(moment, Sydney).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public Task AccountsAsync(string csv) => LoadAsync(csv, Get<Importer>().AccountsAsync);

    public Task ContactsAsync(string csv) => LoadAsync(csv, Get<Importer>().ContactsAsync);

    public Task InvoicesAsync(string csv) => LoadAsync(csv, Get<Importer>().InvoicesAsync);

    /// <summary>Turns the clock to a Sydney time, doing on the way all that falls due.</summary>
    public async Task ToAsync(string local)
    {
        var to = At(local);
        while (_bankSpoke && BankSpeaksDaily && NextMorning() is var morning && morning <= to)
        {
            await Get<Collector>().RunToAsync(Clock, morning, default);
            await Get<BankDesk>().ReceiveAsync(Feed, morning, [], default);
        }

        await Get<Collector>().RunToAsync(Clock, to, default);
    }

    /// <summary>Money comes in, and what follows from it is done.</summary>
    public async Task<PaymentResult> PayAsync(decimal amount, string? reference = null, string? account = null, string? payer = null)
    {
        var result = await ReceiveAsync(new BankEntry($"b{++_payments}", Today, Aud(amount), true, reference, payer, account, null));
        await Get<Collector>().RunDueAsync(default);
        return result;
    }

    /// <summary>Money comes in; nothing else happens yet.</summary>
    public async Task<PaymentResult> ReceiveAsync(BankEntry entry)
    {
        _bankSpoke = true;
        return (await Get<BankDesk>().ReceiveAsync(Feed, Clock.GetUtcNow(), [entry], default))[0];
    }

    public DateOnly Today => LocalClock.DateAt(Clock.GetUtcNow(), Sydney);

    public Task<ScanReport> ScanAsync(string policy = "three-calls", bool dryRun = false, string? asOf = null) =>
        Get<Scanner>().RunAsync(
            Get<PolicyBook>().Find(policy)!, asOf is null ? Today : Day(asOf), dryRun, keepLines: true, default, default);

    /// <summary>A clerk finishes a task, and what follows from it is done.</summary>
    public async Task<TurnReport> CompleteAsync(TaskRow task, OutcomeKind outcome, string note = "", string? promise = null, decimal? amount = null,
        string? callback = null, DisputeDetails? dispute = null, bool manager = false)
    {
        var happening = new TaskCompleted(
            new Actor("Kim", manager), task.Id,
            new Outcome(
                outcome, note, promise is null ? null : Day(promise), amount is { } units ? Aud(units) : null, callback is null ? null : At(callback), dispute));
        return await DoAsync(happening, task.Account!);
    }

    /// <summary>Somebody does something to an account, and what follows from it is done.</summary>
    public async Task<TurnReport> DoAsync(Happening happening, string account = "A1")
    {
        var report = await Get<TurnRunner>().RunAsync(new TurnRequest(account, happening), await Get<Collector>().BankAsync(default), default);
        await Get<Collector>().RunDueAsync(default);
        return report!;
    }

    public async Task<Case> CaseAsync(string account = "A1") => (await Store.ReadAsync(account, default))!.Case;

    public async Task<IReadOnlyList<TaskRow>> TasksAsync(TaskKind? kind = null, string? account = null)
    {
        var page = await Store.TasksAsync(new TaskFilter(Account: account, Limit: 500), default);
        return [.. page.Items.Where(task => kind is null || task.Kind == kind)];
    }

    /// <summary>The one open task of a kind.</summary>
    public async Task<TaskRow> TaskAsync(TaskKind kind = TaskKind.Call) => Assert.Single(await TasksAsync(kind));

    /// <summary>When the calls and letters so far happened: <c>letter-1 Tue 3 Aug 08:30</c>.</summary>
    public async Task<IReadOnlyList<string>> StoryAsync(string account = "A1")
    {
        var record = await Store.RecordAsync(account, default);
        return [.. record
            .Where(line => line.Kind is RecordKind.LetterSent or RecordKind.TaskOpened or RecordKind.SupplyStopped or RecordKind.SupplyReleased
                or RecordKind.Closed or RecordKind.Opened)
            .Select(line => $"{Words.Of(line.Kind)} {InSydney(line.At)}")];
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Store.VerifyAsync(default));
        // The container does not dispose of what it was given.
        var store = Store;
        await _services.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private DateTimeOffset NextMorning()
    {
        var morning = At(string.Create(CultureInfo.InvariantCulture, $"{Today:yyyy-MM-dd} 07:00"));
        return morning > Clock.GetUtcNow() ? morning : At(string.Create(CultureInfo.InvariantCulture, $"{Today.AddDays(1):yyyy-MM-dd} 07:00"));
    }

    private async Task LoadAsync(string csv, Func<Stream, ImportOptions, IProgress<long>?, CancellationToken, Task<ImportReport>> load)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var report = await load(file, ImportOptions.Canonical, null, default);
        Assert.Empty(report.Rejected);
        await Get<Collector>().RunDueAsync(default);
    }
}

/// <summary>A sender that takes every letter and remembers it.</summary>
internal sealed class RecordingSender : ILetterSender
{
    public List<OutgoingLetter> Sent { get; } = [];

    /// <summary>What to answer instead of taking the next letter.</summary>
    public SendResult? Answer { get; set; }

    /// <summary>What happens elsewhere before a letter is handed over: the line is opened, the server thinks.</summary>
    public Func<OutgoingLetter, Task> Preparing { get; set; } = _ => Task.CompletedTask;

    /// <summary>What happens elsewhere while a letter is handed over.</summary>
    public Func<OutgoingLetter, Task> Meanwhile { get; set; } = _ => Task.CompletedTask;

    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        await Preparing(letter);
        if (!await mayLeave(cancellationToken))
        {
            return new SendResult.HeldBack();
        }

        await Meanwhile(letter);
        if (Answer is { } answer)
        {
            Answer = null;
            return answer;
        }

        Sent.Add(letter);
        return new SendResult.Sent();
    }

    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) =>
        Task.FromResult<Lookup>(
            Sent.Find(letter => letter.Id == letterId) is { } sent ? new Lookup.Sent(sent.Date) : new Lookup.NotSent());
}
