using System.Globalization;
using System.Reflection;
using Collections.App.Calendars;
using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Collections.App.Stores;

/// <summary>The stored form of the ledger's and the desk's types: JSON with the property names of the code; what has its default value is left out.</summary>
/// <remarks>An approved file in the tests shows the format; renaming a property is a migration. A property that is not known is passed over.</remarks>
public sealed class StoredJson(Regions regions)
{
    private readonly JsonSerializer _json = JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = new StoredProperties(),
        NullValueHandling = NullValueHandling.Ignore,
        DefaultValueHandling = DefaultValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        Culture = CultureInfo.InvariantCulture,
        Converters = { new MoneyText(), new CurrencyText(), new TermsText(), new PlaceText(regions), new StringEnumConverter(new KebabCaseNamingStrategy()) },
    });

    /// <summary>Writes a value.</summary>
    public string Write(object value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _json.Serialize(text, value);
        return text.ToString();
    }

    /// <summary>Reads a value back.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public T Read<T>(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return _json.Deserialize<T>(reader) ?? throw new InvalidDataException($"a stored {typeof(T).Name} is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"a stored {typeof(T).Name} cannot be read: {e.Message}", e);
        }
    }

    // What is computed from the rest is not stored.
    private sealed class StoredProperties : CamelCasePropertyNamesContractResolver
    {
        protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
        {
            var property = base.CreateProperty(member, memberSerialization);
            property.Ignored |= member is PropertyInfo { CanWrite: false };

            // A name is always written: which name comes first in the code must not be part of the format.
            property.DefaultValueHandling = property.PropertyType is { IsEnum: true } ? DefaultValueHandling.Include : property.DefaultValueHandling;
            return property;
        }
    }

    private sealed class CurrencyText : TextConverter<Currency>
    {
        protected override string Write(Currency value) => value.Code;

        protected override Currency Read(string text) => Currency.Parse(text);
    }

    private sealed class TermsText : TextConverter<Terms>
    {
        protected override string Write(Terms value) => value.ToString()!;

        protected override Terms Read(string text) => Terms.TryParse(text, out var terms) ? terms : throw new InvalidDataException($"'{text}' are no terms");
    }

    private sealed class PlaceText(Regions regions) : TextConverter<Place>
    {
        protected override string Write(Place value) => $"{value.Region.Code} {value.TimeZone.Id}";

        protected override Place Read(string text)
        {
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            var region = regions.Find(text[..blank]) ?? throw new InvalidDataException($"region {text[..blank]} is not known any more: put its file back");
            return new Place(region, TimeZoneInfo.FindSystemTimeZoneById(text[(blank + 1)..]));
        }
    }
}
