using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Collections.Core.Ledger;
using Collections.Files;
using Collections.Local.Hosting;

namespace Collections.Local.Commands;

/// <summary>Options that several commands have.</summary>
internal static class Options
{
    public static Option<string> Data() => new("--data")
    {
        Description = "the folder in which everything of the company is kept", HelpName = "DIR", DefaultValueFactory = _ => DataFolder.Default,
    };

    public static Option<string> Urls() => new("--urls")
    {
        Description = "where to listen; several separated by semicolons", HelpName = "URL", DefaultValueFactory = _ => LocalServer.DefaultUrls,
    };

    public static Option<string?> Map() => new("--map")
    {
        Description = "the file's column names for ours: theirs=ours,theirs=ours", HelpName = "theirs=ours,…",
    };

    public static Option<string?> Dates() => new("--dates")
    {
        Description = "the form of the file's dates, such as M/d/yyyy; yyyy-MM-dd unless told, or what an export's dates settle; never guessed", HelpName = "FORM",
    };

    public static Option<Currency?> CurrencyCode() => new("--currency")
    {
        Description = "the currency of rows that name none, such as USD", HelpName = "CODE", CustomParser = ParseCurrency,
    };

    public static Option<DecimalSign?> Decimal() => new("--decimal")
    {
        Description = "the sign before the decimals of the file's amounts, . or , ; found from all of them unless told, and asked for where they don't tell",
        HelpName = "SIGN",
        CustomParser = ParseDecimal,
    };

    public static Option<LedgerFormat> Format() => new("--format")
    {
        Description = "whose form it has: auto (by its header), canonical, xero, quickbooks or myob; the last three are of invoices",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => LedgerFormat.Auto,
        CustomParser = ParseFormat,
    };

    public static Option<bool> Complete() => new("--complete")
    {
        Description = "an accounting system's list of open items has them all: what was in the last such list and is missing here is settled",
    };

    public static Option<bool> Force() => new("--force")
    {
        Description = "believe a complete list that closes more than half of the last one, or doesn't agree with its own totals",
    };

    public static Option<string?> Policy(string description) => new("--policy") { Description = description, HelpName = "NAME" };

    public static Option<bool> Json() => new("--json") { Description = "print the result as one JSON object" };

    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description, HelpName = "DATE", CustomParser = ParseDate,
    };

    /// <summary>How a file is to be read, by the options of a command.</summary>
    /// <exception cref="ImportFormatException">The map is not right.</exception>
    public static ImportOptions Import(
        ParseResult parsed, Option<string?> map, Option<string?> dates, Option<Currency?> currency, Option<DecimalSign?> sign) => new()
    {
        Map = ImportOptions.ParseMap(parsed.GetValue(map) ?? ""),
        DateFormat = parsed.GetValue(dates),
        DefaultCurrency = parsed.GetValue(currency),
        Decimal = parsed.GetValue(sign),
    };

    private static DecimalSign? ParseDecimal(ArgumentResult result)
    {
        if (ImportOptions.TryParseDecimal(result.Tokens[0].Value, out var sign))
        {
            return sign;
        }

        result.AddError($"--decimal '{result.Tokens[0].Value}' is neither . nor ,");
        return null;
    }

    private static LedgerFormat ParseFormat(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!text.All(char.IsAsciiDigit) && Enum.TryParse<LedgerFormat>(text, ignoreCase: true, out var format))
        {
            return format;
        }

        result.AddError($"--format '{text}' is none of auto, canonical, xero, quickbooks, myob");
        return default;
    }

    private static Currency? ParseCurrency(ArgumentResult result)
    {
        if (Currency.TryParse(result.Tokens[0].Value, out var currency))
        {
            return currency;
        }

        result.AddError($"--currency '{result.Tokens[0].Value}' is no currency code of ISO 4217, such as USD");
        return null;
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no date of the form 2021-08-03");
        return null;
    }
}
