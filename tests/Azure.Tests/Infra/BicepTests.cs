using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>What infra compiles to, before anybody says what to deploy.</summary>
public sealed partial class BicepTests
{
    /// <summary>What stands in a text that opens something, or turns on a way to sign in that needs such a text.</summary>
    private static readonly string[] Secrets =
        ["AccountKey=", "SharedAccessSignature", "InstrumentationKey", "accesskey=", "sig=", "whsec_", "adminUserEnabled", "client_secret"];

    [BicepFact]
    public void Files_TheCompilerAndItsLinter_FindNothing() => Assert.Empty(CompiledBicep.Infra.Complaints);

    [BicepFact]
    public void Files_All_AreDeployed()
    {
        var deployed = CompiledBicep.Infra.Main.DescendantsAndSelf().OfType<JObject>().Select(CompiledBicep.Hash).ToHashSet();

        Assert.Equal(Directory.GetFiles(Path.Combine(Repository.Root, "infra"), "*.bicep", SearchOption.AllDirectories).Length, CompiledBicep.Infra.Templates.Count);
        Assert.All(CompiledBicep.Infra.Templates, file => Assert.True(deployed.Contains(CompiledBicep.Hash(file.Value)), $"nobody deploys {file.Key}"));
    }

    [BicepFact]
    public void Templates_KeysOfServices_AreNeverAskedFor() =>
        Assert.DoesNotContain(Texts(), text => text.StartsWith('[') && KeyListing().IsMatch(text));

    [BicepFact]
    public void Templates_Secrets_AreNowhere()
    {
        Assert.DoesNotContain(Texts(), text => Secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
        Assert.Empty(Parameters().Where(one => ((string)one.Value["type"]!).StartsWith("secure", StringComparison.OrdinalIgnoreCase)).Select(one => one.Name));
    }

    [BicepFact]
    public void ParametersFile_Parameters_AreThoseOfMainWithTheSameDefaults()
    {
        // What main.bicep works out for itself is nobody's to give.
        Assert.Equal(["entraTenantId"], Parameters().Select(one => one.Name).Except(AzdParameter.All.Select(one => one.Name)));
        Assert.Empty(AzdParameter.All.Select(one => one.Name).Except(Parameters().Select(one => one.Name)));
        var defaults = Parameters().ToDictionary(one => one.Name, one => one.Value["defaultValue"] is JValue value ? Written(value) : null);
        Assert.All(AzdParameter.All.Where(one => one.Default is not null), one => Assert.Equal((one.Name, defaults[one.Name]), (one.Name, one.Default)));
    }

    [BicepFact]
    public void Documentation_VariablesOfItsCommands_AreKeptByAzd()
    {
        var kept = ((JObject)CompiledBicep.Infra.Main["outputs"]!).Properties().Select(one => one.Name).Concat(AzdParameter.All.Select(one => one.Variable));

        Assert.Empty(CommandVariable().Matches(Repository.AzurePage).Select(m => m.Groups["name"].Value).Except(kept));
    }

    private static IEnumerable<JProperty> Parameters() => ((JObject)CompiledBicep.Infra.Main["parameters"]!).Properties();

    // The texts of main.bicep's template, those of its modules among them.
    private static IEnumerable<string> Texts() =>
        CompiledBicep.Infra.Main.Descendants().OfType<JValue>().Where(value => value.Type == JTokenType.String).Select(value => (string)value!)
        .Concat(CompiledBicep.Infra.Main.Descendants().OfType<JProperty>().Select(property => property.Name));

    // As it is written into the file that azd reads: true, not True.
    private static string Written(JValue value) => value.Type == JTokenType.String ? (string)value! : value.ToString(Newtonsoft.Json.Formatting.None);

    // ARM's functions that hand out keys all begin with list; getSecret is the vault's.
    [GeneratedRegex(@"(?<![\w'.])(?:list\w*|getSecret)\(", RegexOptions.IgnoreCase, Repository.SearchMilliseconds)]
    private static partial Regex KeyListing();

    [GeneratedRegex(@"\$\{?(?<name>(?:AZURE|SERVICE|COLLECTIONS)_[A-Z_]+)", RegexOptions.None, Repository.SearchMilliseconds)]
    private static partial Regex CommandVariable();
}
