using System.Text;
using Collections.Core.Remittances;

namespace Collections.Core.Payments;

/// <summary>How two texts stand to each other.</summary>
internal enum TextAgreement
{
    /// <summary>They tell of two things.</summary>
    Differ,

    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>They name the same numbers, in other words.</summary>
    SameNumbers,

    /// <summary>One is in the other: it was cut, or decorated.</summary>
    Contained,

    /// <summary>They say the same.</summary>
    Equal,
}

/// <summary>Compares what two sources say of a payment: banks cut texts off, and put words and dates of their own around them.</summary>
internal static class SameText
{
    // A shorter text stands in too many others; and no bank cuts a text this short.
    private const int LeastText = 4;
    private const int LeastCut = 12;
    private const int LeastName = 5;

    // A shorter number is a day, a month, or the first of its kind.
    private const int LeastNumber = 3;
    private const int LeastSure = 5;

    private const int MostWords = 500;

    /// <summary>Letters and digits in capitals, without accents; empty for nothing.</summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in LatinLetters.Unaccented(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    /// <summary>How two references stand to each other.</summary>
    public static TextAgreement References(string? one, string? other)
    {
        var (shorter, longer) = (Plain(one), Plain(other));
        if (shorter.Length == 0 || longer.Length == 0)
        {
            return TextAgreement.Unknown;
        }

        if (shorter == longer)
        {
            return TextAgreement.Equal;
        }

        if (shorter.Length > longer.Length)
        {
            (shorter, longer, one, other) = (longer, shorter, other, one);
        }

        return IsIn(shorter, longer, one!, other!) ? TextAgreement.Contained : Numbers(one!, other!, shorter, longer);
    }

    /// <summary>True if both have a number in them that only one payment has: no day, no year.</summary>
    public static bool ShareTellingNumber(string? one, string? other) => NumbersOf(one ?? "").Intersect(NumbersOf(other ?? "")).Any(IsTelling);

    /// <summary>True if both have numbers that only one payment has; where they do not agree, they may tell of two.</summary>
    public static bool BothTell(string? one, string? other) => NumbersOf(one ?? "").Exists(IsTelling) && NumbersOf(other ?? "").Exists(IsTelling);

    /// <summary>How two payers' names stand to each other.</summary>
    public static TextAgreement Names(string? one, string? other)
    {
        if (RemitterKey.OfName(one) is not { } a || RemitterKey.OfName(other) is not { } b)
        {
            return TextAgreement.Unknown;
        }

        if (a == b)
        {
            return TextAgreement.Equal;
        }

        var (left, right) = (a[2..].Split(' '), b[2..].Split(' '));
        var isCut = Math.Min(a.Length, b.Length) - 2 >= LeastName && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));
        return isCut || left.All(right.Contains) || right.All(left.Contains) ? TextAgreement.Contained
            : left.Any(word => word.Length >= LeastText && right.Contains(word)) && !(HasNumberNotIn(left, right) && HasNumberNotIn(right, left)) ? TextAgreement.Unknown
            : TextAgreement.Differ;
    }

    // Branch 12 is not branch 14.
    private static bool HasNumberNotIn(string[] words, string[] others) => words.Any(word => word.Any(char.IsAsciiDigit) && !others.Contains(word));

    /// <summary>Whether a name stands in a reference: some formats have one text for both.</summary>
    public static TextAgreement IsNamed(string? name, string? reference) =>
        RemitterKey.OfName(name) is { } key && Plain(key[2..]) is { Length: >= LeastName } plain && Plain(reference).Contains(plain, StringComparison.Ordinal)
            ? TextAgreement.Contained
            : TextAgreement.Unknown;

    /// <summary>True if one text is the beginning of the other, and so long that a bank may have cut it there.</summary>
    public static bool IsCut(string one, string other, int least) =>
        Math.Min(one.Length, other.Length) >= least && (one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal));

    /// <summary>True if another reference has all that the first has, and more.</summary>
    public static bool SaysMore(string? first, string? other)
    {
        var (plain, more) = (Plain(first), Plain(other));
        return more.Length > plain.Length && more.Contains(plain, StringComparison.Ordinal);
    }

    // Whole numbers stay whole: J1 is not in J12. Only a long text may have been cut in the middle of a number.
    private static bool IsIn(string shorter, string longer, string shortText, string longText)
    {
        if (shorter.Length < LeastText)
        {
            return shorter.Any(char.IsAsciiDigit) && WordsOf(longText).Contains(shorter);
        }

        var isTelling = shorter.Length >= LeastCut || shorter.Any(char.IsAsciiDigit);
        for (var at = longer.IndexOf(shorter, StringComparison.Ordinal); isTelling && at >= 0; at = longer.IndexOf(shorter, at + 1, StringComparison.Ordinal))
        {
            var end = at + shorter.Length;
            var splitsBefore = at > 0 && char.IsAsciiDigit(longer[at - 1]) && char.IsAsciiDigit(shorter[0]) && !IsWhole(NumbersOf(shortText)[0], longText);
            var splitsAfter = end < longer.Length && char.IsAsciiDigit(longer[end]) && char.IsAsciiDigit(shorter[^1]) && !IsWhole(NumbersOf(shortText)[^1], longText);
            if (!splitsBefore && (!splitsAfter || MayBeCut(shorter)))
            {
                return true;
            }
        }

        return false;
    }

    // Blanks between numbers are lost in the plain text: INV 17 stands whole in INV 17 2021.
    private static bool IsWhole(string number, string text) => NumbersOf(text).Contains(number);

    private static bool MayBeCut(string plain) =>
        plain.Length >= LeastCut && plain.Length - 1 - plain.AsSpan().LastIndexOfAnyExceptInRange('0', '9') >= LeastNumber;

    // Neither text is in the other: their numbers tell.
    private static TextAgreement Numbers(string one, string other, string onePlain, string otherPlain)
    {
        var (left, right) = (NumbersOf(one), NumbersOf(other));
        if (left.Count == 0 || right.Count == 0)
        {
            return TextAgreement.Unknown;
        }

        var shared = left.Intersect(right).ToList();
        if (shared.Count == 0)
        {
            return IsCutNumber(one, other, onePlain) || IsCutNumber(other, one, otherPlain) ? TextAgreement.Unknown : TextAgreement.Differ;
        }

        var (leftMore, rightMore) = (left.Except(right).ToList(), right.Except(left).ToList());
        if (!shared.Exists(IsTelling))
        {
            return leftMore.Count == 0 || rightMore.Count == 0 ? TextAgreement.Unknown : TextAgreement.Differ;
        }

        // Where each names a number that the other does not, they share no more than a date. A short number may be a date even where one has no other.
        var (leftTells, rightTells) = (leftMore.Exists(IsTelling), rightMore.Exists(IsTelling));
        return leftTells && rightTells ? TextAgreement.Differ
            : !leftTells && !rightTells || shared.Exists(number => number.Length >= LeastSure && IsTelling(number)) ? TextAgreement.SameNumbers
            : TextAgreement.Unknown;
    }

    // A long text that ends within a number of the other's.
    private static bool IsCutNumber(string text, string other, string plain) =>
        MayBeCut(plain) && char.IsAsciiDigit(text.TrimEnd()[^1]) && RunsOf(text)[^1] is var last && RunsOf(other).Exists(run => run.StartsWith(last, StringComparison.Ordinal));

    private static bool IsTelling(string number) =>
        number.Length >= LeastNumber
        && !(number.Length == 4 && IsCentury(number))
        && !(number.Length == 8 && (IsCentury(number) || IsCentury(number[4..])));

    private static bool IsCentury(string digits) => digits.StartsWith("19", StringComparison.Ordinal) || digits.StartsWith("20", StringComparison.Ordinal);

    // Payers leave leading zeros out.
    private static List<string> NumbersOf(string text) => RunsOf(text).ConvertAll(run => run.TrimStart('0') is { Length: > 0 } number ? number : "0");

    // The runs of digits in their order.
    private static List<string> RunsOf(string text)
    {
        var runs = new List<string>();
        for (var i = 0; i < text.Length && runs.Count < MostWords; i++)
        {
            var from = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i > from)
            {
                runs.Add(text[from..i]);
            }
        }

        return runs;
    }

    private static HashSet<string> WordsOf(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (var c in LatinLetters.Unaccented(text).Append(' '))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }
}
