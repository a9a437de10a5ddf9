using System.Globalization;
using Collections.App.Policies;
using Collections.Core.Policies;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Tests.Policies;

/// <summary>The schema, the reader and the policy must know the same settings: what one forgets, no file can change.</summary>
public sealed class PolicySettingsTests
{
    /// <summary>Every setting with another value than the sample's, and what of the policy must follow.</summary>
    private static readonly Dictionary<string, (string Value, Func<Policy, object?> Of, object? Expected)> Settings = new(StringComparer.Ordinal)
    {
        ["name"] = ("\"other\"", p => p.Name, "other"),
        ["version"] = ("7", p => p.Version, 7),
        ["description"] = ("\"Other.\"", p => p.Description, "Other."),
        ["owing.by"] = ("\"invoice-month\"", p => p.Owing.By, OwingBy.InvoiceMonth),
        ["owing.months"] = ("3", p => p.Owing.Months, 3),
        ["scan"] = ("\"monthly\"", p => p.Scan, ScanRhythm.Monthly),
        ["collectionDays"] = ("[\"friday\"]", p => p.CollectionDays.ToString(), "Friday"),
        ["contactHours.from"] = ("\"09:15\"", p => p.ContactHours.From, new TimeOnly(9, 15)),
        ["contactHours.to"] = ("\"18:00\"", p => p.ContactHours.To, new TimeOnly(18, 0)),
        ["smallBalance"] = ("7.5", p => p.SmallBalance, 7.5m),
        ["partPayment.threshold"] = ("0.25", p => p.PartPayment.Threshold, 0.25m),
        ["partPayment.suspendDays"] = ("8", p => p.PartPayment.SuspendDays, 8),
        ["promises.maxDays"] = ("15", p => p.Promises.MaxDays, 15),
        ["promises.maxBroken"] = ("4", p => p.Promises.MaxBroken, 4),
        ["lastLookSeconds"] = ("5", p => p.LastLookSeconds, 5),
        ["staleAfterBankingDays"] = ("3", p => p.StaleAfterBankingDays, 3),
        ["failedCallsBeforeSearch"] = ("6", p => p.FailedCallsBeforeSearch, 6),
        ["disputeLookAgainDays"] = ("15", p => p.DisputeLookAgainDays, 15),
        ["largeShare"] = ("0.1", p => p.LargeShare, 0.1m),
        ["finalDate.postOfficeDays"] = ("5", p => p.FinalDate.PostOfficeDays, 5),
        ["finalDate.graceOfficeDays"] = ("6", p => p.FinalDate.GraceOfficeDays, 6),
        ["matching.applyFrom"] = ("95", p => p.Matching.ApplyFrom, 95),
        ["matching.holdFrom"] = ("60", p => p.Matching.HoldFrom, 60),
        ["matching.rounding"] = ("0.5", p => p.Matching.Rounding, 0.5m),
        ["matching.earlyDiscount"] = ("0.03", p => p.Matching.EarlyDiscount, 0.03m),
        ["matching.earlyDays"] = ("10", p => p.Matching.EarlyDays, 10),
        ["signers"] = ("[\"Cleo\"]", p => string.Join(", ", p.Signers), "Cleo"),
        ["steps[2].name"] = ("\"other\"", p => p.Steps[2].Name, "other"),
        ["steps[2].kind"] = ("\"management-call\"", p => p.Steps[2].Kind, StepKind.ManagementCall),
        ["steps[1].template"] = ("\"other\"", p => p.Steps[1].Template, "other"),
        ["steps[2].script"] = ("\"other\"", p => p.Steps[2].Template, "other"),
        ["steps[2].stage"] = ("\"other\"", p => p.Steps[2].Stage, "other"),
        ["steps[2].from"] = ("\"opening\"", p => p.Steps[2].Timing.From, TimingFrom.Opening),
        ["steps[2].days"] = ("9", p => p.Steps[2].Timing.Days, 9),
        ["steps[2].on"] = ("\"collection\"", p => p.Steps[2].Timing.On, StepDays.Collection),
        ["steps[2].dayOfMonth"] = ("20", p => p.Steps[2].Timing.DayOfMonth, 20),
        ["steps[2].at"] = ("\"10:45\"", p => p.Steps[2].Timing.At, new TimeOnly(10, 45)),
        ["steps[2].daysAfterBrokenPromise"] = ("3", p => p.Steps[2].Timing.AfterBrokenPromise, 3),
        ["steps[2].stopsSupply"] = ("false", p => p.Steps[2].StopsSupply, false),
        ["steps[0].largeOrIrregularOnly"] = ("false", p => p.Steps[0].LargeOrIrregularOnly, false),
    };

    public static TheoryData<string> Paths => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Setting_Changed_ChangesThePolicy(string path)
    {
        var (value, of, expected) = Settings[path];
        var changed = JObject.Parse(Samples.Complete);
        Set(changed, path, value);
        if (path is "owing.by" or "owing.months" or "scan")
        {
            // Neither goes with a step before the due date, and months count by invoice month only.
            changed["owing"]!["by"] = "invoice-month";
            changed["steps"]![0]!.Remove();
        }

        Assert.NotEqual(expected, of(Samples.Read(Samples.Complete)));
        Assert.Equal(expected, of(Samples.Read(changed.ToString())));
    }

    [Fact]
    public void Settings_OfTheTestAbove_AreAllThatTheReaderKnows()
    {
        var tried = Settings.Keys.Select(path => path.StartsWith("steps[", StringComparison.Ordinal) ? $"steps[]{path["steps[0]".Length..]}" : path);
        var groups = new[] { "$schema", "owing", "contactHours", "partPayment", "promises", "finalDate", "matching", "steps" };
        Assert.Equal(Known().Keys.Except(groups).Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_AndReader_KnowTheSameSettingsWithTheSameLimits()
    {
        var schema = JObject.Parse(PolicyFile.Schema);
        var inSchema = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk(schema, schema, "", inSchema);
        var inReader = Known().ToDictionary(entry => entry.Key, entry => Describe(entry.Value), StringComparer.Ordinal);
        Assert.Equal(
            inReader.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}"),
            inSchema.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}"));
    }

    [Fact]
    public void Schema_ForbidsUnknownSettingsEverywhere()
    {
        var objects = JObject.Parse(PolicyFile.Schema).DescendantsAndSelf().OfType<JObject>().Where(o => (string?)o["type"] as string == "object");
        Assert.All(objects, o => Assert.Equal(JTokenType.Boolean, o["additionalProperties"]?.Type));
    }

    private static IReadOnlyDictionary<string, PolicyField> Known()
    {
        var reading = new PolicyReading("a.json");
        Assert.NotNull(PolicyFile.Read(new StringReader(Samples.Complete), reading, []));
        return reading.Fields;
    }

    private static void Set(JObject json, string path, string value)
    {
        var dot = path.LastIndexOf('.');
        var owner = (JObject)(dot < 0 ? json : json.SelectToken(path[..dot])!);
        owner[path[(dot + 1)..]] = JToken.Parse(value);
    }

    private static void Walk(JObject schema, JObject at, string prefix, Dictionary<string, string> found)
    {
        var required = at["required"]?.Values<string>().ToHashSet() ?? [];
        foreach (var property in ((JObject?)at["properties"] ?? []).Properties())
        {
            var value = Resolve(schema, (JObject)property.Value);
            Assert.True(value["description"] is { Type: JTokenType.String }, $"{prefix}{property.Name} has no description");
            found[prefix + property.Name] = Describe(new PolicyField(
                property.Name, (string)value["type"]!, required.Contains(property.Name), value["default"],
                (decimal?)(value["minimum"] ?? value["minItems"]), (decimal?)(value["maximum"] ?? value["maxItems"] ?? value["maxLength"]),
                (value["enum"] ?? value["items"]?["enum"])?.Values<string>().OfType<string>().ToList()));
            Walk(schema, value, $"{prefix}{property.Name}.", found);
            if (value["items"] is JObject items)
            {
                Walk(schema, items, $"{prefix}{property.Name}[].", found);
            }
        }
    }

    private static JObject Resolve(JObject schema, JObject property)
    {
        if ((string?)property["$ref"] is not { } reference)
        {
            return property;
        }

        var resolved = (JObject)schema.SelectToken(reference.TrimStart('#', '/').Replace('/', '.'))!.DeepClone();
        resolved.Merge(property);
        return resolved;
    }

    private static string Describe(PolicyField field) => string.Create(
        CultureInfo.InvariantCulture,
        $"{field.Type}{(field.Required ? " required" : "")} {field.Least}..{field.Most} [{string.Join(", ", field.Choices ?? [])}] default {JsonConvert.SerializeObject(field.Default is decimal number ? (double)number : field.Default is JValue { Value: long whole } && field.Type == "number" ? (double)whole : field.Default)}");
}
