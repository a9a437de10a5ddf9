using System.Globalization;

namespace Collections.Files.Accounting;

/// <summary>Reads an export's dates. Whether 03/04 is in March or in April its own dates must settle, or the person who imports it; never a guess.</summary>
internal sealed class ExportDates
{
    private static readonly char[] Separators = ['/', '-', '.'];

    // Forms that can be read in one way only.
    private static readonly string[] Plain =
        ["yyyy-M-d", "yyyy/M/d", "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d MMM, yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy"];

    private readonly string? _format;
    private readonly bool _isMonthFirst;

    private ExportDates(string? format, bool isMonthFirst) => (_format, _isMonthFirst) = (format, isMonthFirst);

    /// <summary>The form of an export's dates.</summary>
    /// <param name="dates">Every cell in a column of dates, with its line.</param>
    /// <param name="options">Where the form may be told.</param>
    /// <exception cref="ImportFormatException">The dates can be read in two ways, or in neither for all of them.</exception>
    public static ExportDates Settle(IEnumerable<(long Line, string Text)> dates, ImportOptions options)
    {
        if (options.DateFormat is not null)
        {
            return new ExportDates(options.CheckedDateFormat(), isMonthFirst: false);
        }

        (long Line, string Text) dayFirst = default, monthFirst = default, either = default;
        foreach (var date in dates)
        {
            if (TrySplit(date.Text, out var first, out var second, out _, out var separator) && separator != '.' && first != second)
            {
                ref var found = ref (first > 12 ? ref dayFirst : ref second > 12 ? ref monthFirst : ref either);
                found = found.Text is null ? date : found;
            }
        }

        if (dayFirst.Text is not null && monthFirst.Text is not null)
        {
            throw new ImportFormatException(
                $"the dates are of two forms: '{dayFirst.Text}' on line {dayFirst.Line} has the day first, '{monthFirst.Text}' on line {monthFirst.Line} the month. "
                + "Say which it is: --dates d/M/yyyy or --dates M/d/yyyy");
        }

        return dayFirst.Text is null && monthFirst.Text is null && either.Text is not null
            ? throw new ImportFormatException(
                $"no date settles whether the day or the month stands first: '{either.Text}' on line {either.Line} can be read both ways. "
                + $"Say which it is: --dates {Form(either.Text, "d", "M")} or --dates {Form(either.Text, "M", "d")}")
            : new ExportDates(null, monthFirst.Text is not null);
    }

    /// <summary>Reads a date.</summary>
    /// <returns>Null, or why it is none.</returns>
    public string? Read(string text, out DateOnly day)
    {
        if (_format is not null)
        {
            return DateOnly.TryParseExact(text, _format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
                ? WhyNot(day)
                : $"is not a day of the calendar in the form {_format}";
        }

        // A time of day may follow.
        var end = text.Length > 10 && char.IsAsciiDigit(text[3]) ? text.AsSpan().IndexOfAny(' ', 'T') : -1;
        var date = end > 0 ? text[..end] : text;
        return DateOnly.TryParseExact(date, Plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || TrySplitDay(date, out day)
            ? WhyNot(day)
            : "is not a day of the calendar; if its year has two digits, say --dates d/M/yy or M/d/yy";
    }

    private static string? WhyNot(DateOnly day) => day.Year is < 1990 or > 2100 ? "is not between the years 1990 and 2100" : null;

    private bool TrySplitDay(string text, out DateOnly day)
    {
        day = default;
        if (!TrySplit(text, out var first, out var second, out var year, out var separator))
        {
            return false;
        }

        var (month, dayOfMonth) = _isMonthFirst && separator != '.' ? (first, second) : (second, first);
        if (month is < 1 or > 12 || year < 1 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    // Two numbers and a year of four digits.
    private static bool TrySplit(string text, out int first, out int second, out int year, out char separator)
    {
        (first, second, year, separator) = (0, 0, 0, default);
        var at = text.IndexOfAny(Separators);
        if (at is < 1 or > 2)
        {
            return false;
        }

        separator = text[at];
        var parts = text.Split(separator);
        return parts is [{ Length: 1 or 2 }, { Length: 1 or 2 }, { Length: 4 }]
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out second)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }

    private static string Form(string example, string first, string second)
    {
        var separator = example[example.IndexOfAny(Separators)];
        return $"{first}{separator}{second}{separator}yyyy";
    }
}
