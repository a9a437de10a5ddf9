using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class LedgerWriterTests
{
    private static readonly DateOnly Day = new(2021, 6, 1);

    [Fact]
    public void Write_Invoices_AreReadBackTheSame()
    {
        InvoiceRow[] rows =
        [
            new("0001", "C,\"1\"", Day, 1200.50m, Currency.Aud, new DateOnly(2021, 7, 31), 900m, "PO; 7", "SO 9\\", 1m, null, []),
            new("0002", "C-1", Day, -12.345m, Currency.Parse("KWD"), null, 0m, null, null, null, new DateOnly(2021, 8, 1), []),
            new("0003", "C-1", Day, 1m, Currency.Parse("JPY"), null, null, null, "=SUM(A1)", 1m, null, []),
            new("0004", "C-1", Day, 800m, null, null, null, null, null, null, null, [new(new(2021, 7, 31), 400m), new(new(2021, 8, 31), 400m)]),
        ];

        var read = Reading.Invoices(Text(w => LedgerWriter.Write(w, rows))).ConvertAll(r => r.Row!);

        Assert.Equal(rows[3].Instalments.AsEnumerable(), read[3].Instalments);
        Assert.Equal(rows.Select(r => r with { Instalments = [] }), read.Select(r => r with { Instalments = [] }));
    }

    [Fact]
    public void Write_Accounts_AreReadBackTheSame()
    {
        AccountRow[] rows =
        [
            new("0042", "Acme", Currency.Aud, new Terms(TermsKind.EndOfMonth, 30), "acc-monthly", "Australia/Sydney", "AU-NSW", "0001", "Kim", 5000m, "active", "en", Day, "a\nb"),
            new("0043", "Bolt") { Said = AccountFields.All & ~AccountFields.Currency },
        ];

        Assert.Equal(rows, Reading.Accounts(Text(w => LedgerWriter.Write(w, rows))).Select(r => r.Row));
    }

    [Fact]
    public void Write_Contacts_AreReadBackTheSame()
    {
        ContactRow[] rows = [new("A-1", "Ann", ContactRole.Accounts, "ann@example.com", "+61 2", "email", "en"), new("A-1", "Bob", ContactRole.Sales)];

        Assert.Equal(rows, Reading.Contacts(Text(w => LedgerWriter.Write(w, rows))).Select(r => r.Row));
    }

    private static string Text(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return text.ToString();
    }
}
