using Collections.App.Archive;
using Collections.App.Calendars;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Letters;
using Collections.App.Policies;
using Collections.App.Sending;
using Collections.App.Start;
using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Payments;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;

namespace Collections.Web.Tests;

/// <summary>The contract's routes over ports that hold nothing, for what needs no ledger: tokens, signatures, bad input, the description.</summary>
public class BareHost : IAsyncLifetime
{
    public const string ClerkToken = "clerk-token";
    public const string ManagerToken = "manager-token";
    public const string ReportsToken = "reports-token";
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OldSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private WebApplication? _app;

    public static DateTimeOffset Start { get; } = new(2021, 8, 2, 22, 0, 0, TimeSpan.Zero);

    public VirtualClock Clock { get; } = new(Start);

    public Mock<IWorkSignal> Signal { get; } = new();

    public Mock<IAccountStore> Accounts { get; } = new();

    public Mock<ILedgerStore> Ledger { get; } = new();

    public Mock<IPaymentStore> Payments { get; } = new();

    public Mock<IStore> Desk { get; } = new();

    public HttpClient Client { get; private set; } = new();

    public IServiceProvider Services => _app!.Services;

    public virtual async Task InitializeAsync()
    {
        Payments.Setup(payments => payments.FeedsAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        Payments.Setup(payments => payments.ReceiveAsync(It.IsAny<BankDelivery>(), It.IsAny<IPaymentMatcher>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((BankDelivery delivery, IPaymentMatcher _, CancellationToken _) =>
                [.. delivery.Entries.Select(entry => new PaymentResult($"{delivery.Feed}:{entry.Id}", PaymentState.Unmatched, null))]);
        Desk.Setup(desk => desk.PaymentsAsync(It.IsAny<PaymentState?>(), It.IsAny<string?>(), It.IsAny<string?>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Page<PaymentRow>([], null));
        Desk.Setup(desk => desk.TasksAsync(It.IsAny<TaskFilter>(), It.IsAny<CancellationToken>())).ReturnsAsync(new Page<TaskRow>([], null));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .AddStore(Desk.Object)
            .AddSingleton(Accounts.Object)
            .AddSingleton(Ledger.Object)
            .AddSingleton(Payments.Object)
            .AddSingleton(Mock.Of<ILetterSender>())
            .AddSingleton(Signal.Object)
            .AddCollections(Company, Regions.BuiltIn, PolicyBook.Load(directory: null), new LetterTemplates())
            .AddCollectionsHttp(Options);
        _app = builder.Build();
        _app.MapCollections();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public virtual async Task DisposeAsync()
    {
        Client.Dispose();
        await _app!.DisposeAsync();
    }

    protected virtual HttpOptions Options { get; } = new()
    {
        Tokens = [new ApiToken(ClerkToken, ApiRole.Clerk, "Chris"), new ApiToken(ManagerToken, ApiRole.Manager, "Mia")],
        ReportsToken = ReportsToken,
        FeedSecrets = new Dictionary<string, IReadOnlyList<string>> { ["main"] = [Secret, OldSecret] },
    };

    private static CompanySettings Company { get; } = new()
    {
        Seller = new Seller
        {
            Name = "Harbour Supplies Pty Ltd",
            ReplyTo = "accounts@harbour.example",
            BankAccountName = "Harbour Supplies Pty Ltd",
            BankLines = ["BSB 062-000", "Account 1234 5678"],
        },
        FromAddress = "accounts@harbour.example",
        Place = new Place(Region.NewSouthWales, TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney")),
    };
}

/// <summary>One host for all the classes that share it.</summary>
[CollectionDefinition(nameof(BareHost))]
public sealed class BareHostCollection : ICollectionFixture<BareHost>;
