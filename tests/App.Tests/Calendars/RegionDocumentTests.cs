using System.Globalization;
using System.Text.RegularExpressions;
using Collections.App.Calendars;
using Collections.Core.Calendars;

namespace Collections.App.Tests.Calendars;

/// <summary>What <c>docs/regions.md</c> shows must load as it stands.</summary>
public sealed partial class RegionDocumentTests
{
    [Theory]
    [InlineData("2024-11-05", "Melbourne Cup")]
    [InlineData("2025-09-26", "Friday before the AFL Grand Final")]
    [InlineData("2022-12-27", "Christmas Day (additional day)")]
    [InlineData("2025-03-10", "Labour Day")]
    [InlineData("2025-10-06", null)]
    public void CompleteSample_LoadedFromTheDocument_IsVictoria(string day, string? holiday)
    {
        var victoria = Sample(0);
        Assert.Equal("AU-VIC", victoria.Code);
        Assert.Equal(holiday, victoria.Office.HolidayName(Date(day)));
        Assert.Equal(holiday is null, victoria.Banking.IsOpen(Date(day)));
    }

    [Fact]
    public void AddedDay_LoadedFromTheDocument_ClosesNewSouthWales()
    {
        var extended = Sample(1);
        Assert.False(extended.Office.IsOpen(Date("2029-03-15")));
        Assert.False(extended.Banking.IsOpen(Date("2029-08-06")));
        Assert.True(Region.NewSouthWales.Office.IsOpen(Date("2029-03-15")));
    }

    private static Region Sample(int index) =>
        RegionFile.Read(new StringReader(JsonBlock().Matches(File.ReadAllText(DocumentPath()))[index].Groups["json"].Value), "regions.md");

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string DocumentPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "docs", "regions.md")))
        {
            directory = directory.Parent ?? throw new FileNotFoundException("No directory above the tests has docs/regions.md.");
        }

        return Path.Combine(directory.FullName, "docs", "regions.md");
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonBlock();
}
