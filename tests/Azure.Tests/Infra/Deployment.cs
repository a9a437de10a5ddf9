using Newtonsoft.Json.Linq;

namespace Collections.Functions.Tests.Infra;

/// <summary>
/// The resources that `azd provision` would make from an environment, as the compiler predicts them without asking Azure. What only Azure knows, an address or an
/// identity's number, stays an expression in square brackets.
/// </summary>
internal sealed class Deployment
{
    public const string Subscription = "33333333-3333-3333-3333-333333333333";
    public const string Tenant = "44444444-4444-4444-4444-444444444444";

    private static readonly Lazy<Deployment> SmallestOnce = new(static () => new Deployment(new Dictionary<string, string>
    {
        ["AZURE_ENV_NAME"] = "small",
        ["AZURE_LOCATION"] = "australiaeast",
        ["COLLECTIONS_COMPANY_NAME"] = "Harbour",
        ["COLLECTIONS_COMPANY_REPLY_TO"] = "answers@harbour.example",
    }));

    private static readonly Lazy<Deployment> WholeOnce = new(static () => new Deployment(new Dictionary<string, string>
    {
        ["AZURE_ENV_NAME"] = "whole",
        ["AZURE_LOCATION"] = "australiaeast",
        ["AZURE_PRINCIPAL_ID"] = "22222222-2222-2222-2222-222222222222",
        ["COLLECTIONS_ALWAYS_READY_INSTANCES"] = "1",
        ["COLLECTIONS_DURABLE_STORAGE"] = "Scheduler",
        ["COLLECTIONS_PRIVATE_NETWORK"] = "true",
        ["COLLECTIONS_ENTRA_CLIENT_ID"] = "11111111-1111-1111-1111-111111111111",
        ["COLLECTIONS_FEEDS"] = "main, My_Savings",
        ["COLLECTIONS_ALERT_EMAIL"] = "it@harbour.example",
        ["COLLECTIONS_EMAIL_DOMAIN"] = "harbour.example",
        ["COLLECTIONS_EMAIL_DOMAIN_VERIFIED"] = "true",
        ["COLLECTIONS_EMAIL_SENDER"] = "money",
        ["COLLECTIONS_EMAIL_PER_MINUTE"] = "100",
        ["COLLECTIONS_EMAIL_PER_HOUR"] = "1000",
        ["COLLECTIONS_EMAIL_REPORTS"] = "true",
        ["COLLECTIONS_COMPANY_NAME"] = "O'Hara & Sons ${Pty}",
        ["COLLECTIONS_COMPANY_REPLY_TO"] = "answers@harbour.example",
        ["COLLECTIONS_COMPANY_ADDRESS"] = "12 Wharf Road|Balmain NSW 2041",
        ["COLLECTIONS_COMPANY_PHONE"] = "02 5550 1234",
        ["COLLECTIONS_COMPANY_BANK_ACCOUNT_NAME"] = "O'Hara Trading",
        ["COLLECTIONS_COMPANY_BANK_LINES"] = "BSB 062-000|Account 1234 5678",
        ["COLLECTIONS_COMPANY_CARD_LINK"] = "https://pay.harbour.example/?amount={amount}&reference={reference}",
        ["COLLECTIONS_COMPANY_TIME_ZONE"] = "Australia/Hobart",
        ["COLLECTIONS_COMPANY_REGION"] = "AU-NSW",
        ["COLLECTIONS_COMPANY_CURRENCY"] = "NZD",
        ["COLLECTIONS_COMPANY_TERMS"] = "eom+30",
        ["COLLECTIONS_COMPANY_POLICY"] = "acc-monthly",
        ["COLLECTIONS_COMPANY_SCAN_AT"] = "07:15",
    }));

    private Deployment(IReadOnlyDictionary<string, string> environment)
    {
        Environment = environment;
        var folder = Directory.CreateTempSubdirectory("collections-bicep-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "main.json"), CompiledBicep.Infra.Main.ToString());
            File.WriteAllLines(
                Path.Combine(folder, "main.bicepparam"), ["using './main.json'", .. AzdParameter.All.Select(one => $"param {one.Name} = {Literal(one)}")]);
            var complaints = BicepCompiler.Run(
                folder, "snapshot", "main.bicepparam", "--subscription-id", Subscription, "--tenant-id", Tenant, "--location", "australiaeast");
            var prediction = Path.Combine(folder, "main.snapshot.json");
            Assert.True(complaints.Count == 0 && File.Exists(prediction), string.Join('\n', complaints));
            var predicted = JObject.Parse(File.ReadAllText(prediction));
            Assert.Empty(predicted["diagnostics"]!);
            Resources = [.. predicted["predictedResources"]!.Cast<JObject>()];
            Outputs = (JObject)predicted["outputs"]!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>With nothing but what azd asks for.</summary>
    public static Deployment Smallest => SmallestOnce.Value;

    /// <summary>With all that can be turned on.</summary>
    public static Deployment Whole => WholeOnce.Value;

    /// <summary>What azd's environment says.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public IReadOnlyList<JObject> Resources { get; }

    /// <summary>What azd keeps in its environment afterwards.</summary>
    public JObject Outputs { get; }

    /// <summary>The settings of the function app.</summary>
    public IReadOnlyDictionary<string, string> Settings => field ??=
        ((JObject)Of("Microsoft.Web/sites/config").Single(one => ShortName(one) == "appsettings")["properties"]!)
        .Properties().ToDictionary(one => one.Name, one => (string)one.Value!);

    /// <summary>The resources of a type.</summary>
    public IReadOnlyList<JObject> Of(string type) => [.. Resources.Where(one => (string?)one["type"] == type)];

    /// <summary>The last part of a resource's name, without those that it is in.</summary>
    public static string ShortName(JObject resource) => ((string)resource["name"]!).Split('/')[^1];

    private string Literal(AzdParameter parameter)
    {
        var value = parameter.In(Environment);
        return (string?)CompiledBicep.Infra.Main.SelectToken($"parameters.{parameter.Name}.type") == "string"
            ? $"'{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal).Replace("${", @"\${", StringComparison.Ordinal)}'"
            : value;
    }
}
