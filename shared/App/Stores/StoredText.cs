using System.Globalization;
using Collections.Core.Ledger;
using Newtonsoft.Json;

namespace Collections.App.Stores;

/// <summary>Stores a value as a text; a value that may be missing, too.</summary>
internal abstract class TextConverter<T> : JsonConverter
{
    public override bool CanConvert(Type objectType) => typeof(T).IsAssignableFrom(Nullable.GetUnderlyingType(objectType) ?? objectType);

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => writer.WriteValue(Write((T)value!));

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
        reader.Value is string text ? Read(text) : null;

    protected abstract string Write(T value);

    protected abstract T Read(string text);
}

/// <summary>An amount, such as <c>AUD 90000</c>, in minor units. One of no currency is the default value of the type: nothing was ever said.</summary>
internal sealed class MoneyText : TextConverter<Money>
{
    protected override string Write(Money value) => string.Create(CultureInfo.InvariantCulture, $"{value.Currency?.Code} {value.Minor}");

    protected override Money Read(string text) =>
        text[0] == ' ' ? default : new Money(long.Parse(text[4..], CultureInfo.InvariantCulture), Currency.Parse(text[..3]));
}
