using System.Text;
using Collections.Core.Payments;

namespace Collections.App.Stores;

/// <summary>How two texts stand to each other.</summary>
internal enum Agreement
{
    /// <summary>They tell of two things.</summary>
    Differ,

    /// <summary>Nobody can say.</summary>
    Unknown,

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
    public static Agreement References(string? one, string? other)
    {
        var (shorter, longer) = (Plain(one), Plain(other));
        if (shorter.Length == 0 || longer.Length == 0)
        {
            return Agreement.Unknown;
        }

        if (shorter == longer)
        {
            return Agreement.Equal;
        }

        if (shorter.Length > longer.Length)
        {
            (shorter, longer, one, other) = (longer, shorter, other, one);
        }

        return IsIn(shorter, longer, one!, other!) ? Agreement.Contained : Numbers(one!, other!, shorter, longer);
    }

    /// <summary>True if both have a number in them that only one payment has: no day, no year.</summary>
    public static bool ShareTellingNumber(string? one, string? other) => NumbersOf(one ?? "").Intersect(NumbersOf(other ?? "")).Any(IsTelling);

    /// <summary>How two payers' names stand to each other.</summary>
    public static Agreement Names(string? one, string? other)
    {
        if (PayerKey.OfName(one) is not { } a || PayerKey.OfName(other) is not { } b)
        {
            return Agreement.Unknown;
        }

        if (a == b)
        {
            return Agreement.Equal;
        }

        var (left, right) = (a[2..].Split(' '), b[2..].Split(' '));
        var isCut = Math.Min(a.Length, b.Length) - 2 >= LeastName && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal));
        return isCut || left.All(right.Contains) || right.All(left.Contains) ? Agreement.Contained
            : left.Any(word => word.Length >= LeastText && right.Contains(word)) ? Agreement.Unknown
            : Agreement.Differ;
    }

    /// <summary>Whether a name stands in a reference: some formats have one text for both.</summary>
    public static Agreement IsNamed(string? name, string? reference) =>
        PayerKey.OfName(name) is { } key && Plain(key[2..]) is { Length: >= LeastName } plain && Plain(reference).Contains(plain, StringComparison.Ordinal)
            ? Agreement.Contained
            : Agreement.Unknown;

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
    private static Agreement Numbers(string one, string other, string onePlain, string otherPlain)
    {
        var (left, right) = (NumbersOf(one), NumbersOf(other));
        if (left.Count == 0 || right.Count == 0)
        {
            return Agreement.Unknown;
        }

        var shared = left.Intersect(right).ToList();
        if (shared.Count == 0)
        {
            return IsCutNumber(left, right, onePlain) || IsCutNumber(right, left, otherPlain) ? Agreement.Unknown : Agreement.Differ;
        }

        var isPart = shared.Count == left.Distinct().Count() || shared.Count == right.Distinct().Count();
        return shared.Exists(IsTelling) ? isPart ? Agreement.Contained : Agreement.Unknown
            : isPart ? Agreement.Unknown
            : Agreement.Differ;
    }

    private static bool IsCutNumber(List<string> numbers, List<string> others, string plain) =>
        plain.Length >= LeastCut && numbers[^1] is { Length: >= LeastNumber } last && others.Exists(other => other.StartsWith(last, StringComparison.Ordinal));

    private static bool IsTelling(string number) =>
        number.Length >= LeastNumber
        && !(number.Length == 4 && IsCentury(number))
        && !(number.Length == 8 && (IsCentury(number) || IsCentury(number[4..])));

    private static bool IsCentury(string digits) => digits.StartsWith("19", StringComparison.Ordinal) || digits.StartsWith("20", StringComparison.Ordinal);

    // The runs of digits in their order, without leading zeros.
    private static List<string> NumbersOf(string text)
    {
        var numbers = new List<string>();
        for (var i = 0; i < text.Length && numbers.Count < MostWords; i++)
        {
            var from = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i > from)
            {
                var number = text[from..i].TrimStart('0');
                numbers.Add(number.Length > 0 ? number : "0");
            }
        }

        return numbers;
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
