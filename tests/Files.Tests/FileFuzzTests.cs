using System.Text;
using Collections.Core.Payments;
using CsvHelper;

namespace Collections.Files.Tests;

/// <summary>Whatever bytes come, reading ends, and nothing but <see cref="ImportFormatException"/> is thrown.</summary>
public class FileFuzzTests
{
    private const string Csv =
        "invoice,account,issued,amount,due,balance,currency,kind,reference,order,disputed,settled\r\n"
        + "I-1,C-1,2021-06-01,\"1,200.00\",2021-07-31,900,AUD,invoice,\"PO \"\"7\"\"\",SO 9,yes,\r\n"
        + "I-2,C-2,2021-06-01,800,2021-07-31=400;2021-08-31=400,,EUR,,Müller,,no,\r\n"
        + "I-3,C-2,2021-06-01,(12.30),,,,credit,\"two\nlines\",,,2021-08-01\r\n";

    private const string Json =
        "[{\"invoice\": \"I-1\", \"account\": 17, \"issued\": \"2021-06-01\", \"amount\": {\"amount\": 12.5, \"currency\": \"AUD\"}, \"disputed\": true},\n"
        + "{\"invoice\": \"I-2\", \"account\": \"C-\\u00e9\", \"issued\": \"2021-06-01\", \"amount\": -1e2, \"balance\": null, \"extra\": [1, {\"a\": \"ü\"}]},\n"
        + "{\"invoice\": \"I-3\", \"account\": \"C-1\", \"issued\": \"2021-06-01\", \"amount\": \"800\", \"due\": [{\"due\": \"2021-07-31\", \"amount\": 800}]}]";

    private static readonly byte[] Telling = "\",;\t\r\n\\[]{}:=-+.0eEx$()'/*\0"u8.ToArray();

    [Theory]
    [InlineData(Csv, 1)]
    [InlineData(Json, 2)]
    [InlineData("", 3)]
    [InlineData("[", 4)]
    public void Read_AnyBytes_EndsWithoutAnotherException(string seedText, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Mutated(seedText, random);
            try
            {
                var lines = 0L;
                foreach (var row in InvoiceReader.Read(new MemoryStream(bytes), ImportOptions.Canonical))
                {
                    Assert.True(row.Row is null != row.Error is null, Describe(seed, i, bytes));
                    Assert.True(row.Line >= lines && row.Line <= bytes.Length + 1, Describe(seed, i, bytes));
                    lines = row.Line;
                }
            }
            catch (ImportFormatException e)
            {
                Assert.NotEmpty(e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"{Describe(seed, i, bytes)}: {e}");
            }
        }
    }

    [Fact]
    public void Read_WellFormedCsv_HasTheFieldsThatCsvHelperReads()
    {
        const string Alphabet = "ab \",;\t\r\né";
        var random = new Random(5);
        for (var i = 0; i < 1000; i++)
        {
            // The last case is longer than the buffer several times over.
            var rows = Enumerable.Range(0, i < 999 ? random.Next(1, 6) : 30_000).Select(_ => new[] { Text(), Text(), Text() }).ToList();
            using var text = new StringWriter();
            using (var csv = CsvWriter.Create(text, CsvWriterOptions.Default, leaveOpen: true))
            {
                csv.WriteHeader(["account", "name", "notes"]);
                rows.ForEach(r => csv.WriteRecord(r));
            }

            using var theirs = CsvReader.Create(Reading.Bytes(text.ToString()), new CsvReaderOptions { Separator = ',', TrackLineNumbers = true });
            var ours = new CsvRecords(new StringReader(text.ToString()), Schema.Accounts, ImportOptions.Canonical.Map);
            while (theirs.Read())
            {
                Assert.True(ours.Next(), $"seed 5, case {i}");
                Assert.Null(ours.Error);
                Assert.Equal((theirs.LineNumber, theirs.GetString(0).Trim()), (ours.Line, ours[0].ToString()));
                Assert.Equal((theirs.GetString(1).Trim(), theirs.GetString(2).Trim()), (ours[1].ToString(), ours[Schema.Accounts.Fields.Length - 1].ToString()));
            }

            Assert.False(ours.Next(), $"seed 5, case {i}");
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(0, 7)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }

    private static byte[] Mutated(string text, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var n = random.Next(1, 8); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            var value = random.Next(3) == 0 ? (byte)random.Next(256) : Telling[random.Next(Telling.Length)];
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(10), bytes.Count - at));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = value;
                    break;
                case 2:
                    var from = random.Next(bytes.Count + 1);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(60), bytes.Count - from)));
                    break;
                case 3 when random.Next(20) == 0:
                    bytes.InsertRange(at, Enumerable.Repeat(value, random.Next(3000)));
                    break;
                default:
                    bytes.Insert(at, value);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Describe(int seed, int i, byte[] bytes) => $"seed {seed}, case {i}, {Convert.ToBase64String(bytes)}";
}
