using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>One list of settings, in three places: what a deployment sets, what a developer's sample sets, and what docs/azure.md explains.</summary>
public sealed partial class SettingsTests
{
    /// <summary>What a developer's machine has no use for: identities, services of Azure, and how they are reached.</summary>
    private static readonly string[] CloudOnly =
    [
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
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

    [Fact]
    public void CloudSettings_OnADevelopersMachine_AreInTheSample() => Assert.Empty(Cloud().Except(CloudOnly).Except(Sample().Keys.Select(General)));

    [Fact]
    public void SampleSettings_InTheCloud_AreInBicep() => Assert.Empty(Sample().Keys.Select(General).Except(LocalOnly).Except(Cloud()));

    [Fact]
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
    public void GitIgnore_TheRealSettings_AreLeftOut() => Assert.Contains("local.settings.json", File.ReadAllLines(Path.Combine(BicepFile.Root, ".gitignore")));

    [Fact]
    public void Documentation_EverySettingAndParameter_IsExplained()
    {
        var page = File.ReadAllText(Path.Combine(BicepFile.Root, "docs", "azure.md"));
        var parameters = BicepTests.ParametersFile().Values.Select(value => VariableName().Match(value).Value);
        Assert.All(Cloud().Concat(Sample().Keys.Select(General)).Concat(parameters).Distinct(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static List<string> Cloud()
    {
        var function = BicepFile.App("function.bicep");
        string[] written = ["hostSettings", "schedulerSettings", "entraSettings", "emailSettings", "companySettings"];
        return [.. written.SelectMany(function.Keys), .. ToObjectName().Matches(function.Text).Select(m => General(Expression().Replace(m.Groups["name"].Value, "0")))];
    }

    /// <summary>A feed's secret and a line of an address go by any name and any number; here they are one each.</summary>
    private static string General(string name) => LineNumber().Replace(FeedName().Replace(name, "COLLECTIONS_FEED_<NAME>_SECRET"), "__<n>");

    private static IReadOnlyDictionary<string, JToken> Sample() =>
        ((JObject)JObject.Parse(File.ReadAllText(Path.Combine(BicepFile.Root, "local.settings.sample.json")))["Values"]!)
        .Properties().ToDictionary(one => one.Name, one => one.Value);

    [GeneratedRegex(@"toObject\([^\n]*?=> '(?<name>[^\n]*?)', ", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex ToObjectName();

    [GeneratedRegex(@"\$\{[^}]*\}", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex Expression();

    [GeneratedRegex("^COLLECTIONS_FEED_.+_SECRET$", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex FeedName();

    [GeneratedRegex("__[0-9]+$", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex LineNumber();

    [GeneratedRegex("[A-Z][A-Z_]+", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex VariableName();
}
