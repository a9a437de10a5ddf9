using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Functions.Orchestrations;
using Collections.Functions.Scans;
using Collections.Functions.Waking;
using Collections.Web.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace Collections.Functions.Tests.History;

/// <summary>The app over a store, on a virtual clock: what both hosts have in common, and the parts of the Azure host that its timeline drives.</summary>
internal static class Company
{
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
        Place = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")),
    };

    /// <summary>The app's services over a store.</summary>
    /// <param name="store">The store: all the ports in one.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="letters">Takes every letter.</param>
    public static ServiceProvider Services<TStore>(TStore store, VirtualClock clock, LetterBox letters)
        where TStore : class, IStore
    {
        var regions = Regions.BuiltIn;
        var services = new ServiceCollection()
            .AddLogging()
            .AddStore(store)
            .AddSingleton<IStore>(store)
            .AddSingleton<ILetterSender>(letters)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(clock)
            .AddCollections(Settings, regions, PolicyBook.Load(null, regions), new LetterTemplates());
        if (store is IOpenAccounts open)
        {
            services
                .AddSingleton(open)
                .AddSingleton((IUpkeep)store)
                .AddSingleton<MessageQueues>()
                .AddSingleton<IMessages>(provider => provider.GetRequiredService<MessageQueues>())
                .AddSingleton<IWorkSignal, QueueSignal>()
                .AddSingleton<AccountActivities>()
                .AddSingleton<DurableLine>().AddSingleton<CaseWaker>()
                .AddSingleton<Sweeper>()
                .AddSingleton<WakeFunctions>()
                .AddSingleton<ScanFunctions>();
        }

        return services.BuildServiceProvider();
    }
}

/// <summary>Takes every letter, and remembers what it said.</summary>
internal sealed class LetterBox : ILetterSender
{
    private readonly Dictionary<string, OutgoingLetter> _letters = new(StringComparer.Ordinal);

    /// <summary>The letters by id.</summary>
    public IReadOnlyDictionary<string, OutgoingLetter> Letters => _letters;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        if (!await mayLeave(cancellationToken))
        {
            return new SendResult.HeldBack();
        }

        // No letter twice (promise 2): a second one of the same id throws.
        lock (_letters)
        {
            _letters.Add(letter.Id, letter);
        }

        return new SendResult.Sent();
    }

    /// <inheritdoc/>
    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken)
    {
        lock (_letters)
        {
            return Task.FromResult<Lookup>(_letters.TryGetValue(letterId, out var letter) ? new Lookup.Sent(letter.Date) : new Lookup.NotSent());
        }
    }
}

/// <summary>The app's queues in memory.</summary>
internal sealed class MessageQueues : IMessages
{
    private readonly Queue<(string Queue, string Body)> _messages = new();

    /// <inheritdoc/>
    public Task SendAsync(string queue, string body, TimeSpan? delay, CancellationToken cancel)
    {
        lock (_messages)
        {
            _messages.Enqueue((queue, body));
        }

        return Task.CompletedTask;
    }

    /// <summary>The next message, if there is one.</summary>
    public bool TryTake(out (string Queue, string Body) message)
    {
        lock (_messages)
        {
            return _messages.TryDequeue(out message);
        }
    }
}
