using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

public sealed class CollectionDaysTests
{
    private const int Seed = 20210126;
    private static readonly WorkCalendar Office = Region.NewSouthWales.Office;
    private static readonly CollectionDays Days = CollectionDays.TuesdayAndThursday;

    [Theory]
    [InlineData("Tue 2021-08-03", true)]
    [InlineData("Wed 2021-08-04", false)]
    [InlineData("Thu 2021-08-05", true)]
    [InlineData("Tue 2021-01-26", false)]
    [InlineData("Thu 2022-09-22", false)]
    public void Is_ADay_NeedsTheWeekdayAndAnOpenOffice(string day, bool expected) => Assert.Equal(expected, Days.Is(NamedDay(day), Office));

    [Fact]
    public void OnOrAfter_AnyDay_IsTheFirstCollectionDayFromItOn()
    {
        var random = new Random(Seed);
        for (var sample = 0; sample < 5_000; sample++)
        {
            var day = WorkCalendar.FirstDay.AddDays(random.Next(40_000));
            var letter = Days.OnOrAfter(day, Office);
            Assert.True(Days.Is(letter, Office));
            Assert.DoesNotContain(Enumerable.Range(0, letter.DayNumber - day.DayNumber), skipped => Days.Is(day.AddDays(skipped), Office));
            Assert.Equal(letter, Days.After(day.AddDays(-1), Office));
        }
    }

    [Fact]
    public void FirstOfMonth_AnyMonth_IsWithinIt()
    {
        for (var month = WorkCalendar.FirstDay; month < WorkCalendar.LastDay; month = month.AddMonths(1))
        {
            Assert.Equal(month.Month, Days.FirstOfMonth(month.Year, month.Month, Office).Month);
        }
    }

    [Fact]
    public void Constructor_WithoutWeekdays_IsRefused() => Assert.Throws<ArgumentException>(() => new CollectionDays());

    [Fact]
    public void Fit_AnOfficeThatNeverWorksThen_IsFalseAndAskingAnywayFails()
    {
        var saturdays = new CollectionDays(DayOfWeek.Saturday);
        Assert.False(saturdays.Fit(Office));
        Assert.True(Days.Fit(Office));
        var error = Assert.Throws<InvalidOperationException>(() => saturdays.OnOrAfter(Day("2021-08-03"), Office));
        Assert.Equal("NSW office days: no collection day (Saturday) within a year of 2021-08-03.", error.Message);
    }

    [Fact]
    public void Equality_TheSameWeekdaysInAnyOrder_AreEqual()
    {
        Assert.Equal(Days, new CollectionDays(DayOfWeek.Thursday, DayOfWeek.Tuesday));
        Assert.Equal("Tuesday, Thursday", Days.ToString());
    }
}
