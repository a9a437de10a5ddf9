using System.Globalization;
using Collections.Functions.Letters;

namespace Collections.Functions.Tests.Letters;

/// <summary>A letter that wants to go.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OldestDue">The due date of the oldest invoice that it asks for.</param>
internal sealed record Wanting(string Id, DateOnly OldestDue);

/// <summary>Lets letters ask for their slots, each at the moments that it is told, until all have gone.</summary>
internal static class SlotRun
{
    public static List<Wanting> Shuffled(int count, int seed)
    {
        var random = new Random(seed);
        var letters = Enumerable.Range(0, count)
            .Select(i => new Wanting(string.Create(CultureInfo.InvariantCulture, $"l{i}-A{i}"), new DateOnly(2021, 1, 1).AddDays(i)))
            .ToArray();
        random.Shuffle(letters);
        return [.. letters];
    }

    public static (List<(Wanting Letter, DateTimeOffset At)> Sent, int Asked) Run(
        IReadOnlyList<Wanting> letters, DateTimeOffset start, Func<Wanting, DateTimeOffset, DateTimeOffset?> reserve)
    {
        var sent = new List<(Wanting, DateTimeOffset)>();
        var asking = new PriorityQueue<Wanting, (DateTimeOffset, int)>();
        var asked = 0;
        foreach (var letter in letters)
        {
            asking.Enqueue(letter, (start, asked++));
        }

        while (asking.TryDequeue(out var letter, out var at))
        {
            if (reserve(letter, at.Item1) is { } later)
            {
                Assert.True(later > at.Item1, "a letter is told to ask again at once");
                asking.Enqueue(letter, (later, asked++));
            }
            else
            {
                sent.Add((letter, at.Item1));
            }
        }

        return (sent, asked);
    }

    public static void AssertRates(IReadOnlyList<DateTimeOffset> sent, LetterRates rates)
    {
        for (var i = 0; i < sent.Count; i++)
        {
            Assert.True(i < rates.PerMinute || sent[i] - sent[i - rates.PerMinute] > TimeSpan.FromMinutes(1), $"too many in the minute before {sent[i]:O}");
            Assert.True(i < rates.PerHour || sent[i] - sent[i - rates.PerHour] > TimeSpan.FromHours(1), $"too many in the hour before {sent[i]:O}");
        }
    }

    /// <summary>Those of one moment go side by side; from moment to moment the debts are younger.</summary>
    public static void AssertOldestFirst(IEnumerable<(Wanting Letter, DateTimeOffset At)> sent)
    {
        var moments = sent.GroupBy(one => one.At)
            .Select(group => (From: group.Min(one => one.Letter.OldestDue), To: group.Max(one => one.Letter.OldestDue)))
            .ToList();
        Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From, $"{pair.First} before {pair.Second}"));
    }
}
