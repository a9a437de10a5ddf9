using System.Globalization;
using System.Text;
using Collections.Core.Cases;
using Newtonsoft.Json;

namespace Collections.App.Formats;

/// <summary>The stored form of a turn's events: a list of JSON objects, each with its name, its reason and its fields; what has its default value is left out.</summary>
/// <remarks>
/// They rebuild an account, so they are read for as long as it is kept: names and fields stay (<see cref="EventShapes"/>; an approved file in the tests shows
/// them all). A field that a reader does not know is passed over; an event that it does not know it refuses, rather than rebuild what never was.
/// </remarks>
public static class CaseEventFormat
{
    private const string Event = "event";
    private const string Reason = "why";

    [ThreadStatic]
    private static StringBuilder? _buffer;

    /// <summary>Writes the events of a turn.</summary>
    public static string Write(IReadOnlyList<Reasoned> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var buffer = (_buffer ??= new StringBuilder(1024)).Clear();
        using var text = new StringWriter(buffer, CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        json.WriteStartArray();
        for (var i = 0; i < events.Count; i++)
        {
            Write(json, events[i]);
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.ToString();
    }

    /// <summary>Reads the events of a turn back.</summary>
    /// <param name="text">What <see cref="Write(IReadOnlyList{Reasoned})"/> wrote.</param>
    /// <param name="account">The code of the account that they are of.</param>
    /// <exception cref="InvalidDataException">They are none, or a newer release has written them.</exception>
    public static IReadOnlyList<Reasoned> Read(string text, string account)
    {
        using var json = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        try
        {
            var events = new List<Reasoned>();
            Codecs.Expect(json, JsonToken.StartArray);
            while (json.Read() && json.TokenType == JsonToken.StartObject)
            {
                events.Add(Read(json, account));
            }

            return json.TokenType == JsonToken.EndArray ? events : throw new InvalidDataException("they end too early");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException or OverflowException or InvalidCastException)
        {
            throw new InvalidDataException($"the stored events of account {account} cannot be read: {e.Message}", e);
        }
    }

    private static void Write(JsonTextWriter json, Reasoned reasoned)
    {
        var shape = EventShapes.Of(reasoned.Event);
        json.WriteStartObject();
        json.WritePropertyName(Event, escape: false);
        json.WriteValue(shape.Name);
        json.WritePropertyName(Reason, escape: false);
        CaseShapes.Why.Write(json, reasoned.Why);
        shape.Write(json, reasoned.Event);
        json.WriteEndObject();
    }

    private static Reasoned Read(JsonTextReader json, string account)
    {
        if (Codecs.NextProperty(json) != Event)
        {
            throw new InvalidDataException("an event does not begin with its name");
        }

        var shape = EventShapes.Of((string)Codecs.Expect(json, JsonToken.String)!);
        var (happened, why) = (shape.Blank, default(Why));
        while (Codecs.NextProperty(json) is { } name)
        {
            if (name == Reason)
            {
                why = CaseShapes.Why.Read(json);
            }
            else
            {
                happened = shape.Read(json, name, happened, account);
            }
        }

        return new Reasoned(happened is TaskOpened task ? task with { Why = why } : happened, why);
    }
}
