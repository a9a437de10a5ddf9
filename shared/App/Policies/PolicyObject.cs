using System.Globalization;
using Collections.Core.Cases;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Policies;

/// <summary>
/// An object in a policy's file, read setting by setting. A setting that is wrong is noted as a problem and read as something
/// harmless, so that one reading finds everything that is wrong; a file with any problem is refused as a whole.
/// </summary>
internal sealed class PolicyObject
{
    private readonly PolicyReading _reading;
    private readonly JObject _json;
    private readonly string _section;
    private readonly bool _isStandIn;
    private readonly List<string> _known = [];

    private PolicyObject(PolicyReading reading, JObject json, string section, bool isStandIn)
    {
        (_reading, _json, _section, _isStandIn) = (reading, json, section, isStandIn);
    }

    public static PolicyObject Root(PolicyReading reading, JObject json) => new(reading, json, section: "", isStandIn: false);

    public bool Has(string name) => _json.ContainsKey(name);

    public void Problem(string name, string reason)
    {
        if (!_isStandIn)
        {
            var path = _json.Path.Length == 0 ? name : $"{_json.Path}.{name}";
            _reading.Add(_json.Property(name, StringComparison.Ordinal) ?? (IJsonLineInfo)_json, path, _json[name], reason);
        }
    }

    /// <summary>Refuses what was not asked for: a misspelt setting would otherwise be dropped in silence.</summary>
    public void Close()
    {
        foreach (var unknown in _json.Properties().Where(property => !_known.Contains(property.Name, StringComparer.Ordinal)))
        {
            Problem(unknown.Name, $"is not a setting here; {Spelling.Hint(unknown.Name, _known)}");
        }
    }

    public string Text(string name, int longest, string? otherwise = null)
    {
        Know(name, "string", otherwise is null, most: longest);
        if (!Has(name) && otherwise is not null)
        {
            return otherwise;
        }

        if (_json[name] is JValue { Value: string value } && !string.IsNullOrWhiteSpace(value) && value.Length <= longest)
        {
            return value.Trim();
        }

        Problem(name, Must(name, string.Create(CultureInfo.InvariantCulture, $"must be a text of 1 to {longest} characters")));
        return "";
    }

    /// <summary>A name that people may type: small letters, digits and hyphens.</summary>
    public string Name(string name, string? otherwise = null)
    {
        const int longest = 40;
        Know(name, "string", otherwise is null, most: longest);
        if (!Has(name) && otherwise is not null)
        {
            return otherwise;
        }

        if (_json[name] is JValue { Value: string { Length: > 0 and <= longest } value }
            && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && value[0] != '-')
        {
            return value;
        }

        Problem(name, Must(name, $"must be a name of small letters, digits and hyphens, at most {longest} of them, such as call-1"));
        return "";
    }

    public int Whole(string name, int least, int most, int? otherwise = null)
    {
        Know(name, "integer", otherwise is null, otherwise, least, most);
        if (!Has(name) && otherwise is not null)
        {
            return otherwise.Value;
        }

        if (_json[name] is JValue { Type: JTokenType.Integer, Value: long number } && number >= least && number <= most)
        {
            return (int)number;
        }

        Problem(name, Must(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}")));
        return otherwise ?? least;
    }

    /// <summary>A number of at least 1 that may be left out; 0 if it is.</summary>
    public int WholeOrNone(string name, int least, int most)
    {
        Know(name, "integer", required: false, otherwise: null, least, most);
        return Has(name) ? Whole(name, least, most) : 0;
    }

    public decimal Number(string name, decimal least, decimal most, decimal otherwise)
    {
        Know(name, "number", required: false, otherwise, least, most);
        if (!Has(name))
        {
            return otherwise;
        }

        var number = _json[name] is JValue { Value: long or decimal } value ? Convert.ToDecimal(value.Value, CultureInfo.InvariantCulture) : (decimal?)null;
        if (number >= least && number <= most)
        {
            return number.Value;
        }

        Problem(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));
        return otherwise;
    }

    public bool Flag(string name)
    {
        Know(name, "boolean", required: false, otherwise: false);
        if (!Has(name) || _json[name] is JValue { Type: JTokenType.Boolean })
        {
            return (bool?)_json[name] ?? false;
        }

        Problem(name, "must be true or false");
        return false;
    }

    public TimeOnly? Time(string name, TimeOnly? otherwise = null)
    {
        Know(name, "string", required: false, otherwise is { } known ? known.ToString("HH:mm", CultureInfo.InvariantCulture) : null);
        if (!Has(name))
        {
            return otherwise;
        }

        if (_json[name] is JValue { Value: string value }
            && TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        Problem(name, "must be a time of day from \"00:00\" to \"23:59\", such as \"08:30\"");
        return otherwise;
    }

    /// <summary>One of an enumeration's words; null if it is wrong, so that nothing else is judged by it.</summary>
    public T? Choice<T>(string name, T? otherwise = null)
        where T : struct, Enum
    {
        Know(name, "string", otherwise is null, otherwise is { } word ? Words.Of(word) : null, choices: Words.All<T>());
        if (!Has(name) && otherwise is not null)
        {
            return otherwise;
        }

        if (TryChoose<T>(_json[name], out var chosen))
        {
            return chosen;
        }

        Problem(name, Must(name, MustBeOneOf<T>(_json[name])));
        return null;
    }

    public IReadOnlyList<T> Choices<T>(string name, params IReadOnlyList<T> otherwise)
        where T : struct, Enum
    {
        Know(name, "array", required: false, otherwise.Select(Words.Of), least: 1, choices: Words.All<T>());
        if (!Has(name))
        {
            return otherwise;
        }

        var chosen = new List<T>();
        foreach (var token in List(name, least: 1))
        {
            if (!TryChoose<T>(token, out var word))
            {
                _reading.Add(token, token.Path, token, MustBeOneOf<T>(token));
            }
            else if (chosen.Contains(word))
            {
                _reading.Add(token, token.Path, token, "is there twice");
            }
            else
            {
                chosen.Add(word);
            }
        }

        return chosen.Count > 0 ? chosen : otherwise;
    }

    public IReadOnlyList<string> Texts(string name, int longest)
    {
        Know(name, "array", required: false, Array.Empty<string>());
        var texts = new List<string>();
        foreach (var token in Has(name) ? List(name, least: 0) : [])
        {
            if (token is not JValue { Value: string text } || string.IsNullOrWhiteSpace(text) || text.Length > longest)
            {
                _reading.Add(token, token.Path, token, string.Create(CultureInfo.InvariantCulture, $"must be a text of 1 to {longest} characters"));
            }
            else if (texts.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase))
            {
                _reading.Add(token, token.Path, token, "is there twice");
            }
            else
            {
                texts.Add(text.Trim());
            }
        }

        return texts;
    }

    /// <summary>An object of settings that all may be left out, itself included, unless one of them is required.</summary>
    public PolicyObject Section(string name, bool required = false)
    {
        Know(name, "object", required);
        if (_json[name] is JObject section)
        {
            return Inner(section, name, isStandIn: false);
        }

        if (required || Has(name))
        {
            Problem(name, Must(name, "must be an object: settings in braces"));
        }

        // Its settings are not known to be wrong as well, so nothing more is said of them.
        return Inner([], name, isStandIn: true);
    }

    public IReadOnlyList<PolicyObject> Objects(string name, int most)
    {
        Know(name, "array", required: true, least: 1, most: most);
        var objects = new List<PolicyObject>();
        foreach (var token in List(name, least: 1, most))
        {
            if (token is JObject item)
            {
                objects.Add(Inner(item, $"{name}[]", isStandIn: false));
            }
            else
            {
                _reading.Add(token, token.Path, token, "must be an object: settings in braces");
            }
        }

        return objects;
    }

    private PolicyObject Inner(JObject json, string name, bool isStandIn) =>
        new(_reading, json, _section.Length == 0 ? name : $"{_section}.{name}", isStandIn);

    private void Know(
        string name, string type, bool required, object? otherwise = null, decimal? least = null, decimal? most = null,
        IReadOnlyCollection<string>? choices = null)
    {
        _known.Add(name);
        _reading.Know(new PolicyField(_section.Length == 0 ? name : $"{_section}.{name}", type, required, otherwise, least, most, choices));
    }

    private IEnumerable<JToken> List(string name, int least, int most = int.MaxValue)
    {
        if (_json[name] is JArray array && array.Count >= least && array.Count <= most)
        {
            return array;
        }

        var size = most == int.MaxValue ? $"{least} or more" : $"{least} to {most}";
        Problem(name, Must(name, $"must be a list of {size}, in square brackets"));
        return [];
    }

    private string Must(string name, string reason) => Has(name) ? reason : $"is missing; it {reason}";

    private static string MustBeOneOf<T>(JToken? found)
        where T : struct, Enum
    {
        var nearest = found is JValue { Value: string text } ? Spelling.Nearest(text, Words.All<T>()) : null;
        return $"must be one of {string.Join(", ", Words.All<T>())}{(nearest is null ? "" : $"; did you mean {nearest}?")}";
    }

    // Exactly as the schema has it: no other case, no blanks around it.
    private static bool TryChoose<T>(JToken? token, out T chosen)
        where T : struct, Enum
    {
        chosen = default;
        return token is JValue { Value: string text } && Words.TryParse(text, out chosen) && Words.Of(chosen) == text;
    }
}
