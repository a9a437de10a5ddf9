using static Collections.Files.Tests.Reading;

namespace Collections.Files.Tests;

/// <summary>A file writes its amounts in one way, found from all of its rows; where they don't tell, it asks.</summary>
public class OneWayOfAmountsTests
{
    private const string Header = "invoice;account;issued;due;amount\n";

    [Theory]
    [InlineData("1.000 1.111,11 2.500", "1000 1111.11 2500")]
    [InlineData("1.000 12.5", "1 12.5")]
    [InlineData("1,000 12,5", "1 12.5")]
    [InlineData("1,000 1,000.50", "1000 1000.5")]
    [InlineData("1.000 1.000.000", "1000 1000000")]
    [InlineData("1,000 1,000,000", "1000 1000000")]
    [InlineData("1.000 1000.000", "1 1000")]
    [InlineData("1.000 0.750", "1 0.75")]
    [InlineData("1,000 0,750", "1 0.75")]
    [InlineData("1'000 1'250,5", "1000 1250.5")]
    [InlineData("1000 25", "1000 25")]
    [InlineData("1.000 EUR25,50", "1000 25.5")]
    [InlineData("1.000 -25,50", "1000 -25.5")]
    [InlineData("1.000 (25,50)", "1000 -25.5")]
    [InlineData("1.000 twelve 25,50", "1000 25.5")]
    public void Amounts_AreReadInTheWayOfTheFile(string texts, string expected)
    {
        var rows = Invoices(Header + string.Concat(texts.Split(' ').Select((text, n) => $"G{n};A1;2026-01-05;2026-02-04;{text}\n")), ImportOptions.Canonical);

        Assert.Equal(expected, string.Join(' ', rows.Where(row => row.Row is not null).Select(row => row.Row!.Amount.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("1.000", "no amount settles whether the sign in '1.000' on line 2 stands before decimals or between thousands.")]
    [InlineData("5 1,000 2,500", "no amount settles whether the sign in '1,000' on line 3 stands before decimals or between thousands.")]
    [InlineData("12.50 1.111,11", "the amounts are written in two ways: '12.50' on line 2 has a point before its decimals, '1.111,11' on line 3 a comma;")]
    public void Amounts_ThatDoNotTellTheirWay_AskForIt(string texts, string why)
    {
        var text = Header + string.Concat(texts.Split(' ').Select((amount, n) => $"G{n};A1;2026-01-05;2026-02-04;{amount}\n"));

        var asked = Assert.Throws<ImportFormatException>(() => Invoices(text));

        Assert.StartsWith(why, asked.Message, StringComparison.Ordinal);
        Assert.EndsWith("--decimal . or --decimal , (?decimal=. or ?decimal=, over HTTP)", asked.Message, StringComparison.Ordinal);
        Assert.Contains(Invoices(text, new ImportOptions { Decimal = DecimalSign.Comma }), row => row.Row is not null);
    }

    [Fact]
    public void OneSlipAmongHundreds_IsRejectedAndChangesNoOther()
    {
        var rows = Invoices("invoice,account,issued,amount\n" + string.Concat(Enumerable.Range(0, 200).Select(n => $"G{n},A1,2026-01-05,1000.50\n")) + "X,A1,2026-01-05,\"12,50\"\n");

        Assert.Equal("amount", Assert.Single(rows, row => row.Error is not null).Error!.Field);
        Assert.All(rows.SkipLast(1), row => Assert.Equal(1000.50m, row.Row!.Amount));
    }

    [Fact]
    public void NumbersOfJson_HaveAPoint_WhateverTheTextsBesideThemHave()
    {
        var rows = Invoices("""
            [{"invoice": "G1", "account": "A1", "issued": "2026-01-05", "amount": "1.000", "balance": 12.5},
             {"invoice": "G2", "account": "A1", "issued": "2026-01-05", "amount": "1.111,11", "balance": {"amount": 7.25, "currency": "EUR"}}]
            """);

        Assert.Equal([(1000m, 12.5m), (1111.11m, 7.25m)], rows.Select(row => (row.Row!.Amount, row.Row.Balance!.Value)));
    }

    [Fact]
    public void CreditLimitsAndInstalments_AreAmountsToo()
    {
        Assert.Equal([10_000m, 2500.5m], Accounts("account;name;credit_limit\nA1;Acme;10.000\nA2;Bolt;2.500,50\n").Select(row => row.Row!.CreditLimit!.Value));
        var row = Invoices("invoice,account,issued,amount,due\nG1,A1,2026-01-05,\"2.000\",\"2026-02-04=999,50;2026-03-04=1.000,50\"\n").TheRow();
        Assert.Equal((2000m, 999.5m, 1000.5m), (row.Amount, row.Instalments[0].Amount, row.Instalments[1].Amount));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40_000)]
    public void FileFromTheNetwork_IsReadTwice_WhateverItsLength(int rows)
    {
        var stream = new Trickle(Bytes(Header + string.Concat(Enumerable.Range(0, rows).Select(n => $"G{n};A1;2026-01-05;2026-02-04;1.000\n")) + "X;A1;2026-01-05;2026-02-04;1,5\n"));

        var read = InvoiceReader.Read(stream, ImportOptions.Canonical).ToList();

        Assert.Equal(rows + 1, read.Count);
        Assert.Equal((rows * 1000m) + 1.5m, read.Sum(row => row.Row!.Amount));
    }
}
