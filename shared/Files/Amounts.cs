using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.Files;

/// <summary>
/// Reads amounts as ledgers write them: <c>1234.5</c>, <c>-1,234.50</c>, <c>$1,234.50</c>, <c>AUD 1,234.50</c>, <c>(1,234.50)</c>, <c>1'234.50</c>; or, where a
/// comma stands before the decimals, <c>1.234,50 €</c>.
/// </summary>
internal static class Amounts
{
    /// <summary>The largest amount, in units, that every currency can hold.</summary>
    public const long Max = Money.MaxMinor / 1000;

    private static string NotAnAmount(DecimalSign sign) =>
        sign == DecimalSign.Point ? "is not an amount such as 1234.50" : "is not an amount such as 1234,50, as the file writes them";

    /// <summary>Reads an amount; exact, without zeros at its end.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="sign">What stands before decimals.</param>
    /// <param name="amount">The amount in units.</param>
    /// <param name="currency">The currency whose code stands in front, if one does. A sign such as <c>$</c> tells nothing.</param>
    /// <returns>Null, or why it is no amount.</returns>
    public static string? Read(ReadOnlySpan<char> text, DecimalSign sign, out decimal amount, out Currency? currency)
    {
        currency = null;
        var isBracketed = text.StartsWith("(") && text.EndsWith(")");
        var rest = isBracketed ? text[1..^1].Trim() : text;
        var isSigned = !isBracketed && rest.StartsWith("-");
        rest = isSigned ? rest[1..].TrimStart() : rest;
        rest = rest[CurrencyLength(rest, out currency)..].TrimStart();
        if (!isBracketed && !isSigned && rest.StartsWith("-"))
        {
            isSigned = true;
            rest = rest[1..];
        }

        rest = rest.Length > 1 && currency is null && char.GetUnicodeCategory(rest[^1]) == UnicodeCategory.CurrencySymbol ? rest[..^1].TrimEnd() : rest;
        return ReadDigits(rest, sign, isBracketed || isSigned, out amount);
    }

    /// <summary>How many characters the currency's code or sign takes.</summary>
    private static int CurrencyLength(ReadOnlySpan<char> text, out Currency? currency)
    {
        currency = null;
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
        {
            return 0;
        }

        if (text.Length > 3 && char.IsAsciiLetter(text[0]) && !char.IsLetter(text[3]) && Currency.TryParse(text[..3].ToString(), out currency))
        {
            return 3;
        }

        return char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol ? 1 : 0;
    }

    private static string? ReadDigits(ReadOnlySpan<char> text, DecimalSign sign, bool negative, out decimal amount)
    {
        amount = 0;
        var point = text.IndexOf(sign == DecimalSign.Point ? '.' : ',');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (fraction.ContainsAnyExceptInRange('0', '9') || (whole.IsEmpty && fraction.IsEmpty))
        {
            return NotAnAmount(sign);
        }

        long units = 0;
        if (ReadWhole(whole, sign, ref units) is { } why)
        {
            return why;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > 3)
        {
            return "has more than three decimals";
        }

        foreach (var c in fraction)
        {
            units = (units * 10) + (c - '0');
        }

        amount = new decimal((int)units, (int)(units >> 32), 0, negative && units != 0, (byte)fraction.Length);
        return Math.Abs(amount) > Max ? TooLarge : null;
    }

    private static string TooLarge => string.Create(CultureInfo.InvariantCulture, $"is larger than {Max:N0}");

    // Digits, perhaps in groups of three.
    private static string? ReadWhole(ReadOnlySpan<char> text, DecimalSign sign, ref long units)
    {
        var first = text.IndexOfAnyExceptInRange('0', '9');
        var group = first < 0 ? default : text[first];
        if (first >= 0 && (first is 0 or > 3 || (text.Length - first) % 4 != 0 || !(group == (sign == DecimalSign.Point ? ',' : '.') || IsOtherGroup(group, sign))))
        {
            return NotAnAmount(sign);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var isGroup = first >= 0 && i >= first && (i - first) % 4 == 0;
            if (isGroup ? text[i] != group : !char.IsAsciiDigit(text[i]))
            {
                return NotAnAmount(sign);
            }

            units = isGroup ? units : (units * 10) + (text[i] - '0');
            if (units > Max)
            {
                return TooLarge;
            }
        }

        return null;
    }

    private static bool IsOtherGroup(char c, DecimalSign sign) => c is '\'' or '\u2019' or '\u00A0' or '\u202F' || (c == ' ' && sign == DecimalSign.Comma);
}
