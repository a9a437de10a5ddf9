using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

/// <summary>R41: a payment reference of its own per account, by ISO 11649.</summary>
public sealed class PaymentReferenceTests
{
    [Theory]
    [InlineData("539007547034", "RF18539007547034")]
    [InlineData("2348231", "RF712348231")]
    [InlineData("G72UUR", "RF45G72UUR")]
    public void For_DigitsAndCapitals_StandAsTheyAre(string code, string expected) =>
        Assert.Equal(expected, PaymentReference.For(code).Value);

    [Theory]
    [InlineData("RF18 5390 0754 7034")]
    [InlineData("RF18539007547034")]
    [InlineData("rf18 5390 0754 7034 ")]
    [InlineData("RF45 G72U UR")]
    [InlineData("RF71 2348 231")]
    public void TryParse_PublishedExamples_AreValid(string text)
    {
        Assert.True(PaymentReference.TryParse(text, out var reference));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), reference.Value);
        Assert.True(PaymentReference.IsValid(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RF18")]
    [InlineData("RF19539007547034")]
    [InlineData("RF18539007547043")]
    [InlineData("XX18539007547034")]
    [InlineData("RF18-5390-0754-7034")]
    [InlineData("RF18 5390 0754 7034 5390 0754 7034")]
    [InlineData("RFÀ8539007547034")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(PaymentReference.IsValid(text));

    [Fact]
    public void TryParse_CheckDigitsThatOnlyHaveTheRightRemainder_AreRefused()
    {
        // 98 is what the rule gives for this body; 01 leaves the same remainder.
        var body = Enumerable.Range(1, 1000).Select(i => $"{i}").First(b => PaymentReference.For(b).Value.StartsWith("RF98", StringComparison.Ordinal));

        Assert.True(PaymentReference.IsValid("RF98" + body));
        Assert.False(PaymentReference.IsValid("RF01" + body));
    }

    [Fact]
    public void For_CodesThatLookAlike_Differ()
    {
        string[] codes = ["A1", "a1", "A-1", "A 1", "A.1", "Ä1", "-", "--", " ", "ABCDEFGHIJKLMNOPQRSTUV", "ABCDEFGHIJKLMNOPQRSTUVW", new('Z', 64), "🦊"];

        var references = codes.Select(code => PaymentReference.For(code).Value).ToList();

        Assert.Equal(codes.Length, references.Distinct().Count());
        Assert.All(references, reference => Assert.True(PaymentReference.IsValid(reference)));
    }

    [Fact]
    public void For_AnyCode_IsAValidReferenceOfItsOwn()
    {
        const int Seed = 11649;
        var random = new Random(Seed);
        var codes = Enumerable.Range(0, 20_000)
            .Select(_ => new string(Enumerable.Range(0, random.Next(1, 65)).Select(_ => (char)random.Next(' ', 0x250)).ToArray()))
            .ToHashSet(StringComparer.Ordinal);

        var references = codes.Select(PaymentReference.For).ToHashSet();

        Assert.Equal(codes.Count, references.Count);
        Assert.All(references, reference => Assert.True(PaymentReference.IsValid(reference.ToPrintString())));
    }

    [Fact]
    public void For_OneCode_NeverChanges() => Assert.Equal("RF64SMITHCO1WNM5H41Q60T", PaymentReference.For("Smith & Co 1").Value);

    [Theory]
    [InlineData("539007547034", "RF18 5390 0754 7034")]
    [InlineData("2348231", "RF71 2348 231")]
    public void ToPrintString_GroupsOfFour(string code, string expected) => Assert.Equal(expected, PaymentReference.For(code).ToPrintString());

    [Fact]
    public void For_NoCode_Throws() => Assert.Throws<ArgumentException>(() => PaymentReference.For(""));
}
