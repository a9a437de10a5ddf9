using Collections.App.Letters;
using Collections.Core.Ledger;
using Collections.Core.Remittances;

namespace Collections.App.Tests.Letters;

/// <summary>How figures become words.</summary>
public sealed class OwingMonthsTests
{
    [Fact]
    public void R21_Invoices_AreListedByMonthOldestFirst()
    {
        var months = OwingMonths.Of(
        [
            new InvoiceToAsk(Invoice("B", "2021-07-01", 50m)),
            new InvoiceToAsk(Invoice("A", "2021-06-30", 1200m, paid: 200m), Disputed: Money.Of(300m, Currency.Aud)),
            new InvoiceToAsk(Invoice("C", "2020-06-30", 10m), Branch: "Newcastle"),
        ]);

        Assert.Equal(["June 2020", "June 2021", "July 2021"], months.Select(month => month.Label));
        Assert.Equal(new OwingLine("A", "30 Jun 2021", "31 Jul 2021", "1,200.00", "1,000.00", "300.00"), Assert.Single(months[1].Lines));
        Assert.Equal("AUD 700.00", months[1].Total);
        Assert.Equal("Newcastle", months[0].Lines[0].Branch);
        Assert.False(months[2].Lines[0].IsPartPaid);
    }

    [Fact]
    public void Of_SeveralCurrencies_EveryAmountNamesItsOwn()
    {
        var months = OwingMonths.Of(
        [
            new InvoiceToAsk(Invoice("A", "2021-06-01", 10m) with { Part = 1 }),
            new InvoiceToAsk(Invoice("A", "2021-06-01", 20m, "USD") with { Part = 2 }),
        ]);

        Assert.Equal("AUD 10.00 and USD 20.00", Assert.Single(months).Total);
        Assert.Equal([("A/1", "AUD 10.00"), ("A/2", "USD 20.00")], months[0].Lines.Select(line => (line.Number, line.Balance)));
    }

    [Fact]
    public void LetterText_Dates_AreEnglishEverywhere()
    {
        var date = new DateOnly(2021, 8, 3);

        Assert.Equal(["3 August 2021", "Tue 3 Aug 2021", "3 Aug 2021", "August 2021"],
            [LetterText.LongDate(date), LetterText.Day(date), LetterText.ShortDate(date), LetterText.Month(date)]);
    }

    [Theory]
    [InlineData("1234.5", "AUD", "https://pay.example/RF45G72UUR?a=1234.50&c=AUD")]
    [InlineData("1234", "JPY", "https://pay.example/RF45G72UUR?a=1234&c=JPY")]
    public void R41_CardLink_CarriesAmountCurrencyAndReference(string amount, string currency, string expected)
    {
        var money = Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Currency.Parse(currency));

        Assert.Equal(expected, CardLinks.For("https://pay.example/{reference}?a={amount}&c={currency}", money, PaymentReference.For("G72UUR")));
    }

    [Fact]
    public void CardLink_NoCardPageOrNothingOwing_IsLeftOut()
    {
        Assert.Null(CardLinks.For(null, Money.Of(1m, Currency.Aud), PaymentReference.For("A")));
        Assert.Null(CardLinks.For("https://pay.example/", Money.Zero(Currency.Aud), PaymentReference.For("A")));
    }

    [Theory]
    [InlineData("javascript:alert({amount})")]
    [InlineData("pay.example/{reference}")]
    [InlineData("file:///etc/passwd")]
    public void CardLink_NotAWebAddress_IsRefused(string pattern)
    {
        var fault = Assert.Throws<FormatException>(() => CardLinks.For(pattern, Money.Of(1m, Currency.Aud), PaymentReference.For("A")));

        Assert.Contains(pattern, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PayerClass.Prompt, "Enquiry Enquiry Pressure Pressure Notice")]
    [InlineData(PayerClass.New, "Enquiry Pressure Pressure Notice Notice")]
    [InlineData(PayerClass.Slow, "Enquiry Pressure Pressure Notice Notice")]
    [InlineData(PayerClass.Problem, "Pressure Pressure Notice Notice Notice")]
    public void R16_Tone_FollowsTheCustomer(PayerClass payer, string tones) =>
        Assert.Equal(tones, string.Join(' ', Enumerable.Range(1, 5).Select(letter => LetterTones.Of(letter, payer))));

    private static Invoice Invoice(string number, string issued, decimal amount, string currency = "AUD", decimal paid = 0m)
    {
        var date = DateOnly.ParseExact(issued, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var money = Currency.Parse(currency);
        return new Invoice
        {
            Number = number,
            Issued = date,
            Due = Terms.EndOfMonth30.DueDate(date),
            Amount = Money.Of(amount, money),
            LedgerBalance = Money.Of(amount - paid, money),
            Allocated = Money.Zero(money),
        };
    }
}
