using System.Globalization;

namespace Collections.Files;

/// <summary>
/// Finds the one way in which a file writes its amounts. <c>12.50</c>, <c>1,000.50</c> and <c>1.000.000</c> can be meant in one way only; <c>1.000</c> is a thousand
/// or one, as the others of its file say.
/// </summary>
internal sealed class AmountWays
{
    // So few that are written otherwise are slips of their rows, which are rejected; more of them leave the file in doubt.
    private const int OneSlipAmong = 100;

    private const string How = "Say which sign stands before the decimals: --decimal . or --decimal , (?decimal=. or ?decimal=, over HTTP)";

    private readonly Found _point = new();
    private readonly Found _comma = new();
    private readonly Found _either = new();

    /// <summary>Looks at an amount, or at what should be one.</summary>
    public void Look(ReadOnlySpan<char> text, long line)
    {
        var from = text.IndexOfAnyInRange('0', '9');
        var to = text.LastIndexOfAnyInRange('0', '9');
        if (from < 0)
        {
            return;
        }

        // .50 and 380115, are numbers too.
        from -= from > 0 && text[from - 1] is '.' or ',' ? 1 : 0;
        to += to + 1 < text.Length && text[to + 1] is '.' or ',' ? 1 : 0;
        if (Among(text[from..(to + 1)]) is { } found)
        {
            found.Add(text, line);
        }
    }

    /// <summary>Looks at a schedule such as <c>2021-07-31=400;2021-08-31=400</c>.</summary>
    public void LookAtParts(ReadOnlySpan<char> text, long line)
    {
        while (text.IndexOf('=') is >= 0 and var equals)
        {
            text = text[(equals + 1)..];
            var end = text.IndexOf(';');
            Look(end < 0 ? text : text[..end], line);
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    /// <summary>The way of the file.</summary>
    /// <param name="otherwise">The way of its kind, where its amounts can be meant in two; null if nobody knows.</param>
    /// <exception cref="ImportFormatException">The amounts can be meant in two ways, or are of two.</exception>
    public DecimalSign Settle(DecimalSign? otherwise = null)
    {
        if (_point.Count > 0 && _comma.Count > 0 && Math.Min(_point.Count, _comma.Count) * OneSlipAmong > Math.Max(_point.Count, _comma.Count))
        {
            throw new ImportFormatException(
                $"the amounts are written in two ways: {_point} has a point before its decimals, {_comma} a comma; one file has one way. {How}");
        }

        return _point.Count == 0 && _comma.Count == 0 && _either.Count > 0
            ? otherwise ?? throw new ImportFormatException($"no amount settles whether the sign in {_either} stands before decimals or between thousands. {How}")
            : _comma.Count > _point.Count ? DecimalSign.Comma : DecimalSign.Point;
    }

    // What an amount shows, or null if that is nothing.
    private Found? Among(ReadOnlySpan<char> text)
    {
        var (points, commas, others) = (text.Count('.'), text.Count(','), 0);
        foreach (var c in text)
        {
            others += c is '\'' or '\u2019' or '\u00A0' or '\u202F' or ' ' ? 1 : 0;
            if (!char.IsAsciiDigit(c) && c is not ('.' or ',' or '\'' or '\u2019' or '\u00A0' or '\u202F' or ' '))
            {
                return null;
            }
        }

        if (points + commas == 0)
        {
            return null;
        }

        if (points > 0 && commas > 0)
        {
            return text.LastIndexOf('.') > text.LastIndexOf(',') ? (points == 1 ? _point : null) : commas == 1 ? _comma : null;
        }

        var (same, other) = points > 0 ? (_point, _comma) : (_comma, _point);
        var at = text.IndexOf(points > 0 ? '.' : ',');
        if (points + commas > 1)
        {
            return IsGrouped(text, at) ? other : null;
        }

        return others > 0 || text.Length - at != 4 || at is 0 or > 3 || text[0] == '0' ? same : _either;
    }

    private static bool IsGrouped(ReadOnlySpan<char> text, int first)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) == (i >= first && (i - first) % 4 == 0))
            {
                return false;
            }
        }

        return first is > 0 and <= 3 && (text.Length - first) % 4 == 0;
    }

    private sealed class Found
    {
        private string _text = "";
        private long _line;

        public long Count { get; private set; }

        public void Add(ReadOnlySpan<char> text, long line)
        {
            if (Count++ == 0)
            {
                (_text, _line) = (text[..Math.Min(text.Length, 50)].ToString(), line);
            }
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"'{_text}' on line {_line}");
    }
}
