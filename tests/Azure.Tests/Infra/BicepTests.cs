using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>Bicep's compiler comes with azd, which a build machine need not have. What would fail first at a deployment is looked at here.</summary>
public sealed partial class BicepTests
{
    [Fact]
    public void Files_BracketsAndQuotes_Close() =>
        Assert.Empty(BicepFile.All().Select(file => (file.Name, Wrong: file.Imbalance())).Where(found => found.Wrong is not null).Select(found => $"{found.Name}, {found.Wrong}"));

    [Fact]
    public void Files_WhatTheyDeclare_IsUsed() =>
        Assert.Empty(BicepFile.All().SelectMany(file => file.Parameters.Keys.Concat(file.Variables).Where(name => file.Uses(name) < 2).Select(name => $"{file.Name}: {name}")));

    [Fact]
    public void Modules_Files_Exist() =>
        Assert.Empty(BicepFile.All().SelectMany(file => file.Modules.Where(module => !File.Exists(file.PathOf(module))).Select(module => $"{file.Name}: {module.Path}")));

    [Fact]
    public void Modules_EveryFile_IsUsed()
    {
        var used = BicepFile.All().SelectMany(file => file.Modules.Select(file.PathOf)).ToHashSet();
        Assert.Equal([BicepFile.Whole().Path], BicepFile.All().Select(file => file.Path).Except(used));
    }

    [Fact]
    public void Modules_Parameters_AreThoseDeclared()
    {
        foreach (var file in BicepFile.All())
        {
            foreach (var module in file.Modules)
            {
                var declared = file.Of(module).Parameters;
                Assert.Empty(module.Given.Except(declared.Keys).Select(name => $"{file.Name}: {module.Path} has no parameter {name}"));
                Assert.Empty(declared.Where(one => one.Value is null).Select(one => one.Key).Except(module.Given).Select(name => $"{file.Name}: {module.Path} needs {name}"));
            }
        }
    }

    [Fact]
    public void Outputs_ThatAreReferredTo_AreDeclared()
    {
        foreach (var file in BicepFile.All())
        {
            var modules = file.Modules.ToDictionary(module => module.Name, file.Of);
            Assert.Empty(OutputReference().Matches(file.Text)
                .Where(m => !modules.TryGetValue(m.Groups["module"].Value, out var module) || !module.Outputs.Contains(m.Groups["output"].Value))
                .Select(m => $"{file.Name}: {m.Value}"));
        }
    }

    [Fact]
    public void ParametersFile_Parameters_AreThoseOfMainWithTheSameDefaults()
    {
        var main = BicepFile.Whole();
        foreach (var one in ParametersFile())
        {
            Assert.True(main.Parameters.TryGetValue(one.Key, out var written), $"main.bicep has no parameter {one.Key}");
            var form = Variable().Match(one.Value);
            Assert.True(form.Success, $"{one.Key}: {one.Value} is not of the form ${{NAME}} or ${{NAME=default}}");
            if (form.Groups["default"].Success)
            {
                Assert.Equal(written?.Trim('\''), form.Groups["default"].Value);
            }
        }

        // What main.bicep works out for itself is nobody's to give.
        Assert.Equal(["entraTenantId"], main.Parameters.Keys.Except(ParametersFile().Keys));
    }

    [Fact]
    public void Files_Secrets_AreNowhere()
    {
        string[] keys = ["listKeys", "listAccountSas", "AccountKey=", "SharedAccessSignature", "InstrumentationKey", "accesskey=", "adminUserEnabled", "whsec_"];
        Assert.Empty(BicepFile.All().SelectMany(file => keys.Where(key => file.Text.Contains(key, StringComparison.OrdinalIgnoreCase)).Select(key => $"{file.Name}: {key}")));
    }

    [Theory]
    [InlineData("storage.bicep", "allowSharedKeyAccess: false")]
    [InlineData("storage.bicep", "allowBlobPublicAccess: false")]
    [InlineData("storage.bicep", "defaultToOAuthAuthentication: true")]
    [InlineData("storage.bicep", "minimumTlsVersion: 'TLS1_2'")]
    [InlineData("vault.bicep", "enableRbacAuthorization: true")]
    [InlineData("vault.bicep", "enablePurgeProtection: true")]
    [InlineData("email.bicep", "disableLocalAuth: true")]
    [InlineData("monitoring.bicep", "DisableLocalAuth: true")]
    [InlineData("function.bicep", "httpsOnly: true")]
    [InlineData("function.bicep", "allow: false")]
    [InlineData("function.bicep", "unauthenticatedClientAction: 'AllowAnonymous'")]
    [InlineData("function.bicep", "'azd-service-name': 'api'")]
    [InlineData("emailReports.bicep", "'Microsoft.Communication.EmailDeliveryReportReceived'")]
    public void File_WhatKeepsItSafe_IsThere(string file, string setting) => Assert.Contains(setting, BicepFile.App(file).Text, StringComparison.Ordinal);

    [Fact]
    public void Storage_ContainerQueuesAndTables_AreTheApps()
    {
        var storage = BicepFile.App("storage.bicep");
        Assert.Contains($"name: '{Names.Intake}'", storage.Text, StringComparison.Ordinal);
        Assert.Equal(AppNames.Queues, storage.Strings("queues"));
        Assert.Equal(AppNames.Tables, storage.Strings("tables"));
    }

    [Fact]
    public void Alerts_Events_AreTheApps() =>
        Assert.Equal(AppNames.AlertEvents.Order(StringComparer.Ordinal), EventName().Matches(BicepFile.App("alerts.bicep").Text).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void AzureYaml_Service_IsTheProject()
    {
        var yaml = File.ReadAllText(Path.Combine(BicepFile.Root, "azure.yaml"));
        var project = ProjectLine().Match(yaml).Groups["path"].Value;
        Assert.True(File.Exists(Path.Combine(BicepFile.Root, project, "Collections.Functions.csproj")), project);
        Assert.Contains("\n  api:\n", yaml, StringComparison.Ordinal);
    }

    internal static IReadOnlyDictionary<string, string> ParametersFile() =>
        ((JObject)JObject.Parse(File.ReadAllText(Path.Combine(BicepFile.Root, "infra", "main.parameters.json")))["parameters"]!)
        .Properties().ToDictionary(one => one.Name, one => (string)one.Value["value"]!);

    [GeneratedRegex(@"(?<![\w.])(?<module>\w+)\.outputs\.(?<output>\w+)", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex OutputReference();

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)(?:=(?<default>.*))?\}$", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex Variable();

    [GeneratedRegex("customDimensions\\) has \"(?<name>\\w+)\"", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex EventName();

    [GeneratedRegex(@"project: (?<path>\S+)", RegexOptions.None, BicepFile.TimeoutMilliseconds)]
    private static partial Regex ProjectLine();
}
