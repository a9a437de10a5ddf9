using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Collections.App;

/// <summary>JSON as the contract writes and reads it, set up once.</summary>
/// <remarks>
/// Names are camelCase; dates <c>2021-08-03</c>; instants ISO 8601 in UTC with their offset; money <c>{"amount": 900.00, "currency": "AUD"}</c> with
/// the currency's decimals; enums the words of <see cref="Words"/>. What is not there is <c>null</c>, never left out.
/// </remarks>
public static class Json
{
    /// <summary>Deeper JSON is refused: nothing in the contract goes deeper than 6.</summary>
    public const int MaxDepth = 32;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonLoadSettings Strict = new() { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error };

    /// <summary>The one set of settings.</summary>
    public static JsonSerializerSettings Settings { get; } = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy(processDictionaryKeys: false, overrideSpecifiedNames: true) },
        Culture = CultureInfo.InvariantCulture,
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Decimal,
        MaxDepth = MaxDepth,
        Converters = { new TextConverter(), new MoneyConverter(), new WordConverter() },
    };

    // It keeps nothing between two uses, so that all threads share it.
    private static JsonSerializer Serializer { get; } = JsonSerializer.Create(Settings);

    /// <summary>Writes a value.</summary>
    public static string Write(object? value, Formatting formatting = Formatting.None) => JsonConvert.SerializeObject(value, formatting, Settings);

    /// <summary>Writes a value as UTF-8.</summary>
    public static void Write(object? value, Stream stream)
    {
        using var text = new StreamWriter(stream, Utf8, leaveOpen: true);
        using var json = new JsonTextWriter(text) { CloseOutput = false };
        Serializer.Serialize(json, value);
    }

    /// <summary>Reads one JSON value: strict about UTF-8, about names given twice, and about anything after it.</summary>
    /// <exception cref="JsonReaderException">It is no JSON, or too deep.</exception>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        using var json = new JsonTextReader(new StringReader(Utf8.GetString(utf8)))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = MaxDepth,
            Culture = CultureInfo.InvariantCulture,
        };
        var value = JToken.Load(json, Strict);
        return json.Read() ? throw new JsonReaderException("Something follows after the JSON value.") : value;
    }

    /// <summary>Dates, instants, currencies, terms and zones: whatever is written as one word.</summary>
    private sealed class TextConverter : JsonConverter
    {
        public override bool CanRead => false;

        public override bool CanConvert(Type objectType)
        {
            var type = Nullable.GetUnderlyingType(objectType) ?? objectType;
            return type == typeof(DateOnly) || type == typeof(DateTimeOffset) || type == typeof(Currency) || type == typeof(Terms)
                || typeof(TimeZoneInfo).IsAssignableFrom(type);
        }

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
            throw new NotSupportedException("Requests are read field by field, so that every wrong one is named.");

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => writer.WriteValue(value switch
        {
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            TimeZoneInfo zone => zone.Id,
            _ => value?.ToString(),
        });
    }

    private sealed class MoneyConverter : JsonConverter
    {
        public override bool CanRead => false;

        public override bool CanConvert(Type objectType) => (Nullable.GetUnderlyingType(objectType) ?? objectType) == typeof(Money);

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
            throw new NotSupportedException("Requests are read field by field, so that every wrong one is named.");

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            if (value is not Money { Currency: { } currency } money)
            {
                writer.WriteNull();
                return;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("amount");
            writer.WriteRawValue(money.Amount.ToString(currency.Decimals switch { 0 => "F0", 2 => "F2", _ => "F3" }, CultureInfo.InvariantCulture));
            writer.WritePropertyName("currency");
            writer.WriteValue(currency.Code);
            writer.WriteEndObject();
        }
    }

    private sealed class WordConverter : JsonConverter
    {
        private static readonly ConcurrentDictionary<Enum, string> WordOf = [];
        private static readonly MethodInfo Of = typeof(Words).GetMethod(nameof(Words.Of))!;

        public override bool CanRead => false;

        public override bool CanConvert(Type objectType) => (Nullable.GetUnderlyingType(objectType) ?? objectType).IsEnum;

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
            throw new NotSupportedException("Requests are read field by field, so that every wrong one is named.");

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => 
            writer.WriteValue(WordOf.GetOrAdd((Enum)value!, static name => (string)Of.MakeGenericMethod(name.GetType()).Invoke(null, [name])!));
    }
}
