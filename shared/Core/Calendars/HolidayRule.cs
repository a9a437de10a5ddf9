namespace Collections.Core.Calendars;

/// <summary>A date on which a holiday is observed, and the name that people know it by.</summary>
/// <param name="Date">The day that is closed.</param>
/// <param name="Name">The holiday's name, with "(additional day)" or "(observed)" where the day is not the holiday's own.</param>
public readonly record struct Holiday(DateOnly Date, string Name);

/// <summary>What happens when a holiday with a fixed date falls on a Saturday or a Sunday.</summary>
public enum WeekendRule
{
    /// <summary>Nothing: the holiday is lost to the weekend, as Anzac Day usually is in New South Wales.</summary>
    None,

    /// <summary>The holiday is observed on the following Monday instead, as Australia Day is in New South Wales.</summary>
    MovedToMonday,

    /// <summary>Only a Sunday's holiday is observed on the following Monday instead, as Anzac Day is in Queensland.</summary>
    SundayMovedToMonday,

    /// <summary>A Saturday's holiday is observed on the Friday before, a Sunday's on the Monday after, as for the federal holidays of the United States.</summary>
    MovedToNearestWeekday,

    /// <summary>The holiday stays, and the following Monday is a holiday as well, as for New Year's Day in New South Wales.</summary>
    AdditionalMonday,

    /// <summary>
    /// The holiday stays, and so is the day two days later: Monday for a Saturday, Tuesday for a Sunday, as for
    /// Christmas Day and Boxing Day, which so never compete for the same Monday.
    /// </summary>
    AdditionalTwoDaysLater,
}

/// <summary>A rule that says on which dates of a year a holiday is observed.</summary>
public abstract record HolidayRule
{
    private protected HolidayRule(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The holiday's name.</summary>
    public string Name { get; }

    /// <summary>The first year in which the rule holds; null when it always did.</summary>
    public int? FromYear { get; init; }

    /// <summary>The last year in which the rule holds; null when no end is known.</summary>
    public int? ToYear { get; init; }

    /// <summary>
    /// The days on which the holiday of <paramref name="year"/> is observed: none, one, or one and an additional day.
    /// A day moved from the end of December may lie in the next year, one moved from 1 January in the year before.
    /// </summary>
    /// <param name="year">A year from 2 to 9998.</param>
    public IEnumerable<Holiday> In(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9998);
        return year < FromYear || year > ToYear ? [] : Observed(year);
    }

    private protected abstract IEnumerable<Holiday> Observed(int year);
}

/// <summary>A holiday on the same date every year. 29 February is a holiday in leap years only.</summary>
public sealed record FixedHoliday : HolidayRule
{
    /// <summary>A holiday on a month and day of every year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No year has such a day.</exception>
    public FixedHoliday(string name, int month, int day, WeekendRule weekend = WeekendRule.None)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, DateTime.DaysInMonth(LeapYear, month));
        (Month, Day, Weekend) = (month, day, weekend);
    }

    private const int LeapYear = 2000;

    /// <summary>The month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The day of the month.</summary>
    public int Day { get; }

    /// <summary>What happens on a weekend.</summary>
    public WeekendRule Weekend { get; }

    private protected override IEnumerable<Holiday> Observed(int year)
    {
        if (Day > DateTime.DaysInMonth(year, Month))
        {
            return [];
        }

        var date = new DateOnly(year, Month, Day);
        return date.DayOfWeek switch
        {
            DayOfWeek.Saturday => OnWeekend(date, daysToMonday: 2),
            DayOfWeek.Sunday => OnWeekend(date, daysToMonday: 1),
            _ => [new Holiday(date, Name)],
        };
    }

    private Holiday[] OnWeekend(DateOnly date, int daysToMonday) => (Weekend, date.DayOfWeek) switch
    {
        (WeekendRule.MovedToMonday, _) => [Moved(date, daysToMonday)],
        (WeekendRule.SundayMovedToMonday, DayOfWeek.Sunday) => [Moved(date, daysToMonday)],
        (WeekendRule.MovedToNearestWeekday, DayOfWeek.Sunday) => [Moved(date, 1)],
        (WeekendRule.MovedToNearestWeekday, _) => [Moved(date, -1)],
        (WeekendRule.AdditionalMonday, _) => [new Holiday(date, Name), Additional(date, daysToMonday)],
        (WeekendRule.AdditionalTwoDaysLater, _) => [new Holiday(date, Name), Additional(date, 2)],
        _ => [new Holiday(date, Name)],
    };

    private Holiday Moved(DateOnly date, int days) => new(date.AddDays(days), Name + " (observed)");

    private Holiday Additional(DateOnly date, int days) => new(date.AddDays(days), Name + " (additional day)");
}

/// <summary>A holiday at a distance from Easter Sunday of the Gregorian calendar.</summary>
/// <param name="Name">The holiday's name.</param>
/// <param name="Days">Days after Easter Sunday; negative before it: -2 is Good Friday, 1 Easter Monday, 39 Ascension.</param>
public sealed record EasterHoliday(string Name, int Days) : HolidayRule(Name)
{
    private protected override IEnumerable<Holiday> Observed(int year) => [new Holiday(Easter.Sunday(year).AddDays(Days), Name)];
}

/// <summary>A holiday on the n-th or the n-th last weekday of a month, such as the first Monday of October.</summary>
public sealed record NthWeekdayHoliday : HolidayRule
{
    /// <summary>A holiday on the <paramref name="n"/>-th <paramref name="weekday"/> of a month.</summary>
    /// <param name="name">The holiday's name.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <param name="weekday">The weekday.</param>
    /// <param name="n">1 to 5 from the month's start, -1 (the last) to -5 from its end; a fifth that a month lacks gives no holiday.</param>
    public NthWeekdayHoliday(string name, int month, DayOfWeek weekday, int n)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        ArgumentOutOfRangeException.ThrowIfZero(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, -5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, 5);
        (Month, Weekday, N) = (month, weekday, n);
    }

    /// <summary>The month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The weekday.</summary>
    public DayOfWeek Weekday { get; }

    /// <summary>Which one: 1 to 5 from the month's start, -1 to -5 from its end.</summary>
    public int N { get; }

    private protected override IEnumerable<Holiday> Observed(int year)
    {
        var days = DateTime.DaysInMonth(year, Month);
        var first = new DateOnly(year, Month, 1);
        var firstDay = 1 + ((Weekday - first.DayOfWeek + 7) % 7);
        var lastDay = firstDay + ((days - firstDay) / 7 * 7);
        var day = N > 0 ? firstDay + ((N - 1) * 7) : lastDay + ((N + 1) * 7);
        return day >= 1 && day <= days ? [new Holiday(new DateOnly(year, Month, day), Name)] : [];
    }
}

/// <summary>A holiday on one date only, such as a day of mourning or a day that a government declares for one year.</summary>
/// <param name="Name">The holiday's name.</param>
/// <param name="Date">The date.</param>
public sealed record OneOffHoliday(string Name, DateOnly Date) : HolidayRule(Name)
{
    private protected override IEnumerable<Holiday> Observed(int year) => Date.Year == year ? [new Holiday(Date, Name)] : [];
}
