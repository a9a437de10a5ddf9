namespace Collections.Core.Payments;

/// <summary>Finds which of an account's open amounts make up a payment.</summary>
public static class SubsetSum
{
    /// <summary>So many amounts are looked at; of more, any sum can be made.</summary>
    public const int MostAmounts = 24;

    // A set among so many that a random amount would hit one with more than this chance proves nothing.
    private const double MostLuck = 0.001;

    /// <summary>The only set of amounts with this sum, or null if there is none or more than one, or if it may well be luck.</summary>
    /// <remarks>Exact: the sums of each half are listed, at most 4,096, and met in the middle.</remarks>
    /// <param name="amounts">Positive.</param>
    /// <param name="target">Positive.</param>
    /// <returns>Positions in <paramref name="amounts"/>, ascending.</returns>
    public static IReadOnlyList<int>? FindOnly(IReadOnlyList<long> amounts, long target)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        if (amounts.Count is 0 or > MostAmounts || target <= 0)
        {
            return null;
        }

        var half = amounts.Count / 2;
        var (low, high) = (Sums(amounts, 0, half), Sums(amounts, half, amounts.Count - half));
        if (Meet(low, high, target) is not { } mask)
        {
            return null;
        }

        var positions = Enumerable.Range(0, amounts.Count).Where(i => (mask & (1 << i)) != 0).ToList();
        return Luck(amounts, positions.Count) <= MostLuck ? positions : null;
    }

    // Each sum of a part of the amounts, smallest first, with the amounts in it as bits.
    private static (long Sum, int Mask)[] Sums(IReadOnlyList<long> amounts, int from, int count)
    {
        var sums = new (long Sum, int Mask)[1 << count];
        for (var i = 0; i < count; i++)
        {
            for (var known = 0; known < 1 << i; known++)
            {
                sums[known | (1 << i)] = (sums[known].Sum + amounts[from + i], sums[known].Mask | (1 << (from + i)));
            }
        }

        Array.Sort(sums);
        return sums;
    }

    private static int? Meet((long Sum, int Mask)[] low, (long Sum, int Mask)[] high, long target)
    {
        int? found = null;
        for (int i = 0, j = high.Length - 1; i < low.Length && j >= 0;)
        {
            var sum = low[i].Sum + high[j].Sum;
            if (sum > target)
            {
                j--;
            }
            else if (sum < target)
            {
                i++;
            }
            else
            {
                var again = (i + 1 < low.Length && low[i + 1].Sum == low[i].Sum) || (j > 0 && high[j - 1].Sum == high[j].Sum);
                if (found is not null || again)
                {
                    return null;
                }

                found = low[i++].Mask | high[j].Mask;
            }
        }

        return found;
    }

    // Of one amount alone there is no luck: it is what is open. Many small sets, or nearly all but a few, are as many.
    private static double Luck(IReadOnlyList<long> amounts, int chosen)
    {
        var size = Math.Min(chosen, amounts.Count - chosen);
        var (sets, choose) = (0d, 1d);
        for (var k = 1; k <= size; k++)
        {
            choose = choose * (amounts.Count - k + 1) / k;
            sets += choose;
        }

        return chosen == 1 ? 0 : sets / Math.Max(1, amounts.Sum());
    }
}
