using Collections.Core.Payments;

namespace Collections.Core.Tests.Payments;

public class SubsetSumTests
{
    [Theory]
    [InlineData(new long[] { 10_000, 25_050, 100_000 }, 35_050, new[] { 0, 1 })]
    [InlineData(new long[] { 10_000, 25_050, 100_000 }, 135_050, new[] { 0, 1, 2 })]
    [InlineData(new long[] { 10_000, 25_050, 100_000 }, 25_050, new[] { 1 })]
    [InlineData(new long[] { 10_000 }, 10_000, new[] { 0 })]
    public void FindOnly_OneSet_IsFound(long[] amounts, long target, int[] expected) => Assert.Equal(expected, SubsetSum.FindOnly(amounts, target)!);

    [Theory]
    [InlineData(new long[] { 10_000, 10_000 }, 10_000)]
    [InlineData(new long[] { 10_000, 20_000, 30_000 }, 30_000)]
    [InlineData(new long[] { 10_000, 20_000 }, 5_000)]
    [InlineData(new long[0], 5_000)]
    [InlineData(new long[] { 10_000 }, 0)]
    public void FindOnly_NoSetOrMoreThanOne_IsNull(long[] amounts, long target) => Assert.Null(SubsetSum.FindOnly(amounts, target));

    [Fact]
    public void FindOnly_SmallAmountsThatMakeAnySum_IsLuckAndNull() =>
        Assert.Null(SubsetSum.FindOnly([1, 2, 4, 8, 16, 32, 64], 77));

    // Compared with trying every set: seeded, so that a failure comes again.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FindOnly_RandomAmounts_IsWhatTryingAllFinds(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var amounts = Enumerable.Range(0, random.Next(1, 9)).Select(_ => (long)random.Next(1, 20) * 100_000).ToArray();
            var target = (long)random.Next(1, 80) * 100_000;
            var sets = Enumerable.Range(1, (1 << amounts.Length) - 1)
                .Select(mask => Enumerable.Range(0, amounts.Length).Where(i => (mask & (1 << i)) != 0).ToArray())
                .Where(set => set.Sum(i => amounts[i]) == target).ToList();

            Assert.Equal(sets.Count == 1 ? sets[0] : null, SubsetSum.FindOnly(amounts, target));
        }
    }

    [Fact]
    public void FindOnly_TooManyAmounts_IsNull() => Assert.Null(SubsetSum.FindOnly([.. Enumerable.Repeat(1L, SubsetSum.MostAmounts + 1)], 3));
}
