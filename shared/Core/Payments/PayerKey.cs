using System.Globalization;
using System.Text;

namespace Collections.Core.Payments;

/// <summary>What a payer is known by, in whatever way banks write it: an account number, or a name.</summary>
public static class PayerKey
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

    /// <summary>The key of a name: <c>n:</c> and its words in capitals, without accents, punctuation and the firm's legal form, a blank between.</summary>
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
        foreach (var c in name.Replace("&", " AND ", StringComparison.Ordinal).Replace("ß", "SS", StringComparison.Ordinal).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is '\'' or '’' or '.')
            {
                continue;
            }

            plain.Append(char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ');
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
