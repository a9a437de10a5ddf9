using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Collections.App.Company;
using Collections.App.Sending;
using Collections.Functions.Hosting;
using Collections.Functions.Letters;
using Collections.Functions.Naming;
using Collections.Functions.Tests.Hosting;
using Collections.Web.Settings;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>One list of settings, in four places: what a deployment sets, what the app asks for, what a developer's sample sets, and what docs/azure.md explains.</summary>
public sealed partial class SettingsTests
{
    /// <summary>What a developer's machine has no use for: identities, services of Azure, and how they are reached.</summary>
    private static readonly string[] CloudOnly =
    [
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "TASKHUB_NAME", "AzureFunctionsJobHost__extensions__durableTask__hubName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "COLLECTIONS_ENTRA_TENANT", "COLLECTIONS_ENTRA_AUDIENCE", "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
        "COLLECTIONS_EMAIL_ENDPOINT", "COLLECTIONS_EMAIL_PER_MINUTE", "COLLECTIONS_EMAIL_PER_HOUR",
    ];

    /// <summary>What stands in for those on a developer's machine.</summary>
    private static readonly string[] LocalOnly =
        ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "COLLECTIONS_OUTBOX", "COLLECTIONS_TOKEN_CLERK", "COLLECTIONS_TOKEN_MANAGER"];

    /// <summary>What the Functions host and App Service read, and the app doesn't.</summary>
    private static readonly string[] HostOnly =
    [
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsDisableHomepage",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "TASKHUB_NAME", "AzureFunctionsJobHost__extensions__durableTask__hubName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
    ];

    /// <summary>What the app asks for and a deployment leaves out: fixed tokens, a key to Storage, a collector of one's own, and what App Service sets by itself.</summary>
    private static readonly string[] LeftOut =
    [
        "AzureWebJobsStorage", "COLLECTIONS_TOKEN_CLERK", "COLLECTIONS_TOKEN_MANAGER", "COLLECTIONS_TOKEN_REPORTS", "WEBSITE_AUTH_ENABLED",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
        "OTEL_SERVICE_NAME",
    ];

    /// <summary>What stands in for the values that only Azure knows.</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["AzureWebJobsStorage__blobServiceUri"] = "https://books.blob.core.windows.net/",
        ["AzureWebJobsStorage__queueServiceUri"] = "https://books.queue.core.windows.net/",
        ["AzureWebJobsStorage__tableServiceUri"] = "https://books.table.core.windows.net/",
        ["AzureWebJobsStorage__clientId"] = "55555555-5555-5555-5555-555555555555",
        ["AZURE_CLIENT_ID"] = "55555555-5555-5555-5555-555555555555",
        ["OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"] = "55555555-5555-5555-5555-555555555555",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "IngestionEndpoint=https://logs.example/",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "Authorization=AAD",
        ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = "Endpoint=https://hub.example",
        ["COLLECTIONS_EMAIL_ENDPOINT"] = "https://mail.communication.azure.com",
        ["COLLECTIONS_FEED_<NAME>_SECRET"] = "whsec_YSBzYW1wbGUgc2VjcmV0LCBmb3IgdGhpcyBtYWNoaW5lIG9ubHk=",
        ["company__from"] = "DoNotReply@azure.example",
    };

    [BicepFact]
    public void CloudSettings_OfAWholeDeployment_AreThoseThatAreAskedFor()
    {
        var asked = new AskedSettings(Deployment.Whole);
        Build(asked).Dispose();

        // Feeds and the company's settings are looked through, not asked for by name; what came of them is below.
        var named = Cloud().Where(name => !name.StartsWith("COLLECTIONS_FEED_", StringComparison.Ordinal) && !name.StartsWith("company__", StringComparison.Ordinal)).ToList();
        Assert.Equal(HostOnly.Order(StringComparer.Ordinal), named.Except(asked.Names).Order(StringComparer.Ordinal));
        Assert.Equal(LeftOut.Order(StringComparer.Ordinal), asked.Names.Except(named).Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public void CloudSettings_OfAWholeDeployment_SayWhatItsParametersSay()
    {
        var given = Deployment.Whole.Environment;
        var app = AzureApp.Load(Nowhere, new AskedSettings(Deployment.Whole));
        var company = app.Company;

        Assert.Equal(given["COLLECTIONS_COMPANY_NAME"], company.Seller.Name);
        Assert.Equal(given["COLLECTIONS_COMPANY_ADDRESS"].Split('|'), company.Seller.AddressLines);
        Assert.Equal(given["COLLECTIONS_COMPANY_PHONE"], company.Seller.Phone);
        Assert.Equal(given["COLLECTIONS_COMPANY_REPLY_TO"], company.Seller.ReplyTo);
        Assert.Equal(given["COLLECTIONS_COMPANY_BANK_ACCOUNT_NAME"], company.Seller.BankAccountName);
        Assert.Equal(given["COLLECTIONS_COMPANY_BANK_LINES"].Split('|'), company.Seller.BankLines);
        Assert.Equal(given["COLLECTIONS_COMPANY_CARD_LINK"], company.Seller.CardLinkPattern);
        Assert.Equal($"{given["COLLECTIONS_EMAIL_SENDER"]}@{given["COLLECTIONS_EMAIL_DOMAIN"]}", company.FromAddress);
        Assert.Equal(given["COLLECTIONS_COMPANY_TIME_ZONE"], company.Place.TimeZone.Id);
        Assert.Equal(given["COLLECTIONS_COMPANY_REGION"], company.Place.Region.Code);
        Assert.Equal(given["COLLECTIONS_COMPANY_CURRENCY"], company.Currency.Code);
        Assert.Equal(given["COLLECTIONS_COMPANY_TERMS"], company.Terms.ToString());
        Assert.Equal(given["COLLECTIONS_COMPANY_POLICY"], company.DefaultPolicy);
        Assert.Equal(given["COLLECTIONS_COMPANY_SCAN_AT"], company.ScanAt.ToString("HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(["main", "my_savings"], app.Settings.Feeds().Keys.Order(StringComparer.Ordinal));
        using var services = Build(new AskedSettings(Deployment.Whole));
        Assert.IsType<CommunicationSender>(services.GetRequiredService<ILetterSender>());
        var entra = services.GetRequiredService<HttpOptions>().Entra!;
        Assert.Equal((Guid.Parse(Deployment.Tenant), given["COLLECTIONS_ENTRA_CLIENT_ID"]), (entra.Tenant, entra.Audiences[0]));
    }

    [BicepFact]
    public void CloudSettings_OfTheSmallestDeployment_StartTheAppWithItsDefaults()
    {
        var settings = new AskedSettings(Deployment.Smallest);
        using var services = Build(settings);
        var company = AzureApp.Load(Nowhere, settings).Company;

        Assert.Equal(("Harbour", "Harbour", "DoNotReply@azure.example"), (company.Seller.Name, company.Seller.BankAccountName, company.FromAddress));
        Assert.IsType<CommunicationSender>(services.GetRequiredService<ILetterSender>());
        Assert.Null(services.GetRequiredService<HttpOptions>().Entra);
        Assert.Empty(HostOnly.Where(name => name.Contains("DURABLE", StringComparison.OrdinalIgnoreCase)).Intersect(Deployment.Smallest.Settings.Keys));
    }

    [BicepFact]
    public void CloudSettings_LettersAMinuteAndAnHour_AreThoseGivenOrANewSubscriptions()
    {
        Assert.Equal(("100", "1000"), Rates(Deployment.Whole));
        Assert.Equal(("5", "10"), Rates(Deployment.Smallest));

        static (string PerMinute, string PerHour) Rates(Deployment deployment) =>
            (deployment.Settings["COLLECTIONS_EMAIL_PER_MINUTE"], deployment.Settings["COLLECTIONS_EMAIL_PER_HOUR"]);
    }

    [BicepTheory]
    [InlineData("COLLECTIONS_FEED_MAIN_SECRET", "main")]
    [InlineData("COLLECTIONS_FEED_MY_SAVINGS_SECRET", "my-savings")]
    public void CloudSettings_SecretsOfFeeds_AreReferencesToTheVault(string setting, string secret)
    {
        var vault = (string)Deployment.Whole.Of("Microsoft.KeyVault/vaults").Single()["id"]!;

        Assert.Matches(
            $@"^\[format\('@Microsoft\.KeyVault\(SecretUri=\{{0\}}secrets/feed-\{{1\}}\)', reference\('{Regex.Escape(vault)}', '[0-9-]+'\)\.vaultUri, '{secret}'\)\]$",
            Deployment.Whole.Settings[setting]);
    }

    [BicepFact]
    public void CloudSettings_OnADevelopersMachine_AreInTheSample() => Assert.Empty(Cloud().Except(CloudOnly).Except(Sample().Keys.Select(General)));

    [BicepFact]
    public void SampleSettings_InTheCloud_AreDeployed() => Assert.Empty(Sample().Keys.Select(General).Except(LocalOnly).Except(Cloud()));

    [BicepFact]
    public void Lists_WhatTheySay_IsSo()
    {
        Assert.Empty(CloudOnly.Except(Cloud()));
        Assert.Empty(CloudOnly.Intersect(Sample().Keys));
        Assert.Empty(LocalOnly.Except(Sample().Keys));
        Assert.Empty(LocalOnly.Intersect(Cloud()));
    }

    [Fact]
    public void Sample_Values_AreStringsAndRunWithAzurite()
    {
        Assert.All(Sample().Values, value => Assert.Equal(JTokenType.String, value.Type));
        Assert.Equal("UseDevelopmentStorage=true", (string?)Sample()["AzureWebJobsStorage"]);
        Assert.Contains("sample", (string)Sample()["COLLECTIONS_TOKEN_CLERK"]!, StringComparison.Ordinal);
        Assert.Contains("sample", (string)Sample()["COLLECTIONS_TOKEN_MANAGER"]!, StringComparison.Ordinal);
        var secret = (string)Sample()["COLLECTIONS_FEED_DEMO_SECRET"]!;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.InRange(Convert.FromBase64String(secret["whsec_".Length..]).Length, 24, 64);
    }

    [Fact]
    public void GitIgnore_TheRealSettings_AreLeftOut() => Assert.Contains("local.settings.json", Repository.Text(".gitignore").Split('\n'));

    [BicepFact]
    public void Documentation_EverySettingAndParameter_IsExplained()
    {
        var page = Repository.AzurePage;
        var names = Cloud().Concat(Sample().Keys.Select(General)).Concat(LeftOut).Concat(AzdParameter.All.Select(one => one.Variable)).Distinct();
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    // Where there is nothing but the settings: no file of the company's own.
    private static string Nowhere => Path.Combine(Path.GetTempPath(), "collections-no-such-folder");

    private static List<string> Cloud() => [.. Deployment.Whole.Settings.Keys.Select(General).Distinct()];

    private static ServiceProvider Build(AskedSettings settings)
    {
        var app = AzureApp.Load(Nowhere, settings);
        return app.AddTo(new ServiceCollection().AddLogging(), StorageClients.Connect(app.Settings), Mock.Of<AzureAppTests.IAllOfIt>()).BuildServiceProvider();
    }

    /// <summary>A feed's secret and a line of an address go by any name and any number; here they are one each.</summary>
    private static string General(string name) => LineNumber().Replace(FeedName().Replace(name, "COLLECTIONS_FEED_<NAME>_SECRET"), "__<n>");

    private static IReadOnlyDictionary<string, JToken> Sample() =>
        ((JObject)Repository.Json("local.settings.sample.json")["Values"]!).Properties().ToDictionary(one => one.Name, one => one.Value);

    [GeneratedRegex("^COLLECTIONS_FEED_.+_SECRET$", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex FeedName();

    [GeneratedRegex("__[0-9]+$", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex LineNumber();

    // The settings of a deployment as the app finds them on Azure; remembers which names it asked for.
    private sealed class AskedSettings(Deployment deployment) : IReadOnlyDictionary<string, string>
    {
        private readonly Dictionary<string, string> _settings = deployment.Settings.ToDictionary(
            one => one.Key, one => one.Value.StartsWith('[') ? Known[General(one.Key)] : one.Value, StringComparer.OrdinalIgnoreCase);

        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public IReadOnlySet<string> Names => _names;

        public IEnumerable<string> Keys => _settings.Keys;

        public IEnumerable<string> Values => _settings.Values;

        public int Count => _settings.Count;

        public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException(key);

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
        {
            _names.Add(key);
            return _settings.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _settings.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
