using System.Runtime.InteropServices;

namespace Collections.Files;

/// <summary>What must be known of all rows of a file before the first of them can be read: how it writes its amounts, and which numbers stand on several rows.</summary>
/// <remarks>A row takes eight bytes while it is looked for numbers that come again, and no more.</remarks>
internal static class FileSurvey
{
    /// <summary>Reads a file through for the way of its amounts.</summary>
    /// <param name="records">Its records, from the first.</param>
    /// <param name="amounts">The fields that hold amounts.</param>
    /// <param name="told">The way, if somebody said it.</param>
    /// <exception cref="ImportFormatException">The amounts can be meant in two ways.</exception>
    public static DecimalSign WayOf(RecordSource records, ReadOnlySpan<int> amounts, DecimalSign? told)
    {
        var ways = new AmountWays();
        while (told is null && records.Next())
        {
            Look(ways, records, amounts);
        }

        return told ?? ways.Settle();
    }

    /// <summary>Reads a file through for the way of its amounts, and for numbers that stand on several rows.</summary>
    /// <param name="records">Its records, from the first.</param>
    /// <param name="amounts">The fields that hold amounts.</param>
    /// <param name="number">The field with the number.</param>
    /// <param name="told">The way, if somebody said it.</param>
    /// <returns>The way; and the digests of numbers that may stand on several rows.</returns>
    /// <exception cref="ImportFormatException">The amounts can be meant in two ways.</exception>
    public static (DecimalSign Way, HashSet<ulong> Repeated) Of(RecordSource records, ReadOnlySpan<int> amounts, int number, DecimalSign? told)
    {
        var (ways, digests) = (new AmountWays(), new List<ulong>());
        while (records.Next())
        {
            if (records.Error is null)
            {
                Look(ways, records, amounts);
                digests.Add(Digest.OfNumber(records[number]));
            }
        }

        var sorted = CollectionsMarshal.AsSpan(digests);
        sorted.Sort();
        var repeated = new HashSet<ulong>();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                repeated.Add(sorted[i]);
            }
        }

        return (told ?? ways.Settle(), repeated);
    }

    /// <summary>Of the numbers that may stand on several rows, those whose rows differ. A row that can't be read is rejected by itself, and changes no other.</summary>
    /// <param name="records">The records, from the first, with their prints.</param>
    /// <param name="number">The field with the number.</param>
    /// <param name="repeated">The digests of numbers that may stand on several rows.</param>
    /// <param name="isGood">Says whether the record at hand can be read.</param>
    public static Dictionary<string, RowsOfNumber> Differing(RecordSource records, int number, HashSet<ulong> repeated, Func<bool> isGood)
    {
        var found = new Dictionary<string, RowsOfNumber>(StringComparer.OrdinalIgnoreCase);
        var byText = found.GetAlternateLookup<ReadOnlySpan<char>>();
        while (records.Next())
        {
            if (records.Error is not null || !repeated.Contains(Digest.OfNumber(records[number])))
            {
                continue;
            }

            if (byText.TryGetValue(records[number], out var rows) && rows.IsSame(records.Print))
            {
                rows.Add(records.Line, records.Print);
            }
            else if (isGood())
            {
                if (rows is null)
                {
                    byText[records[number]] = rows = new RowsOfNumber(records.Print);
                }

                rows.Add(records.Line, records.Print);
            }
        }

        return found.Where(each => each.Value.Differ).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static void Look(AmountWays ways, RecordSource records, ReadOnlySpan<int> amounts)
    {
        foreach (var field in amounts)
        {
            // A number of JSON's own has a point, whatever the texts beside it have.
            if (records[field] is { IsEmpty: false } text && !records.IsNumber(field))
            {
                if (records.Schema.KindOf(field) == FieldKind.Schedule)
                {
                    ways.LookAtParts(text, records.Line);
                }
                else
                {
                    ways.Look(text, records.Line);
                }
            }
        }
    }
}

/// <summary>The rows of one number in a file.</summary>
/// <param name="print">The print of the first that can be read.</param>
internal sealed class RowsOfNumber(ulong print)
{
    private const int MostShown = 5;

    private readonly List<long> _lines = [];
    private int _count;

    /// <summary>True if they are not all the same.</summary>
    public bool Differ { get; private set; }

    /// <summary>True for a row that is the first once more.</summary>
    public bool IsSame(ulong other) => other == print;

    public void Add(long line, ulong other)
    {
        _count++;
        Differ |= !IsSame(other);
        if (_lines.Count < MostShown)
        {
            _lines.Add(line);
        }
    }

    /// <summary>Why none of them can be taken, as the rest of a sentence about the number.</summary>
    public string Why() =>
        $"stands on {_count} rows that differ, lines {string.Join(", ", _lines)}{(_count > _lines.Count ? ", …" : "")}: an invoice has one row, with its whole amount; "
        + "instalments stand in that row as date=amount;date=amount";
}

/// <summary>FNV-1a of 64 bits: for telling what may be the same; nothing rests on it alone but that a row is looked at again.</summary>
public static class Digest
{
    /// <summary>Of nothing.</summary>
    public const ulong Empty = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    /// <summary>Of a number, in whatever case of letters.</summary>
    public static ulong OfNumber(ReadOnlySpan<char> text)
    {
        var digest = Empty;
        foreach (var c in text)
        {
            digest = (digest ^ char.ToUpperInvariant(c)) * Prime;
        }

        return digest;
    }

    /// <summary>Of what came before and a text.</summary>
    public static ulong With(ulong digest, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            digest = (digest ^ c) * Prime;
        }

        return (digest ^ 0x1F) * Prime;
    }
}
