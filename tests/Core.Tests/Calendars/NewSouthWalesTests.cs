using System.Globalization;
using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

/// <summary>
/// The built-in region against the lists that the state publishes, year by year and in full: a day too many fails as well.
/// </summary>
public sealed class NewSouthWalesTests
{
    private static readonly Region Nsw = Region.NewSouthWales;

    public static TheoryData<int, string> PublishedHolidays => new()
    {
        { 2012, "Sun 01-01, Mon 01-02, Thu 01-26, Fri 04-06, Sat 04-07, Sun 04-08, Mon 04-09, Wed 04-25, Mon 06-11, Mon 10-01, Tue 12-25, Wed 12-26" },
        { 2013, "Tue 01-01, Mon 01-28, Fri 03-29, Sat 03-30, Sun 03-31, Mon 04-01, Thu 04-25, Mon 06-10, Mon 10-07, Wed 12-25, Thu 12-26" },
        { 2016, "Fri 01-01, Tue 01-26, Fri 03-25, Sat 03-26, Sun 03-27, Mon 03-28, Mon 04-25, Mon 06-13, Mon 10-03, Sun 12-25, Mon 12-26, Tue 12-27" },
        { 2020, "Wed 01-01, Mon 01-27, Fri 04-10, Sat 04-11, Sun 04-12, Mon 04-13, Sat 04-25, Mon 06-08, Mon 10-05, Fri 12-25, Sat 12-26, Mon 12-28" },
        { 2021, "Fri 01-01, Tue 01-26, Fri 04-02, Sat 04-03, Sun 04-04, Mon 04-05, Sun 04-25, Mon 06-14, Mon 10-04, Sat 12-25, Sun 12-26, Mon 12-27, Tue 12-28" },
        { 2022, "Sat 01-01, Mon 01-03, Wed 01-26, Fri 04-15, Sat 04-16, Sun 04-17, Mon 04-18, Mon 04-25, Mon 06-13, Thu 09-22, Mon 10-03, Sun 12-25, Mon 12-26, Tue 12-27" },
        { 2023, "Sun 01-01, Mon 01-02, Thu 01-26, Fri 04-07, Sat 04-08, Sun 04-09, Mon 04-10, Tue 04-25, Mon 06-12, Mon 10-02, Mon 12-25, Tue 12-26" },
        { 2024, "Mon 01-01, Fri 01-26, Fri 03-29, Sat 03-30, Sun 03-31, Mon 04-01, Thu 04-25, Mon 06-10, Mon 10-07, Wed 12-25, Thu 12-26" },
        { 2025, "Wed 01-01, Mon 01-27, Fri 04-18, Sat 04-19, Sun 04-20, Mon 04-21, Fri 04-25, Mon 06-09, Mon 10-06, Thu 12-25, Fri 12-26" },
        { 2026, "Thu 01-01, Mon 01-26, Fri 04-03, Sat 04-04, Sun 04-05, Mon 04-06, Sat 04-25, Mon 04-27, Mon 06-08, Mon 10-05, Fri 12-25, Sat 12-26, Mon 12-28" },
        { 2027, "Fri 01-01, Tue 01-26, Fri 03-26, Sat 03-27, Sun 03-28, Mon 03-29, Sun 04-25, Mon 04-26, Mon 06-14, Mon 10-04, Sat 12-25, Sun 12-26, Mon 12-27, Tue 12-28" },
        { 2028, "Sat 01-01, Mon 01-03, Wed 01-26, Fri 04-14, Sat 04-15, Sun 04-16, Mon 04-17, Tue 04-25, Mon 06-12, Mon 10-02, Mon 12-25, Tue 12-26" },
    };

    [Theory]
    [MemberData(nameof(PublishedHolidays))]
    public void Office_HolidaysOfAYear_AreThePublishedOnes(int year, string published) =>
        Assert.Equal(published, Listed(HolidaysOf(Nsw.Office, year)));

    [Theory]
    [MemberData(nameof(PublishedHolidays))]
    public void Office_EveryDayOfAYear_IsOpenUnlessWeekendOrPublished(int year, string published)
    {
        var holidays = published.Split(", ").Select(text => NamedDay(text.Insert(4, $"{year}-"))).ToHashSet();
        var wrong = DaysOf(year).Where(day =>
            Nsw.Office.IsOpen(day) != (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day)));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Mon 2012-08-06")]
    [InlineData("Mon 2013-08-05")]
    [InlineData("Mon 2020-08-03")]
    [InlineData("Mon 2021-08-02")]
    [InlineData("Mon 2022-08-01")]
    [InlineData("Mon 2023-08-07")]
    [InlineData("Mon 2024-08-05")]
    [InlineData("Mon 2025-08-04")]
    [InlineData("Mon 2026-08-03")]
    public void Banking_OfAYear_IsTheOfficeWithoutTheBankHoliday(string bankHoliday)
    {
        var expected = NamedDay(bankHoliday);
        Assert.Equal([expected], DaysOf(expected.Year).Where(day => Nsw.Office.IsOpen(day) != Nsw.Banking.IsOpen(day)));
    }

    [Theory]
    [InlineData("2021-12-27", "Christmas Day (additional day)")]
    [InlineData("2021-12-28", "Boxing Day (additional day)")]
    [InlineData("2022-12-27", "Christmas Day (additional day)")]
    [InlineData("2025-01-27", "Australia Day (observed)")]
    [InlineData("2022-06-13", "Queen's Birthday")]
    [InlineData("2023-06-12", "King's Birthday")]
    [InlineData("2011-04-26", "Anzac Day (additional day)")]
    [InlineData("2026-04-27", "Anzac Day (additional day)")]
    [InlineData("2021-08-03", null)]
    [InlineData("2021-08-07", null)]
    public void HolidayName_OfADay_IsTheNameThatPeopleKnow(string day, string? name) => Assert.Equal(name, Nsw.Office.HolidayName(Day(day)));

    private static IEnumerable<DateOnly> HolidaysOf(WorkCalendar calendar, int year) =>
        DaysOf(year).Where(day => calendar.HolidayName(day) is not null);

    private static IEnumerable<DateOnly> DaysOf(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static string Listed(IEnumerable<DateOnly> days) =>
        string.Join(", ", days.Select(day => day.ToString("ddd MM-dd", CultureInfo.InvariantCulture)));
}
