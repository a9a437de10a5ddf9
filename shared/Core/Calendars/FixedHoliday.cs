namespace Collections.Core.Calendars;

/// <summary>What happens when a holiday with a fixed date falls on a Saturday or a Sunday.</summary>
public enum WeekendRule
{
    /// <summary>Nothing: the holiday is lost to the weekend, as Anzac Day usually is in New South Wales.</summary>
    None,

    /// <summary>The holiday is observed on the following Monday instead, as Australia Day is in New South Wales.</summary>
    MovedToMonday,

    /// <summary>Only a Sunday's holiday is observed on the following Monday instead, as Anzac Day is in Queensland.</summary>
    SundayMovedToMonday,

    /// <summary>
    /// A Saturday's holiday is observed on the Friday before, a Sunday's on the Monday after, as the federal holidays of the
    /// United States are.
    /// </summary>
    MovedToNearestWeekday,

    /// <summary>The holiday stays, and the following Monday is a holiday as well, as for New Year's Day in New South Wales.</summary>
    AdditionalMonday,

    /// <summary>
    /// The holiday stays, and the day two days later is a holiday as well: Monday for a Saturday, Tuesday for a Sunday, as
    /// for Christmas Day and Boxing Day, which so never compete for the same Monday.
    /// </summary>
    AdditionalTwoDaysLater,
}

/// <summary>A holiday on the same date every year. 29 February is a holiday in leap years only.</summary>
public sealed record FixedHoliday : HolidayRule
{
    private const int LeapYear = 2000;

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
