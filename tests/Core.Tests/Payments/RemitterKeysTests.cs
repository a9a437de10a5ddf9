using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

public class PayerKeysTests
{
    [Theory]
    [InlineData("Smith & Sons Pty Ltd", "AU62 0000 1234", "a:AU6200001234 n:SMITH AND SONS")]
    [InlineData("PayPal *SMITH", "062-000 12345678", "a:06200012345678")]
    [InlineData("Stripe Payments Australia", null, "")]
    [InlineData("SQUARE", null, "")]
    [InlineData("Squarehead Joinery", null, "n:SQUAREHEAD JOINERY")]
    [InlineData("Westpac Banking Corporation", "***1234", "")]
    [InlineData(null, null, "")]
    public void Of_Payer_AreTheKeysThatTellThemApart(string? payer, string? account, string expected) =>
        Assert.Equal(expected, string.Join(' ', RemitterKeys.Of(payer, account)));
}
