using Collections.Core.Ledger;

namespace Collections.Files.Tests;

public class ContactReaderTests
{
    [Fact]
    public void Read_RowWithEveryField_GivesThemAll_R22()
    {
        var row = Reading.Contacts("account,name,role,email,phone,preferred,language\nA-1,Ann O'Hara,Accounts,ann@example.com,+61 2 5550 1234,Email,en\n").TheRow();

        Assert.Equal(new ContactRow("A-1", "Ann O'Hara", ContactRole.Accounts, "ann@example.com", "+61 2 5550 1234", "email", "en"), row);
    }

    [Theory]
    [InlineData("accounts", ContactRole.Accounts)]
    [InlineData("ADMIN", ContactRole.Admin)]
    [InlineData("owner", ContactRole.Owner)]
    [InlineData("sales", ContactRole.Sales)]
    [InlineData("other", ContactRole.Other)]
    public void Read_Role_IsOneOfFive(string text, ContactRole role) =>
        Assert.Equal(role, Reading.Contacts($"account,name,role\nA-1,Ann,{text}\n").TheRow().Role);

    [Theory]
    [InlineData("A-1,Ann,,,", "role")]
    [InlineData("A-1,Ann,0,,", "role")]
    [InlineData("A-1,Ann,boss,,", "role")]
    [InlineData("A-1,Ann,sales,ann,", "email")]
    [InlineData("A-1,Ann,sales,@example.com,", "email")]
    [InlineData("A-1,Ann,sales,ann@,", "email")]
    [InlineData("A-1,Ann,sales,ann@a@b,", "email")]
    [InlineData("A-1,Ann,sales,ann @example.com,", "email")]
    [InlineData("A-1,Ann,sales,\"ann@example.com\r\nBcc: all@example.com\",", "email")]
    [InlineData("A-1,Ann,sales,\"a@example.com,b@example.com\",", "email")]
    [InlineData("A-1,Ann,sales,Ann <ann@example.com>,", "email")]
    [InlineData("A-1,Ann,sales,,fax", "preferred")]
    public void Read_RowThatBreaksARule_NamesTheField(string row, string field)
    {
        var error = Reading.Contacts($"account,name,role,email,preferred\n{row}\n").TheError();

        Assert.Equal((2, field), (error.Line, error.Field));
    }
}
