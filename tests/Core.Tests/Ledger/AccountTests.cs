using Collections.Core.Ledger;
using Collections.Core.Tests.Cases;
using static Collections.Core.Tests.Calendars.Dates;

namespace Collections.Core.Tests.Ledger;

/// <summary>Whom to write to (R22), and how a customer pays (R10, R16).</summary>
public sealed class AccountTests
{
    [Theory]
    [InlineData("sales,admin,accounts", ContactRole.Accounts)]
    [InlineData("sales,owner,admin", ContactRole.Admin)]
    [InlineData("sales,owner,other", null)]
    [InlineData("", null)]
    public void R22_ContactFor_IsAccountsElseAdmin_NeverSales(string roles, ContactRole? expected)
    {
        var contacts = roles.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(role => new Contact(Enum.Parse<ContactRole>(role, ignoreCase: true), role, "a@b.example", null));
        Assert.Equal(expected, (new Books().Account with { Contacts = [.. contacts] }).ContactFor()?.Role);
    }

    [Theory]
    [InlineData("a@b.example", false, true)]
    [InlineData("a@b.example", true, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    public void R35_TakesLetters_OnlyAtAnAddressThatHasNotBounced(string? email, bool hasBounced, bool takes) =>
        Assert.Equal(takes, new Contact(ContactRole.Accounts, "Ann", email, null, Bounced: hasBounced).TakesLetters);

    [Theory]
    [InlineData(2, 2, 90, PayerClass.New)]
    [InlineData(5, 1, 90, PayerClass.Prompt)]
    [InlineData(10, 3, 90, PayerClass.Slow)]
    [InlineData(10, 3, 91, PayerClass.Problem)]
    [InlineData(3, 0, 0, PayerClass.Prompt)]
    public void R16_Class_FollowsFromTheFigures(int settled, int late, int lateDays, PayerClass expected) =>
        Assert.Equal(expected, new PaymentHistory(settled, late, lateDays).Class);

    [Theory]
    [InlineData(10, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(10, 7, true)]
    [InlineData(10, 8, false)]
    [InlineData(2, 1, false)]
    public void R10_IsIrregular_NeitherReliablyOnTimeNorReliablyLate(int settled, int late, bool isIrregular) =>
        Assert.Equal(isIrregular, new PaymentHistory(settled, late, late).IsIrregular);

    [Fact]
    public void R16_With_CountsASettlement_AndHowLateItWas()
    {
        var history = default(PaymentHistory).With(Day("2021-07-31"), Day("2021-07-31")).With(Day("2021-07-31"), Day("2021-08-10"));
        Assert.Equal(new PaymentHistory(2, 1, 10), history);
    }
}
