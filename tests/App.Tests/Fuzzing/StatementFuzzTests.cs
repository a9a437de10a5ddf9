using System.Text;
using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;
using Collections.Files;
using Collections.Files.Statements;
using Collections.Files.Statements.Reading;
using Xunit.Abstractions;
using static Collections.Files.Tests.Statements.SampleStatements;

namespace Collections.App.Tests.Fuzzing;

/// <summary>Whatever bytes come as a file of statements, reading ends, nothing but <see cref="ImportFormatException"/> is thrown, and memory stays within bounds.</summary>
public class StatementFuzzTests(ITestOutputHelper output)
{
    private const int LongestText = 2_000;

    private static readonly string[] Sources = ["camt.052", "camt.053", "camt.054", "mt940", "mt942", "ofx", "csv"];

    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE a>", "&", "&#0;", "&#xD800;", "\0", "\r", "\n", ":", ":61:", ":86:", "\n-", "\n:20:", "\n:62F:", "?20", "//", ",",
        ".", "-", "NaN", "1e9", "99999999999999999999", "RC", "PDNG", "~", "\"", ";", "Ccy=\"XXX\"", "<Ntry>", "</Ntry>", "<TxDtls>", "</Stmt>", "<STMTTRN>", "</STMTTRN>", "\uFFFD", "é",
        "/IBAN/", "/EREF/", "EREF+", "IBAN+", "<RvslInd>true</RvslInd>", "<RtrInf/>", "<Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd>", "<EndToEndId>", "<AcctSvcrRef>", "\t", "İ", "\u0130\u0307", "ﬃ",
    ];

    private static readonly string[] Samples =
    [
        Camt053(Entry("24.00", reference: "B1", more: $"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{Details("15.00")}{Details("9.00", "INV-2")}</NtryDtls>") + Entry("5.00", "DBIT"), "100.00", "119.00"),
        Camt054(Entry("5.00", "DBIT", more: $"<RvslInd>true</RvslInd><NtryDtls>{Details("5.00", more: "<RtrInf/>")}</NtryDtls>")),
        Camt053(Entry("9.00", more: $"<NtryDtls>{Details("9.00")}</NtryDtls>")).Replace("Stmt>", "Rpt>", StringComparison.Ordinal),
        Mt940(":61:2108030803C900,00NTRFE2E-17//B17\r\nmore\r\n:86:166?00GUTSCHRIFT?20EREF+E2E-17SVWZ+Invoice?31DE75512108001245126199?32ACME\r\n:61:210803RC5,NTRFX\r\n:86:/TRTP/SEPA/REMI/USTD//X/NAME/Y\r\n"),
        ":20:S\r\n:25:12030000/0000202051\r\n:28C:1\r\n:34F:EUR0,\r\n:13D:2108031200+0200\r\n:61:2108030803C9,00NTRFOWN-17//B17\r\n:86:/IBAN/DE75512108001245126199/NAME/Acme/REMI/X/EREF/E2E-17\r\n-\r\n",
        Ofx(OfxEntry("900.00") + OfxEntry("-5.00", "F-18", more: "<CORRECTFITID>F-17\n<CORRECTACTION>REPLACE\n<MEMO><![CDATA[a&amp;b]]>\n<REFNUM>RF18539007547034\n")),
        "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX><CCSTMTRS><CURDEF>AUD</CURDEF><CCACCTFROM><ACCTID>1</ACCTID></CCACCTFROM><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20210803</DTPOSTED>"
        + "<TRNAMT>9.00</TRNAMT><FITID>F</FITID><PAYEE><NAME>Acme</NAME></PAYEE><BANKACCTTO><ACCTID>1245126199</ACCTID></BANKACCTTO></STMTTRN></CCSTMTRS></OFX>",
        "booked,amount,credit,debit,currency,reference,status\n2021-08-03,\"1,234.50\",,,AUD,INV-17,\n2021-08-04,,5,,EUR,\"a \"\"b\"\"\",pending\n",
        "Tag;Betrag;Zweck;id;payer;payer_account;structured_reference;end_to_end;bank_reference;reversal_of;direction\n03.08.2021;1.234,50;INV-17;L1;Acme;DE75512108001245126199;RF18539007547034;E1;B1;;credit\n"
        + "04.08.2021;1.234,50;back;L2;Acme;;;;;L1;debit\n",
    ];

    private static readonly ImportOptions[] Options =
    [
        new() { DefaultCurrency = Currency.Aud },
        new()
        {
            DefaultCurrency = Currency.Parse("EUR"),
            DateFormat = "dd.MM.yyyy",
            Map = new Dictionary<string, string> { ["Tag"] = "booked", ["Betrag"] = "amount", ["Zweck"] = "reference" },
        },
    ];

    [Fact]
    public void Read_AnyBytes_EndsWithoutAnotherException_AndWithinBounds()
    {
        // What is made once, such as tables of patterns, is no input's.
        Assert.All(Samples, sample => IsRead(Encoding.UTF8.GetBytes(sample), Options[0]));
        var fuzz = new Fuzz();
        for (var seed = Fuzz.FirstSeed; seed < Fuzz.FirstSeed + Fuzz.Cases; seed++)
        {
            var random = new Random(seed);
            var bytes = Fuzz.Mutated(random, Samples, Pieces);
            var options = Options[random.Next(Options.Length)];
            fuzz.Run(seed, bytes, input => IsRead(input, options));
        }

        fuzz.Print(output, "statements");
    }

    private static bool IsRead(byte[] bytes, ImportOptions options)
    {
        try
        {
            Check(StatementReader.Read(new MemoryStream(bytes), options), bytes.Length);
            return true;
        }
        catch (ImportFormatException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }

    private static void Check(StatementStream file, int length)
    {
        var parts = 0;
        BankEntry? before = null;
        foreach (var part in file)
        {
            Assert.True(++parts <= length, "there are more parts than bytes");
            Assert.True(part.Line >= 1 && part.Line <= length + 1);
            if (part is StatementEntry { Entry: var entry })
            {
                Check(entry);
                CheckAsTold(entry, before);
                before = entry;
            }
        }
    }

    private static void Check(BankEntry entry)
    {
        Assert.True(entry.Amount.IsPositive);
        Assert.Matches("^[\\p{L}\\p{N}:.~_-]{1,200}$", entry.Id);
        Assert.InRange(entry.BookedOn.Year, 1990, 2100);
        Assert.Contains(entry.Source, Sources);
        Assert.All([entry.Reference, entry.Payer, entry.Account, entry.StructuredReference, entry.EndToEndId, entry.BankReference], text => Assert.InRange(text?.Length ?? 1, 1, LongestText));
        Assert.InRange(entry.PayerAccount?.Length ?? 1, 1, 34);
    }

    // Any two entries can be compared, and whoever told first, the answer is the same.
    private static void CheckAsTold(BankEntry entry, BankEntry? other)
    {
        if (other is null)
        {
            return;
        }

        var (one, two) = (entry with { Source = "webhook" }, other with { BookedOn = entry.BookedOn });
        Assert.Equal(DuplicateDetection.Find(one, [Told(two)]) is null, DuplicateDetection.Find(two, [Told(one)]) is null);
        Assert.Equal(one.Id, DuplicateDetection.Together(one, two).Id);
    }

    private static ToldEntry Told(BankEntry entry) =>
        new(entry.Id, entry.BookedOn, entry.Reference, entry.Payer, entry.PayerAccount, entry.EndToEndId, entry.BankReference, [entry.Source!]) { StructuredReference = entry.StructuredReference };
}
