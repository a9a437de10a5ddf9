using System.Globalization;

namespace Collections.Core.Tests.Cases;

/// <summary>Whatever happens to an account, every turn keeps what <see cref="Invariants"/> lists. A failure names its seed and tells its story.</summary>
public sealed class HistoryTests
{
    private static readonly int Histories = int.TryParse(
        Environment.GetEnvironmentVariable("COLLECTIONS_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var histories) ? histories : 10_000;

    [Fact]
    public void Decide_TenThousandRandomHistories_KeepTheInvariants()
    {
        var turns = 0;
        Parallel.For(0, Histories, seed => Interlocked.Add(ref turns, History.Live(seed)));
        Assert.True(turns > Histories * 20, $"only {turns} turns: the histories hardly test anything");
    }

    /// <summary>Seeds that once failed, the rare ones among them from longer runs.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(90)]
    [InlineData(204)]
    [InlineData(39042)]
    [InlineData(48014)]
    [InlineData(54370)]
    [InlineData(58812)]
    [InlineData(77152)]
    [InlineData(98294)]
    public void Decide_HistoryOfASeed_KeepsTheInvariants(int seed) => Assert.True(History.Live(seed) > 0);
}
