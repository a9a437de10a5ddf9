using System.Globalization;
using Collections.App.Company;
using Collections.Web.Requests;

namespace Collections.Web.Feeds;

/// <summary>Reads the day of an entry as a sender writes it.</summary>
internal sealed class MappedDay
{
    private const string EpochSeconds = "epoch";

    private readonly string? _format;
    private readonly TimeZoneInfo _zone;

    /// <exception cref="SettingsException">The form or the zone is none.</exception>
    public MappedDay(MappingCheck check, SettingsFile.MappingPart part, TimeZoneInfo zone)
    {
        _format = part.DateFormat;
        _zone = part.TimeZone is not { } id ? zone
            : TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? found
            : throw check.Wrong("timeZone", id, "is no IANA time zone, such as Australia/Sydney");
        if (_format is not null && _format != EpochSeconds && !IsForm(_format))
        {
            throw check.Wrong("dateFormat", _format, "is no form of a day, such as dd/MM/yyyy, nor epoch");
        }
    }

    /// <summary>The moment of seconds since 1970, within the years that can be; else null.</summary>
    public static DateTimeOffset? Epoch(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 900_000_000 and < 7_200_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The day as the contract writes it; null, with an error noted, if it is none. A moment is the day that it has in the feed's zone.</summary>
    public string? Of(string text, FieldErrors errors)
    {
        if (DayOf(text) is { } day)
        {
            return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        errors.Add("bookedOn", $"is no day in the form {_format ?? "2021-08-03"}");
        return null;
    }

    private static bool IsForm(string format)
    {
        var day = new DateTime(2021, 8, 23, 0, 0, 0, DateTimeKind.Unspecified);
        try
        {
            return DateTime.TryParseExact(day.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var read)
                && read.Date == day;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private DateOnly? DayOf(string text)
    {
        if (_format is null)
        {
            return Fields.Date(text, out var day) is null ? day : Fields.Instant(text, out var moment) is null ? In(moment) : null;
        }

        if (_format == EpochSeconds)
        {
            return Epoch(text) is { } at ? In(at) : null;
        }

        return DateTime.TryParseExact(text, _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? DateOnly.FromDateTime(read) : null;
    }

    private DateOnly In(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);
}
