using System.Collections.Immutable;
using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>How a file is to be understood where it differs from the canonical form. Another program's export is such a set of options.</summary>
public sealed record ImportOptions
{
    /// <summary>The canonical form: our column names, dates as <c>2021-08-03</c>, currencies as the rows say.</summary>
    public static ImportOptions Canonical { get; } = new() { Format = LedgerFormat.Canonical };

    /// <summary>Whose form the file has; told by its header unless said.</summary>
    public LedgerFormat Format { get; init; }

    /// <summary>Their column names to ours; letter case, blanks, <c>_</c> and <c>-</c> don't matter. An entry wins over a column of our own name.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The one form of dates, such as <c>M/d/yyyy</c>; null for <c>yyyy-MM-dd</c>. Other forms are never guessed.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The currency of rows that name none; null leaves that to the account.</summary>
    public Currency? DefaultCurrency { get; init; }

    /// <summary>What stands before the decimals of its amounts; null to find that from all of them. Where they don't tell, the file is refused and asks for it.</summary>
    public DecimalSign? Decimal { get; init; }

    /// <summary>
    /// The file lists everything that is open, so that an item of the last such list that is missing in this one is settled (decision 0015).
    /// Only an accounting system's list of open items can be that.
    /// </summary>
    public bool IsComplete { get; init; }

    /// <summary>Believe a complete list though it closes more than half of what was open, has rows that can't be read, or totals that don't agree.</summary>
    public bool IsForced { get; init; }

    /// <summary>Reads <c>theirs=ours,theirs=ours</c>.</summary>
    /// <exception cref="ImportFormatException">A pair is broken, names a field that no file has, or doubles another.</exception>
    public static IReadOnlyDictionary<string, string> ParseMap(string text)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.LastIndexOf('=');
            if (equals <= 0 || equals == pair.Length - 1)
            {
                throw new ImportFormatException($"'{pair}' in the map is not of the form theirs=ours");
            }

            var theirs = pair[..equals].Trim();
            var ours = Schema.FieldOfAnyFile(pair[(equals + 1)..].Trim());
            if (map.FirstOrDefault(m => m.Value == ours) is { Key: { } other })
            {
                throw new ImportFormatException($"the map gives '{ours}' twice, from '{other}' and from '{theirs}'");
            }

            if (!map.TryAdd(theirs, ours))
            {
                throw new ImportFormatException($"the map names '{theirs}' twice, for '{map[theirs]}' and for '{ours}'");
            }
        }

        return map;
    }

    /// <summary>The sign before decimals as people give it: <c>.</c> or <c>,</c>.</summary>
    public static bool TryParseDecimal(string? text, out DecimalSign sign)
    {
        sign = text is "," ? DecimalSign.Comma : DecimalSign.Point;
        return text is "." or ",";
    }

    /// <summary>The form of dates, once it is known to tell every day apart.</summary>
    internal string CheckedDateFormat()
    {
        var format = DateFormat ?? "yyyy-MM-dd";
        var day = new DateOnly(2021, 11, 23);
        try
        {
            var text = day.ToString(format, CultureInfo.InvariantCulture);
            if (format.Length > 1 && DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var same) && same == day)
            {
                return format;
            }
        }
        catch (FormatException)
        {
            // The message below says it better than the framework does.
        }

        throw new ImportFormatException(
            $"'{format}' is not a form of dates: it needs a day, a month and a year, in the letters d, M and y, such as M/d/yyyy or dd.MM.yyyy");
    }
}

/// <summary>The file as a whole cannot be read; the message says why and what would help.</summary>
public sealed class ImportFormatException(string message) : Exception(message);
