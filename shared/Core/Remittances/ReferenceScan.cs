using System.Buffers;

namespace Collections.Core.Remittances;

/// <summary>Finds what may be a reference with check digits in a text: in groups or not, whatever stands around it.</summary>
public static class ReferenceScan
{
    private const int SwissLength = 27;
    private const int BelgianLength = 12;
    private const int CreditorLongest = 25;

    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789/+*-.");

    /// <summary>The candidates, without blanks; those that are right come before longer and shorter ones of the same place.</summary>
    public static IReadOnlyList<string> In(RemittanceText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<string>();
        var pieces = text.Plain.Split([' ', '\t', '\r', '\n', ',', ';', ':', '(', ')'], RemittanceText.MostTokens + 1, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].StartsWith("RF", StringComparison.Ordinal) && pieces[i].Length > 3 && char.IsAsciiDigit(pieces[i][2]) && char.IsAsciiDigit(pieces[i][3]))
            {
                AddCreditor(found, pieces, i);
            }
            else if (IsNumeric(pieces[i]))
            {
                AddNumeric(found, pieces, i);
            }
        }

        found.AddRange(text.Numbers.Where(number => number.Label == NumberLabel.BillReference).Select(number => number.Digits));
        return found;
    }

    // Where it ends is not known: each end at which the check digits are right, the longest first; if none is, the first piece.
    private static void AddCreditor(List<string> found, string[] pieces, int from)
    {
        var (together, right) = ("", new List<string>());
        for (var i = from; i < pieces.Length && together.Length + pieces[i].Length <= CreditorLongest; i++)
        {
            together += pieces[i].TrimEnd('.');
            if (PaymentReference.IsValid(together))
            {
                right.Insert(0, together);
            }
        }

        found.AddRange(right.Count > 0 ? right : [pieces[from]]);
    }

    private static void AddNumeric(List<string> found, string[] pieces, int from)
    {
        var digits = "";
        for (var i = from; i < pieces.Length && IsNumeric(pieces[i]) && digits.Length < SwissLength; i++)
        {
            digits += string.Concat(pieces[i].Where(char.IsAsciiDigit));
            if (digits.Length == SwissLength || (digits.Length == BelgianLength && (i == from || pieces[from].StartsWith('+') || pieces[from].StartsWith('*'))))
            {
                found.Add(i == from ? pieces[i] : digits);
            }
        }
    }

    private static bool IsNumeric(string piece) => piece.AsSpan().ContainsAnyInRange('0', '9') && !piece.AsSpan().ContainsAnyExcept(Numeric);
}
