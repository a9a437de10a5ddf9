using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

/// <summary>Every date of the rules that follows from a calendar alone.</summary>
public sealed class RulesCalendarTests
{
    private static readonly WorkCalendar Office = Region.NewSouthWales.Office;
    private static readonly WorkCalendar Banking = Region.NewSouthWales.Banking;
    private static readonly CollectionDays Days = CollectionDays.TuesdayAndThursday;

    [Theory]
    [InlineData(2021, 3, "Tue 2021-03-02")]
    [InlineData(2021, 4, "Thu 2021-04-01")]
    [InlineData(2021, 8, "Tue 2021-08-03")]
    [InlineData(2021, 9, "Thu 2021-09-02")]
    [InlineData(2021, 10, "Tue 2021-10-05")]
    [InlineData(2022, 1, "Tue 2022-01-04")]
    public void R5_ScanOfAMonth_FirstCollectionDayThatIsAnOfficeDay(int year, int month, string expected) =>
        Assert.Equal(NamedDay(expected), Days.FirstOfMonth(year, month, Office));

    [Fact]
    public void R7_LetterOnAustraliaDay_MovesToTheNextCollectionDay() =>
        Assert.Equal(NamedDay("Thu 2021-01-28"), Days.OnOrAfter(NamedDay("Tue 2021-01-26"), Office));

    [Fact]
    public void R7_AustraliaDay_IsNoCollectionDay() => Assert.False(Days.Is(NamedDay("Tue 2021-01-26"), Office));

    [Fact]
    public void R8_LetterBeforeGoodFriday_CallOnTuesdayAfterEaster() =>
        Assert.Equal(NamedDay("Tue 2021-04-06"), Office.After(NamedDay("Thu 2021-04-01")));

    [Fact]
    public void R8_CallOnTuesdayAfterEaster_SecondLetterOnThursday() =>
        Assert.Equal(NamedDay("Thu 2021-04-08"), Days.After(NamedDay("Tue 2021-04-06"), Office));

    [Theory]
    [InlineData("Mon 2021-08-02")]
    [InlineData("Mon 2021-08-09")]
    [InlineData("Mon 2021-08-16")]
    [InlineData("Thu 2021-08-12")]
    [InlineData("Wed 2021-08-11")]
    public void R9_DayOfACall_IsAnOfficeDayAndStays(string day) => Assert.Equal(NamedDay(day), Office.OnOrAfter(NamedDay(day)));

    [Fact]
    public void R10_ReminderTwoDaysBeforeDue_RollsBackToFriday() =>
        Assert.Equal(NamedDay("Fri 2021-07-30"), Office.OnOrBefore(NamedDay("Mon 2021-08-02").AddDays(-2)));

    [Fact]
    public void R10_StepAfterDueOnASaturday_RollsForwardToMonday() =>
        Assert.Equal(NamedDay("Mon 2021-08-02"), Office.OnOrAfter(NamedDay("Sat 2021-07-31")));

    [Fact]
    public void R12_FourOfficeDaysOfPostFromTheFinalLetter_Friday() =>
        Assert.Equal(NamedDay("Fri 2021-08-27"), Office.Add(NamedDay("Mon 2021-08-23"), 4));

    [Fact]
    public void R12_ThreeOfficeDaysOfGraceAfterThePost_FirstOfSeptember() =>
        Assert.Equal(NamedDay("Wed 2021-09-01"), Office.Add(NamedDay("Fri 2021-08-27"), 3));

    [Fact]
    public void R20_TwoBankingDaysOverTheBankHoliday_TuesdayIsTheFirst() =>
        Assert.Equal(1, Banking.OpenDaysBetween(NamedDay("Fri 2021-07-30"), NamedDay("Tue 2021-08-03")));

    [Fact]
    public void R26_PromiseOnFridayBeforeTheBankHoliday_BankLooksAgainOnTuesday() =>
        Assert.Equal(NamedDay("Tue 2021-08-03"), Banking.After(NamedDay("Fri 2021-07-30")));

    [Fact]
    public void R26_ClaimOnWednesday_BankLooksOnThursday() =>
        Assert.Equal(NamedDay("Thu 2021-08-12"), Banking.After(NamedDay("Wed 2021-08-11")));

    [Fact]
    public void R26_BankHoliday_OfficesWork()
    {
        Assert.True(Office.IsOpen(NamedDay("Mon 2021-08-02")));
        Assert.False(Banking.IsOpen(NamedDay("Mon 2021-08-02")));
        Assert.Equal("Bank Holiday", Banking.HolidayName(NamedDay("Mon 2021-08-02")));
    }
}
