namespace Collections.Core.Calendars;

/// <summary>A holiday at a distance from Easter Sunday of the Gregorian calendar.</summary>
public sealed record EasterHoliday : HolidayRule
{
    /// <summary>The furthest before Easter that a holiday may be, so that it stays in Easter's year.</summary>
    public const int MostDaysBefore = 80;

    /// <summary>The furthest after Easter that a holiday may be, so that it stays in Easter's year.</summary>
    public const int MostDaysAfter = 250;

    /// <summary>A holiday <paramref name="days"/> days after Easter Sunday.</summary>
    /// <param name="name">The holiday's name.</param>
    /// <param name="days">Negative before Easter: -2 is Good Friday, 1 Easter Monday, 39 Ascension.</param>
    public EasterHoliday(string name, int days)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, -MostDaysBefore);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDaysAfter);
        Days = days;
    }

    /// <summary>Days after Easter Sunday; negative before it.</summary>
    public int Days { get; }

    private protected override IEnumerable<Holiday> Observed(int year) => [new Holiday(Easter.Sunday(year).AddDays(Days), Name)];
}

/// <summary>The date of Easter in the Gregorian calendar.</summary>
internal static class Easter
{
    /// <summary>Easter Sunday of a year, by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static DateOnly Sunday(int year)
    {
        var golden = year % 19;
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var (leapCenturies, centuryRest) = Math.DivRem(century, 4);
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moonCorrection + 15) % 30;
        var (leaps, leapRest) = Math.DivRem(yearOfCentury, 4);
        var toSunday = (32 + (2 * centuryRest) + (2 * leaps) - epact - leapRest) % 7;
        var lateMoon = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * lateMoon) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
