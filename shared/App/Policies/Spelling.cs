namespace Collections.App.Policies;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Spelling
{
    /// <summary>" did you mean …?" if one of the words is near enough, otherwise the list of what there is.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> words) =>
        Nearest(written, words) is { } word ? $"did you mean {word}?" : $"there are {string.Join(", ", words)}";

    /// <summary>The word that is nearest to what was written, if at most a third of its letters differ; otherwise null.</summary>
    public static string? Nearest(string written, IEnumerable<string> words)
    {
        var nearest = words.Select(word => (Word: word, Distance: Distance(Plain(written), Plain(word)))).MinBy(entry => entry.Distance);
        return nearest.Word is not null && nearest.Distance * 3 <= Math.Max(written.Length, nearest.Word.Length) ? nearest.Word : null;
    }

    // "Small_Balance" and "small-balance" are smallBalance, spelt by another habit.
    private static string Plain(string word) => string.Concat(word.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Levenshtein's distance, one row at a time. Only the beginning counts of a text that is far too long to be a word.
    private static int Distance(string a, string b)
    {
        a = a[..Math.Min(a.Length, 64)];
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
