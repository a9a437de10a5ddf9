using System.Globalization;
using System.Text;
using Collections.App;
using Collections.App.Company;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Web.Requests;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Feeds;

/// <summary>Checks a mapping before the first delivery: its paths, its words, and its own sample.</summary>
internal sealed class MappingCheck(string place)
{
    public const string KeepGood = "keep-good";
    public const string Minor = "minor";
    public const string Sign = "sign";

    private static readonly string[] EntryFields =
    [
        "id", "bookedOn", "amount", "currency", "direction", "reference", "payer", "account", "reversalOf", "payerAccount", "structuredReference", "endToEndId", "bankReference",
    ];

    /// <summary>Checks the paths and words.</summary>
    /// <returns>The paths of the reference.</returns>
    /// <exception cref="SettingsException">One is not right.</exception>
    public IReadOnlyList<string> Paths(SettingsFile.MappingPart part)
    {
        Path("entries", part.Entries ?? "$");
        Path("id", part.Id);
        Path("bookedOn", part.BookedOn);
        Path("amount", part.Amount);
        Path("payer", part.Payer ?? "$");
        Path("account", part.Account ?? "$");
        Path("reversalOf", part.ReversalOf ?? "$");
        Path("payerAccount", part.PayerAccount ?? "$");
        Path("structuredReference", part.StructuredReference ?? "$");
        Path("endToEndId", part.EndToEndId ?? "$");
        Path("bankReference", part.BankReference ?? "$");
        Path("asOf", part.AsOf ?? "$");
        OneOf("amountUnit", part.AmountUnit, "major", Minor);
        OneOf("onBadEntry", part.OnBadEntry, "refuse", KeepGood);
        if (part.Currency is not ['=', ..] constant)
        {
            Path("currency", part.Currency);
        }
        else if (!Core.Ledger.Currency.TryParse(constant[1..].ToUpperInvariant(), out _))
        {
            throw Wrong("currency", constant, "is no currency code of ISO 4217, such as =AUD");
        }

        Direction(part);
        if (part.SkipWhen is { } skip)
        {
            Path("skipWhen.path", skip.Path);
            _ = skip.Values is { Count: > 0 } ? 0 : throw Wrong("skipWhen.values", null, "is missing");
        }

        return References(part.Reference);
    }

    /// <summary>Reads the mapping's sample, and compares what comes out with what it expects.</summary>
    /// <exception cref="SettingsException">It comes out otherwise; the message says how.</exception>
    public void Sample(SettingsFile.MappingPart part, FeedMapping mapping)
    {
        var sample = part.Sample is { Type: not JTokenType.Null } given ? given : throw Wrong("sample", null, "is missing: a payload as the sender writes it");
        var expect = part.Expect ?? throw Wrong("expect", null, "is missing: the entries that the sample holds");
        var read = mapping.Read(Parsed("sample", sample));
        if (read.Rejected is [var first, ..])
        {
            throw Wrong("sample", null, string.Create(CultureInfo.InvariantCulture, $"cannot be read: entry {first.Index}, {first.Field} {first.Why}"));
        }

        if (read.Entries.Count != expect.Count)
        {
            throw Wrong("sample", null, string.Create(CultureInfo.InvariantCulture, $"has {read.Entries.Count} entries, and expect has {expect.Count}"));
        }

        foreach (var (index, entry) in read.Entries.Index())
        {
            var expected = Expected(Parsed("expect", expect[index]), index);
            if (entry != expected)
            {
                throw Wrong("sample", null, string.Create(CultureInfo.InvariantCulture, $"is read otherwise than expect says: entry {index} is {Json.Write(entry)}, expected is {Json.Write(expected)}"));
            }
        }
    }

    /// <summary>What to throw for a setting.</summary>
    public SettingsException Wrong(string field, string? value, string why) => new($"the setting {place}.{field}{(value is null ? "" : $" '{value}'")} {why}");

    private BankEntry Expected(JToken given, int index)
    {
        var json = given as JObject ?? throw Wrong("expect", null, "must hold objects");
        if (json.Properties().FirstOrDefault(one => !EntryFields.Contains(one.Name, StringComparer.Ordinal)) is { } unknown)
        {
            throw Wrong("expect", unknown.Name, $"is no field of an entry; these are {string.Join(", ", EntryFields)}");
        }

        var errors = new FieldErrors();
        var entry = BankEntryBody.Read(new Fields(json, errors), json);
        return errors.IsEmpty ? entry
            : throw Wrong("expect", null, string.Create(CultureInfo.InvariantCulture, $"is not right: entry {index}, {errors.ByField.First().Key} {errors.ByField.First().Value[0]}"));
    }

    // The settings' numbers are read as those of a delivery are.
    private JToken Parsed(string field, JToken json)
    {
        try
        {
            return Json.Parse(Encoding.UTF8.GetBytes(json.ToString(Formatting.None)));
        }
        catch (JsonException e)
        {
            throw Wrong(field, null, $"is no JSON that can be delivered: {e.Message}");
        }
    }

    private void Direction(SettingsFile.MappingPart part)
    {
        if (part.DirectionValues?.FirstOrDefault(one => one.Value is not ("credit" or "debit")) is { Key: { } key } wrong)
        {
            throw Wrong($"directionValues.{key}", wrong.Value, "is none of credit, debit");
        }

        if (part.Direction is Sign or "=credit" or "=debit")
        {
            _ = part.DirectionValues is null ? 0 : throw Wrong("directionValues", null, "needs a path as direction");
            return;
        }

        if (part.Direction?.StartsWith('$') != true)
        {
            throw Wrong("direction", part.Direction, "must be sign, =credit, =debit or a path");
        }

        Path("direction", part.Direction);
    }

    private string[] References(JToken? reference)
    {
        string[] paths = reference switch
        {
            null => [],
            JValue { Value: string one } => [one],
            JArray several when several.All(one => one.Type == JTokenType.String) => [.. several.Select(one => (string)one!)],
            _ => throw Wrong("reference", null, "must be a path, or a list of them"),
        };
        foreach (var path in paths)
        {
            Path("reference", path);
        }

        return paths;
    }

    private void OneOf(string field, string? value, params string[] words)
    {
        if (value is not null && !words.Contains(value, StringComparer.Ordinal))
        {
            throw Wrong(field, value, $"is none of {string.Join(", ", words)}");
        }
    }

    private void Path(string field, string? path)
    {
        if (path is null)
        {
            throw Wrong(field, null, "is missing");
        }

        if (JsonPath.WhyNot(path) is { } why)
        {
            throw Wrong(field, path, why);
        }
    }
}
