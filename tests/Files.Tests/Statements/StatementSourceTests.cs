using Collections.Core.Remittances;

using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.Files.Tests.Statements;

/// <summary>What tells a payment apart goes into its entry, whatever the format, with the source that told it.</summary>
public class StatementSourceTests
{
    private const string Structured =
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>";

    public static TheoryData<string, string, string?, string?, string?, string?> Statements => new()
    {
        {
            Camt053(Entry("9.00", reference: "B17", more: $"<NtryDtls>{Details("9.00").Replace("<RmtInf><Ustrd>INV-17</Ustrd></RmtInf>", Structured, StringComparison.Ordinal)}</NtryDtls>")),
            "camt.053", "DE75512108001245126199", "RF18539007547034", "E2E-1", "B17"
        },
        { Camt053(Entry("9.00")), "camt.053", null, null, null, null },
        { Camt054(Entry("9.00", more: $"<NtryDtls>{Details("9.00", endToEnd: "NOTPROVIDED")}</NtryDtls>")), "camt.054", "DE75512108001245126199", null, null, null },
        { Camt053(Entry("9.00")).Replace("Stmt>", "Rpt>", StringComparison.Ordinal), "camt.052", null, null, null, null },
        { Mt940(":61:2108030803C9,00NTRFOWN-17//B17\r\n:86:/IBAN/DE75512108001245126199/NAME/Acme/REMI/X/EREF/E2E-17\r\n"), "mt940", "DE75512108001245126199", null, "E2E-17", "B17" },
        { Mt940(":61:2108030803C9,00NTRFOWN-17\r\n:86:X\r\n"), "mt940", null, null, null, null },
        { ":20:S\r\n:25:12030000/0000202051\r\n:28C:1\r\n:34F:EUR0,\r\n:13D:2108031200+0200\r\n:61:2108030803C9,00NTRFOWN-17//B17\r\n-\r\n", "mt942", null, null, null, "B17" },
        { Ofx(OfxEntry("9.00", more: "<REFNUM>RF18539007547034\n")), "ofx", null, "RF18539007547034", null, "F-17" },
        {
            "booked,amount,currency,id,payer_account,structured_reference,end_to_end,bank_reference\n2021-08-03,9,EUR,L-1,DE75512108001245126199,RF18539007547034,E2E-1,B17\n",
            "csv", "DE75512108001245126199", "RF18539007547034", "E2E-1", "B17"
        },
        { "booked,amount,currency,id\n2021-08-03,9,EUR,L-1\n", "csv", null, null, null, "L-1" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Read_EntryOfEachFormat_TellsWhoseItIsAndHowItCame(string file, string source, string? payerAccount, string? structured, string? endToEnd, string? bankReference)
    {
        var entry = Assert.Single(StatementReading.Of(file).Entries).Entry;

        Assert.Equal((source, payerAccount, structured, endToEnd, bankReference), (entry.Source, entry.PayerAccount, entry.StructuredReference, entry.EndToEndId, entry.BankReference));
    }

    [Fact]
    public void Read_PartsOfASum_HaveTheirOwnReferences()
    {
        var parts = StatementReading.Of(Camt053(Entry("24.00", reference: "B1", more: $"<NtryDtls>{Details("15.00", endToEnd: "E1")}{Details("9.00", "INV-2", endToEnd: "E2")}</NtryDtls>"))).Entries;

        Assert.Equal(["E1", "E2"], parts.Select(part => part.Entry.EndToEndId));
        Assert.All(parts, part => Assert.Null(part.Entry.BankReference));
    }
}
