namespace Collections.Core.Remittances;

/// <summary>The shape of a ledger's invoice numbers, or account codes: <c>INV-000123</c> has the shape <c>INV-999999</c>.</summary>
/// <remarks>
/// Payers leave prefixes, dashes and leading zeros out. A ledger has a handful of shapes; what a payer wrote, filled into each, gives the few numbers
/// that they may have meant, which are then looked up as they are printed.
/// </remarks>
public static class NumberShape
{
    /// <summary>A digit's place in a shape.</summary>
    public const char Digit = '9';

    /// <summary>Longer numbers have no shape: nobody types them.</summary>
    public const int LongestNumber = 40;

    /// <summary>The shape of a number: its letters in capitals, a 9 for each digit, all else as it is; null for one without digits, or longer than <see cref="LongestNumber"/>.</summary>
    public static string? Of(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (number.Length > LongestNumber || !number.Any(char.IsAsciiDigit))
        {
            return null;
        }

        return string.Create(number.Length, number, static (shape, text) =>
        {
            for (var i = 0; i < shape.Length; i++)
            {
                shape[i] = char.IsAsciiDigit(text[i]) ? Digit : char.ToUpperInvariant(text[i]);
            }
        });
    }
}
