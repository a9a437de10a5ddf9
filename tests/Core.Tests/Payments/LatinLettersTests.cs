using Collections.Core.Remittances;

namespace Collections.Core.Tests.Payments;

public sealed class LatinLettersTests
{
    [Theory]
    [InlineData("Müller & Söhne", "MULLER & SOHNE")]
    [InlineData("Mu\u0308ller", "MULLER")]
    [InlineData("Åkesson, Sørensen, Guérin, Łódź", "AKESSON, SORENSEN, GUERIN, LODZ")]
    [InlineData("Weiß Ælfred Œuvre", "WEISS AELFRED OEUVRE")]
    [InlineData("Ｆｕｌｌ１２３", "FULL123")]
    [InlineData("3×4÷2 日本 \ud800", "3×4÷2 日本 \ud800")]
    public void LatinLetters_AsPeopleWriteThem_AsBanksPrintThem(string written, string printed)
    {
        Assert.Equal(printed, LatinLetters.Unaccented(written));
    }

    // The customer's name and the bank's idea of it must lead to one key.
    [Theory]
    [InlineData("Müller Maschinenbau GmbH", "MUELLER MASCHINENBAU")]
    [InlineData("Müller Maschinenbau GmbH", "Muller Maschinenbau GMBH")]
    [InlineData("Schröder & Söhne AG", "SCHROEDER AND SOEHNE")]
    [InlineData("Lefèvre Menuiserie SARL", "LEFEVRE MENUISERIE S.A.R.L.")]
    [InlineData("O'Brien Motors Pty Ltd", "OBRIEN MOTORS P/L")]
    [InlineData("Groß Metallbau e.K.", "GROSS METALLBAU")]
    public void PayerKey_OneFirmWrittenInTwoWays_OneKey(string ours, string theirs)
    {
        Assert.Equal(RemitterKey.OfName(ours), RemitterKey.OfName(theirs));
    }

    [Theory]
    [InlineData("Blue Motors", "n:BLUE MOTORS")]
    [InlineData("P L Smith", "n:P L SMITH")]
    [InlineData("Queen Street Joe", "n:QUEEN STREET JOE")]
    public void PayerKey_VowelsThatAreNoUmlauts_Stay(string name, string key)
    {
        Assert.Equal(key, RemitterKey.OfName(name));
    }
}
