using System.Globalization;

namespace Collections.Local.Tests.Matching;

/// <summary>References with check digits, as sellers print them; written again here, so that a mistake in the product's own doesn't hide itself.</summary>
internal static class CheckDigits
{
    private static readonly int[] Carry = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

    /// <summary>A Swiss QR reference: 26 digits and one by recursive modulo 10.</summary>
    public static string SwissQr(string digits)
    {
        var padded = digits.PadLeft(26, '0');
        var carry = padded.Aggregate(0, (carry, c) => Carry[(carry + c - '0') % 10]);
        return padded + (char)('0' + ((10 - carry) % 10));
    }

    /// <summary>A Belgian structured communication: 10 digits and two by modulo 97, 97 for 0.</summary>
    public static string Belgian(string digits)
    {
        var padded = digits.PadLeft(10, '0');
        var rest = long.Parse(padded, CultureInfo.InvariantCulture) % 97;
        return padded + (rest == 0 ? 97 : rest).ToString("00", CultureInfo.InvariantCulture);
    }

    /// <summary>An Australian BPAY customer reference number: 8 digits and one by Luhn's modulo 10.</summary>
    public static string Bpay(string digits)
    {
        var padded = digits.PadLeft(8, '0');
        var sum = padded.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 2 : 1)).Sum(n => (n / 10) + (n % 10));
        return padded + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>In groups as they are printed: <c>21 00000 00003 13947 14300 09017</c>.</summary>
    public static string Grouped(string swissQr) => $"{swissQr[..2]} {string.Join(' ', swissQr[2..].Chunk(5).Select(group => new string(group)))}";

    /// <summary>With its signs: <c>+++090/9337/55493+++</c>.</summary>
    public static string Signed(string belgian) => $"+++{belgian[..3]}/{belgian[3..7]}/{belgian[7..]}+++";
}
