using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

public sealed class HolidayRuleTests
{
    // 1 January is a Saturday in 2022, a Sunday in 2023 and a Monday in 2024.
    [Theory]
    [InlineData(WeekendRule.None, 2022, "2022-01-01")]
    [InlineData(WeekendRule.None, 2023, "2023-01-01")]
    [InlineData(WeekendRule.MovedToMonday, 2022, "2022-01-03")]
    [InlineData(WeekendRule.MovedToMonday, 2023, "2023-01-02")]
    [InlineData(WeekendRule.SundayMovedToMonday, 2022, "2022-01-01")]
    [InlineData(WeekendRule.SundayMovedToMonday, 2023, "2023-01-02")]
    [InlineData(WeekendRule.MovedToNearestWeekday, 2022, "2021-12-31")]
    [InlineData(WeekendRule.MovedToNearestWeekday, 2023, "2023-01-02")]
    [InlineData(WeekendRule.AdditionalMonday, 2022, "2022-01-01 2022-01-03")]
    [InlineData(WeekendRule.AdditionalMonday, 2023, "2023-01-01 2023-01-02")]
    [InlineData(WeekendRule.AdditionalTwoDaysLater, 2022, "2022-01-01 2022-01-03")]
    [InlineData(WeekendRule.AdditionalTwoDaysLater, 2023, "2023-01-01 2023-01-03")]
    [InlineData(WeekendRule.AdditionalTwoDaysLater, 2024, "2024-01-01")]
    public void Fixed_OnAWeekend_FollowsItsRule(WeekendRule rule, int year, string expected) =>
        Assert.Equal(expected.Split(' ').Select(Day), new FixedHoliday("New Year's Day", 1, 1, rule).In(year).Select(holiday => holiday.Date));

    [Theory]
    [InlineData(2023, 0)]
    [InlineData(2024, 1)]
    public void Fixed_OnLeapDay_OnlyInLeapYears(int year, int expected) =>
        Assert.Equal(expected, new FixedHoliday("Leap Day", 2, 29).In(year).Count());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(13, 1)]
    [InlineData(2, 30)]
    [InlineData(4, 31)]
    [InlineData(1, 0)]
    public void Fixed_OnADayThatNoYearHas_IsRefused(int month, int day) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedHoliday("Never", month, day));

    [Theory]
    [InlineData("1818-03-22")]
    [InlineData("1943-04-25")]
    [InlineData("1954-04-18")]
    [InlineData("1981-04-19")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2021-04-04")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    [InlineData("2100-03-28")]
    public void Easter_OfAYear_IsTheChurchsDate(string easter) =>
        Assert.Equal(Day(easter), new EasterHoliday("Easter Sunday", 0).In(Day(easter).Year).Single().Date);

    [Fact]
    public void Easter_WithAnOffset_CountsFromSunday() =>
        Assert.Equal(NamedDay("Thu 2021-05-13"), new EasterHoliday("Ascension", 39).In(2021).Single().Date);

    [Theory]
    [InlineData(8, DayOfWeek.Monday, 1, "Mon 2021-08-02")]
    [InlineData(8, DayOfWeek.Sunday, 1, "Sun 2021-08-01")]
    [InlineData(6, DayOfWeek.Monday, 2, "Mon 2021-06-14")]
    [InlineData(5, DayOfWeek.Monday, -1, "Mon 2021-05-31")]
    [InlineData(5, DayOfWeek.Monday, 5, "Mon 2021-05-31")]
    [InlineData(5, DayOfWeek.Monday, -5, "Mon 2021-05-03")]
    [InlineData(11, DayOfWeek.Thursday, 4, "Thu 2021-11-25")]
    public void NthWeekday_OfAMonth_IsThatDay(int month, DayOfWeek weekday, int n, string expected) =>
        Assert.Equal(NamedDay(expected), new NthWeekdayHoliday("Day", month, weekday, n).In(2021).Single().Date);

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void NthWeekday_AFifthThatTheMonthLacks_GivesNone(int n) =>
        Assert.Empty(new NthWeekdayHoliday("Day", 2, DayOfWeek.Monday, n).In(2021));

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(-6)]
    public void NthWeekday_ANumberThatNoMonthHas_IsRefused(int n) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NthWeekdayHoliday("Day", 2, DayOfWeek.Monday, n));

    [Theory]
    [InlineData(2019, 0)]
    [InlineData(2020, 1)]
    [InlineData(2022, 1)]
    [InlineData(2023, 0)]
    public void Rule_WithFirstAndLastYear_HoldsBetweenThem(int year, int expected) =>
        Assert.Equal(expected, new FixedHoliday("Day", 5, 4) { FromYear = 2020, ToYear = 2022 }.In(year).Count());

    [Fact]
    public void OneOff_InAnotherYear_GivesNone()
    {
        var mourning = new OneOffHoliday("National Day of Mourning", Day("2022-09-22"));
        Assert.Equal(new Holiday(Day("2022-09-22"), "National Day of Mourning"), Assert.Single(mourning.In(2022)));
        Assert.Empty(mourning.In(2021));
    }
}
