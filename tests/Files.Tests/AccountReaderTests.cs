using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class AccountReaderTests
{
    [Fact]
    public void Read_RowWithEveryField_GivesThemAll()
    {
        const string Text = """
            account,name,currency,terms,policy,timezone,region,billing_account,sales_rep,credit_limit,status,language,customer_since,notes
            0042,"Müller, Söhne",EUR,EOM + 30,acc-monthly,Australia/Sydney,AU-NSW,0001,Kim,"10,000.00",active,de,1987-04-01,"Ask for Ann.
            Never on Mondays."
            """;

        var row = Reading.Accounts(Text).TheRow();

        Assert.Equal(
            new AccountRow(
                "0042", "Müller, Söhne", Currency.Parse("EUR"), Terms.EndOfMonth30, "acc-monthly", "Australia/Sydney", "AU-NSW", "0001", "Kim", 10_000m,
                "active", "de", new DateOnly(1987, 4, 1), "Ask for Ann.\nNever on Mondays."),
            row with { Notes = row.Notes!.ReplaceLineEndings("\n") });
    }

    [Theory]
    [InlineData(",Acme,,,,", "account")]
    [InlineData("A-1, ,,,,", "name")]
    [InlineData("A-1,\"Acme\r\nBcc: x\",,,,", "name")]
    [InlineData("A-1,Acme,dollars,,,", "currency")]
    [InlineData("A-1,Acme,,whenever,,", "terms")]
    [InlineData("A-1,Acme,,net 400,,", "terms")]
    [InlineData("A-1,Acme,,,-5,", "credit_limit")]
    [InlineData("A-1,Acme,JPY,,5.5,", "credit_limit")]
    [InlineData("A-1,Acme,,,,1899-12-31", "customer_since")]
    public void Read_RowThatBreaksARule_NamesTheField(string row, string field)
    {
        var error = Reading.Accounts($"account,name,currency,terms,credit_limit,customer_since\n{row}\n").TheError();

        Assert.Equal((2, field), (error.Line, error.Field));
    }

    [Theory]
    [InlineData("net 14", TermsKind.Net, 14)]
    [InlineData("cod", TermsKind.CashOnDelivery, 0)]
    [InlineData("Cash 7", TermsKind.Cash, 7)]
    public void Read_Terms_AreThoseOfTheLedger_R2(string text, TermsKind kind, int days) =>
        Assert.Equal(new Terms(kind, days), Reading.Accounts($"account,name,terms\nA-1,Acme,{text}\n").TheRow().Terms);
}
