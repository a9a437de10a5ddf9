namespace Collections.Core.Cases;

/// <summary>The words that the contract uses for the names in the code: <c>reached-promise</c> for <c>ReachedPromise</c>.</summary>
public static class Words
{
    /// <summary>The word of a name.</summary>
    public static string Of<T>(T name)
        where T : struct, Enum => Cache<T>.ByName[name];

    /// <summary>The name of a word; upper or lower case.</summary>
    public static bool TryParse<T>(string? word, out T name)
        where T : struct, Enum => Cache<T>.ByWord.TryGetValue(word?.Trim() ?? "", out name);

    /// <summary>All words of a kind, in order.</summary>
    public static IReadOnlyCollection<string> All<T>()
        where T : struct, Enum => Cache<T>.ByWord.Keys;

    private static string Hyphenate(string name)
    {
        var word = new System.Text.StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByName = Enum.GetValues<T>().Distinct().ToDictionary(n => n, n => Hyphenate(n.ToString()));
        public static readonly Dictionary<string, T> ByWord = ByName.ToDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);
    }
}
