using System.Globalization;
using System.Text;
using Collections.Core.Cases;
using Newtonsoft.Json;

namespace Collections.App.Formats;

/// <summary>The stored form of a <see cref="Case"/>: JSON with the property names of the code, in camelCase; what has its default value is left out.</summary>
/// <remarks>
/// One table of fields writes and reads it (<see cref="CaseShapes"/>). A property that a reader does not know is passed over, so that the release before
/// can read what this one wrote; one that is missing has its default. The account's code is not in it: a case is stored under it. An approved file in the
/// tests shows the format.
/// </remarks>
public static class CaseFormat
{
    /// <summary>The format's version, in every case that is written.</summary>
    public const int Version = 1;

    [ThreadStatic]
    private static StringBuilder? _buffer;

    /// <summary>Writes a case.</summary>
    public static string Write(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var buffer = (_buffer ??= new StringBuilder(1024)).Clear();
        using var text = new StringWriter(buffer, CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        Write(json, value);
        json.Flush();
        return buffer.ToString();
    }

    /// <summary>Reads a case back.</summary>
    /// <exception cref="InvalidDataException">It is no case, or was written by a release whose format this one does not know.</exception>
    public static Case Read(string text, string account)
    {
        using var json = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        try
        {
            return json.Read() && json.TokenType == JsonToken.StartObject ? ReadBody(json, account) : throw new InvalidDataException("it is no JSON object");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidDataException or OverflowException or InvalidCastException)
        {
            throw new InvalidDataException($"the stored case of account {account} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a case as a part of something else.</summary>
    internal static void Write(JsonTextWriter json, Case value)
    {
        json.WriteStartObject();
        json.WritePropertyName("v", escape: false);
        json.WriteValue(Version);
        CaseShapes.Case.Write(json, value);
        json.WriteEndObject();
    }

    /// <summary>Reads a case whose opening brace is read already.</summary>
    internal static Case ReadBody(JsonTextReader json, string account)
    {
        var restorer = new Case.Restorer(account);
        while (Codecs.NextProperty(json) is { } name)
        {
            if (name == "v")
            {
                RequireKnown(Codecs.Int.Read(json));
            }
            else
            {
                CaseShapes.Case.Read(json, name, restorer);
            }
        }

        return restorer.Restored();
    }

    private static void RequireKnown(int version)
    {
        if (version > Version)
        {
            throw new InvalidDataException($"its format is {version}, and this release knows formats up to {Version}");
        }
    }
}
