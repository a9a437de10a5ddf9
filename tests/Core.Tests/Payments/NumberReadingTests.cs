using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

/// <summary>How texts are cut into numbers, and what payers write is filled into the shapes that a ledger has.</summary>
public class NumberReadingTests
{
    [Theory]
    [InlineData("INV-001001", "INV-001001")]
    [InlineData("Rechnung Nr. 1001", "1001:Invoice")]
    [InlineData("Kd-Nr 10023 Rg 1001", "10023:Account 1001:Invoice")]
    [InlineData("PO 7788", "7788:Order")]
    [InlineData("1001,1002+1003", "1001 1002,List 1003,List")]
    [InlineData("1001 to 1004", "1001 1004,Range")]
    [InlineData("1001..1004", "1001 1004,Range")]
    [InlineData("invoices 1001, 1002 and 1003", "1001:Invoice 1002:Invoice,List 1003:Invoice,List")]
    [InlineData("INV1001INV1002", "INV1001:Invoice INV1002:Invoice,List")]
    [InlineData("INV-1001-INV-1004", "INV-1001:Invoice INV-1004:Invoice,Range")]
    [InlineData("INV-1OO1", "INV-1OO1:Invoice")]
    [InlineData("paid 12/03/2021", "12/03/2021?")]
    [InlineData("03.08.2021 14:05", "03.08.2021? 14:05?")]
    [InlineData("12 March 2021", "12 MARCH 2021?")]
    [InlineData("$1,250.00 for 1001", "$1,250.00? 1001")]
    [InlineData("1.250,00", "1.250,00?")]
    [InlineData("AUD 1250 inv 77", "AUD 1250? 77:Invoice")]
    [InlineData("tel 02 5550 1234", "TEL 02 5550 1234?")]
    [InlineData("+61 2 5550 1234", "+61 2 5550 1234?")]
    [InlineData("IBAN CH93 0076 2011 6238 5295 7", "CH93 0076 2011 6238 5295 7?")]
    [InlineData("ABN 51 824 753 556", "ABN 51 824 753 556?")]
    [InlineData("１００１", "1001")]
    public void Read_Text_IsCutIntoNumbers(string text, string expected)
    {
        var told = RemittanceText.Read(text).Numbers.Select(number =>
            number.Text + (number.IsDoubtful ? "?" : "") + (number.Label == NumberLabel.None || number.IsDoubtful ? "" : $":{number.Label}") + (number.Link == NumberLink.None ? "" : $",{number.Link}"));

        Assert.Equal(expected.Replace("INV-001001", "INV-001001:Invoice", StringComparison.Ordinal), string.Join(' ', told));
    }

    [Theory]
    [InlineData("INV-999999", "123", "INV-000123")]
    [InlineData("INV-999999", "INV-123", "INV-000123!")]
    [InlineData("INV-999999", "INV123", "INV-000123!")]
    [InlineData("INV-999999", "PAYMENTINV123", "INV-000123!")]
    [InlineData("INV-999999", "0000000123", "INV-000123")]
    [InlineData("INV-999999", "1234567", "")]
    [InlineData("INV-999999", "CN-123", "")]
    [InlineData("INV-999999", "PO123", "")]
    [InlineData("INV-999999", "NORTH123", "")]
    [InlineData("9999-9999", "2021/45", "2021-0045")]
    [InlineData("9999-9999", "20210045", "2021-0045")]
    [InlineData("9999-9999", "202145", "2021-0045")]
    [InlineData("9999-9999", "45", "2021-0045 2020-0045")]
    [InlineData("RE99/9999", "45", "RE21/0045 RE20/0045")]
    [InlineData("999999", "123", "000123")]
    [InlineData("A9B-99", "A7B-5", "A7B-05")]
    public void Fill_WhatIsWritten_GivesTheNumbersOfTheShape(string shape, string written, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', ShapeFilling.Fill(shape, WrittenNumber.Parse(written)!, 2021).Select(filled => filled.Number + (filled.LettersAgree && shape[0] == 'I' ? "!" : ""))));

    [Theory]
    [InlineData("1001", "1002", true)]
    [InlineData("1001", "1010", true)]
    [InlineData("1001", "101", true)]
    [InlineData("1001", "11001", true)]
    [InlineData("001001", "1002", true)]
    [InlineData("1001", "1001", false)]
    [InlineData("1001", "1012", false)]
    [InlineData("12", "13", false)]
    [InlineData("", "1001", false)]
    public void IsOneSlip_TwoNumbers_IsTrueForOneSlip(string written, string real, bool expected)
    {
        Assert.Equal(expected, NearNumber.IsOneSlip(written, real));
        Assert.Equal(expected, NearNumber.IsOneSlip(real, written));
    }

    [Theory]
    [InlineData("100379", "100370", true)]
    [InlineData("100470", "100370", true)]
    [InlineData("100370", "100379", false)]
    [InlineData("103070", "100370", false)]
    [InlineData("005243", "5233", true)]
    [InlineData("1003", "100370", false)]
    public void IsLaterByOneDigit_TwoNumbers_IsTrueForOneHigherDigit(string written, string real, bool expected) =>
        Assert.Equal(expected, NearNumber.IsLaterByOneDigit(written, real));

    [Fact]
    public void SlipGuesses_OfANumber_AreAllOneSlipAway()
    {
        var guesses = SlipGuesses.Of(WrittenNumber.Parse("INV-2345")!).ToList();

        Assert.Equal((4 * 9) + 3, guesses.Count);
        Assert.All(guesses, guess => Assert.True(NearNumber.IsOneSlip("2345", guess.Digits)));
        Assert.All(guesses, guess => Assert.StartsWith("INV-", guess.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_VeryLongText_IsBounded()
    {
        var read = RemittanceText.Read(string.Concat(Enumerable.Repeat("INV-1 and ", 10_000)));

        Assert.Equal(RemittanceText.Longest, read.Plain.Length);
        Assert.InRange(read.Numbers.Count + read.Words.Count, 1, RemittanceText.MostTokens);
    }
}
