using System.Globalization;
using Collections.App.Clocks;
using Collections.App.Company;
using Collections.App.Intake;
using Collections.App.Policies;
using Collections.App.Start;
using Collections.Web;
using Collections.Web.Settings;

namespace Collections.Local.Hosting;

/// <summary>The app over HTTP, and whatever does what is due.</summary>
internal static class LocalServer
{
    /// <summary>The address unless told.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Serves until it is told to stop.</summary>
    /// <param name="host">The company.</param>
    /// <param name="tokens">Who may call.</param>
    /// <param name="urls">Where to listen.</param>
    /// <param name="intake">Where files come from by themselves; null for nowhere.</param>
    /// <param name="say">Told line by line how it can be reached, once it can.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task RunAsync(LocalHost host, Tokens tokens, string urls, IntakeDirectory? intake, Action<string> say, CancellationToken cancel)
    {
        await using var app = Build(host, tokens, tokens.Checked(urls), intake);
        if (host.VirtualClock is not null)
        {
            // Nothing runs by itself on a virtual clock, so what a crash has left is taken up here.
            var collector = app.Services.GetRequiredService<Collector>();
            await collector.RecoverAsync(cancel);
            await collector.RunDueAsync(cancel);
        }

        await app.StartAsync(cancel);
        await app.Services.GetRequiredService<FilesWatch>().LookAsync(cancel);
        await IntroduceAsync(app, host, tokens, say, cancel);
        if (intake is not null)
        {
            say($"Files are taken from {intake.Path}: {IntakePlace.Known}");
        }

        await app.WaitForShutdownAsync(cancel);
    }

    private static WebApplication Build(LocalHost host, Tokens tokens, IReadOnlyList<string> urls, IntakeDirectory? intake)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddJsonFile(host.Data.Settings, optional: true);
        builder.WebHost.UseUrls([.. urls]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        host.AddTo(builder.Services).AddTelemetry(host.Settings).AddHostedService<GaugeService>();
        if (host.VirtualClock is null)
        {
            builder.Services
                .AddSingleton<BackgroundSignal>()
                .AddSingleton<IWorkSignal>(services => services.GetRequiredService<BackgroundSignal>())
                .AddHostedService<CollectorService>()
                .AddHostedService<LetterService>();
        }

        if (intake is not null)
        {
            builder.Services.AddIntake(intake, TimeProvider.System).AddHostedService<IntakeService>();
        }

        builder.Services.AddCollectionsHttp(HttpOptionsOf(host.Settings, tokens));
        var app = builder.Build();
        app.MapCollections();
        return app;
    }

    private static HttpOptions HttpOptionsOf(HostSettings settings, Tokens tokens)
    {
        try
        {
            var options = new HttpOptions
            {
                Tokens = tokens.ToApi(),
                ReportsToken = settings.ReportsToken,
                FeedSecrets = settings.Feeds(),
                FeedParts = settings.FeedParts(),
                FeedZone = settings.TimeZone,
                PauseTakes = TimeSpan.Zero,
            };
            new ServiceCollection().AddCollectionsHttp(options);
            return options;
        }
        catch (FormatException e)
        {
            throw new CommandException($"COLLECTIONS_FEED_…_SECRET: {e.Message}");
        }
    }

    private static async Task IntroduceAsync(WebApplication app, LocalHost host, Tokens tokens, Action<string> say, CancellationToken cancel)
    {
        if (host.VirtualClock is { } clock)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"The clock is a virtual one: it stands at {clock.GetUtcNow():yyyy-MM-dd HH:mm} UTC and moves by POST /api/clock."));
        }

        foreach (var url in app.Urls)
        {
            say($"Collections is at {url}");
        }

        if (tokens.AreMade)
        {
            say($"token for a clerk:   {tokens.Clerk}");
            say($"token for a manager: {tokens.Manager}");
            say($"The console, signed in as the manager: {app.Urls.First()}/#token={tokens.Manager}");
            say("They were made for this run and are kept nowhere; set COLLECTIONS_TOKEN_CLERK and COLLECTIONS_TOKEN_MANAGER to have your own.");
        }

        await SayUnsignedAsync(app.Services, say, cancel);
    }

    // Somebody who waits for letters should know that none will go (R39).
    private static async Task SayUnsignedAsync(IServiceProvider services, Action<string> say, CancellationToken cancel)
    {
        var policy = services.GetRequiredService<PolicyBook>().Default;
        var missing = await services.GetRequiredService<SignOff>().MissingAsync(policy, cancel);
        if (missing.Count > 0)
        {
            say($"Nothing is collected under {policy.Name} before it is signed by {string.Join(", ", missing)}: POST /api/policies/{policy.Name}/sign");
        }
    }
}
