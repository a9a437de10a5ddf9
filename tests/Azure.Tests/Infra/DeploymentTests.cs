using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Collections.Functions.Http;
using Collections.Functions.Naming;
using Collections.Functions.Tables;
using Collections.Functions.Tables.Rows;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>The resources that infra makes: they are those that the app asks for, by the names that it knows, and closed to whoever brings a key.</summary>
public sealed partial class DeploymentTests
{
    private const string Storage = "Microsoft.Storage/storageAccounts";
    private const string Container = "Microsoft.Storage/storageAccounts/blobServices/containers";
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string Insights = "Microsoft.Insights/components";
    private const string Communication = "Microsoft.Communication/communicationServices";
    private const string EmailDomain = "Microsoft.Communication/emailServices/domains";
    private const string Scheduler = "Microsoft.DurableTask/schedulers";
    private const string Site = "Microsoft.Web/sites";
    private const string PasswordDoor = "Microsoft.Web/sites/basicPublishingCredentialsPolicies";
    private const string Identity = "Microsoft.ManagedIdentity/userAssignedIdentities";
    private const string Subscription = "Microsoft.EventGrid/systemTopics/eventSubscriptions";
    private const string RoleAssignment = "Microsoft.Authorization/roleAssignments";

    /// <summary>The log lines of which somebody is told. Those that are errors are among them.</summary>
    private static readonly string[] AlertEvents = ["LetterFailed", "OpeningFailed", "OrchestrationStuck", "PoisonMessage", "StaleBank"];

    /// <summary>Azure's built-in roles by their ids, which are the same in every tenant.</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["09976791-48a7-449e-bb21-39d1a415f350"] = "Communication and Email Service Owner",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    private static IEnumerable<Deployment> Both => [Deployment.Smallest, Deployment.Whole];

    [BicepFact]
    public void Storage_ContainerQueuesAndTables_AreTheApps() => Assert.All(Both, deployment =>
    {
        Assert.Contains(Names.Intake, NamesOf(deployment, Container));
        Assert.Equal(Names.Queues.Order(StringComparer.Ordinal), NamesOf(deployment, "Microsoft.Storage/storageAccounts/queueServices/queues"));
        Assert.Equal(TableStore.Tables.Order(StringComparer.Ordinal), NamesOf(deployment, "Microsoft.Storage/storageAccounts/tableServices/tables"));
    });

    [BicepTheory]
    [InlineData(Storage, "properties.allowSharedKeyAccess", false)]
    [InlineData(Storage, "properties.allowBlobPublicAccess", false)]
    [InlineData(Storage, "properties.defaultToOAuthAuthentication", true)]
    [InlineData(Storage, "properties.minimumTlsVersion", "TLS1_2")]
    [InlineData(Storage, "properties.supportsHttpsTrafficOnly", true)]
    [InlineData(Vault, "properties.enableRbacAuthorization", true)]
    [InlineData(Vault, "properties.enableSoftDelete", true)]
    [InlineData(Vault, "properties.enablePurgeProtection", true)]
    [InlineData(Communication, "properties.disableLocalAuth", true)]
    [InlineData(EmailDomain, "properties.userEngagementTracking", "Disabled")]
    [InlineData(Insights, "properties.DisableLocalAuth", true)]
    [InlineData(Site, "identity.type", "UserAssigned")]
    [InlineData(Site, "properties.httpsOnly", true)]
    [InlineData(Site, "properties.siteConfig.minTlsVersion", "1.2")]
    [InlineData(Site, "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity")]
    [InlineData(PasswordDoor, "properties.allow", false)]
    public void Resource_WhatKeepsItSafe_IsSet(string type, string path, object value) => Assert.All(Both, deployment =>
    {
        Assert.NotEmpty(deployment.Of(type));
        Assert.All(deployment.Of(type), one => Assert.Equal(value, (one.SelectToken(path) as JValue)?.Value));
    });

    [BicepFact]
    public void App_Doors_WithAPasswordAreClosed() => Assert.All(Both, deployment => Assert.Equal(["ftp", "scm"], NamesOf(deployment, PasswordDoor)));

    [BicepFact]
    public void SignIn_CallersWithoutToken_ReachTheAppOverHttpsOnly()
    {
        var signIn = Deployment.Whole.Of("Microsoft.Web/sites/config").Single(one => Deployment.ShortName(one) == "authsettingsV2")["properties"]!;

        Assert.True((bool)signIn.SelectToken("platform.enabled")!);
        Assert.True((bool)signIn.SelectToken("httpSettings.requireHttps")!);
        Assert.False((bool)signIn.SelectToken("globalValidation.requireAuthentication")!);
        Assert.Equal("AllowAnonymous", (string?)signIn.SelectToken("globalValidation.unauthenticatedClientAction"));
        Assert.False((bool)signIn.SelectToken("login.tokenStore.enabled")!);
        var client = Deployment.Whole.Environment["COLLECTIONS_ENTRA_CLIENT_ID"];
        Assert.Equal([client, $"api://{client}"], signIn.SelectToken("identityProviders.azureActiveDirectory.validation.allowedAudiences")!.Values<string>());
        Assert.Contains((string)signIn.SelectToken("identityProviders.azureActiveDirectory.registration.clientSecretSettingName")!, Deployment.Whole.Settings.Keys);
        Assert.DoesNotContain("authsettingsV2", NamesOf(Deployment.Smallest, "Microsoft.Web/sites/config"));
    }

    [BicepTheory]
    [InlineData(Storage, "blob", "queue", "table")]
    [InlineData(Vault, "vault")]
    public void PrivateNetwork_WhatHoldsData_IsReachedFromInsideOnly(string type, params string[] groups)
    {
        var one = Assert.Single(Deployment.Whole.Of(type));
        Assert.Equal("Disabled", (string?)one.SelectToken("properties.publicNetworkAccess"));
        Assert.Equal("Deny", (string?)one.SelectToken("properties.networkAcls.defaultAction"));
        var connections = Deployment.Whole.Of("Microsoft.Network/privateEndpoints").SelectMany(endpoint => endpoint.SelectTokens("properties.privateLinkServiceConnections[*].properties"));
        Assert.Equal(groups, connections.Where(to => (string?)to["privateLinkServiceId"] == (string?)one["id"]).SelectMany(to => to["groupIds"]!.Values<string>()).Order(StringComparer.Ordinal));
        Assert.EndsWith("/subnets/app", (string?)Deployment.Whole.Of(Site).Single().SelectToken("properties.virtualNetworkSubnetId"), StringComparison.Ordinal);
        Assert.DoesNotContain(Deployment.Smallest.Resources, resource => ((string)resource["type"]!).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
    }

    [BicepFact]
    public void Roles_OfAWholeDeployment_AreThese() => Assert.Equal(
        [
            $"app: Communication and Email Service Owner on {Communication}",
            $"app: Durable Task Data Contributor on {Scheduler}",
            $"app: Key Vault Secrets User on {Vault}",
            $"app: Monitoring Metrics Publisher on {Insights}",
            $"app: Storage Blob Data Owner on {Storage}",
            $"app: Storage Queue Data Contributor on {Storage}",
            $"app: Storage Table Data Contributor on {Storage}",
            $"deployer: Durable Task Data Contributor on {Scheduler}",
            $"deployer: Key Vault Secrets Officer on {Vault}",
            $"deployer: Storage Blob Data Contributor on {Storage}",
            $"deployer: Storage Queue Data Contributor on {Storage}",
            $"deployer: Storage Table Data Contributor on {Storage}",
            $"reports: Storage Blob Data Contributor on {Container}",
        ],
        RolesOf(Deployment.Whole));

    [BicepFact]
    public void Roles_WithoutADeployer_AreTheAppsAlone() =>
        Assert.Equal(RolesOf(Deployment.Whole).Where(role => role.StartsWith("app: ", StringComparison.Ordinal) && !role.Contains(Scheduler, StringComparison.Ordinal)), RolesOf(Deployment.Smallest));

    [BicepFact]
    public void Alerts_Events_AreTheApps()
    {
        var queries = Deployment.Smallest.Of("Microsoft.Insights/scheduledQueryRules").SelectMany(rule => rule.SelectTokens("properties.criteria.allOf[*].query")).Select(query => (string)query!).ToList();
        Assert.Equal(AlertEvents, queries.SelectMany(query => EventName().Matches(query)).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));

        var logged = typeof(Front).Assembly.GetTypes().Single(type => type.FullName == "Collections.Functions.Logging.Log")
            .GetMethods(BindingFlags.Public | BindingFlags.Static).Select(line => line.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();
        Assert.Empty(AlertEvents.Except(logged.Select(line => line.EventName!)));
        Assert.Empty(logged.Where(line => line.Level >= LogLevel.Error).Select(line => line.EventName!).Except(AlertEvents));
    }

    /// <summary>Traces are a sample, so whoever counts requests asks the metric that the app sends of all of them.</summary>
    [BicepFact]
    public void Alerts_RequestsThatFailed_AreCountedByTheMetric() => Assert.All(Both, deployment =>
    {
        var query = deployment.Of("Microsoft.Insights/scheduledQueryRules")
            .SelectMany(rule => rule.SelectTokens("properties.criteria.allOf[*].query"))
            .Single(text => ((string)text!).Contains(">= 500", StringComparison.Ordinal));

        Assert.Equal("customMetrics | where name == \"http.server.request.duration\" and toint(customDimensions[\"http.response.status_code\"]) >= 500", (string?)query);
        Assert.Equal("parentbased_traceidratio", deployment.Settings["OTEL_TRACES_SAMPLER"]);
        Assert.InRange(double.Parse(deployment.Settings["OTEL_TRACES_SAMPLER_ARG"], CultureInfo.InvariantCulture), 0.001, 0.1);
    });

    [BicepFact]
    public void Alerts_AnAddress_IsToldOfAll()
    {
        var people = Assert.Single(Deployment.Whole.Of("Microsoft.Insights/actionGroups"));
        Assert.Equal(Deployment.Whole.Environment["COLLECTIONS_ALERT_EMAIL"], (string?)people.SelectToken("properties.emailReceivers[0].emailAddress"));
        Assert.All(
            Deployment.Whole.Of("Microsoft.Insights/scheduledQueryRules"),
            rule => Assert.Equal([(string?)people["id"]], rule.SelectToken("properties.actions.actionGroups")!.Values<string>()));
        Assert.Empty(Deployment.Smallest.Of("Microsoft.Insights/actionGroups"));
    }

    [BicepFact]
    public void Tags_OfWhateverHasAPlace_NameTheEnvironment() => Assert.All(Both, deployment => Assert.All(
        deployment.Resources.Where(one => one["location"] is not null),
        one => Assert.Equal(deployment.Environment["AZURE_ENV_NAME"], (string?)one.SelectToken("tags.['azd-env-name']"))));

    [BicepFact]
    public void AzureYaml_Service_IsTheProjectAndTheTaggedApp()
    {
        var service = Service().Match(Repository.Text("azure.yaml"));
        Assert.True(File.Exists(Path.Combine(Repository.Root, service.Groups["path"].Value, "Collections.Functions.csproj")), service.Value);
        Assert.All(Both, deployment => Assert.Equal(service.Groups["name"].Value, (string?)deployment.Of(Site).Single().SelectToken("tags.['azd-service-name']")));
    }

    [BicepFact]
    public void App_RunsOnThisDotNet_FromAContainerThatIsThere() => Assert.All(Both, deployment =>
    {
        var config = deployment.Of(Site).Single().SelectToken("properties.functionAppConfig")!;
        Assert.Equal(("dotnet-isolated", $"{Environment.Version.Major}.0"), ((string?)config.SelectToken("runtime.name"), (string?)config.SelectToken("runtime.version")));
        Assert.Contains(NamesOf(deployment, Container), container => ((string)config.SelectToken("deployment.storage.value")!).Contains($"'{container}'", StringComparison.Ordinal));
        var identity = (string)Assert.Single(deployment.Of(Identity))["id"]!;
        Assert.Equal(identity, (string?)config.SelectToken("deployment.storage.authentication.userAssignedIdentityResourceId"));
        Assert.Equal(identity, (string?)deployment.Of(Site).Single().SelectToken("properties.keyVaultReferenceIdentity"));
    });

    [BicepFact]
    public void Scheduler_Hub_IsThatOfHostJson()
    {
        var hub = (string)Repository.Json("host.json").SelectToken("extensions.durableTask.hubName")!;
        Assert.Equal([hub], NamesOf(Deployment.Whole, "Microsoft.DurableTask/schedulers/taskHubs"));
        Assert.Equal(hub, Deployment.Whole.Settings["TASKHUB_NAME"]);
        Assert.Empty(Deployment.Smallest.Of(Scheduler));
    }

    [BicepFact]
    public void EmailReports_ThatEventGridBrings_ReachTheAppOrAContainer()
    {
        var reports = Assert.Single(Deployment.Whole.Of(Subscription))["properties"]!;
        Assert.Equal(["Microsoft.Communication.EmailDeliveryReportReceived"], reports.SelectToken("filter.includedEventTypes")!.Values<string>());
        Assert.Contains($"/{ReportsRoute()}'", (string)reports.SelectToken("destination.properties.endpointUrl")!, StringComparison.Ordinal);
        Assert.Equal(Deployment.Whole.Environment["COLLECTIONS_ENTRA_CLIENT_ID"], (string?)reports.SelectToken("destination.properties.azureActiveDirectoryApplicationIdOrUri"));
        Assert.Equal(Deployment.Tenant, (string?)reports.SelectToken("destination.properties.azureActiveDirectoryTenantId"));
        Assert.Contains((string)reports.SelectToken("deadLetterWithResourceIdentity.deadLetterDestination.properties.blobContainerName")!, NamesOf(Deployment.Whole, Container));
        Assert.Empty(Deployment.Smallest.Of(Subscription));
    }

    private static List<string> NamesOf(Deployment deployment, string type) => [.. deployment.Of(type).Select(Deployment.ShortName).Order(StringComparer.Ordinal)];

    // Who may do what, on resources of which type.
    private static List<string> RolesOf(Deployment deployment)
    {
        var types = deployment.Resources.ToDictionary(one => (string)one["id"]!, one => (string)one["type"]!);
        return [.. deployment.Of(RoleAssignment).Select(Line).Order(StringComparer.Ordinal)];

        string Line(JObject assignment)
        {
            var (role, who) = ((string)assignment.SelectToken("properties.roleDefinitionId")!, (string)assignment.SelectToken("properties.principalId")!);
            return $"{Who(who)}: {Roles[role.Split('/')[^1]]} on {types[Scope().Match((string)assignment["id"]!).Groups["scope"].Value]}";
        }

        string Who(string principal) =>
            principal == deployment.Environment.GetValueOrDefault("AZURE_PRINCIPAL_ID") ? "deployer"
            : principal.Contains($"{Identity}/", StringComparison.Ordinal) ? "app"
            : principal.Contains("Microsoft.EventGrid/systemTopics/", StringComparison.Ordinal) ? "reports"
            : principal;
    }

    private static string ReportsRoute() => typeof(HttpFunctions).GetMethod(nameof(HttpFunctions.EmailReportsAsync))!
        .GetParameters().Select(parameter => parameter.GetCustomAttribute<Microsoft.Azure.Functions.Worker.HttpTriggerAttribute>()).Single(trigger => trigger is not null)!.Route!;

    // The resource that a role stands on: what comes before the assignment's own part, or what it extends.
    [GeneratedRegex(@"^(?:\[extensionResourceId\('(?<scope>[^']+)'|(?<scope>.+?)/providers/Microsoft\.Authorization/roleAssignments/)", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex Scope();

    [GeneratedRegex("customDimensions\\) has \"(?<name>\\w+)\"", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex EventName();

    [GeneratedRegex(@"^services:\n  (?<name>\w+):\n    project: (?<path>\S+)", RegexOptions.Multiline, Repository.SearchMilliseconds)]
    private static partial Regex Service();
}
