using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

/// <summary>Check digits, by examples that the issuers and users of the schemes have published.</summary>
public class StructuredReferenceTests
{
    [Theory]
    [InlineData("RF18 5390 0754 7034", ReferenceKind.Creditor, "539007547034")] // ISO 11649
    [InlineData("rf18539007547034", ReferenceKind.Creditor, "539007547034")]
    [InlineData("21 00000 00003 13947 14300 09017", ReferenceKind.SwissQr, "21000000000313947143000901")] // Swiss Implementation Guidelines QR-bill
    [InlineData("+++090/9337/55493+++", ReferenceKind.Belgian, "0909337554")] // Febelfin
    [InlineData("090933755493", ReferenceKind.Belgian, "0909337554")]
    [InlineData("000016725", ReferenceKind.Bpay, "00001672")] // MOD10V01
    [InlineData("394523459", ReferenceKind.Bpay, "39452345")] // MOD10V05
    [InlineData("518619363", ReferenceKind.Bpay, "51861936")]
    [InlineData("284468818", ReferenceKind.Bpay, "28446881")]
    [InlineData("634092742", ReferenceKind.Bpay, "63409274")]
    public void Read_PublishedExample_IsRight(string text, ReferenceKind kind, string payload)
    {
        var reference = StructuredReference.Read(text)!;

        Assert.Equal((kind, payload), (reference.Kind, reference.Payload));
        Assert.Null(StructuredReference.FailedKind(text));
    }

    [Theory]
    [InlineData("RF19539007547034", ReferenceKind.Creditor)]
    [InlineData("210000000003139471430009018", ReferenceKind.SwissQr)]
    [InlineData("+++090/9337/55494+++", ReferenceKind.Belgian)]
    public void Read_OneDigitWrong_IsNothing_AndIsKnownForWhatItWantsToBe(string text, ReferenceKind kind)
    {
        Assert.NotEqual(kind, StructuredReference.Read(text)?.Kind);
        Assert.Equal(kind, StructuredReference.FailedKind(text));
    }

    [Fact]
    public void Read_BelgianRemainderNone_IsWritten97()
    {
        Assert.Equal(ReferenceKind.Belgian, StructuredReference.Read("000000009797")!.Kind);
        Assert.NotEqual(ReferenceKind.Belgian, StructuredReference.Read("000000009700")?.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("INV-1001")]
    [InlineData("0")]
    [InlineData("000000")]
    [InlineData("394523458")]
    [InlineData("RF")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890")]
    public void Read_AnythingElse_IsNothing(string? text)
    {
        Assert.Null(StructuredReference.Read(text));
        Assert.Null(StructuredReference.FailedKind(text));
    }

    [Fact]
    public void Read_EveryDigitOfASwissReferenceChanged_IsNoticed()
    {
        const string Right = "210000000003139471430009017";
        var wrong = from at in Enumerable.Range(0, Right.Length)
                    from digit in "0123456789"
                    where digit != Right[at]
                    select $"{Right[..at]}{digit}{Right[(at + 1)..]}";

        Assert.All(wrong, text => Assert.Null(StructuredReference.Read(text)));
    }

    [Theory]
    [InlineData("thanks RF18 5390 0754 7034 for July", "RF18539007547034")]
    [InlineData("ref 21 00000 00003 13947 14300 09017 invoice", "210000000003139471430009017")]
    [InlineData("+++090/9337/55493+++ bedankt", "+++090/9337/55493+++")]
    [InlineData("CRN: 394523459", "394523459")]
    public void Scan_ReferenceInAText_IsFound(string text, string expected) =>
        Assert.Contains(expected, ReferenceScan.In(RemittanceText.Read(text)));
}
