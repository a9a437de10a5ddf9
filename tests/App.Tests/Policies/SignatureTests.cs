using System.Globalization;
using Collections.App.Policies;
using Collections.Core.Policies;

namespace Collections.App.Tests.Policies;

/// <summary>R39: signed by the people that the policy names, for the very version.</summary>
public sealed class SignatureTests
{
    private static readonly Policy Named = Samples.Read(Samples.Complete);
    private static readonly Policy Nameless = Named with { Signers = [] };

    [Theory]
    [InlineData("", false, "Ada, Ben")]
    [InlineData("sample 1 Ada", false, "Ben")]
    [InlineData("sample 1 Ada; sample 1 ADA", false, "Ben")]
    [InlineData("sample 1 Ben; sample 1 ada", true, "")]
    [InlineData("sample 1 Ada; sample 2 Ben", false, "Ben")]
    [InlineData("sample 1 Ada; other 1 Ben", false, "Ben")]
    [InlineData("sample 1 Cleo", false, "Ada, Ben")]
    public void IsSigned_WithSignersNamed_NeedsEachOfThem(string signed, bool expected, string missing)
    {
        Assert.Equal(expected, Signature.IsSigned(Named, Signed(signed)));
        Assert.Equal(missing, string.Join(", ", Signature.Missing(Named, Signed(signed))));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("sample 1 Cleo", true)]
    [InlineData("sample 2 Cleo", false)]
    [InlineData("other 1 Cleo", false)]
    public void IsSigned_WithNobodyNamed_NeedsOneManager(string signed, bool expected) =>
        Assert.Equal(expected, Signature.IsSigned(Nameless, Signed(signed)));

    private static IEnumerable<Signature> Signed(string text) =>
        from signature in text.Split("; ", StringSplitOptions.RemoveEmptyEntries)
        let words = signature.Split(' ')
        select new Signature(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2], DateTimeOffset.UnixEpoch);
}
