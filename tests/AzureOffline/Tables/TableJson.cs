using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Collections.AzureOffline.Tables;

/// <summary>Entities as the table service's JSON with minimal metadata: types that JSON lacks are annotated.</summary>
internal static class TableJson
{
    private const string TypeSuffix = "@odata.type";

    /// <summary>The entity as the type that the caller asks for, of which there is one.</summary>
    public static T As<T>(TableEntity entity)
        where T : class, ITableEntity =>
        entity as T ?? throw new NotSupportedException($"Offline, entities are read as {nameof(TableEntity)}, not as {typeof(T)}.");

    public static void Write(ITableEntity entity, IBufferWriter<byte> to)
    {
        var properties = entity as TableEntity
            ?? throw new NotSupportedException($"Offline, entities are written from {nameof(TableEntity)}, not from {entity.GetType()}.");
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        for (var each = properties.Properties(); each.MoveNext();)
        {
            // The service sets these two itself.
            if (each.Current is { Value: { } value, Key: not (TableEntity.ETagName or nameof(ITableEntity.Timestamp)) and var name })
            {
                WriteProperty(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one entity, or the tables' or entities' list of a query.</summary>
    public static List<TableEntity> ReadList(ReadOnlySpan<byte> content)
    {
        var list = new List<TableEntity>();
        var json = new Utf8JsonReader(content);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isList = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isList)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                list.Add(ReadEntity(ref json));
            }
        }

        return list;
    }

    public static TableEntity ReadOne(ReadOnlySpan<byte> content)
    {
        var json = new Utf8JsonReader(content);
        json.Read();
        return ReadEntity(ref json);
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text: json.WriteString(name, text); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: WriteTyped(json, name, "Edm.Int64", number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: WriteDouble(json, name, number); break;
            case Guid id: WriteTyped(json, name, "Edm.Guid", id.ToString()); break;
            case DateTimeOffset moment: WriteTyped(json, name, "Edm.DateTime", moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTime moment: WriteTyped(json, name, "Edm.DateTime", moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: WriteBinary(json, name, bytes); break;
            case BinaryData data: WriteBinary(json, name, data.ToMemory().Span); break;
            default: throw new NotSupportedException($"Property '{name}' is a {value.GetType()}, which the table service has no type for.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteString(name + TypeSuffix, type);
        json.WriteString(name, value);
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        json.WriteString(name + TypeSuffix, "Edm.Double");
        if (double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteBinary(Utf8JsonWriter json, string name, ReadOnlySpan<byte> bytes)
    {
        json.WriteString(name + TypeSuffix, "Edm.Binary");
        json.WriteBase64String(name, bytes);
    }

    private static TableEntity ReadEntity(ref Utf8JsonReader json)
    {
        var entity = new TableEntity();
        Dictionary<string, string>? types = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                (types ??= [])[name[..^TypeSuffix.Length]] = json.GetString()!;
            }
            else if (Value(ref json) is { } value)
            {
                entity[name] = value;
            }
        }

        Retype(entity, types);
        return entity;
    }

    private static object? Value(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => json.TryGetInt32(out var whole) ? (object)whole : json.GetDouble(),
        JsonTokenType.Null => null,
        _ => throw new JsonException($"A property of an entity is a {json.TokenType}."),
    };

    // An annotation may stand before its property or after it, so types are set once all are known.
    private static void Retype(TableEntity entity, Dictionary<string, string>? types)
    {
        foreach (var (name, type) in types ?? [])
        {
            if (entity.TryGetValue(name, out var value) && name != nameof(ITableEntity.Timestamp))
            {
                entity.Remove(name);
                entity.Add(name, Typed(type, value));
            }
        }

        if (entity.TryGetValue(nameof(ITableEntity.Timestamp), out var written) && written is string text)
        {
            entity.Remove(nameof(ITableEntity.Timestamp));
            entity.Timestamp = Moment(text);
        }
    }

    private static object Typed(string type, object value) => (type, value) switch
    {
        ("Edm.Int64", string text) => long.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Int64", int number) => (long)number,
        ("Edm.Double", string text) => double.Parse(text, CultureInfo.InvariantCulture),
        ("Edm.Double", int number) => (double)number,
        ("Edm.DateTime", string text) => Moment(text),
        ("Edm.Guid", string text) => Guid.Parse(text),
        ("Edm.Binary", string text) => Convert.FromBase64String(text),
        _ => value,
    };

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
