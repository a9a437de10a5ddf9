using Collections.Core.Cases;

namespace Collections.Core.Tests.Cases;

public sealed class IdsTests
{
    [Theory]
    [InlineData("A100", "A100")]
    [InlineData("A-1_b.C", "A-1_b.C")]
    [InlineData("A 1/2", "A~00201~002F2")]
    [InlineData("Zoë~", "Zo~00EB~007E")]
    [InlineData("~0041", "~007E0041")]
    [InlineData("Ø💶", "~00D8~D83D~DCB6")]
    public void Escape_OfACode_IsReadBack(string code, string escaped)
    {
        Assert.Equal(escaped, Ids.Escape(code));
        Assert.Equal(code, Ids.Unescape(escaped));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A 1")]
    [InlineData("~0041")]
    [InlineData("~00eb")]
    [InlineData("~00E")]
    [InlineData("A~")]
    [InlineData("~ 0EB")]
    public void Unescape_OfWhatEscapeNeverGives_IsNothing(string text) => Assert.Null(Ids.Unescape(text));

    [Theory]
    [InlineData('t', 12, "A-100")]
    [InlineData('l', 1, "Zoë & Co")]
    public void TryParse_OfAnId_GivesWhatItWasMadeOf(char kind, int number, string account)
    {
        Assert.True(Ids.TryParse(Ids.Of(kind, number, account), out var k, out var n, out var code));
        Assert.Equal((kind, number, account), (k, n, code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("stale-bank")]
    [InlineData("t-A")]
    [InlineData("t1")]
    [InlineData("t1-")]
    [InlineData("T1-A")]
    [InlineData("t+1-A")]
    [InlineData("t99999999999-A")]
    [InlineData("t1-A b")]
    public void TryParse_OfAnotherText_SaysNo(string? id) => Assert.False(Ids.TryParse(id, out _, out _, out _));
}
