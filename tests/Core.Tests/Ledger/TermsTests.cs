using Collections.Core.Ledger;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Ledger;

/// <summary>Due dates from terms (R2).</summary>
public sealed class TermsTests
{
    [Theory]
    [InlineData("eom+30", "2021-06-01", "2021-07-31")]
    [InlineData("eom+30", "2021-06-30", "2021-07-31")]
    [InlineData("eom+30", "2021-01-31", "2021-02-28")]
    [InlineData("eom+30", "2020-01-31", "2020-02-29")]
    [InlineData("eom+60", "2021-06-10", "2021-08-31")]
    [InlineData("eom+45", "2021-06-10", "2021-08-15")]
    [InlineData("eom", "2021-06-10", "2021-06-30")]
    [InlineData("net 14", "2021-06-10", "2021-06-24")]
    [InlineData("cod", "2021-06-10", "2021-06-10")]
    [InlineData("cash 7", "2021-06-10", "2021-06-17")]
    public void R2_DueDate_FollowsFromTheTerms(string terms, string issued, string due)
    {
        Assert.True(Terms.TryParse(terms, out var parsed));
        Assert.Equal(Day(due), parsed.DueDate(Day(issued)));
    }

    [Theory]
    [InlineData("EOM + 30", "eom+30")]
    [InlineData("Net30", "net 30")]
    [InlineData("COD", "cod")]
    [InlineData("cash 7", "cash 7")]
    [InlineData("eom+0", "eom")]
    public void R2_TryParse_ReadsWhatPeopleWrite_AndToStringWritesItBack(string text, string written)
    {
        Assert.True(Terms.TryParse(text, out var terms));
        Assert.Equal(written, terms.ToString());
        Assert.True(Terms.TryParse(terms.ToString(), out var again));
        Assert.Equal(terms, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("net")]
    [InlineData("net -3")]
    [InlineData("net 366")]
    [InlineData("eom+x")]
    [InlineData("30 days")]
    [InlineData("net 3.5")]
    public void R2_TryParse_RefusesWhatItDoesNotKnow(string? text) => Assert.False(Terms.TryParse(text, out _));
}
