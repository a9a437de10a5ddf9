using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

public sealed class WorkCalendarTests
{
    private const int Seed = 20210803;
    private const int Samples = 5_000;
    private static readonly DayOfWeek[] SaturdayAndSunday = [DayOfWeek.Saturday, DayOfWeek.Sunday];
    private static readonly WorkCalendar Office = Region.NewSouthWales.Office;

    public static TheoryData<WorkCalendar> Calendars => new()
    {
        Region.NewSouthWales.Office,
        Region.NewSouthWales.Banking,
        new WorkCalendar("No holidays", SaturdayAndSunday, []),
        new WorkCalendar("Every day", [], []),
        new WorkCalendar("Friday and Saturday", [DayOfWeek.Friday, DayOfWeek.Saturday], Region.NewSouthWales.Office.Holidays),
        new WorkCalendar("Wednesdays only", Enum.GetValues<DayOfWeek>().Where(day => day != DayOfWeek.Wednesday), []),
    };

    [Theory]
    [MemberData(nameof(Calendars))]
    public void OnOrAfter_AnyDay_IsTheFirstOpenDayFromItOn(WorkCalendar calendar) => ForAnyDay(day =>
    {
        var rolled = calendar.OnOrAfter(day);
        Assert.True(calendar.IsOpen(rolled));
        Assert.DoesNotContain(DaysFrom(day, rolled), calendar.IsOpen);
        Assert.Equal(rolled, calendar.OnOrAfter(rolled));
    });

    [Theory]
    [MemberData(nameof(Calendars))]
    public void OnOrBefore_AnyDay_IsTheLastOpenDayUpToIt(WorkCalendar calendar) => ForAnyDay(day =>
    {
        var rolled = calendar.OnOrBefore(day);
        Assert.True(calendar.IsOpen(rolled));
        Assert.DoesNotContain(DaysFrom(rolled.AddDays(1), day.AddDays(1)), calendar.IsOpen);
    });

    [Theory]
    [MemberData(nameof(Calendars))]
    public void AfterAndBefore_AnyOpenDay_UndoEachOther(WorkCalendar calendar) => ForAnyDay(day =>
    {
        var open = calendar.OnOrAfter(day);
        Assert.True(calendar.After(open) > open);
        Assert.Equal(open, calendar.Before(calendar.After(open)));
        Assert.Equal(open, calendar.After(calendar.Before(open)));
    });

    [Theory]
    [MemberData(nameof(Calendars))]
    public void Add_ThenAsManyBack_IsTheSameOpenDay(WorkCalendar calendar) => ForAnyDay((day, random) =>
    {
        var open = calendar.OnOrAfter(day);
        var count = random.Next(0, 30);
        Assert.Equal(open, calendar.Add(calendar.Add(open, count), -count));
    });

    [Theory]
    [MemberData(nameof(Calendars))]
    public void OpenDaysBetween_ADayAndAsManyAfterIt_CountsThem(WorkCalendar calendar) => ForAnyDay((day, random) =>
    {
        var count = random.Next(0, 30);
        Assert.Equal(count, calendar.OpenDaysBetween(day, calendar.Add(day, count)));
    });

    [Theory]
    [InlineData("2021-08-06", "2021-08-06", 0)]
    [InlineData("2021-08-06", "2021-08-08", 0)]
    [InlineData("2021-08-06", "2021-08-09", 1)]
    [InlineData("2021-08-08", "2021-08-09", 1)]
    [InlineData("2021-08-09", "2021-08-06", 0)]
    [InlineData("2020-12-31", "2021-12-31", 253)]
    public void OpenDaysBetween_TwoDays_CountsTheEndAndNotTheStart(string from, string to, int expected) =>
        Assert.Equal(expected, Office.OpenDaysBetween(Day(from), Day(to)));

    [Theory]
    [InlineData("Sat 2021-08-07", 0, "Sat 2021-08-07")]
    [InlineData("Sat 2021-08-07", 1, "Mon 2021-08-09")]
    [InlineData("Sat 2021-08-07", -1, "Fri 2021-08-06")]
    [InlineData("Thu 2021-04-01", 1, "Tue 2021-04-06")]
    [InlineData("Tue 2021-04-06", -1, "Thu 2021-04-01")]
    [InlineData("Fri 2021-12-24", 2, "Thu 2021-12-30")]
    public void Add_OverWeekendsAndHolidays_CountsOpenDaysOnly(string from, int days, string expected) =>
        Assert.Equal(NamedDay(expected), Office.Add(NamedDay(from), days));

    [Theory]
    [InlineData("Mon 1989-12-25", true)]
    [InlineData("Sun 1989-12-31", false)]
    [InlineData("Mon 1990-01-01", false)]
    [InlineData("Fri 2100-12-31", true)]
    [InlineData("Sat 2101-01-01", false)]
    [InlineData("Mon 2101-12-26", true)]
    public void IsOpen_AtTheEdgesOfTheTable_KnowsOnlyWeekendsBeyond(string day, bool open) =>
        Assert.Equal(open, Office.IsOpen(NamedDay(day)));

    [Fact]
    public void IsOpen_FirstAndLastDateThereIs_AreAnsweredByTheirWeekday()
    {
        Assert.True(Office.IsOpen(DateOnly.MinValue));
        Assert.True(Office.IsOpen(DateOnly.MaxValue));
        Assert.Equal(DateOnly.MaxValue, Office.OnOrAfter(DateOnly.MaxValue));
    }

    [Fact]
    public void Holiday_MovedOverTheTurnOfTheYear_ClosesTheOtherYearsDay()
    {
        // Both 31 December 2022 and 1 January 2022 are Saturdays.
        var forward = new WorkCalendar("Forward", SaturdayAndSunday, [new FixedHoliday("Last Day", 12, 31, WeekendRule.MovedToMonday)]);
        var back = new WorkCalendar("Back", SaturdayAndSunday, [new FixedHoliday("First Day", 1, 1, WeekendRule.MovedToNearestWeekday)]);
        Assert.Equal("Last Day (observed)", forward.HolidayName(NamedDay("Mon 2023-01-02")));
        Assert.Equal("First Day (observed)", back.HolidayName(NamedDay("Fri 2021-12-31")));
    }

    [Fact]
    public void Constructor_WithoutAnyOpenWeekday_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new WorkCalendar("Never", Enum.GetValues<DayOfWeek>(), []));
        Assert.Equal("Never: closed for more than 31 days on end up to 1990-02-01; a calendar needs open days.", error.Message);
    }

    private static void ForAnyDay(Action<DateOnly> check) => ForAnyDay((day, _) => check(day));

    private static void ForAnyDay(Action<DateOnly, Random> check)
    {
        // The range reaches beyond the table on both sides.
        var random = new Random(Seed);
        var (first, last) = (WorkCalendar.FirstDay.AddYears(-2).DayNumber, WorkCalendar.LastDay.AddYears(2).DayNumber);
        for (var sample = 0; sample < Samples; sample++)
        {
            check(DateOnly.FromDayNumber(random.Next(first, last)), random);
        }
    }

    private static IEnumerable<DateOnly> DaysFrom(DateOnly first, DateOnly end)
    {
        for (var day = first; day < end; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
