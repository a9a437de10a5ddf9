using System.Diagnostics;
using Azure.Communication.Email;
using Azure.Monitor.OpenTelemetry.Exporter;
using Collections.App;
using Collections.App.Calendars;
using Collections.App.Company;
using Collections.App.Http;
using Collections.App.Letters;
using Collections.App.Letters.Eml;
using Collections.App.Policies;
using Collections.App.Stores;
using Collections.App.Telemetry;
using Collections.Functions.Http;
using Collections.Functions.Intake;
using Collections.Functions.Letters;
using Collections.Functions.Orchestrations;
using Collections.Functions.Scans;
using Collections.Functions.Start;
using Collections.Functions.Waking;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Collections.Functions.Hosting;

/// <summary>What the app is made of before it touches the network: the settings, and the company's own files beside the program.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Company">What they say of the company.</param>
/// <param name="Regions">The regions, those of the folder <c>regions</c> among them.</param>
/// <param name="Policies">The policies, those of the folder <c>policies</c> among them.</param>
/// <param name="Templates">The letters, those of the folder <c>templates</c> among them.</param>
internal sealed record AzureApp(HostSettings Settings, CompanySettings Company, Regions Regions, PolicyBook Policies, LetterTemplates Templates)
{
    private const string EmailEndpoint = "COLLECTIONS_EMAIL_ENDPOINT";
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Outbox = "COLLECTIONS_OUTBOX";

    /// <summary>Reads the settings and the files.</summary>
    /// <param name="folder">Where the program is, with <c>appsettings.json</c>.</param>
    /// <param name="environment">The environment; null for the process's own.</param>
    /// <exception cref="SettingsException">A setting is not right; the message names it.</exception>
    public static AzureApp Load(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var settings = HostSettings.Load([Path.Combine(folder, SettingsFile.Name)], environment);
        var regions = Regions.Load(Path.Combine(folder, "regions"));
        var company = settings.Company(regions);
        return new AzureApp(
            settings, company, regions, PolicyBook.Load(Path.Combine(folder, "policies"), regions, company.DefaultPolicy),
            new LetterTemplates(Path.Combine(folder, "templates")));
    }

    /// <summary>Adds the app to the worker's services.</summary>
    /// <exception cref="SettingsException">A setting is not right; the message names it.</exception>
    public IServiceCollection AddTo<TStore>(IServiceCollection services, StorageClients storage, TStore store)
        where TStore : class, IAccountStore, ILedgerStore, IPaymentStore, IDeskStore, IEventStore, IOpenAccounts, IArchiveStore, IUpkeep
    {
        services
            .AddSingleton<IAccountStore>(store)
            .AddSingleton<ILedgerStore>(store)
            .AddSingleton<IPaymentStore>(store)
            .AddSingleton<IDeskStore>(store)
            .AddSingleton<IEventStore>(store)
            .AddSingleton<IOpenAccounts>(store)
            .AddSingleton<IArchiveStore>(store)
            .AddSingleton<IUpkeep>(store)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IMessages>(new StorageMessages(storage.Queues))
            .AddSingleton<DurableLine>()
            .AddSingleton<QueuePoke>()
            .AddSingleton<IPoke, DirectPoke>()
            .AddSingleton<CaseWaker>()
            .AddSingleton<IStorageSetup>(new StorageSetup(storage))
            .AddSingleton<Opening>()
            .AddHostedService(services => services.GetRequiredService<Opening>())
            .AddSingleton<Sweeper>();
        AddLetters(services, storage);
        services
            .AddCollections(Company, Regions, Policies, Templates)
            .AddIntake(new IntakeContainer(storage.Blobs.GetBlobContainerClient(Names.Intake)), TimeProvider.System);
        AddHttp(services);
        AddTelemetry(services);
        return services
            .AddTransient<AccountActivities>()
            .AddTransient<WakeFunctions>()
            .AddTransient<PoisonFunctions>()
            .AddTransient<ScanFunctions>()
            .AddTransient<IntakeFunctions>()
            .AddTransient<HttpFunctions>();
    }

    // What an operator reads, and no more: ASP.NET Core and Durable Task tell of every request, wake and activity, which stands in metrics and traces. All of it
    // goes to Application Insights, as sentences, which the queries of docs/azure.md read, whichever traces are sampled.
    private void AddTelemetry(IServiceCollection services)
    {
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Collections", LogLevel.Information));
        var telemetry = services.AddCollectionsTelemetry(OtlpSettings.Of(Settings)).UseFunctionsWorkerDefaults();
        if (Settings.Find(Insights) is { } connection)
        {
            telemetry.UseAzureMonitorExporter(monitor =>
            {
                monitor.ConnectionString = connection;
                monitor.Credential = StorageClients.Identity(Settings);
                monitor.EnableTraceBasedLogsSampler = false;
            });
        }

        // The host draws the sample (OTEL_TRACES_SAMPLER), and the worker's part of a trace goes with the rest of it.
        telemetry.WithTracing(traces => traces.SetSampler(new ParentBasedSampler(new AlwaysOffSampler())));
    }

    private void AddHttp(IServiceCollection services)
    {
        // Routing asks for these, which a web host has, and a worker that is only looked at has not.
        services.TryAddSingleton(_ => new DiagnosticListener("Microsoft.AspNetCore"));
        services.TryAddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        try
        {
            services.AddRouting().AddCollectionsHttp(HttpSettings.Of(Settings)).AddSingleton<Front>();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SettingsException($"the settings of the HTTP interface are not right: {e.Message}");
        }
    }

    private void AddLetters(IServiceCollection services, StorageClients storage)
    {
        if (Settings.Find(EmailEndpoint) is not null)
        {
            CheckSeller();
            var client = new EmailClient(StorageClients.UriOf(Settings, EmailEndpoint), StorageClients.Identity(Settings), CommunicationSender.Options);
            var rates = new LetterRates(Rate("COLLECTIONS_EMAIL_PER_MINUTE", LetterRates.Default.PerMinute), Rate("COLLECTIONS_EMAIL_PER_HOUR", LetterRates.Default.PerHour));
            services
                .AddSingleton(client)
                .AddSingleton(services => new TableBudget(storage.Tables.GetTableClient(Names.Company), rates, services.GetRequiredService<ILogger<TableBudget>>()))
                .AddSingleton<ILetterBudget>(services => services.GetRequiredService<TableBudget>())
                .AddSingleton<ILetterSender, CommunicationSender>();
        }
        else if (Settings.Find(Outbox) is { } outbox)
        {
            services.AddSingleton<ILetterSender>(new EmlFolderSender(Path.GetFullPath(outbox)));
        }
        else
        {
            throw new SettingsException($"letters have no way out: set {EmailEndpoint}, or, to keep them in a folder, {Outbox}");
        }
    }

    private void CheckSeller()
    {
        if (Settings.File.Company.Name is null || Settings.File.Company.From is null)
        {
            throw new SettingsException($"the settings company__name and company__from must say who writes the letters before {EmailEndpoint} sends any");
        }
    }

    private int Rate(string name, int otherwise) =>
        Settings.Find(name) is not { } text ? otherwise
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate
        : throw new SettingsException($"the setting {name} '{text}' is no number of letters above 0");
}
