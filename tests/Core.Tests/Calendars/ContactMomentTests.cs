using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

/// <summary>R23: nothing leaves outside the debtor's office hours.</summary>
public sealed class ContactMomentTests
{
    private static readonly WorkCalendar Office = Region.NewSouthWales.Office;
    private static readonly WorkCalendar EveryDay = new("Every day", [], []);

    [Theory]
    [InlineData("08:29", false)]
    [InlineData("08:30", true)]
    [InlineData("16:59", true)]
    [InlineData("17:00", false)]
    public void Contains_AtTheEdges_IncludesTheStartAndNotTheEnd(string time, bool expected) =>
        Assert.Equal(expected, ContactHours.Default.Contains(Time(time)));

    [Theory]
    [InlineData("17:00", "08:30")]
    [InlineData("08:30", "08:30")]
    public void ContactHours_ThatAreEmpty_AreRefused(string from, string to)
    {
        var error = Assert.Throws<ArgumentException>(() => Hours(from, to));
        Assert.Contains($"from {from} to {to}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2021-08-03T10:00+10:00", "2021-08-03T10:00+10:00")]
    [InlineData("2021-08-03T08:29+10:00", "2021-08-03T08:30+10:00")]
    [InlineData("2021-08-03T16:59+10:00", "2021-08-03T16:59+10:00")]
    [InlineData("2021-08-03T17:00+10:00", "2021-08-04T08:30+10:00")]
    [InlineData("2021-08-06T17:00+10:00", "2021-08-09T08:30+10:00")]
    [InlineData("2021-08-07T10:00+10:00", "2021-08-09T08:30+10:00")]
    [InlineData("2021-04-01T18:00+11:00", "2021-04-06T08:30+10:00")]
    [InlineData("2021-10-01T18:00+10:00", "2021-10-05T08:30+11:00")]
    [InlineData("2021-08-02T23:00Z", "2021-08-02T23:00Z")]
    public void NextContactMoment_InSydney_IsNowOrTheNextOpening(string now, string expected) =>
        Assert.Equal(Moment(expected), LocalClock.NextContactMoment(Moment(now), ContactHours.Default, Office, Sydney));

    [Theory]
    [InlineData("2021-10-03T01:00+10:00", "02:30", "17:00", "2021-10-03T03:00+11:00")]
    [InlineData("2021-10-03T01:00+10:00", "02:15", "02:45", "2021-10-04T02:15+11:00")]
    public void NextContactMoment_OpeningInAGap_IsTheEndOfTheGapIfTheHoursStillRun(string now, string from, string to, string expected) =>
        Assert.Equal(Moment(expected), LocalClock.NextContactMoment(Moment(now), Hours(from, to), EveryDay, Sydney));

    [Theory]
    [InlineData("2021-04-04T01:00+11:00", "2021-04-04T02:30+11:00")]
    [InlineData("2021-04-04T02:40+11:00", "2021-04-04T02:40+11:00")]
    [InlineData("2021-04-04T02:55+11:00", "2021-04-04T02:30+10:00")]
    [InlineData("2021-04-04T02:10+10:00", "2021-04-04T02:30+10:00")]
    [InlineData("2021-04-04T02:50+10:00", "2021-04-05T02:30+10:00")]
    public void NextContactMoment_OpeningInAnOverlap_IsTheFirstStillToCome(string now, string expected) =>
        Assert.Equal(Moment(expected), LocalClock.NextContactMoment(Moment(now), Hours("02:30", "02:50"), EveryDay, Sydney));

    [Fact]
    public void NextContactMoment_OnADayThatTheClocksSkip_IsTheDayAfter()
    {
        var samoa = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");
        var next = LocalClock.NextContactMoment(Moment("2011-12-29T20:00-10:00"), ContactHours.Default, EveryDay, samoa);
        Assert.Equal(Moment("2011-12-31T08:30+14:00"), next);
    }

    [Fact]
    public void NextContactMoment_AnyMoment_IsAllowedAndNoneBeforeItIs()
    {
        var random = new Random(20210823);
        var lordHowe = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        for (var sample = 0; sample < 1_000; sample++)
        {
            var now = Moment("2021-01-01T00:00Z").AddMinutes(random.Next(3 * 365 * 24 * 60));
            var next = LocalClock.NextContactMoment(now, ContactHours.Default, Office, lordHowe);
            Assert.True(IsAllowed(next, lordHowe));
            for (var earlier = now; earlier < next; earlier = earlier.AddMinutes(15))
            {
                Assert.False(IsAllowed(earlier, lordHowe));
            }
        }
    }

    [Fact]
    public void NextContactMoment_OnceWarm_AllocatesNothing()
    {
        var start = Moment("2021-01-01T00:00Z");
        AskForAYear(start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AskForAYear(start);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AskForAYear(DateTimeOffset start)
    {
        for (var hour = 0; hour < 365 * 24; hour++)
        {
            _ = LocalClock.NextContactMoment(start.AddHours(hour), ContactHours.Default, Office, Sydney);
        }
    }

    private static bool IsAllowed(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        return Office.IsOpen(DateOnly.FromDateTime(local)) && ContactHours.Default.Contains(TimeOnly.FromDateTime(local));
    }

    private static ContactHours Hours(string from, string to) => new(Time(from), Time(to));
}
