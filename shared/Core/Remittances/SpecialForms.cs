using System.Text.RegularExpressions;

namespace Collections.Core.Remittances;

/// <summary>Finds dates, times, amounts, telephone numbers and bank accounts, which have digits and are no invoice's number.</summary>
internal static partial class SpecialForms
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // A text is short, and no pattern goes over a part of it more than once for each beginning. A limit of time would make the answer hang on how busy the
    // machine is.
    private const int NoTimeout = Timeout.Infinite;

    private const string Month =
        "(JAN(UARY|UAR|VIER)?|FEB(RUARY|RUAR)?|F[EÉ]VRIER|MAR(CH|S)?|M[AÄ]RZ|AP(RIL|R)|AVRIL|MA[IY]|JUNE?|JUNI|JUIN|JULY?|JULI|JUILLET|AUG(UST)?|AO[UÛ]T"
        + "|SEPT?(EMBER|EMBRE)?|O[CK]T(OBER|OBRE)?|NOV(EMBER|EMBRE)?|DE[CZ](EMBER)?|D[EÉ]CEMBRE)";

    /// <summary>Where they are, in order and none within another.</summary>
    public static List<(int Start, int End)> In(string text)
    {
        var found = new List<(int Start, int End)>();
        foreach (var pattern in new[] { Dates(), Months(), Amounts(), Foreign() })
        {
            foreach (var match in pattern.EnumerateMatches(text))
            {
                found.Add((match.Index, match.Index + match.Length));
            }
        }

        found.Sort();
        for (var i = found.Count - 1; i > 0; i--)
        {
            if (found[i].Start < found[i - 1].End)
            {
                found[i - 1] = (found[i - 1].Start, Math.Max(found[i - 1].End, found[i].End));
                found.RemoveAt(i);
            }
        }

        return found;
    }

    // 12/03/2021, 3.8.21, 2021-08-03, and times: 14:05, 14:05:09.
    [GeneratedRegex(
        @"(?<![\w./-])((0?[1-9]|[12]\d|3[01])(?<s>[./-])(0?[1-9]|1[0-2])\k<s>((19|20)\d\d|\d\d)|(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/((19|20)\d\d|\d\d)"
        + @"|(19|20)\d\d(?<t>[./-])(0?[1-9]|1[0-2])\k<t>(0?[1-9]|[12]\d|3[01])|(0?[1-9]|1[0-2])[/.](19|20)\d\d|([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?)(?![\w/-])",
        Options, NoTimeout)]
    private static partial Regex Dates();

    // 12 March 2021, 12th Mar, March 12 2021, Mar-21, March.
    [GeneratedRegex(@"(?<!\w)(\d{1,2}(ST|ND|RD|TH)?[ .-]{0,2})" + Month + @"([ .,'-]{0,2}((19|20)\d\d|\d\d))?(?!\w)|(?<!\w)" + Month
        + @"[ .,'-]{1,2}(\d{1,2}(ST|ND|RD|TH)?[ ,]{1,2})?((19|20)\d\d|\d\d)(?!\w)", Options, NoTimeout)]
    private static partial Regex Months();

    // $1,250.00, 1.250,00, 1250.00, AUD 1250, 12.5%.
    [GeneratedRegex(
        @"[$€£¥]\s?\d[\d,.']*|(?<!\w)(AUD|NZD|USD|EUR|GBP|CHF|CAD|SGD|HKD|JPY|SEK|NOK|DKK|PLN|CZK|INR|ZAR|CNY)\s?\d[\d,.']*(?!\w)"
        + @"|(?<![\w.,/-])(\d{1,3}(,\d{3})+\.\d\d|\d{1,3}(\.\d{3})+,\d\d|\d{1,3}('\d{3})+\.\d\d|\d+[.,]\d\d)(?![\w]|[.,/-]\d)|(?<!\w)\d+([.,]\d+)?\s?%", Options, NoTimeout)]
    private static partial Regex Amounts();

    // +61 2 5550 1234, 02 5550 1234, 0412 345 678; IBANs in groups of four; what follows BSB, ABN, TEL.
    [GeneratedRegex(
        @"(?<!\d\s?)\+\d[\d ()-]{7,}\d|(?<![\w/-])\(?0\d{1,3}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\w/-])|(?<!\w)(?!RF)[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?(?!\w)"
        + @"|(?<!\w)(TEL|TELEFON|PHONE|PH|MOB|MOBILE|FAX|BSB|ABN|ACN|TFN|VAT|UST-?ID(NR)?|UID|SIRET|SIREN|KVK|KTO|KONTO|BLZ|CARD)( ?(NO|NR))?[.:# ]{0,3}[\dX*][\d -]{2,}\d", Options, NoTimeout)]
    private static partial Regex Foreign();
}
