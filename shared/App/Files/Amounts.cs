using System.Globalization;
using Collections.Core.Ledger;

namespace Collections.App.Files;

/// <summary>Reads amounts as ledgers write them: <c>1234.5</c>, <c>-1,234.50</c>, <c>$1,234.50</c>, <c>AUD 1,234.50</c>, <c>(1,234.50)</c>.</summary>
internal static class Amounts
{
    /// <summary>The largest amount, in units, that every currency can hold.</summary>
    public const long Max = Money.MaxMinor / 1000;

    private const string NotAnAmount = "is not an amount such as 1234.50";

    /// <summary>Reads an amount; exact, without zeros at its end.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="amount">The amount in units.</param>
    /// <param name="currency">The currency whose code stands in front, if one does. A sign such as <c>$</c> tells nothing.</param>
    /// <returns>Null, or why it is no amount.</returns>
    public static string? Read(ReadOnlySpan<char> text, out decimal amount, out Currency? currency)
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

        return ReadDigits(rest, isBracketed || isSigned, out amount);
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

    private static string? ReadDigits(ReadOnlySpan<char> text, bool negative, out decimal amount)
    {
        amount = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (fraction.ContainsAnyExceptInRange('0', '9') || (whole.IsEmpty && fraction.IsEmpty))
        {
            return NotAnAmount;
        }

        long units = 0;
        if (ReadWhole(whole, ref units) is { } why)
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

    private static string? ReadWhole(ReadOnlySpan<char> text, ref long units)
    {
        var comma = text.IndexOf(',');
        if (comma >= 0 && (comma is 0 or > 3 || (text.Length - comma) % 4 != 0))
        {
            return NotAnAmount;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var isComma = comma >= 0 && i >= comma && (i - comma) % 4 == 0;
            if (isComma ? text[i] != ',' : !char.IsAsciiDigit(text[i]))
            {
                return NotAnAmount;
            }

            units = isComma ? units : (units * 10) + (text[i] - '0');
            if (units > Max)
            {
                return TooLarge;
            }
        }

        return null;
    }
}
