using System.Text;

namespace Collections.Core.Remittances;

/// <summary>What a payer is known by, in whatever way banks write it: an account number, or a name.</summary>
public static class RemitterKey
{
    private const int ShortestAccount = 6;
    private const int ShortestName = 3;
    private const int Longest = 100;

    // What firms are, not what they are called. Banks leave it out, cut it off, and write it in ten ways.
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "THE", "PTY", "LTD", "LIMITED", "PROPRIETARY", "INC", "INCORPORATED", "LLC", "LLP", "LP", "PLC", "CO", "CORP", "CORPORATION", "COMPANY", "GMBH", "MBH", "AG",
        "KG", "OHG", "UG", "EK", "SE", "SA", "SAS", "SARL", "EURL", "SRL", "SPA", "BV", "NV", "VOF", "BVBA", "SPRL", "AB", "AS", "ASA", "APS", "OY", "OYJ", "KFT",
        "SRO", "DOO", "SL", "LDA", "LTDA", "PTE", "BHD", "SDN", "KK",
    };

    /// <summary>The key of a payer's account: <c>a:</c> and its letters and digits in capitals.</summary>
    /// <returns>Null for one that is too short to tell anybody apart, or masked.</returns>
    public static string? OfAccount(string? account)
    {
        var plain = string.Concat((account ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var isMasked = account is not null && (account.Contains('*', StringComparison.Ordinal) || plain.Contains("XXX", StringComparison.Ordinal));
        return isMasked || plain.Length is < ShortestAccount or > Longest || plain.Count(char.IsAsciiDigit) < ShortestAccount - 1 ? null : $"a:{plain}";
    }

    /// <summary>The key of a name: <c>n:</c> and its words in capitals, without accents, umlauts (also where they are written AE, OE, UE), punctuation and the firm's legal form, a blank between.</summary>
    /// <returns>Null where too little is left to tell anybody apart.</returns>
    public static string? OfName(string? name)
    {
        var words = Words(name ?? "");
        var telling = words.Where(word => !LegalForms.Contains(word)).ToList();
        var key = string.Join(' ', telling.Count > 0 ? telling : words);
        return key.Count(char.IsLetterOrDigit) < ShortestName ? null : $"n:{(key.Length <= Longest ? key : key[..Longest])}";
    }

    private static List<string> Words(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in LatinLetters.Unaccented(name.Replace("&", " AND ", StringComparison.Ordinal)))
        {
            if (c is not ('\'' or '’' or '.'))
            {
                plain.Append(char.IsLetterOrDigit(c) ? c : ' ');
            }
        }

        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(WithoutUmlauts).ToList();
        // Pty Ltd, as Australian banks shorten it: P/L.
        if (words is [_, .., "P", "L"])
        {
            words.RemoveRange(words.Count - 2, 2);
        }

        return words;
    }

    // German banks write MUELLER, others MULLER. Before a consonant the E is taken for an umlaut, in everybody's name alike.
    private static string WithoutUmlauts(string word)
    {
        for (var i = word.Length - 2; i > 0; i--)
        {
            if (word[i] == 'E' && word[i - 1] is ('A' or 'O' or 'U') && char.IsAsciiLetter(word[i + 1]) && !"AEIOUY".Contains(word[i + 1], StringComparison.Ordinal))
            {
                word = word.Remove(i, 1);
            }
        }

        return word;
    }
}
