using Collections.App.Company;
using Collections.App.Http;
using Collections.App.Letters;
using Collections.App.Letters.Eml;
using Collections.App.Stores;
using Collections.Functions.Hosting;
using Collections.Functions.Logging;
using Collections.Functions.Http;
using Collections.Functions.Letters;
using Collections.Functions.Start;
using Collections.Functions.Waking;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Hosting;

/// <summary>The app put together from settings; none of it touches the network before it is asked to.</summary>
public sealed class AzureAppTests : IDisposable
{
    private const string Nowhere =
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;TableEndpoint=http://127.0.0.1:9/devstoreaccount1;QueueEndpoint=http://127.0.0.1:9/devstoreaccount1;";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("collections-app-");

    /// <summary>What the store is to the app.</summary>
    public interface IStore : IAccountStore, ILedgerStore, IPaymentStore, IDeskStore, IEventStore, IOpenAccounts, IUpkeep, IArchiveStore;

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "AzureWebJobsStorage", "nonsense", "AzureWebJobsStorage is no connection string" },
        { "AzureWebJobsStorage", "", "AzureWebJobsStorage__tableServiceUri is missing" },
        { "COLLECTIONS_EMAIL_ENDPOINT", "mail.example", "COLLECTIONS_EMAIL_ENDPOINT 'mail.example' is no address" },
        { "COLLECTIONS_EMAIL_PER_MINUTE", "0", "COLLECTIONS_EMAIL_PER_MINUTE '0' is no number" },
        { "COLLECTIONS_EMAIL_PER_HOUR", "many", "COLLECTIONS_EMAIL_PER_HOUR 'many' is no number" },
        { "COLLECTIONS_ENTRA_TENANT", "contoso", "COLLECTIONS_ENTRA_TENANT 'contoso' is no tenant's id" },
        { "COLLECTIONS_FEED_MAIN_SECRET", "secret", "a secret of bank feed main must be whsec_" },
        { "company__timeZone", "Mars/Base", "company.timeZone 'Mars/Base' is no IANA time zone" },
        { "company__colour", "red", "colour" },
        { "company__from", "", "company__name and company__from" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SampleSettings_GiveAnAppWhoseFunctionsCanBeMade()
    {
        var sample = JObject.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "local.settings.sample.json")));
        var settings = ((JObject)sample["Values"]!).Properties().ToDictionary(one => one.Name, one => (string)one.Value!, StringComparer.OrdinalIgnoreCase);
        settings["COLLECTIONS_OUTBOX"] = Path.Combine(_folder.FullName, "outbox");

        await using var services = Build(settings);

        Assert.IsType<EmlFolderSender>(services.GetRequiredService<ILetterSender>());
        Assert.IsType<DirectPoke>(services.GetRequiredService<IPoke>());
        Assert.Equal("Sample Supplies Pty Ltd", services.GetRequiredService<CompanySettings>().Seller.Name);
        Assert.Equal(2, services.GetRequiredService<CompanySettings>().Seller.AddressLines.Count);
        var classes = typeof(Front).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.GetCustomAttributes(typeof(FunctionAttribute), false).Length > 0))
            .ToList();
        Assert.Equal(6, classes.Count);
        Assert.All(classes, type => Assert.NotNull(services.GetRequiredService(type)));
    }

    [Fact]
    public void Worker_IsBuiltWithoutTouchingTheNetwork()
    {
        // Nobody listens there: the worker must have connected to its host before it minds.
        var app = AzureApp.Load(_folder.FullName, With("AzureWebJobsStorage", Nowhere));

        using var host = Program.Build([], app);

        Assert.NotNull(host.Services.GetRequiredService<Front>());
        Assert.IsType<Functions.Tables.TableStore>(host.Services.GetRequiredService<IAccountStore>());
        Assert.False(host.Services.GetRequiredService<Opening>().IsOpen);
    }

    [Theory]
    [InlineData("Collections.Functions.Waking.Sweeper", LogLevel.Information, true)]
    [InlineData("Collections.App.Http.Guard", LogLevel.Warning, true)]
    [InlineData("Collections.Functions.Waking.CaseWaker", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information, false)]
    [InlineData("Microsoft.DurableTask.Client.Grpc.GrpcDurableTaskClient", LogLevel.Information, false)]
    [InlineData("Azure.Core", LogLevel.Information, false)]
    public void Log_OfTheWorker_IsWhatAnOperatorReads(string category, LogLevel level, bool isKept)
    {
        using var host = Program.Build([], AzureApp.Load(_folder.FullName, With("AzureWebJobsStorage", Nowhere)));

        Assert.Equal(isKept, host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    [Fact]
    public async Task Log_AtTheStart_StandsInTheErrorStream()
    {
        var before = Console.Error;
        using var stream = new StringWriter();
        Console.SetError(TextWriter.Synchronized(stream));
        try
        {
            await using var services = new ServiceCollection().AddLogging(logging => logging.AddStartLog()).BuildServiceProvider();
            services.GetRequiredService<ILogger<Opening>>().OpeningFailed(new IOException("nobody listens at books.example"));
            services.GetRequiredService<ILogger<Functions.Waking.Sweeper>>().SweepDone(77_777, 0);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("the app can't be opened, and is not ready; it is tried again", stream.ToString(), StringComparison.Ordinal);
        Assert.Contains("nobody listens at books.example", stream.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("77777", stream.ToString(), StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task Opening_OnAnEmptyStorageAccount_MakesItsTablesAndQueues()
    {
        var azurite = Azurite.Next();
        var app = AzureApp.Load(_folder.FullName, With("AzureWebJobsStorage", azurite.ConnectionString));
        using var host = Program.Build([], app);
        var opening = host.Services.GetRequiredService<Opening>();

        await opening.StartAsync(default);
        await opening.WaitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);

        var storage = StorageClients.Connect(app.Settings);
        Assert.Superset(Names.Queues.ToHashSet(), storage.Queues.GetQueues().Select(queue => queue.Name).ToHashSet());
        Assert.Superset(Functions.Tables.TableStore.Tables.ToHashSet(), storage.Tables.Query().Select(table => table.Name).ToHashSet());
        await opening.StopAsync(default);
    }

    [Fact]
    public async Task Storage_ThatDoesNotAnswer_IsSaidSoInTheAppsWords()
    {
        var tables = StorageClients.Connect(AzureApp.Load(_folder.FullName, With("AzureWebJobsStorage", Nowhere)).Settings).Tables;

        var outage = await Assert.ThrowsAsync<StoreUnavailableException>(() => tables.GetTableClient("accounts").GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("a", "b"));
        Assert.NotNull(outage.InnerException);

        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tables.GetTableClient("accounts").GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("a", "b", null, gone.Token));
    }

    [Fact]
    public void Queues_ThatAFunctionListensOn_AreMadeWithTheirPoisonQueues()
    {
        var heard = typeof(Front).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .SelectMany(parameter => parameter.GetCustomAttributes(typeof(QueueTriggerAttribute), false))
            .Select(trigger => ((QueueTriggerAttribute)trigger).QueueName)
            .ToHashSet();

        Assert.Equal(Names.Queues.Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
        Assert.All(heard.Where(queue => !queue.EndsWith(Names.Poison, StringComparison.Ordinal)), queue => Assert.Contains(queue + Names.Poison, heard));
    }

    [Fact]
    public async Task Settings_OfAzure_SendByTheEmailServiceWithinItsRates()
    {
        await using var services = Build(OnAzure());

        Assert.IsType<CommunicationSender>(services.GetRequiredService<ILetterSender>());
        Assert.IsType<TableBudget>(services.GetRequiredService<ILetterBudget>());
        var http = services.GetRequiredService<HttpOptions>();
        Assert.Equal(["9a1f7f3c-3a5e-4b61-9a53-0f0d5c9c1d11", "api://9a1f7f3c-3a5e-4b61-9a53-0f0d5c9c1d11"], http.Entra!.Audiences);
        Assert.False(http.TrustPlatformSignIn);
    }

    [Fact]
    public async Task CompanysOwnFiles_BesideTheProgram_AreUsed()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "policies"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "policies", "wrong.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), """{ "company": { "name": "File & Sons", "phone": "1" } }""");

        var app = AzureApp.Load(_folder.FullName, With("company__name", "Environment & Sons"));

        Assert.Contains(new CompanyFiles(app.Regions, app.Policies, app.Templates).Problems, problem => problem.Contains("wrong.json", StringComparison.Ordinal));
        Assert.Equal(("Environment & Sons", "1"), (app.Company.Seller.Name, app.Company.Seller.Phone));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Setting_ThatIsNotRight_StopsTheStartAndIsNamed(string name, string value, string why)
    {
        var problem = Assert.Throws<SettingsException>(() => Build(With(name, value)));

        Assert.Contains(why, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_WithoutAWayOut_StopTheStart()
    {
        var problem = Assert.Throws<SettingsException>(() => Build(With("COLLECTIONS_EMAIL_ENDPOINT", "")));

        Assert.Contains("letters have no way out", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_ByIdentity_NeedsNoKey()
    {
        var settings = With("AzureWebJobsStorage", "");
        settings["AzureWebJobsStorage__tableServiceUri"] = "https://books.table.core.windows.net/";
        settings["AzureWebJobsStorage__queueServiceUri"] = "https://books.queue.core.windows.net/";
        settings["AzureWebJobsStorage__blobServiceUri"] = "https://books.blob.core.windows.net/";
        settings["AZURE_CLIENT_ID"] = "9a1f7f3c-3a5e-4b61-9a53-0f0d5c9c1d11";

        var clients = StorageClients.Connect(HostSettings.Load([], settings));

        Assert.Equal("books", clients.Tables.AccountName);
        Assert.Equal("https://books.blob.core.windows.net/intake", clients.Blobs.GetBlobContainerClient(Names.Intake).Uri.ToString());
        Assert.Equal("https://books.queue.core.windows.net/account-wakes", clients.Queues.GetQueueClient(Names.AccountWakes).Uri.ToString());
    }

    private static Dictionary<string, string> OnAzure() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
        ["COLLECTIONS_EMAIL_ENDPOINT"] = "https://mail.communication.azure.com",
        ["COLLECTIONS_EMAIL_PER_MINUTE"] = "5",
        ["COLLECTIONS_ENTRA_TENANT"] = "0b8d3c1e-6c39-4a0f-8f0c-3d8f4e3f7a10",
        ["COLLECTIONS_ENTRA_AUDIENCE"] = "9a1f7f3c-3a5e-4b61-9a53-0f0d5c9c1d11",
        ["company__name"] = "Harbour",
        ["company__from"] = "accounts@harbour.example",
        ["company__phone"] = "",
    };

    private static Dictionary<string, string> With(string name, string value)
    {
        var settings = OnAzure();
        settings[name] = value;
        return settings;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Collections.Functions.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private ServiceProvider Build(IReadOnlyDictionary<string, string> environment)
    {
        var app = AzureApp.Load(_folder.FullName, environment);
        var services = new ServiceCollection().AddLogging();
        return app.AddTo(services, StorageClients.Connect(app.Settings), Mock.Of<IStore>()).BuildServiceProvider();
    }
}
