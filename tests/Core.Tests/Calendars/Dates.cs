using System.Globalization;

namespace Collections.Core.Tests.Calendars;

/// <summary>Dates and moments as the tests of calendars write them.</summary>
internal static class Dates
{
    public static readonly TimeZoneInfo Sydney = TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney");

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A weekday and date such as "Tue 2021-08-03"; the weekday guards against a slip in the test itself.</summary>
    public static DateOnly NamedDay(string text) => DateOnly.ParseExact(text, "ddd yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    public static DateTimeOffset Moment(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mmK", CultureInfo.InvariantCulture);
}
