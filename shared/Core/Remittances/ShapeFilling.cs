using System.Globalization;

namespace Collections.Core.Remittances;

/// <summary>What a payer wrote, filled into a shape.</summary>
/// <param name="Number">A number of that shape.</param>
/// <param name="LettersAgree">True if the payer wrote the shape's letters, too.</param>
/// <param name="IsWhole">True if the payer wrote every digit.</param>
public readonly record struct FilledNumber(string Number, bool LettersAgree, bool IsWhole);

/// <summary>Fills what payers write into the shapes that the ledger's numbers have (<see cref="NumberShape"/>): prefixes, signs and leading zeros come back.</summary>
public static class ShapeFilling
{
    // A payer's own word glued to a number is longer than the prefix of another kind of document.
    private const int LongestPrefix = 4;

    /// <summary>The numbers of a shape that a payer may have meant; none, one, or two where the year is left out.</summary>
    /// <param name="shape">The shape: <c>INV-9999-9999</c>.</param>
    /// <param name="written">What is written.</param>
    /// <param name="year">The year of the payment, for numbers that begin with a year which the payer left out.</param>
    public static IEnumerable<FilledNumber> Fill(string shape, WrittenNumber written, int year)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(written);
        var lengths = GroupLengths(shape);
        var letters = string.Concat(shape.Where(char.IsLetter));
        if (lengths.Count == 0 || !MayHave(letters, written))
        {
            yield break;
        }

        var agree = letters.Length > 0 && (written.Letters.EndsWith(letters, StringComparison.Ordinal)
            || (written.Letters.Length == 0 && written.WordBefore.EndsWith(letters, StringComparison.Ordinal)));
        foreach (var digits in Digits(lengths, written.Groups, year))
        {
            yield return new FilledNumber(Put(shape, digits), agree, digits.Length == written.Digits.Length);
        }
    }

    // The letters that are written must not say that it is something else: CN-1001 is no INV-1001.
    private static bool MayHave(string letters, WrittenNumber written)
    {
        var own = written.Letters;
        return own.Length == 0 || own.EndsWith(letters, StringComparison.Ordinal) || letters.EndsWith(own, StringComparison.Ordinal)
            || letters.StartsWith(own, StringComparison.Ordinal)
            || LabelWords.IsFiller(own) || LabelWords.IsNoise(own) || (own.Length > LongestPrefix && !written.IsAlone)
            || (LabelWords.Of(own) is NumberLabel.Invoice or NumberLabel.Account && own != "CN");
    }

    private static IEnumerable<string> Digits(List<int> lengths, IReadOnlyList<string> groups, int year)
    {
        var together = groups.Count == 1 ? groups[0] : string.Concat(groups);
        var total = lengths.Sum();
        if (groups.Count == lengths.Count && Groupwise(lengths, groups) is { } grouped)
        {
            yield return grouped;
        }
        else if (together.Length == total)
        {
            yield return together;
        }
        else if (lengths.Count == 2 && groups.Count == 1 && Padded(together, lengths) is { } padded)
        {
            yield return padded;
        }

        if (lengths.Count == groups.Count + 1 && lengths[0] is 2 or 4 && Groupwise(lengths[1..], groups) is { } tail)
        {
            for (var y = year; y > year - 2; y--)
            {
                yield return y.ToString("D4", CultureInfo.InvariantCulture)[^lengths[0]..] + tail;
            }
        }
    }

    private static string? Groupwise(List<int> lengths, IReadOnlyList<string> groups)
    {
        var digits = "";
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i].Length > lengths[i] ? groups[i].TrimStart('0') : groups[i];
            if (group.Length > lengths[i])
            {
                return null;
            }

            digits += group.PadLeft(lengths[i], '0');
        }

        return digits;
    }

    // 202145 for 2021-0045.
    private static string? Padded(string together, List<int> lengths) =>
        lengths[0] == 4 && together.Length > 4 && together.Length < 4 + lengths[1] && together.StartsWith("20", StringComparison.Ordinal)
            ? together[..4] + together[4..].PadLeft(lengths[1], '0')
            : null;

    private static List<int> GroupLengths(string shape)
    {
        var lengths = new List<int>();
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] != NumberShape.Digit)
            {
                continue;
            }

            if (i > 0 && shape[i - 1] == NumberShape.Digit)
            {
                lengths[^1]++;
            }
            else
            {
                lengths.Add(1);
            }
        }

        return lengths;
    }

    private static string Put(string shape, string digits) => string.Create(shape.Length, (shape, digits), static (number, from) =>
    {
        var next = 0;
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = from.shape[i] == NumberShape.Digit ? from.digits[next++] : from.shape[i];
        }
    });
}
