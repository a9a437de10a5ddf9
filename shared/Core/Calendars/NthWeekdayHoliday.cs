namespace Collections.Core.Calendars;

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
