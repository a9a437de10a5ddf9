using Newtonsoft.Json;

namespace Collections.App.Formats;

/// <summary>The fields of an object, in the order in which they are written: one table for writing and for reading.</summary>
/// <remarks>A property that is not in the table is passed over, so that the release before can read what this one wrote; one that is missing has its default.</remarks>
/// <typeparam name="T">What is written.</typeparam>
/// <typeparam name="TDraft">What is read into.</typeparam>
internal sealed class Fields<T, TDraft>
{
    private readonly List<Field> _fields = [];
    private readonly Dictionary<string, Field> _byName = new(StringComparer.Ordinal);

    /// <summary>Adds a field at the end.</summary>
    public Fields<T, TDraft> Add<TValue>(string name, Codec<TValue> codec, Func<T, TValue> get, Func<TDraft, TValue, TDraft> set)
    {
        var field = new Field<TValue>(name, codec, get, set);
        _fields.Add(field);
        _byName.Add(name, field);
        return this;
    }

    /// <summary>Writes the fields of an object that is begun, and is ended by whoever asks.</summary>
    public void Write(JsonTextWriter json, T value)
    {
        foreach (var field in _fields)
        {
            field.Write(json, value);
        }
    }

    /// <summary>Reads the fields up to the object's end.</summary>
    public TDraft Read(JsonTextReader json, TDraft draft)
    {
        while (Codecs.NextProperty(json) is { } name)
        {
            draft = Read(json, name, draft);
        }

        return draft;
    }

    /// <summary>Reads one field, whose name is read already.</summary>
    public TDraft Read(JsonTextReader json, string name, TDraft draft)
    {
        if (_byName.TryGetValue(name, out var field))
        {
            return field.Read(json, draft);
        }

        Codecs.Pass(json);
        return draft;
    }

    private abstract class Field
    {
        public abstract void Write(JsonTextWriter json, T value);

        public abstract TDraft Read(JsonTextReader json, TDraft draft);
    }

    private sealed class Field<TValue>(string name, Codec<TValue> codec, Func<T, TValue> get, Func<TDraft, TValue, TDraft> set) : Field
    {
        public override void Write(JsonTextWriter json, T value)
        {
            var part = get(value);
            if (!codec.IsLeftOut(part))
            {
                json.WritePropertyName(name, escape: false);
                codec.Write(json, part);
            }
        }

        public override TDraft Read(JsonTextReader json, TDraft draft) => set(draft, codec.Read(json));
    }
}

/// <summary>An object that is a value of its own.</summary>
/// <param name="blank">What is read where nothing is said.</param>
/// <param name="isLeftOut">True for a value that is not written; null for the default.</param>
internal sealed class Shape<T>(T blank, Func<T, bool>? isLeftOut = null) : Codec<T>
{
    private readonly Fields<T, T> _fields = new();

    /// <summary>Adds a field at the end.</summary>
    public Shape<T> With<TValue>(string name, Codec<TValue> codec, Func<T, TValue> get, Func<T, TValue, T> set)
    {
        _fields.Add(name, codec, get, set);
        return this;
    }

    public override bool IsLeftOut(T value) => isLeftOut is null ? base.IsLeftOut(value) : isLeftOut(value);

    public override void Write(JsonTextWriter json, T value)
    {
        json.WriteStartObject();
        _fields.Write(json, value);
        json.WriteEndObject();
    }

    public override T Read(JsonTextReader json)
    {
        Codecs.Expect(json, JsonToken.StartObject);
        return ReadBody(json);
    }

    /// <summary>Reads a value whose opening brace is read already.</summary>
    public T ReadBody(JsonTextReader json) => _fields.Read(json, blank);
}
