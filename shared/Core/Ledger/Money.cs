using System.Globalization;

namespace Collections.Core.Ledger;

/// <summary>An exact amount in one currency, kept as a whole number of its minor unit. May be negative.</summary>
/// <remarks>
/// Amounts of different currencies are never added or compared: that is a mistake of the program and throws.
/// <c>default</c> is no amount at all; it has no currency and only compares equal to itself.
/// </remarks>
/// <param name="Minor">Whole minor units: cents, yen, fils.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    /// <summary>The largest amount that is accepted from outside, in minor units: ten thousand million million.</summary>
    public const long MaxMinor = 10_000_000_000_000_000;

    /// <summary>The amount in units: 9.50, not 950.</summary>
    public decimal Amount => (decimal)Minor / Currency.Scale;

    /// <summary>True for exactly nothing.</summary>
    public bool IsZero => Minor == 0;

    /// <summary>True for more than nothing.</summary>
    public bool IsPositive => Minor > 0;

    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>An amount given in units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More decimals than the currency has, or larger than <see cref="MaxMinor"/>.</exception>
    public static Money Of(decimal amount, Currency currency) =>
        TryOf(amount, currency, out var money)
            ? money
            : throw new ArgumentOutOfRangeException(nameof(amount), amount, $"not an amount in {currency.Code}, which has {currency.Decimals} decimals");

    /// <summary>An amount given in units, or false when it has more decimals than the currency or is out of range.</summary>
    public static bool TryOf(decimal amount, Currency currency, out Money money)
    {
        money = default;
        if (Math.Abs(amount) > MaxMinor / 1000m)
        {
            return false;
        }

        var minor = amount * currency.Scale;
        if (minor != decimal.Truncate(minor))
        {
            return false;
        }

        money = new Money((long)minor, currency);
        return true;
    }

    /// <summary>The share of this amount, rounded to the minor unit, halves to even.</summary>
    public Money Times(decimal factor) => this with { Minor = (long)Math.Round(Minor * factor, MidpointRounding.ToEven) };

    /// <summary>The smaller of two amounts.</summary>
    public static Money Min(Money a, Money b) => a.CompareTo(b) <= 0 ? a : b;

    /// <summary>The larger of two amounts.</summary>
    public static Money Max(Money a, Money b) => a.CompareTo(b) >= 0 ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(Same(this, other).Minor);

    /// <summary>The sum.</summary>
    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b).Minor), a.Currency);

    /// <summary>The difference.</summary>
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b).Minor), a.Currency);

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money a) => new(-a.Minor, a.Currency);

    /// <summary>Less than.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>More than.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>At most.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>At least.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <summary>The amount as people write it, with its currency first: <c>AUD 1,234.50</c>.</summary>
    public override string ToString() =>
        Currency is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Currency.Code} {ToText()}");

    /// <summary>The amount as people write it, without its currency: <c>1,234.50</c>.</summary>
    public string ToText() => Amount.ToString(Currency.Decimals switch { 0 => "N0", 2 => "N2", _ => "N3" }, CultureInfo.InvariantCulture);

    private static Money Same(Money a, Money b) =>
        ReferenceEquals(a.Currency, b.Currency)
            ? b
            : throw new InvalidOperationException($"amounts in {a.Currency?.Code ?? "no currency"} and {b.Currency?.Code ?? "no currency"} do not mix");
}
