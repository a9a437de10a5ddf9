using System.Globalization;
using System.Text;
using Collections.App.Files;
using Collections.App.Files.Statements;
using Collections.Core.Ledger;
using static Collections.App.Tests.Files.Statements.SampleStatements;

namespace Collections.App.Tests.Files.Statements;

/// <summary>Whatever bytes come, reading ends, and nothing but <see cref="ImportFormatException"/> is thrown. <c>COLLECTIONS_FUZZ</c> sets how many cases.</summary>
public class StatementFuzzTests
{
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("COLLECTIONS_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : 20_000;

    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE a>", "&", "&#0;", "&#xD800;", "\0", "\r", "\n", ":", ":61:", ":86:", "\n-", "\n:20:", "\n:62F:", "?20", "//", ",",
        ".", "-", "NaN", "1e9", "99999999999999999999", "RC", "PDNG", "~", "\"", ";", "Ccy=\"XXX\"", "<Ntry>", "</Ntry>", "<TxDtls>", "</Stmt>", "<STMTTRN>", "</STMTTRN>", "\uFFFD", "é",
    ];

    private static readonly string[] Samples =
    [
        Camt053(Entry("24.00", reference: "B1", more: $"<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{Details("15.00")}{Details("9.00", "INV-2")}</NtryDtls>") + Entry("5.00", "DBIT"), "100.00", "119.00"),
        Camt054(Entry("5.00", "DBIT", more: $"<RvslInd>true</RvslInd><NtryDtls>{Details("5.00", more: "<RtrInf/>")}</NtryDtls>")),
        Mt940(":61:2108030803C900,00NTRFE2E-17//B17\r\nmore\r\n:86:166?00GUTSCHRIFT?20EREF+E2E-17SVWZ+Invoice?32ACME\r\n:61:210803RC5,NTRFX\r\n:86:/TRTP/SEPA/REMI/USTD//X/NAME/Y\r\n"),
        Ofx(OfxEntry("900.00") + OfxEntry("-5.00", "F-18", more: "<CORRECTFITID>F-17\n<CORRECTACTION>REPLACE\n<MEMO><![CDATA[a&amp;b]]>\n")),
        "booked,amount,credit,debit,currency,reference,status\n2021-08-03,\"1,234.50\",,,AUD,INV-17,\n2021-08-04,,5,,EUR,\"a \"\"b\"\"\",pending\n",
    ];

    [Fact]
    public void Read_AnyBytes_EndsWithoutAnotherException()
    {
        var options = new ImportOptions { DefaultCurrency = Currency.Aud };
        for (var seed = 0; seed < Cases; seed++)
        {
            var bytes = Mutated(seed);
            try
            {
                Check(StatementReader.Read(new MemoryStream(bytes), options), bytes.Length);
            }
            catch (ImportFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, {Convert.ToBase64String(bytes)}: {e}");
            }
        }
    }

    private static void Check(StatementStream file, int length)
    {
        var parts = 0;
        foreach (var part in file)
        {
            Assert.True(++parts <= length, "there are more parts than bytes");
            Assert.True(part.Line >= 1 && part.Line <= length + 1);
            if (part is StatementEntry { Entry: var entry })
            {
                Assert.True(entry.Amount.IsPositive);
                Assert.Matches("^[\\p{L}\\p{N}:.~_-]{1,200}$", entry.Id);
                Assert.InRange(entry.BookedOn.Year, 1990, 2100);
            }
        }
    }

    private static byte[] Mutated(int seed)
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(Samples[random.Next(Samples.Length)]).ToList();
        for (var n = random.Next(0, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    var from = random.Next(bytes.Count + 1);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(200), bytes.Count - from)));
                    break;
                case 3 when random.Next(10) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
