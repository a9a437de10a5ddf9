using Collections.Core.Ledger;
using static Collections.Files.Tests.Reading;

namespace Collections.Files.Tests;

/// <summary>R46: the lines of an invoice are never the invoice; and rows know what their file says.</summary>
public class LinesOfAnInvoiceTests
{
    private const string Header = "invoice,account,issued,due,amount,order\n";

    [Fact]
    public void Lines_OfOneInvoice_AreAllRejected_AndTheOthersKept()
    {
        var rows = Invoices(Header + "RE-9,A1,2026-01-05,2026-02-27,70.00,line 1\nRE-8,A1,2026-01-05,2026-02-27,5.00,\nre-9,A1,2026-01-05,2026-02-27,30.00,line 2\n");

        Assert.Equal("3 | 2 4", rows.Lines());
        Assert.Equal(("invoice", "RE-9"), (rows[0].Error!.Field, rows[0].Error!.Value));
        Assert.StartsWith("stands on 2 rows that differ, lines 2, 4: an invoice has one row, with its whole amount", rows[0].Error!.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RE-9,A1,2026-01-05,2026-02-27,70.00,", "RE-9,A1,2026-01-05,2026-02-27,70.00,", "2 3 | ")]
    [InlineData("RE-9,A1,2026-01-05,2026-02-27,70.00,line 1", "RE-9,A1,2026-01-05,2026-02-27,70.00,line 2", " | 2 3")]
    [InlineData("RE-9,A1,2026-01-05,2026-02-27,70.00,", "RE-9,A1,2026-01-05,2026-03-27,70.00,", " | 2 3")]
    [InlineData("RE-9,A1,2026-01-05,2026-02-27,70.00,", "RE-9,A1,2026-01-05,2026-02-27,seventy,", "2 | 3")]
    public void RowsOfOneNumber_AreOneOnlyIfTheyAreTheSame(string one, string other, string expected) =>
        Assert.Equal(expected, Invoices($"{Header}{one}\n{other}\n").Lines());

    [Fact]
    public void Lines_ThatDifferInAColumnThatNobodyTakes_AreLines() =>
        Assert.Equal(" | 2 3", Invoices("invoice,account,issued,amount,article\nRE-9,A1,2026-01-05,70.00,chair\nRE-9,A1,2026-01-05,70.00,table\n").Lines());

    [Theory]
    [InlineData("\"text\": [1, {\"a\": 2}]", "\"text\": [1, {\"a\": 2}]", "1 2 | ")]
    [InlineData("\"text\": [1, {\"a\": 2}]", "\"text\": [1, {\"a\": 3}]", " | 1 2")]
    public void Elements_OfOneNumber_AreOneOnlyIfTheyAreTheSame(string one, string other, string expected)
    {
        const string Start = """{"invoice": "RE-9", "account": "A1", "issued": "2026-01-05", "amount": 70, """;

        Assert.Equal(expected, Invoices($"[{Start}{one}}},\n{Start}{other}}}]").Lines());
    }

    [Fact]
    public void Rows_KnowWhatTheirFileSays()
    {
        Assert.Equal(InvoiceFields.Due | InvoiceFields.Order, Invoices(Header + "RE-9,A1,2026-01-05,,70.00,\n").TheRow().Said);
        Assert.Equal(InvoiceFields.Reference, Invoices("""[{"invoice": "1", "account": "A1", "issued": "2026-01-05", "amount": 7, "reference": null}]""").TheRow().Said);
        Assert.Equal(AccountFields.Name | AccountFields.Notes, Accounts("account,name,notes\nA1,Acme,\n").TheRow().Said);
        Assert.Equal(AccountFields.Name, Accounts("account,name,currency\nA1,Acme,\n").TheRow().Said);
        Assert.Equal(ContactFields.Phone, Contacts("""[{"account": "A1", "name": "Ann", "role": "other", "phone": null}]""").TheRow().Said);
    }
}
