using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Calendars;

/// <summary>
/// An object in a region's file, read field by field. A field that is wrong is noted as a problem and read as null, so that
/// one reading finds everything that is wrong.
/// </summary>
internal sealed class RegionObject(string file, JObject json, List<RegionProblem> problems)
{
    public bool HasProblems => problems.Count > 0;

    public bool Has(string field) => json.ContainsKey(field);

    public void Problem(string field, string reason)
    {
        var path = json.Path.Length == 0 ? field : $"{json.Path}.{field}";
        problems.Add(new RegionProblem(file, path, json[field]?.ToString(Formatting.None), reason));
    }

    /// <summary>Refuses every other field: one that is misspelt would otherwise be dropped in silence.</summary>
    public void AllowOnly(params string[] fields)
    {
        foreach (var unknown in json.Properties().Where(property => !fields.Contains(property.Name, StringComparer.Ordinal)))
        {
            Problem(unknown.Name, $"is not a field here; those are {string.Join(", ", fields)}");
        }
    }

    public string? Text(string field)
    {
        if (json[field] is JValue { Type: JTokenType.String } value && !string.IsNullOrWhiteSpace((string?)value))
        {
            return ((string)value!).Trim();
        }

        Problem(field, json[field] is null ? "is missing" : "must be a text that is not empty");
        return null;
    }

    public int? Number(string field, int least, int most)
    {
        if (json[field] is JValue { Type: JTokenType.Integer, Value: long number } && number >= least && number <= most)
        {
            return (int)number;
        }

        Problem(field, string.Create(CultureInfo.InvariantCulture,
            $"{(json[field] is null ? "is missing; it" : "")} must be a whole number from {least} to {most}").TrimStart());
        return null;
    }

    public DateOnly? Date(string field, DateOnly first, DateOnly last)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= first && date <= last)
        {
            return date;
        }

        Problem(field, string.Create(CultureInfo.InvariantCulture,
            $"must be a date such as 2022-09-22, from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}"));
        return null;
    }

    public T? Choice<T>(string field)
        where T : struct, Enum
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (TryChoose<T>(text, out var chosen))
        {
            return chosen;
        }

        Problem(field, MustBeOneOf<T>());
        return null;
    }

    public IReadOnlyList<DayOfWeek> Weekdays(string field)
    {
        var weekdays = new List<DayOfWeek>();
        foreach (var token in Array(field))
        {
            if (token is JValue { Type: JTokenType.String } value && TryChoose<DayOfWeek>((string)value!, out var weekday))
            {
                weekdays.Add(weekday);
            }
            else
            {
                problems.Add(new RegionProblem(file, token.Path, token.ToString(Formatting.None), MustBeOneOf<DayOfWeek>()));
            }
        }

        return weekdays;
    }

    public IEnumerable<RegionObject> Objects(string field)
    {
        foreach (var token in Array(field))
        {
            if (token is JObject item)
            {
                yield return new RegionObject(file, item, problems);
            }
            else
            {
                problems.Add(new RegionProblem(file, token.Path, token.ToString(Formatting.None), "must be an object"));
            }
        }
    }

    private JArray Array(string field)
    {
        if (json[field] is JArray array)
        {
            return array;
        }

        Problem(field, json[field] is null ? "is missing" : "must be a list");
        return [];
    }

    // Numbers, which Enum.TryParse takes as well, are no names.
    private static bool TryChoose<T>(string text, out T chosen)
        where T : struct, Enum
    {
        var index = System.Array.FindIndex(Enum.GetNames<T>(), name => string.Equals(CamelCase(name), text, StringComparison.Ordinal));
        chosen = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }

    private static string MustBeOneOf<T>()
        where T : struct, Enum =>
        $"must be one of {string.Join(", ", Enum.GetNames<T>().Select(CamelCase))}";

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
