using System.Globalization;
using Collections.App.Company;
using Collections.Core.Calendars;

namespace Collections.Web.Requests;

/// <summary>Reads the parameters of a query, telling of every one that is wrong.</summary>
internal sealed class Parameters
{
    private const int MostItems = 500;
    private const int DefaultItems = 50;
    private const int MaxText = 500;

    public FieldErrors Errors { get; } = new();

    public string? Text(string name, string? value)
    {
        var text = value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if ((text.Length > MaxText ? $"is longer than {MaxText} characters" : TextRules.WhyNot(text)) is { } why)
        {
            Errors.Add(name, why);
            return null;
        }

        return text;
    }

    public DateOnly? Date(string name, string? value) =>
        Text(name, value) is { } text ? Keep(name, Fields.Date(text, out var day), day) : null;

    public T? Word<T>(string name, string? value)
        where T : struct, Enum =>
        Text(name, value) is { } text ? Keep(name, Fields.Word<T>(text, out var word), word) : null;

    /// <summary>An instant, or a date, which stands for the end of that day at the company's.</summary>
    public DateTimeOffset? InstantOrDay(string name, string? value, CompanySettings company)
    {
        if (Text(name, value) is not { } text)
        {
            return null;
        }

        return Fields.Date(text, out var day) is null
            ? LocalClock.ToInstant(day.AddDays(1), TimeOnly.MinValue, company.Place.TimeZone, GapRule.EndOfGap, OverlapRule.Earlier).AddTicks(-1)
            : Keep(name, Fields.Instant(text, out var moment), moment);
    }

    /// <summary>How many items a page has: 1 to 500, 50 unless told.</summary>
    public int Limit(string? value)
    {
        if (Text("limit", value) is not { } text)
        {
            return DefaultItems;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostItems)
        {
            return limit;
        }

        Errors.Add("limit", $"is not a number from 1 to {MostItems}");
        return DefaultItems;
    }

    /// <summary>Notes that one of them is wrong.</summary>
    /// <returns>Always true.</returns>
    public bool Wrong(string name, string why)
    {
        Errors.Add(name, why);
        return true;
    }

    /// <summary>Ends the request if any of them was wrong.</summary>
    public void Check() => Errors.ThrowIfAny();

    /// <summary>A part of the path. A slash, which the path itself cannot carry, arrives encoded.</summary>
    public static string FromPath(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private T? Keep<T>(string name, string? why, T value)
        where T : struct
    {
        if (why is null)
        {
            return value;
        }

        Errors.Add(name, why);
        return null;
    }
}
