using Collections.Core.Calendars;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Calendars;

public sealed class LocalClockTests
{
    private static readonly string[] Zones =
    [
        "Australia/Sydney", "Australia/Lord_Howe", "Australia/Brisbane", "Australia/Adelaide", "Europe/London", "America/New_York", "America/St_Johns",
        "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Africa/Casablanca", "UTC",
    ];

    [Theory]
    [InlineData("2021-08-16", "17:00", "2021-08-16T07:00Z")]
    [InlineData("2021-10-05", "17:00", "2021-10-05T06:00Z")]
    public void ToInstant_R11EndOfTheOfficeDayInSydney_FollowsDaylightSaving(string date, string time, string expected) =>
        Assert.Equal(Moment(expected), Instant("Australia/Sydney", date, time, OverlapRule.Earlier));

    [Theory]
    [InlineData("Australia/Sydney", "2021-10-03", "01:59", "2021-10-02T15:59Z")]
    [InlineData("Australia/Sydney", "2021-10-03", "02:00", "2021-10-02T16:00Z")]
    [InlineData("Australia/Sydney", "2021-10-03", "02:30", "2021-10-02T16:00Z")]
    [InlineData("Australia/Sydney", "2021-10-03", "03:00", "2021-10-02T16:00Z")]
    [InlineData("Australia/Sydney", "2021-10-03", "03:01", "2021-10-02T16:01Z")]
    [InlineData("Australia/Lord_Howe", "2021-10-03", "02:15", "2021-10-02T15:30Z")]
    [InlineData("Australia/Lord_Howe", "2021-10-03", "02:30", "2021-10-02T15:30Z")]
    [InlineData("America/New_York", "2021-03-14", "02:30", "2021-03-14T07:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "08:30", "2011-12-30T10:00Z")]
    public void ToInstant_InAGap_IsItsEnd(string zone, string date, string time, string expected) =>
        Assert.Equal(Moment(expected), Instant(zone, date, time, OverlapRule.Earlier));

    [Theory]
    [InlineData("Australia/Sydney", "2021-04-04", "01:59", "2021-04-03T14:59Z", "2021-04-03T14:59Z")]
    [InlineData("Australia/Sydney", "2021-04-04", "02:00", "2021-04-03T15:00Z", "2021-04-03T16:00Z")]
    [InlineData("Australia/Sydney", "2021-04-04", "02:30", "2021-04-03T15:30Z", "2021-04-03T16:30Z")]
    [InlineData("Australia/Sydney", "2021-04-04", "03:00", "2021-04-03T17:00Z", "2021-04-03T17:00Z")]
    [InlineData("Australia/Lord_Howe", "2021-04-04", "01:45", "2021-04-03T14:45Z", "2021-04-03T15:15Z")]
    [InlineData("Europe/London", "2021-10-31", "01:30", "2021-10-31T00:30Z", "2021-10-31T01:30Z")]
    public void ToInstant_InAnOverlap_IsTheOneAskedFor(string zone, string date, string time, string earlier, string later)
    {
        Assert.Equal(Moment(earlier), Instant(zone, date, time, OverlapRule.Earlier));
        Assert.Equal(Moment(later), Instant(zone, date, time, OverlapRule.Later));
    }

    [Fact]
    public void ToInstant_AtTheEndsOfTime_StaysInRange()
    {
        var first = LocalClock.ToInstant(DateOnly.MinValue, TimeOnly.MinValue, Sydney, GapRule.EndOfGap, OverlapRule.Earlier);
        var last = LocalClock.ToInstant(DateOnly.MaxValue, TimeOnly.MaxValue, Zone("America/New_York"), GapRule.EndOfGap, OverlapRule.Earlier);
        Assert.Equal(DateTimeOffset.MinValue, first);
        Assert.Equal(DateTimeOffset.MaxValue, last);
    }

    [Fact]
    public void ToInstant_OfAnyMomentsLocalTime_IsThatMomentOrItsTwin()
    {
        var random = new Random(20211003);
        foreach (var zone in Zones.Select(Zone))
        {
            for (var sample = 0; sample < 2_000; sample++)
            {
                var moment = Moment("2000-01-01T00:00Z").AddMinutes(random.Next(40 * 366 * 24 * 60));
                var local = LocalClock.ToLocal(moment, zone).DateTime;
                OverlapRule[] rules = [OverlapRule.Earlier, OverlapRule.Later];
                var instants = rules.Select(rule =>
                    LocalClock.ToInstant(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone, GapRule.EndOfGap, rule)).ToArray();
                Assert.Contains(moment, instants);
                Assert.True(instants[0] <= instants[1]);
            }
        }
    }

    [Theory]
    [InlineData("2021-08-15T13:59Z", "Sun 2021-08-15")]
    [InlineData("2021-08-15T14:00Z", "Mon 2021-08-16")]
    [InlineData("2021-10-05T12:59Z", "Tue 2021-10-05")]
    [InlineData("2021-10-05T13:00Z", "Wed 2021-10-06")]
    public void DateAt_AroundMidnightInSydney_TurnsThere(string moment, string expected) =>
        Assert.Equal(NamedDay(expected), LocalClock.DateAt(Moment(moment), Sydney));

    [Fact]
    public void ToLocal_AMoment_IsTheSameMomentWithTheZonesOffset()
    {
        var local = LocalClock.ToLocal(Moment("2021-10-05T06:00Z"), Sydney);
        Assert.True(local.EqualsExact(new DateTimeOffset(2021, 10, 5, 17, 0, 0, TimeSpan.FromHours(11))));
    }

    private static DateTimeOffset Instant(string zone, string date, string time, OverlapRule overlap) =>
        LocalClock.ToInstant(Day(date), Time(time), Zone(zone), GapRule.EndOfGap, overlap);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
