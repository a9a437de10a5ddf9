namespace Collections.Core.Calendars;

public sealed partial class Region
{
    /// <summary>
    /// New South Wales: section 4 of the Public Holidays Act 2010 (NSW), in force for 2012 and later, and the days that
    /// orders under section 5 have added. Years before 2012 follow the same rules, as an approximation.
    /// </summary>
    public static Region NewSouthWales { get; } = CreateNewSouthWales();

    private static Region CreateNewSouthWales()
    {
        DayOfWeek[] weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];
        HolidayRule[] publicHolidays =
        [
            new FixedHoliday("New Year's Day", 1, 1, WeekendRule.AdditionalMonday),
            new FixedHoliday("Australia Day", 1, 26, WeekendRule.MovedToMonday),
            new EasterHoliday("Good Friday", -2),
            new EasterHoliday("Easter Saturday", -1),
            new EasterHoliday("Easter Sunday", 0),
            new EasterHoliday("Easter Monday", 1),
            new FixedHoliday("Anzac Day", 4, 25),
            new NthWeekdayHoliday("Queen's Birthday", 6, DayOfWeek.Monday, 2) { ToYear = 2022 },
            new NthWeekdayHoliday("King's Birthday", 6, DayOfWeek.Monday, 2) { FromYear = 2023 },
            new NthWeekdayHoliday("Labour Day", 10, DayOfWeek.Monday, 1),
            new FixedHoliday("Christmas Day", 12, 25, WeekendRule.AdditionalTwoDaysLater),
            new FixedHoliday("Boxing Day", 12, 26, WeekendRule.AdditionalTwoDaysLater),

            // The Act gives Anzac Day no additional day; an order declares one for these years only.
            new OneOffHoliday("Anzac Day (additional day)", new DateOnly(2011, 4, 26)),
            new OneOffHoliday("Anzac Day (additional day)", new DateOnly(2026, 4, 27)),
            new OneOffHoliday("Anzac Day (additional day)", new DateOnly(2027, 4, 26)),
            new OneOffHoliday("National Day of Mourning", new DateOnly(2022, 9, 22)),
        ];

        // Banks close on one more day, under the Retail Trading Act 2008 (NSW); offices work on it.
        var bankHoliday = new NthWeekdayHoliday("Bank Holiday", 8, DayOfWeek.Monday, 1);
        return new Region(
            "AU-NSW",
            "New South Wales",
            new WorkCalendar("NSW office days", weekend, publicHolidays),
            new WorkCalendar("NSW banking days", weekend, [.. publicHolidays, bankHoliday]));
    }
}
