using Collections.App.Calendars;
using Collections.Core.Calendars;

namespace Collections.App.Tests.Calendars;

public sealed class RegionFileTests
{
    private const string Valid = """{ "code": "XX-A", "name": "A", "holidays": [] }""";

    [Fact]
    public void Read_WithoutWeekend_RestsOnSaturdayAndSunday()
    {
        var region = Read(Valid);
        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Saturday], region.Office.Weekend);
        Assert.Equal("XX-A office days", region.Office.Name);
    }

    [Fact]
    public void Read_ARemarkAfterTheRegion_IsAllowed() => Assert.Equal("XX-A", Read(Valid + "\n// The end.").Code);

    [Fact]
    public void Read_EveryKindOfHoliday_GivesItsRule()
    {
        var region = Read("""
            {
              "code": "AE", "name": "Emirates", "weekend": ["saturday", "friday"], // A remark.
              "holidays": [
                { "kind": "fixed", "name": "F", "month": 2, "day": 29, "onWeekend": "sundayMovedToMonday", "fromYear": 2000, "toYear": 2030 },
                { "kind": "easter", "name": "E", "days": -2, "toYear": 2040 },
                { "kind": "nthWeekday", "name": "N", "month": 5, "weekday": "monday", "n": -1, "fromYear": 2001 }
              ],
              "bankHolidays": [{ "kind": "oneOff", "name": "O", "date": "2022-09-22" }]
            }
            """);
        HolidayRule[] expected =
        [
            new FixedHoliday("F", 2, 29, WeekendRule.SundayMovedToMonday) { FromYear = 2000, ToYear = 2030 },
            new EasterHoliday("E", -2) { ToYear = 2040 },
            new NthWeekdayHoliday("N", 5, DayOfWeek.Monday, -1) { FromYear = 2001 },
        ];
        Assert.Equal([DayOfWeek.Friday, DayOfWeek.Saturday], region.Office.Weekend);
        Assert.Equal(expected, region.Office.Holidays);
        Assert.Equal([.. expected, new OneOffHoliday("O", new DateOnly(2022, 9, 22))], region.Banking.Holidays);
    }

    [Fact]
    public void Read_ExtendingABuiltInRegion_AddsToBothItsCalendars()
    {
        var region = Read("""{ "code": "AU-NSW", "name": "N", "extends": "au-nsw", "holidays": [{ "kind": "oneOff", "name": "O", "date": "2029-03-15" }] }""");
        var added = new OneOffHoliday("O", new DateOnly(2029, 3, 15));
        Assert.Equal([.. Region.NewSouthWales.Office.Holidays, added], region.Office.Holidays);
        Assert.Equal([.. Region.NewSouthWales.Banking.Holidays, added], region.Banking.Holidays);
    }

    [Theory]
    [InlineData("""{ "name": "A", "holidays": [] }""", "a.json: code: is missing")]
    [InlineData("""{ "code": " ", "name": "A", "holidays": [] }""", "a.json: code = \" \": must be a text that is not empty")]
    [InlineData("""{ "code": 7, "name": "A", "holidays": [] }""", "a.json: code = 7: must be a text that is not empty")]
    [InlineData("""{ "code": "a/b", "name": "A", "holidays": [] }""", "a.json: code = \"a/b\": must have letters, digits and hyphens only, such as AU-VIC")]
    [InlineData("""{ "code": "A", "name": "A" }""", "a.json: holidays: is missing")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": {} }""", "a.json: holidays = {}: must be a list")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": ["x"] }""", "a.json: holidays[0] = \"x\": must be an object")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": [], "holiday": 1 }""",
        "a.json: holiday = 1: is not a field here; those are code, name, extends, weekend, holidays, bankHolidays")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": [], "weekend": ["sunday", "6"] }""",
        "a.json: weekend[1] = \"6\": must be one of sunday, monday, tuesday, wednesday, thursday, friday, saturday")]
    [InlineData("""{ "code": "A", "name": "A", "extends": "AU-TAS" }""", "a.json: extends = \"AU-TAS\": is not a built-in region; those are AU-NSW")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": [], "weekend": ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] }""",
        "a.json: holidays = []: A office days: closed for more than 31 days on end up to 1990-02-01; a calendar needs open days.")]
    [InlineData("[]", "a.json: must hold one JSON object")]
    public void Read_AWrongRegion_SaysWhereWhatAndWhy(string json, string expected) => Assert.Equal(expected, Refused(json));

    [Theory]
    [InlineData("""{ "name": "H" }""", "kind: is missing")]
    [InlineData("""{ "kind": "lunar", "name": "H" }""", "kind = \"lunar\": must be one of fixed, easter, nthWeekday, oneOff")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 13, "day": 1 }""", "month = 13: must be a whole number from 1 to 12")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 2, "day": 30 }""", "day = 30: must be a whole number from 1 to 29")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 2 }""", "day: is missing; it must be a whole number from 1 to 29")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 1.5, "day": 1 }""", "month = 1.5: must be a whole number from 1 to 12")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 1, "day": 99999999999999999999 }""", "day = 99999999999999999999: must be a whole number from 1 to 31")]
    [InlineData("""{ "kind": "fixed", "name": "H", "month": 1, "day": 1, "onWeekend": null }""", "onWeekend = null: must be a text that is not empty")]
    [InlineData("""{ "kind": "easter", "name": "H", "days": 999 }""", "days = 999: must be a whole number from -80 to 250")]
    [InlineData("""{ "kind": "nthWeekday", "name": "H", "month": 1, "weekday": "monday", "n": 0 }""",
        "n = 0: must be 1 to 5 from the month's start, or -1 (the last) to -5 from its end")]
    [InlineData("""{ "kind": "oneOff", "name": "H", "date": "22/09/2022" }""", "date = \"22/09/2022\": must be a date such as 2022-09-22, from 1990-01-01 to 2100-12-31")]
    [InlineData("""{ "kind": "oneOff", "name": "H", "date": "2022-09-22", "fromYear": 2000 }""", "fromYear = 2000: is not a field here; those are kind, name, date")]
    [InlineData("""{ "kind": "easter", "name": "H", "days": 1, "fromYear": 2022, "toYear": 2020 }""", "toYear = 2020: must not be before fromYear, which is 2022")]
    public void Read_AWrongHoliday_SaysWhereWhatAndWhy(string holiday, string expected) =>
        Assert.Equal($"a.json: holidays[0].{expected}", Refused($$"""{ "code": "A", "name": "A", "holidays": [{{holiday}}] }"""));

    [Fact]
    public void Read_SeveralMistakes_ReportsThemAll()
    {
        var error = Assert.Throws<RegionFileException>(() => Read("""
            { "code": "A", "name": "", "holidays": [{ "kind": "easter", "name": "E" }, { "kind": "oneOff", "date": "2022-09-22" }] }
            """));
        Assert.Equal(["name", "holidays[0].days", "holidays[1].name"], error.Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"code\": ")]
    [InlineData("""{ "code": "A", "name": "A", "holidays": [] } {}""")]
    [InlineData("""{ "code": "A", "code": "B", "name": "A", "holidays": [] }""")]
    public void Read_TextThatIsNotJson_SaysSo(string json) =>
        Assert.StartsWith("a.json: is not valid JSON: ", Refused(json), StringComparison.Ordinal);

    private static Region Read(string json) => RegionFile.Read(new StringReader(json), "a.json");

    private static string Refused(string json) => Assert.Single(Assert.Throws<RegionFileException>(() => Read(json)).Problems).ToString();
}
