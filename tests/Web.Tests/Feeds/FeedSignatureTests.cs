using System.Net;
using Collections.App;
using Collections.App.Company;
using Collections.Web.Feeds;
using Collections.Web.Settings;

namespace Collections.Web.Tests.Feeds;

/// <summary>Every scheme of signing: what is believed, and what is not.</summary>
public sealed class FeedSignatureTests(FeedHost host) : IClassFixture<FeedHost>
{
    private const string Body = """{"id": "b1", "bookedOn": "2021-08-02", "amount": 900.00, "currency": "AUD", "direction": "credit"}""";
    private const string NotRight = "the signature is not right";

    private static readonly string Time = BareHost.Start.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
    private static readonly string GoodHex = FeedHost.Hex(FeedHost.TextSecret, Body);

    public static TheoryData<string, string, string> Believed => new()
    {
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start, FeedHost.TextSecret) },
        { "cards", "stripe-signature", FeedHost.Stripe(Body, BareHost.Start, FeedHost.OldTextSecret) },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start, "somebody else's", FeedHost.TextSecret) + ",v0=abc" },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start.AddSeconds(-300), FeedHost.TextSecret) },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start.AddSeconds(300), FeedHost.TextSecret) },
        { "hex", "X-Signature", "sha256=" + GoodHex },
        { "hex", "X-Signature", "sha256=" + GoodHex.ToUpperInvariant() },
        { "hex", "X-Signature", "sha256=" + FeedHost.Hex(FeedHost.OldTextSecret, Body) },
        { "base", "X-Mac", Convert.ToBase64String(FeedHost.Mac("sixteen bytes and some", Body)) },
    };

    public static TheoryData<string, string?, string?, string> Refused => new()
    {
        { "cards", null, null, "the header Stripe-Signature is needed" },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start, "somebody else's"), NotRight },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body + " ", BareHost.Start, FeedHost.TextSecret), NotRight },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start.AddSeconds(-301), FeedHost.TextSecret), "more than 300 seconds" },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start.AddSeconds(301), FeedHost.TextSecret), "more than 300 seconds" },
        { "cards", "Stripe-Signature", FeedHost.Stripe(Body, BareHost.Start), "must be t=" },
        { "cards", "Stripe-Signature", $"t={Time},v0={FeedHost.Hex(FeedHost.TextSecret, $"{Time}.{Body}")}", "must be t=" },
        { "cards", "Stripe-Signature", $"t={Time},t={Time},v1={FeedHost.Hex(FeedHost.TextSecret, $"{Time}.{Body}")}", "must be t=" },
        { "cards", "Stripe-Signature", $"t=-{Time},v1={GoodHex}", "must be t=" },
        { "cards", "Stripe-Signature", $"t={Time},v1=no hex", NotRight },
        { "cards", "Stripe-Signature", $"t={Time},v1={GoodHex}", NotRight },
        { "hex", null, null, "the header X-Signature is needed" },
        { "hex", "X-Signature", GoodHex, NotRight },
        { "hex", "X-Signature", "sha256=" + GoodHex[..62], NotRight },
        { "hex", "X-Signature", "sha256=" + GoodHex + "00", NotRight },
        { "hex", "X-Signature", "sha256=" + Convert.ToBase64String(FeedHost.Mac(FeedHost.TextSecret, Body)), NotRight },
        { "hex", "X-Signature", "sha256=" + FeedHost.Hex("somebody else's", Body), NotRight },
        { "base", "X-Mac", FeedHost.Hex("sixteen bytes and some", Body), NotRight },
        { "base", "X-Mac", "not base64 at all", NotRight },
        { "base", "X-Mac", Convert.ToBase64String(FeedHost.Mac(FeedHost.Base64Secret, Body)), NotRight },
        { "mute", "X-Signature", FeedHost.Hex("\0", Body), NotRight },
        { "mute", "X-Signature", FeedHost.Hex("", Body), NotRight },
    };

    [Theory]
    [MemberData(nameof(Believed))]
    public async Task Deliver_SignedAsItsFeedSays_Is202(string feed, string header, string value) =>
        Assert.Equal(HttpStatusCode.Accepted, (await host.PostAsync(feed, Body, header, value)).Status);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Deliver_NotSignedAsItsFeedSays_Is401AndSaysWhy(string feed, string? header, string? value, string why)
    {
        var answer = await host.PostAsync(feed, Body, header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains(why, (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("md5", "X-Mac", null, null, "feeds.cards.scheme 'md5'")]
    [InlineData("stripe", null, null, null, "feeds.cards.header is missing")]
    [InlineData("hmac-sha256-hex", " ", null, null, "feeds.cards.header is missing")]
    [InlineData("hmac-sha256-base64", "X Mac", null, null, "feeds.cards.header 'X Mac'")]
    [InlineData("stripe", "X-Mac", "sha256=", null, "feeds.cards.prefix 'sha256='")]
    [InlineData("hmac-sha256-hex", "X-Mac", null, "hex", "feeds.cards.secretEncoding 'hex'")]
    [InlineData(null, "X-Mac", null, null, "feeds.cards.header 'X-Mac'")]
    [InlineData("standard-webhooks", null, "v1=", null, "feeds.cards.prefix 'v1='")]
    [InlineData("standard-webhooks", null, null, "text", "feeds.cards.secretEncoding 'text'")]
    public void Feed_WithASettingThatIsNotRight_IsRefusedByName(string? scheme, string? header, string? prefix, string? encoding, string why)
    {
        var part = new SettingsFile.FeedPart { Scheme = scheme, Header = header, Prefix = prefix, SecretEncoding = encoding };

        Assert.Contains(why, Assert.Throws<SettingsException>(() => KeysOf(part, FeedHost.TextSecret)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "whsec_AAAA", "must be whsec_ and base64 of 16 bytes")]
    [InlineData("text", "fifteen-bytes-x", "must be a text of 16 bytes")]
    [InlineData("base64", "this-is-not-any-base64!", "must be base64 of 16 bytes")]
    [InlineData("base64", "AAAA", "must be base64 of 16 bytes")]
    public void Feed_WithASecretThatIsNone_IsRefusedByNameWithoutTheSecret(string? encoding, string secret, string why)
    {
        var part = encoding is null ? new SettingsFile.FeedPart() : new SettingsFile.FeedPart { Scheme = "stripe", Header = "X-Mac", SecretEncoding = encoding };

        var message = Assert.Throws<FormatException>(() => KeysOf(part, secret)).Message;

        Assert.Contains($"bank feed cards {why}", message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, message, StringComparison.Ordinal);
    }

    private static FeedKeys KeysOf(SettingsFile.FeedPart part, string secret) => new(new HttpOptions
    {
        FeedSecrets = new Dictionary<string, IReadOnlyList<string>> { ["cards"] = [secret] },
        FeedParts = new Dictionary<string, SettingsFile.FeedPart> { ["cards"] = part },
    });
}
