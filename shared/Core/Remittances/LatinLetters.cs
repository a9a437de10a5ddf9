using System.Globalization;
using System.Text;

namespace Collections.Core.Remittances;

/// <summary>Letters as banks without accents print them.</summary>
/// <remarks>The product runs without the tables of cultures (InvariantGlobalization), and <c>string.Normalize</c> then changes nothing: this is its stand-in for Latin.</remarks>
public static class LatinLetters
{
    // From U+00C0 to U+017F, a letter's plain form in its place; a blank where it has none.
    private const string Plain =
        "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO OUUUUYTY" +
        "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIJJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";

    /// <summary>The text in capitals and without accents, each ligature as its letters, full-width forms as the usual ones; all else stays as it is.</summary>
    public static string Unaccented(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                Append(plain, c);
            }
        }

        return plain.ToString();
    }

    private static void Append(StringBuilder plain, char c)
    {
        switch (c)
        {
            case 'Æ' or 'æ':
                plain.Append("AE");
                break;
            case 'Œ' or 'œ':
                plain.Append("OE");
                break;
            case 'ß' or 'ẞ':
                plain.Append("SS");
                break;
            case 'Þ' or 'þ':
                plain.Append("TH");
                break;
            case 'Ĳ' or 'ĳ':
                plain.Append("IJ");
                break;
            case 'ﬁ':
                plain.Append("FI");
                break;
            case 'ﬂ':
                plain.Append("FL");
                break;
            case >= 'À' and <= 'ſ' when Plain[c - 'À'] != ' ':
                plain.Append(Plain[c - 'À']);
                break;
            case >= 'Ș' and <= 'ț':
                plain.Append(c <= 'ș' ? 'S' : 'T');
                break;
            case >= '！' and <= '～':
                plain.Append(char.ToUpperInvariant((char)(c - '！' + '!')));
                break;
            case '\u00a0' or '\u202f' or '\u3000':
                plain.Append(' ');
                break;
            default:
                plain.Append(char.ToUpperInvariant(c));
                break;
        }
    }
}
