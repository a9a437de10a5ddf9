using Collections.Core.Ledger;

namespace Collections.Core.Tests.Ledger;

public sealed class MoneyTests
{
    private static readonly Currency Yen = Currency.Parse("JPY");
    private static readonly Currency Dinar = Currency.Parse("BHD");

    [Theory]
    [InlineData("AUD", "0.01", 1)]
    [InlineData("AUD", "-1234.5", -123450)]
    [InlineData("JPY", "12", 12)]
    [InlineData("BHD", "1.234", 1234)]
    public void Of_AnAmountInUnits_IsKeptInMinorUnits(string currency, string amount, long minor) =>
        Assert.Equal(minor, Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.Parse(currency)).Minor);

    [Theory]
    [InlineData("AUD", "0.001")]
    [InlineData("JPY", "0.5")]
    [InlineData("AUD", "99999999999999999999")]
    [InlineData("AUD", "-99999999999999999999")]
    public void TryOf_MoreDecimalsThanTheCurrencyHasOrOutOfRange_IsFalse(string currency, string amount)
    {
        var units = decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(Money.TryOf(units, Currency.Parse(currency), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.Of(units, Currency.Parse(currency)));
    }

    [Fact]
    public void Arithmetic_OfOneCurrency_IsExact()
    {
        var (a, b) = (Aud(0.1m), Aud(0.2m));
        Assert.Equal(Aud(0.3m), a + b);
        Assert.Equal(Aud(-0.1m), a - b);
        Assert.Equal(Aud(-0.1m), -a);
        Assert.Equal((a, b), (Money.Min(a, b), Money.Max(a, b)));
        Assert.True(a < b && b > a && a <= b && b >= a);
    }

    [Fact]
    public void Arithmetic_OfTwoCurrencies_IsAMistakeOfTheProgram()
    {
        Assert.Throws<InvalidOperationException>(() => Aud(1) + new Money(1, Yen));
        Assert.Throws<InvalidOperationException>(() => Aud(1) < new Money(1, Yen));
    }

    [Fact]
    public void Sum_BeyondTheRange_Throws() =>
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Currency.Aud) + new Money(1, Currency.Aud));

    [Theory]
    [InlineData(5, 0.5, 2)]
    [InlineData(15, 0.5, 8)]
    [InlineData(100, 0.8, 80)]
    public void Times_RoundsHalvesToEven(long minor, double factor, long expected) =>
        Assert.Equal(expected, new Money(minor, Currency.Aud).Times((decimal)factor).Minor);

    [Fact]
    public void ToString_HasTheCurrencysDecimals_InEveryCulture()
    {
        Assert.Equal("AUD 1,234.50", Aud(1234.5m).ToString());
        Assert.Equal("JPY 1,234", new Money(1234, Yen).ToString());
        Assert.Equal("BHD -1.234", new Money(-1234, Dinar).ToString());
        Assert.Equal("-", default(Money).ToString());
    }

    [Theory]
    [InlineData(" aud ", "AUD")]
    [InlineData("EUR", "EUR")]
    public void Currency_TryParse_TakesEitherCaseAndBlanks(string code, string expected) =>
        Assert.Equal(expected, Currency.TryParse(code, out var currency) ? currency.Code : null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("XYZ")]
    [InlineData("AUDX")]
    public void Currency_TryParse_RefusesWhatIsNone(string? code)
    {
        Assert.False(Currency.TryParse(code, out _));
        Assert.Throws<FormatException>(() => Currency.Parse(code ?? ""));
    }

    private static Money Aud(decimal amount) => Money.Of(amount, Currency.Aud);
}
