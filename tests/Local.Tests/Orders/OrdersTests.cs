using System.Globalization;
using Collections.Local.Tests.Rules;
using Collections.StoreContract;

namespace Collections.Local.Tests.Orders;

/// <summary>How an account stands depends on what happened to it, not on when it was told, nor on how often.</summary>
/// <remarks>
/// All 6^6 sequences of six events hold every order of them and every repetition. A thousand of them run each time, three thousand in CI, among them all orders of the six;
/// <c>COLLECTIONS_ORDERS=all</c> runs them all.
/// </remarks>
public class OrdersTests
{
    private const int Length = 6;
    private static readonly int Sampled = Thoroughness.Of(full: 3_000, atADesk: 1_000);
    private const int MostTold = 60;

    private static readonly Event[] Events = Enum.GetValues<Event>();

    [Fact]
    public async Task AnyOrderAndRepetitionOfEvents_EndsInTheSameBalancesAndCase()
    {
        var sequences = Sequences();
        await using var house = await House.OpenAsync("2021-08-03 05:00");
        var ordered = new OrderedHouse(house, sequences);
        await ordered.OpenAsync();
        for (var round = 0; round < Length; round++)
        {
            await ordered.RunRoundAsync(round);
        }

        Assert.Empty(house.Sender.Sent);

        // A large part that is paid while the case is open suspends it; paid before it opened, there is nothing to suspend (R32). After a week that is over.
        await ordered.WaitAsync(8);
        var standings = await ordered.StandingsAsync();

        var differences = Differences(sequences, standings);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(MostTold)));
    }

    private static List<string> Differences(List<Event[]> sequences, IReadOnlyList<string> standings)
    {
        var differences = new List<string>();
        foreach (var set in Enumerable.Range(0, sequences.Count).GroupBy(i => string.Join('+', sequences[i].Distinct().Order())))
        {
            var ways = set.GroupBy(i => standings[i]).OrderByDescending(way => way.Count()).ToList();
            if (ways.Count > 1)
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{set.Key} ends in {ways.Count} ways:"));
                differences.AddRange(ways.Select(way => string.Create(CultureInfo.InvariantCulture, $"  {way.Count()} times, as after {string.Join(", ", sequences[way.First()])}: {way.Key}")));
            }
        }

        return differences;
    }

    private static List<Event[]> Sequences()
    {
        var all = Enumerable.Range(0, (int)Math.Pow(Events.Length, Length)).Select(Sequence);
        if (Environment.GetEnvironmentVariable("COLLECTIONS_ORDERS") == "all")
        {
            return [.. all];
        }

        var random = new Random(6);
        var (orders, others) = (new List<Event[]>(), new List<Event[]>());
        foreach (var sequence in all)
        {
            (sequence.Distinct().Count() == Length ? orders : others).Add(sequence);
        }

        return [.. orders, .. random.GetItems(others.ToArray(), Sampled - orders.Count)];
    }

    private static Event[] Sequence(int number)
    {
        var sequence = new Event[Length];
        for (var i = 0; i < Length; i++)
        {
            (sequence[i], number) = (Events[number % Events.Length], number / Events.Length);
        }

        return sequence;
    }
}
