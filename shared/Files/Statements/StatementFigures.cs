using System.Globalization;
using System.Text;
using Collections.Core.Ledger;

namespace Collections.Files.Statements;

/// <summary>How a format writes amounts.</summary>
internal enum AmountForm
{
    /// <summary><c>1234.50</c>: ISO 20022.</summary>
    Point,

    /// <summary><c>1234,50</c> and <c>1234,</c>; some banks write a point: MT940.</summary>
    Comma,

    /// <summary><c>-1234.50</c>, <c>-1234,50</c>, <c>1,234.50</c>: OFX, where a single comma stands before the decimals.</summary>
    Signed,

    /// <summary>As people write it, with signs, brackets and groups, and a point before decimals: CSV.</summary>
    Free,

    /// <summary>The same with a comma before decimals.</summary>
    FreeComma,
}

/// <summary>Reads the amounts and days of statements. Nothing is guessed: what is not sure is told.</summary>
internal static class StatementFigures
{
    private const int MaxDigits = 30;
    private const string NotAnAmount = "is no amount";

    /// <summary>Reads an amount in units.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Amount(string? text, AmountForm form, out decimal amount)
    {
        amount = 0;
        var rest = (text ?? "").Trim();
        if (rest.Length == 0)
        {
            return "is required";
        }

        var isNegative = false;
        if (form is AmountForm.Signed or AmountForm.Free or AmountForm.FreeComma && !TakeSign(ref rest, form, out isNegative))
        {
            return "has a sign and a mark, DR or CR, that contradict each other";
        }

        if (form == AmountForm.Point && rest[0] == '+')
        {
            rest = rest[1..];
        }

        if (rest.Length is 0 or > MaxDigits || Plain(rest, form) is not { } digits
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount))
        {
            return NotAnAmount;
        }

        amount = isNegative ? -amount : amount;
        return null;
    }

    /// <summary>An amount in a currency.</summary>
    /// <returns>Null, or why it is none in that currency.</returns>
    public static string? Of(decimal amount, Currency currency, out Money money) =>
        Money.TryOf(amount, currency, out money) ? null
        : Math.Abs(amount) > Amounts.Max ? "is larger than any amount that can be kept"
        : $"has more decimals than {currency.Code}, which has {currency.Decimals}";

    /// <summary>Reads a day, exactly in a form.</summary>
    /// <returns>Null, or why it is none.</returns>
    public static string? Day(ReadOnlySpan<char> text, string form, out DateOnly day)
    {
        day = default;
        return text.IsEmpty ? "is required"
            : !DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) ? $"is no day of the calendar in the form {form}"
            : day.Year is < 1990 or > 2100 ? "is not between the years 1990 and 2100"
            : null;
    }

    /// <returns>False where what is said of the sign contradicts itself.</returns>
    private static bool TakeSign(ref string text, AmountForm form, out bool isNegative)
    {
        if (form != AmountForm.Signed)
        {
            return TakeFreeSign(ref text, out isNegative);
        }

        isNegative = text[0] == '-';
        text = text[0] is '-' or '+' ? text[1..] : text;
        return true;
    }

    // In the order of what stands outermost: (1.00), 1.00 DR, 1.00-, AUD -1.00, -AUD 1.00.
    private static bool TakeFreeSign(ref string text, out bool isNegative)
    {
        var isBracketed = text is ['(', .., ')'];
        text = isBracketed ? text[1..^1].Trim() : text;
        var (isDebit, isCredit) = (text.EndsWith("DR", StringComparison.OrdinalIgnoreCase), text.EndsWith("CR", StringComparison.OrdinalIgnoreCase));
        text = isDebit || isCredit ? text[..^2].TrimEnd() : text;
        text = text.Length > 1 && char.GetUnicodeCategory(text[^1]) == UnicodeCategory.CurrencySymbol ? text[..^1].TrimEnd() : text;
        var isPlus = text is ['+', ..];
        var isSigned = text.EndsWith('-');
        text = isSigned ? text[..^1].TrimEnd() : text;
        for (var i = 0; i < 2 && text.Length > 0; i++)
        {
            isSigned |= text[0] == '-';
            text = text[0] is '-' or '+' ? text[1..].TrimStart() : text;
            text = text.Length > 3 && Currency.TryParse(text[..3], out _) ? text[3..].TrimStart()
                : text.Length > 0 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol ? text[1..].TrimStart()
                : text;
        }

        isNegative = isBracketed || isDebit || isSigned;
        return !(isCredit && isNegative) && !(isDebit && isPlus);
    }

    /// <summary>The digits with a point before the decimals, or null where they are not sure.</summary>
    private static string? Plain(string text, AmountForm form)
    {
        if (form == AmountForm.Point)
        {
            return IsPlain(text) ? text : null;
        }

        if (form == AmountForm.Comma)
        {
            var point = text.Replace(',', '.');
            return IsPlain(point) ? point : null;
        }

        var (comma, dot) = (text.LastIndexOf(','), text.LastIndexOf('.'));
        var last = form switch
        {
            AmountForm.Free => dot,
            AmountForm.FreeComma => comma,
            _ => Math.Max(comma, dot),
        };
        var isGroup = form == AmountForm.Signed && last >= 0 && (comma < 0 || dot < 0) && text.IndexOf(text[last], StringComparison.Ordinal) != last;
        var whole = last < 0 || isGroup ? text : text[..last];
        if (form is AmountForm.Free or AmountForm.FreeComma && whole.Contains(form == AmountForm.Free ? '.' : ',', StringComparison.Ordinal))
        {
            return null;
        }

        if (Ungrouped(whole) is not { } digits)
        {
            return null;
        }

        var plain = last < 0 || isGroup ? digits : $"{digits}.{text[(last + 1)..]}";
        return IsPlain(plain) ? plain : null;
    }

    private static bool IsPlain(string text) =>
        text.Any(char.IsAsciiDigit) && text.Count(c => c == '.') <= 1 && text.All(c => char.IsAsciiDigit(c) || c == '.');

    // 1,234,567 and 1'234'567 and 1 234 567: one sign, and three digits behind each.
    private static string? Ungrouped(string text)
    {
        const string Signs = ",.' \u00A0\u2019\u202F";
        var sign = text.FirstOrDefault(c => Signs.Contains(c, StringComparison.Ordinal));
        if (sign == '\0')
        {
            return text;
        }

        var groups = text.Split(sign);
        if (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3))
        {
            return null;
        }

        return new StringBuilder().AppendJoin("", groups).ToString();
    }
}
