namespace Collections.Core.Ledger;

/// <summary>A currency of ISO 4217, with the number of decimals of its minor unit.</summary>
/// <remarks>One instance a code, so currencies compare by reference.</remarks>
public sealed class Currency
{
    // ISO 4217 active codes, grouped by the exponent of their minor unit.
    private const string TwoDecimals =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK " +
        "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK " +
        "LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON " +
        "RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST " +
        "XCD YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly Dictionary<string, Currency> ByCode = Build();

    private Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
        Scale = decimals switch { 0 => 1, 2 => 100, _ => 1000 };
    }

    /// <summary>The three-letter code, in capitals.</summary>
    public string Code { get; }

    /// <summary>Decimals of the minor unit: 0, 2 or 3.</summary>
    public int Decimals { get; }

    /// <summary>Minor units in one unit: 1, 100 or 1000.</summary>
    public int Scale { get; }

    /// <summary>Australian dollars, the currency of the worked examples.</summary>
    public static Currency Aud { get; } = Parse("AUD");

    /// <summary>The currency of a code, upper or lower case.</summary>
    /// <exception cref="FormatException">The code is not an active ISO 4217 code.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is not an ISO 4217 currency code");

    /// <summary>Looks a code up; upper or lower case, blanks around it ignored.</summary>
    public static bool TryParse(string? code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && (ByCode.TryGetValue(code, out currency) || ByCode.TryGetValue(code.Trim().ToUpperInvariant(), out currency));
    }

    /// <inheritdoc/>
    public override string ToString() => Code;

    private static Dictionary<string, Currency> Build()
    {
        var all = new Dictionary<string, Currency>(StringComparer.Ordinal);
        foreach (var (codes, decimals) in new[] { (TwoDecimals, 2), (NoDecimals, 0), (ThreeDecimals, 3) })
        {
            foreach (var code in codes.Split(' '))
            {
                all[code] = new Currency(code, decimals);
            }
        }

        return all;
    }
}
