using Collections.Core.Calendars;

namespace Collections.App.Calendars;

/// <summary>Reads the rules of a region's holidays from its file.</summary>
internal static class HolidayReader
{
    // A year that a leap day has, so that 29 February is allowed.
    private const int LeapYear = 2000;

    private enum Kind
    {
        Fixed,
        Easter,
        NthWeekday,
        OneOff,
    }

    public static IReadOnlyList<HolidayRule> ReadAll(RegionObject region, string field, bool required) =>
        required || region.Has(field) ? [.. region.Objects(field).Select(Read).OfType<HolidayRule>()] : [];

    private static HolidayRule? Read(RegionObject holiday) => holiday.Choice<Kind>("kind") switch
    {
        Kind.Fixed => ReadFixed(holiday),
        Kind.Easter => ReadEaster(holiday),
        Kind.NthWeekday => ReadNthWeekday(holiday),
        Kind.OneOff => ReadOneOff(holiday),
        _ => null,
    };

    private static FixedHoliday? ReadFixed(RegionObject holiday)
    {
        holiday.AllowOnly("kind", "name", "month", "day", "onWeekend", "fromYear", "toYear");
        var name = holiday.Text("name");
        var month = holiday.Number("month", 1, 12);
        var day = holiday.Number("day", 1, month is null ? 31 : DateTime.DaysInMonth(LeapYear, month.Value));
        var weekend = holiday.Has("onWeekend") ? holiday.Choice<WeekendRule>("onWeekend") : WeekendRule.None;
        var (from, to) = ReadYears(holiday);
        return name is null || month is null || day is null || weekend is null
            ? null
            : new FixedHoliday(name, month.Value, day.Value, weekend.Value) { FromYear = from, ToYear = to };
    }

    private static EasterHoliday? ReadEaster(RegionObject holiday)
    {
        holiday.AllowOnly("kind", "name", "days", "fromYear", "toYear");
        var name = holiday.Text("name");
        var days = holiday.Number("days", -EasterHoliday.MostDaysBefore, EasterHoliday.MostDaysAfter);
        var (from, to) = ReadYears(holiday);
        return name is null || days is null ? null : new EasterHoliday(name, days.Value) { FromYear = from, ToYear = to };
    }

    private static NthWeekdayHoliday? ReadNthWeekday(RegionObject holiday)
    {
        holiday.AllowOnly("kind", "name", "month", "weekday", "n", "fromYear", "toYear");
        var name = holiday.Text("name");
        var month = holiday.Number("month", 1, 12);
        var weekday = holiday.Choice<DayOfWeek>("weekday");
        var n = holiday.Number("n", -5, 5);
        if (n == 0)
        {
            holiday.Problem("n", "must be 1 to 5 from the month's start, or -1 (the last) to -5 from its end");
            n = null;
        }

        var (from, to) = ReadYears(holiday);
        return name is null || month is null || weekday is null || n is null
            ? null
            : new NthWeekdayHoliday(name, month.Value, weekday.Value, n.Value) { FromYear = from, ToYear = to };
    }

    private static OneOffHoliday? ReadOneOff(RegionObject holiday)
    {
        holiday.AllowOnly("kind", "name", "date");
        var name = holiday.Text("name");
        var date = holiday.Date("date", WorkCalendar.FirstDay, WorkCalendar.LastDay);
        return name is null || date is null ? null : new OneOffHoliday(name, date.Value);
    }

    private static (int? From, int? To) ReadYears(RegionObject holiday)
    {
        var from = ReadYear(holiday, "fromYear");
        var to = ReadYear(holiday, "toYear");
        if (from > to)
        {
            holiday.Problem("toYear", $"must not be before fromYear, which is {from}");
        }

        return (from, to);
    }

    private static int? ReadYear(RegionObject holiday, string field) =>
        holiday.Has(field) ? holiday.Number(field, WorkCalendar.FirstDay.Year, WorkCalendar.LastDay.Year) : null;
}
