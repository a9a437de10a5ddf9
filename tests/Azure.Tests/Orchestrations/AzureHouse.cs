using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure.Data.Tables;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Ledger;
using Collections.App.Letters;
using Collections.App.Payments;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.App.Turns;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Files;
using Collections.Functions.Naming;
using Collections.Functions.Orchestrations;
using Collections.Functions.Scans;
using Collections.Functions.Tables;
using Collections.Functions.Tests.Durable;
using Collections.Functions.Tests.History;
using Collections.Functions.Waking;
using Collections.Local.Sqlite;
using Collections.Local.Sqlite.Rows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outcome = Collections.Core.Cases.Outcome;
using TaskCompleted = Collections.Core.Cases.TaskCompleted;

namespace Collections.Functions.Tests.Orchestrations;

/// <summary>
/// What runs on Azure, in one process for a test: the real orchestrator, activities and functions, on a runtime that replays them, queues in memory, and
/// a clock that the test turns. The store is the one of tables where a test asks for it, else the SQLite one: both pass the same contract.
/// </summary>
internal sealed class AzureHouse : IAsyncDisposable
{
    public const string Instance = "A1";

    private readonly Func<ValueTask> _close;
    private readonly ServiceProvider _services;
    private int _payments;

    private AzureHouse(IServiceCollection store, VirtualClock clock, Func<ValueTask> close)
    {
        (Clock, _close) = (clock, close);
        _services = store
            .AddSingleton<ILetterSender>(Sender)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IMessages>(Messages)
            .AddSingleton<IWorkSignal, QueueSignal>()
            .AddSingleton<DurableLine>()
            .AddSingleton<CaseWaker>().AddSingleton<Sweeper>().AddSingleton<AccountActivities>()
            .AddSingleton<WakeFunctions>().AddSingleton<ScanFunctions>().AddSingleton<PoisonFunctions>()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddCollections(Company.Settings, Regions.BuiltIn, PolicyBook.Load(null), new LetterTemplates())
            .BuildServiceProvider();
        Runtime = new ReplayingRuntime(clock, loggers: Get<ILoggerFactory>());
        Runtime.AddOrchestrator(Names.CollectAccount, async context =>
        {
            await CollectAccount.RunAsync(context);
            return null;
        });
        Runtime.AddActivity<string, Agenda>(Names.RunTurns, RunTurnsAsync);
        Runtime.AddActivity<LetterOrder>(Names.SendLetter, SendLetterAsync);
    }

    public static TimeZoneInfo Sydney { get; } = TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney");

    public VirtualClock Clock { get; }

    public ReplayingRuntime Runtime { get; }

    public RecordingSender Sender { get; } = new();

    public RecordingMessages Messages { get; } = new();

    public RecordingLog Log { get; } = new();

    /// <summary>Stands before the activities: throws what it wants to, or does something in between.</summary>
    public Func<string, Task>? BeforeActivity { get; set; }

    /// <summary>Stands behind the activities, whose work is committed then.</summary>
    public Func<string, Task>? AfterActivity { get; set; }

    /// <summary>How often each activity was begun.</summary>
    public Dictionary<string, int> Begun { get; } = new(StringComparer.Ordinal) { [Names.RunTurns] = 0, [Names.SendLetter] = 0 };

    public IReadOnlyDictionary<string, string>? Status =>
        Runtime.Client.GetInstanceAsync(Instance, getInputsAndOutputs: true).Result?.ReadCustomStatusAs<Dictionary<string, string>>();

    public IStore Desk => Get<IStore>();

    public IAccountStore Accounts => Get<IAccountStore>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Opens a house at a Sydney time, all policies signed, with one account, A1, that owes $1,000 from 31 July of that year.</summary>
    public static async Task<AzureHouse> OpenAsync(string local, string policy = "three-calls", string terms = "net 30")
    {
        var house = await OnSqliteAsync(new VirtualClock(At(local)));
        await house.FurnishAsync(policy, terms);
        return house;
    }

    /// <summary>The same on tables of its own, of the storage emulator.</summary>
    public static async Task<AzureHouse> OpenOnTablesAsync(string local, string policy, string terms)
    {
        var clock = new VirtualClock(At(local));
        var store = await TableStore.OpenAsync(Azurite.Next().Tables(), Regions.BuiltIn, clock, default, Azurite.NewName());
        var services = new ServiceCollection()
            .AddStore(store).AddSingleton<IStore>(store).AddSingleton<IOpenAccounts>(store).AddSingleton<IUpkeep>(store);
        var house = new AzureHouse(services, clock, () => ValueTask.CompletedTask);
        await house.FurnishAsync(policy, terms);
        return house;
    }

    private static async Task<AzureHouse> OnSqliteAsync(VirtualClock clock)
    {
        var folder = Directory.CreateTempSubdirectory("collections-test-").FullName;
        var store = await SqliteStore.OpenAsync(Path.Combine(folder, "collections.db"), Regions.BuiltIn);
        var services = new ServiceCollection()
            .AddStore(store).AddSingleton<IStore>(store).AddSingleton<IOpenAccounts>(new OpenAccountsOf(store))
            .AddSingleton(Moq.Mock.Of<IUpkeep>());
        return new AzureHouse(services, clock, async () =>
        {
            await store.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        });
    }

    private async Task FurnishAsync(string policy, string terms)
    {
        foreach (var each in Get<PolicyBook>().All)
        {
            await Get<SignOff>().SignAsync(each, "The Manager", default);
        }

        var importer = Get<Importer>();
        await LoadAsync($"account,name,terms,policy\nA1,Smith & Sons,{terms},{policy}", importer.AccountsAsync);
        await LoadAsync("account,name,role,email,phone\nA1,Jane O'Neill,accounts,accounts@smith.example,02 5550 0001", importer.ContactsAsync);
        var year = LocalClock.DateAt(Clock.GetUtcNow(), Sydney).Year;
        await LoadAsync($"invoice,account,issued,due,amount\nF1,A1,{year}-06-10,{year}-07-31,1000", importer.InvoicesAsync);
    }

    public static DateTimeOffset At(string local)
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return LocalClock.ToInstant(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time), Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
    }

    public static string InSydney(DateTimeOffset moment) => LocalClock.ToLocal(moment, Sydney).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public static Task LoadAsync(AzureHouse house, string accounts) => LoadAsync(accounts, house.Get<Importer>().AccountsAsync);

    public Task InvoicesAsync(string csv) => LoadAsync(csv, Get<Importer>().InvoicesAsync);

    /// <summary>Turns the clock, and does on the way what orchestrations have to do by themselves; queues too, but no sweep.</summary>
    public async Task ToAsync(string local)
    {
        await SettleAsync();
        await Runtime.RunToAsync(At(local));
        await SettleAsync();
    }

    /// <summary>Does all that can be done at this moment: messages, then orchestrations, then the messages of those.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await Runtime.RunAsync();
        }
        while (await PumpAsync());

        await Runtime.RunAsync();
    }

    /// <summary>The quarter-hourly timer rings.</summary>
    public async Task ScanAsync()
    {
        await Get<ScanFunctions>().StartAsync(new TimerInfo(), default);
        await SettleAsync();
    }

    public async Task SweepAsync()
    {
        await Get<WakeFunctions>().SweepAsync(new TimerInfo(), Runtime.Client, default);
        await SettleAsync();
    }

    public Task WakeAsync(params string[] accounts) => Get<CaseWaker>().WakeAsync(Runtime.Client, accounts, default);

    /// <summary>Money comes in and is committed; nobody is told yet.</summary>
    public async Task<string> ReceiveAsync(decimal amount)
    {
        var today = LocalClock.DateAt(Clock.GetUtcNow(), Sydney);
        var entry = new BankEntry($"b{++_payments}", today, Money.Of(amount, Currency.Aud), true, null, null, "A1", null);
        return (await Get<BankDesk>().ReceiveAsync("bank", Clock.GetUtcNow(), [entry], default))[0].Account!;
    }

    public async Task PayAsync(decimal amount)
    {
        await Get<IWorkSignal>().SignalAsync([await ReceiveAsync(amount)], default);
        await SettleAsync();
    }

    public async Task CompleteAsync(OutcomeKind outcome, string? promise = null)
    {
        var task = Assert.Single(await TasksAsync());
        var day = promise is null ? (DateOnly?)null : DateOnly.ParseExact(promise, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var request = new TurnRequest("A1", new TaskCompleted(new Actor("Kim", false), task.Id, new Outcome(outcome, "", day)));
        Assert.Null((await Get<TurnRunner>().RunAsync(request, default, default))!.Refusal);
        await Get<IWorkSignal>().SignalAsync(["A1"], default);
        await SettleAsync();
    }

    public async Task<IReadOnlyList<TaskRow>> TasksAsync() => (await Desk.TasksAsync(new TaskFilter(Limit: 500), default)).Items;

    public async Task<Case> CaseAsync() => (await Accounts.ReadAsync("A1", default))!.Case;

    /// <summary>The record of the case: what happened, and when.</summary>
    public async Task<IReadOnlyList<string>> StoryAsync() =>
        [.. (await Desk.RecordAsync("A1", default)).Select(line => $"{InSydney(line.At)} {Words.Of(line.Kind)} {line.Ref}")];

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Desk.VerifyAsync(default));
        Assert.Equal(0, Runtime.AbandonedTimers);
        await _services.DisposeAsync();
        await _close();
    }

    private async Task<bool> PumpAsync()
    {
        var messages = Messages.Take();
        foreach (var (queue, body) in messages)
        {
            await (queue == Names.AccountWakes
                ? Get<WakeFunctions>().WakeAsync(body, Runtime.Client, default)
                : Get<ScanFunctions>().RunAsync(body, default));
        }

        return messages.Count > 0;
    }

    /// <summary>The activity that runs an account's turns, with what a test puts before and behind it.</summary>
    public async Task<Agenda> RunTurnsAsync(string account, CancellationToken cancel)
    {
        await BeginAsync(Names.RunTurns);
        var agenda = await Get<AccountActivities>().RunTurnsAsync(account, cancel);
        await (AfterActivity?.Invoke(Names.RunTurns) ?? Task.CompletedTask);
        return agenda;
    }

    /// <summary>The activity that sends a letter, likewise.</summary>
    public async Task SendLetterAsync(LetterOrder order, CancellationToken cancel)
    {
        await BeginAsync(Names.SendLetter);
        await Get<AccountActivities>().SendLetterAsync(order, cancel);
        await (AfterActivity?.Invoke(Names.SendLetter) ?? Task.CompletedTask);
    }

    private async Task BeginAsync(string activity)
    {
        Begun[activity]++;
        await (BeforeActivity?.Invoke(activity) ?? Task.CompletedTask);
    }

    private static async Task LoadAsync(string csv, Func<Stream, ImportOptions, IProgress<long>?, CancellationToken, Task<ImportReport>> load)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        Assert.Empty((await load(file, ImportOptions.Canonical, null, default)).Rejected);
    }

    // The accounts that the SQLite store would read for a scan.
    private sealed class OpenAccountsOf(IAccountStore store) : IOpenAccounts
    {
        public async IAsyncEnumerable<IReadOnlyList<OpenAccount>> OpenAccountsAsync(
            string? policy, string defaultPolicy, [EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var files in store.ReadOpenAsync(policy, defaultPolicy, cancel))
            {
                yield return [.. files.Select(file => new OpenAccount(file.Account.Code, file.Invoices.Min(invoice => invoice.Due)))];
            }
        }
    }
}

/// <summary>A sender that takes every letter once, and can be asked.</summary>
internal sealed class RecordingSender : ILetterSender
{
    public List<OutgoingLetter> Sent { get; } = [];

    public bool CanTell => true;

    /// <summary>Nobody hears what became of the next letter: true for one that left, false for one that did not; null for an answer as usual.</summary>
    public bool? LosesTheAnswerOfOneThatLeft { get; set; }

    /// <summary>What the next look-up says; null for what is true.</summary>
    public Lookup? Fate { get; set; }

    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        if (!await mayLeave(cancellationToken))
        {
            return new SendResult.HeldBack();
        }

        if (LosesTheAnswerOfOneThatLeft != false)
        {
            Sent.Add(letter);
        }

        SendResult result = LosesTheAnswerOfOneThatLeft is null ? new SendResult.Sent() : new SendResult.Unknown("the line broke");
        LosesTheAnswerOfOneThatLeft = null;
        return result;
    }

    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken) => Task.FromResult(
        Fate ?? (Sent.Find(letter => letter.Id == letterId) is { } sent ? new Lookup.Sent(sent.Date) : new Lookup.NotSent()));
}

/// <summary>Queues in memory.</summary>
internal sealed class RecordingMessages : IMessages
{
    private readonly List<(string Queue, string Body)> _messages = [];

    public List<(string Queue, string Body, TimeSpan? Delay)> All { get; } = [];

    public bool Fails { get; set; }

    public Task SendAsync(string queue, string body, TimeSpan? delay, CancellationToken cancel)
    {
        if (Fails)
        {
            throw new IOException("the queue does not answer");
        }

        lock (_messages)
        {
            _messages.Add((queue, body));
            All.Add((queue, body, delay));
        }

        return Task.CompletedTask;
    }

    public IReadOnlyList<(string Queue, string Body)> Take()
    {
        var taken = _messages.ToList();
        _messages.Clear();
        return taken;
    }
}

/// <summary>A log that remembers the names of its events.</summary>
internal sealed class RecordingLog : ILoggerProvider, ILogger
{
    public List<string> Events { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Events)
        {
            Events.Add($"{eventId.Name}: {formatter(state, exception)}");
        }
    }

    public void Dispose()
    {
    }
}
