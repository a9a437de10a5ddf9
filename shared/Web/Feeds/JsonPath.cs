using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Collections.Web.Requests;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Feeds;

/// <summary>Values selected by a JSONPath of the settings.</summary>
internal static class JsonPath
{
    // A pattern in a filter must not hold up a delivery.
    private static readonly JsonSelectSettings Settings = new() { RegexMatchTimeout = TimeSpan.FromMilliseconds(100) };

    /// <summary>What a path selects, without nulls unless they are to be kept. A filter that fails on these values selects nothing, with an error noted.</summary>
    public static List<JToken> Select(JToken from, string path, string field, FieldErrors errors, bool keepsNulls = false)
    {
        try
        {
            return [.. from.SelectTokens(path, Settings).Where(token => keepsNulls || token.Type is not (JTokenType.Null or JTokenType.Undefined))];
        }
        catch (Exception e) when (e is JsonException or RegexMatchTimeoutException or ArgumentException or FormatException or OverflowException
            or InvalidCastException or InvalidOperationException)
        {
            errors.Add(field, $"cannot be read by the path {path}: {e.Message}");
            return [];
        }
    }

    /// <summary>The one text or number that a path selects; null if it selects nothing, or, with an error noted, anything else.</summary>
    public static string? Text(JToken from, string path, string field, FieldErrors errors)
    {
        var found = Select(from, path, field, errors);
        if (found.Count == 0)
        {
            return null;
        }

        if (found.Count > 1)
        {
            errors.Add(field, $"is there several times by the path {path}");
            return null;
        }

        if (TextOf(found[0]) is { } text)
        {
            return text;
        }

        errors.Add(field, "must be a text or a number");
        return null;
    }

    /// <summary>A text, number or truth value as a text; null for anything else.</summary>
    public static string? TextOf(JToken token) => token is not JValue value ? null : value.Value switch
    {
        string text => text.Trim(),
        bool flag => flag ? "true" : "false",
        long or decimal or double or BigInteger => Convert.ToString(value.Value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Why a text is no path, or null.</summary>
    public static string? WhyNot(string path)
    {
        if (!path.StartsWith('$') || path.Length > 200)
        {
            return "is no JSONPath: it begins with $ and has 200 characters at most";
        }

        try
        {
            _ = new JObject().SelectTokens(path, Settings).Count();
            return null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or OverflowException or InvalidOperationException)
        {
            return $"is no JSONPath: {e.Message}";
        }
    }
}
