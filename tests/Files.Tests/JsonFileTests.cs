using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class JsonFileTests
{
    [Fact]
    public void Read_Array_GivesItsRowsWithTheirLines()
    {
        const string Text = """
            [
              {"invoice": "0001", "account": "C-1", "issued": "2021-06-01", "amount": 1200.50, "due": "2021-07-31", "currency": "AUD", "disputed": true},
              {"invoice": 2, "account": 7, "issued": "2021-06-01", "amount": "1,200.50", "balance": {"amount": 900, "currency": "USD"}, "disputed": false},

              {
                "invoice": "I-3", "account": "C-1", "issued": "2021-06-01", "amount": {"currency": "AUD", "amount": "12.30"},
                "reference": null, "lines": [{"sku": "x", "more": {"deep": [1, 2]}}], "order": "SO 9"
              }
            ]
            """;

        var rows = Reading.Invoices(Text);

        var day = new DateOnly(2021, 6, 1);
        Assert.Equal("2 3 5 | ", rows.Lines());
        Assert.Equal(new InvoiceRow("0001", "C-1", day, 1200.50m, Currency.Aud, new DateOnly(2021, 7, 31), null, null, null, 1200.50m, null, []) { Said = InvoiceFields.Due | InvoiceFields.Disputed }, rows[0].Row);
        Assert.Equal(new InvoiceRow("2", "7", day, 1200.50m, Currency.Parse("USD"), null, 900m, null, null, null, null, []) { Said = InvoiceFields.Balance | InvoiceFields.Disputed }, rows[1].Row);
        Assert.Equal(new InvoiceRow("I-3", "C-1", day, 12.30m, Currency.Aud, null, null, null, "SO 9", null, null, []) { Said = InvoiceFields.Reference | InvoiceFields.Order }, rows[2].Row);
    }

    [Theory]
    [InlineData("""
        "due": [{"due": "2021-07-31", "amount": 400}, {"due": "2021-08-31", "amount": {"amount": "400.00", "currency": "AUD"}}]
        """)]
    [InlineData("""
        "instalments": [{"amount": 400, "due": "2021-08-31"}, {"due": "2021-07-31", "amount": "400"}]
        """)]
    [InlineData("""
        "instalments": "2021-07-31=400;2021-08-31=400"
        """)]
    public void Read_Instalments_AsAnArrayOrText_R2(string instalments)
    {
        var row = Reading.Invoices($$"""[{"invoice": "I-1", "account": "C-1", "issued": "2021-06-01", "amount": 800, {{instalments}}}]""").TheRow();

        Assert.Equal([new Instalment(new DateOnly(2021, 7, 31), 400m), new Instalment(new DateOnly(2021, 8, 31), 400m)], row.Instalments.AsEnumerable());
    }

    [Theory]
    [InlineData("\"amount\": NaN", "amount", "NaN")]
    [InlineData("\"amount\": Infinity", "amount", "Infinity")]
    [InlineData("\"amount\": 1e30", "amount", "1E+30")]
    [InlineData("\"amount\": 1e999", "amount", "Infinity")]
    [InlineData("\"amount\": 12.3456789012345678", "amount", "12.345678901234567")]
    [InlineData("\"amount\": 99999999999999999999999", "amount", "99999999999999999999999")]
    [InlineData("\"amount\": []", "amount", "")]
    [InlineData("\"amount\": {}", "amount", "{}")]
    [InlineData("\"amount\": {\"amount\": 5, \"currency\": \"XX\"}", "amount", "XX 5")]
    [InlineData("\"amount\": {\"amount\": {\"amount\": 5}}", "amount", "{}")]
    [InlineData("\"amount\": true", "amount", "true")]
    [InlineData("\"amount\": null", "amount", "")]
    [InlineData("\"other\": 1", "amount", "")]
    [InlineData("\"amount\": 1, \"Amount\": 1", "amount", "")]
    [InlineData("\"amount\": 1, \"reference\": {\"a\": [1]}", "reference", "")]
    [InlineData("\"amount\": 1, \"reference\": \"a\\u0000b\"", "reference", "a\0b")]
    [InlineData("\"amount\": 1, \"reference\": \"a\\ud800b\"", "reference", "a\uFFFDb")]
    [InlineData("\"amount\": 1, \"due\": [1, {}]", "due", "1=;=;")]
    [InlineData("\"amount\": 1, \"due\": \"2021-07-31\", \"instalments\": [{\"due\": \"2021-07-31\", \"amount\": 1}]", "due", "2021-07-31")]
    public void Read_ElementThatBreaksARule_IsRejectedAndReadingGoesOn(string properties, string field, string value)
    {
        const string Start = """{"invoice": "I-1", "account": "C-1", "issued": "2021-06-01", """;

        var rows = Reading.Invoices($"[\n{Start}{properties}}},\n{Start}\"amount\": 1}}]");

        Assert.Equal("3 | 2", rows.Lines());
        Assert.Equal((field, value), (rows[0].Error!.Field, rows[0].Error!.Value));
    }

    [Fact]
    public void Read_ElementThatIsNoObject_IsRejected()
    {
        var rows = Reading.Accounts("[1,\n\"x\",\n[{\"account\": \"A-0\"}],\nnull,\n{\"account\": \"A-1\", \"name\": \"Acme\"}]");

        Assert.Equal("5 | 1 2 3 4", rows.Lines());
    }

    [Theory]
    [InlineData(",\n{\"account\": \"A-2\", ", 3)]
    [InlineData(",\n{\"account\": \"A-2", 3)]
    [InlineData(",\n{\"account\" \"A-2\"}]", 3)]
    [InlineData(",\n", 3)]
    [InlineData("", 2)]
    [InlineData("]\n[]", 3)]
    public void Read_BrokenJson_KeepsWhatCameBefore(string end, long line)
    {
        var rows = Reading.Accounts("[\n{\"account\": \"A-1\", \"name\": \"Acme\"}" + end);

        Assert.Equal($"2 | {line}", rows.Lines());
        Assert.Contains("JSON", rows[^1].Error!.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"account\": 0017, \"name\": \"x\"}", "a number begins with 0")]
    [InlineData("{\"account\": -0x1F, \"name\": \"x\"}", "a number begins with 0")]
    [InlineData("{'account': \"A-2\"}", "single quotes")]
    [InlineData("/* it's */ {}", "comments")]
    public void Read_WhatIsNotJson_IsNotGuessedAt(string element, string why)
    {
        var rows = Reading.Accounts($"[{{\"account\": \"0017 / 'x'\", \"name\": \"a\\\"0017\"}},\n{{\"account\": 0, \"name\": -0.5e-05}},\n{element}]");

        Assert.Equal("1 2 | 3", rows.Lines());
        Assert.Contains(why, rows[2].Error!.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"account\": \"A-1\", \"name\": \"Acme\"}")]
    public void Read_JsonThatIsNoArray_SaysWhatIsExpected(string text) =>
        Assert.Contains("must be an array of accounts", Assert.Throws<ImportFormatException>(() => Reading.Accounts(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_EmptyArray_HasNoRows() => Assert.Empty(Reading.Accounts(" []"));

    [Fact]
    public void Read_ValueOf100Megabytes_IsRejectedInFlatMemory()
    {
        var stream = new Repeated("[{\"account\": \"A-1\", \"name\": \"Acme\"},\n{\"account\": \"", "0123456789", 10 << 20, "\"}]");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var rows = AccountReader.Read(stream, ImportOptions.Canonical).ToList();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
        Assert.Equal("1 | 2", rows.Lines());
    }

    [Fact]
    public void Read_Map_AppliesToProperties()
    {
        var options = new ImportOptions { Map = ImportOptions.ParseMap("Customer No=account"), DateFormat = "M/d/yyyy" };

        var rows = AccountReader.Read(Reading.Bytes("""[{"customerNo": "A-1", "name": "Acme", "customerSince": "4/1/2001", "vat": 1}]"""), options);

        var row = rows.ToList().TheRow();
        Assert.Equal(("A-1", new DateOnly(2001, 4, 1)), (row.Account, row.CustomerSince));
        Assert.Equal((FileType.Json, "vat"), (rows.FileType, Assert.Single(rows.IgnoredColumns)));
    }
}
