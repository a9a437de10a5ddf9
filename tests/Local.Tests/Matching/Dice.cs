namespace Collections.Local.Tests.Matching;

/// <summary>Chance that is the same again for the same seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int end) => _random.Next(end);

    public int Between(int from, int to) => _random.Next(from, to + 1);

    public double Part(double from, double to) => from + (_random.NextDouble() * (to - from));

    /// <summary>True so many times in a hundred.</summary>
    public bool In100(int times) => _random.Next(100) < times;

    public T Of<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public string Any(params string[] choices) => Of(choices);

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }
}
