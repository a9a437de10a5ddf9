using System.Globalization;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Collections.App.Stores;

/// <summary>The stored form of what waits in an inbox: the happening's name and its fields.</summary>
/// <remarks>Items are taken within moments, so this format lives no longer than a turn takes; what it was lives on in the record.</remarks>
public static class HappeningFormat
{
    private const string Kind = "happening";

    private static readonly Dictionary<string, Type> Types =
        typeof(Happening).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Happening))).ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly JsonSerializer Json = JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        NullValueHandling = NullValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        Culture = CultureInfo.InvariantCulture,
        Converters = { new MoneyText(), new StringEnumConverter(new KebabCaseNamingStrategy()) },
    });

    /// <summary>Writes a happening.</summary>
    public static string Write(Happening happening)
    {
        ArgumentNullException.ThrowIfNull(happening);
        var fields = JObject.FromObject(happening, Json);
        fields.AddFirst(new JProperty(Kind, happening.GetType().Name));
        return fields.ToString(Formatting.None);
    }

    /// <summary>Reads a happening back.</summary>
    /// <exception cref="InvalidDataException">It is none that this release knows.</exception>
    public static Happening Read(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            var fields = JObject.Load(reader);
            var name = (string?)fields[Kind] ?? "";
            return Types.TryGetValue(name, out var type)
                ? (Happening)fields.ToObject(type, Json)!
                : throw new InvalidDataException($"no happening is called '{name}'");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"a stored happening cannot be read: {e.Message}", e);
        }
    }
}
