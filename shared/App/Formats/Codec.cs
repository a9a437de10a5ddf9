using System.Collections.Immutable;
using System.Globalization;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Newtonsoft.Json;

namespace Collections.App.Formats;

/// <summary>How a kind of value is written and read back.</summary>
internal abstract class Codec<T>
{
    /// <summary>True for a value that is not written, since whoever reads nothing takes it for this.</summary>
    public virtual bool IsLeftOut(T value) => EqualityComparer<T>.Default.Equals(value, default);

    /// <summary>Writes a value; its name is written already.</summary>
    public abstract void Write(JsonTextWriter json, T value);

    /// <summary>Reads a value; its name, or what comes before it in its list, is read already.</summary>
    public abstract T Read(JsonTextReader json);
}

/// <summary>The kinds of value that the stored formats share.</summary>
internal static class Codecs
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>A whole number.</summary>
    public static Codec<int> Int { get; } = new Scalar<int>(
        (json, value) => json.WriteValue(value), json => Convert.ToInt32(Expect(json, JsonToken.Integer), CultureInfo.InvariantCulture));

    /// <summary>Yes or no.</summary>
    public static Codec<bool> Bool { get; } = new Scalar<bool>((json, value) => json.WriteValue(value), json => (bool)Expect(json, JsonToken.Boolean)!);

    /// <summary>A text; one without a letter is as good as none.</summary>
    public static Codec<string?> Text { get; } = new Scalar<string?>((json, value) => json.WriteValue(value), ReadText, string.IsNullOrEmpty);

    /// <summary>A day; the first of all is none.</summary>
    public static Codec<DateOnly?> Day { get; } = new Scalar<DateOnly?>(
        (json, value) => json.WriteValue(value!.Value.ToString("O", CultureInfo.InvariantCulture)),
        json => DateOnly.ParseExact(ReadText(json), "O", CultureInfo.InvariantCulture),
        value => value is null || value == default(DateOnly));

    /// <summary>A moment, exactly; the first of all is none.</summary>
    public static Codec<DateTimeOffset?> Instant { get; } = new Scalar<DateTimeOffset?>(
        (json, value) => json.WriteValue(value!.Value.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)),
        json => DateTimeOffset.ParseExact(
            ReadText(json), InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        value => value is null || value == default(DateTimeOffset));

    /// <summary>An amount; without a currency it is none.</summary>
    public static Codec<Money> Amount { get; } = new Scalar<Money>(WriteMoney, ReadMoney, value => value.Currency is null);

    /// <summary>A name, by its word.</summary>
    public static Codec<T> Word<T>()
        where T : struct, Enum => new Scalar<T>((json, value) => json.WriteValue(Words.Of(value)), ReadWord<T>);

    /// <summary>A list; an empty one is left out.</summary>
    public static Codec<ImmutableArray<T>> List<T>(Shape<T> shape) => new Scalar<ImmutableArray<T>>(
        (json, values) =>
        {
            json.WriteStartArray();
            foreach (var value in values)
            {
                shape.Write(json, value);
            }

            json.WriteEndArray();
        },
        json =>
        {
            Expect(json, JsonToken.StartArray);
            var all = ImmutableArray.CreateBuilder<T>();
            while (json.Read() && json.TokenType == JsonToken.StartObject)
            {
                all.Add(shape.ReadBody(json));
            }

            return all.ToImmutable();
        },
        values => values.IsDefaultOrEmpty);

    /// <summary>The name of an object's next property; null at its end.</summary>
    public static string? NextProperty(JsonTextReader json) =>
        !json.Read() ? throw new InvalidDataException("it ends too early")
        : json.TokenType == JsonToken.PropertyName ? (string)json.Value!
        : null;

    /// <summary>Passes over a value that nobody here knows.</summary>
    public static void Pass(JsonTextReader json)
    {
        json.Read();
        json.Skip();
    }

    /// <summary>Reads what must come next.</summary>
    /// <exception cref="InvalidDataException">Something else comes.</exception>
    public static object? Expect(JsonTextReader json, JsonToken token) =>
        json.Read() && json.TokenType == token ? json.Value : throw new InvalidDataException($"{json.Path} is {json.TokenType}, not {token}");

    private static string ReadText(JsonTextReader json) => (string)Expect(json, JsonToken.String)!;

    private static T ReadWord<T>(JsonTextReader json)
        where T : struct, Enum
    {
        var word = ReadText(json);
        return Words.TryParse<T>(word, out var value) ? value : throw new InvalidDataException($"{json.Path}: '{word}' is not known");
    }

    private static void WriteMoney(JsonTextWriter json, Money value)
    {
        json.WriteStartObject();
        json.WritePropertyName("minor", escape: false);
        json.WriteValue(value.Minor);
        json.WritePropertyName("currency", escape: false);
        json.WriteValue(value.Currency.Code);
        json.WriteEndObject();
    }

    private static Money ReadMoney(JsonTextReader json)
    {
        var (minor, currency) = (0L, default(Currency));
        Expect(json, JsonToken.StartObject);
        while (NextProperty(json) is { } name)
        {
            switch (name)
            {
                case "minor":
                    minor = Convert.ToInt64(Expect(json, JsonToken.Integer), CultureInfo.InvariantCulture);
                    break;
                case "currency":
                    currency = Currency.Parse(ReadText(json));
                    break;
                default:
                    Pass(json);
                    break;
            }
        }

        return new Money(minor, currency!);
    }

    private sealed class Scalar<T>(Action<JsonTextWriter, T> write, Func<JsonTextReader, T> read, Func<T, bool>? isLeftOut = null) : Codec<T>
    {
        public override bool IsLeftOut(T value) => isLeftOut is null ? base.IsLeftOut(value) : isLeftOut(value);

        public override void Write(JsonTextWriter json, T value) => write(json, value);

        public override T Read(JsonTextReader json) => read(json);
    }
}
