using System.Buffers;
using System.Text;
using Collections.Web.Feeds;

namespace Collections.Web.Tests;

/// <summary>Signatures by Standard Webhooks; the example is the one that the specification's libraries publish.</summary>
public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const int Tolerance = 300;

    private static readonly byte[] Key = WebhookSignature.KeyOf(BareHost.Secret);
    private static readonly byte[] OtherKey = WebhookSignature.KeyOf(BareHost.OldSecret);
    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void Sign_PublishedExample_GivesPublishedSignature() =>
        Assert.Equal(Signature, WebhookSignature.Sign(Id, Timestamp, Encoding.UTF8.GetBytes(Body), Key));

    [Fact]
    public void WhyNot_PublishedExample_IsBelieved() => Assert.Null(WhyNot(Signature, SignedAt, [Key]));

    [Fact]
    public void WhyNot_SeveralSignaturesAndSecrets_AnyPairIsEnough() =>
        Assert.Null(WhyNot($"v1,bm9wZQ== v2,whatever {Signature}", SignedAt, [OtherKey, Key]));

    [Fact]
    public void WhyNot_BodyInSeveralPieces_IsTheSame()
    {
        var first = new Piece(Encoding.UTF8.GetBytes(Body[..7]), 0);
        var last = first.Then(Encoding.UTF8.GetBytes(Body[7..]));
        var body = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);

        Assert.Null(WebhookSignature.WhyNot(Id, Timestamp, Signature, body, [Key], SignedAt, Tolerance));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void WhyNot_ClockOff_IsTakenUpToTheTolerance(int seconds, bool isBelieved) =>
        Assert.Equal(isBelieved, WhyNot(Signature, SignedAt.AddSeconds(seconds), [Key]) is null);

    [Theory]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE")]
    [InlineData("v1,")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,not base64 at all, really")]
    public void WhyNot_WrongSignature_SaysNoMoreThanThat(string signature) =>
        Assert.Equal("the signature is not right", WhyNot(signature, SignedAt, [Key]));

    [Fact]
    public void WhyNot_WrongKeyOrNone_SaysTheSame()
    {
        Assert.Equal("the signature is not right", WhyNot(Signature, SignedAt, [OtherKey]));
        Assert.Equal("the signature is not right", WhyNot(Signature, SignedAt, []));
    }

    [Fact]
    public void WhyNot_NoKeysAndASignatureUnderTheEmptyKey_IsNotBelieved()
    {
        var forged = WebhookSignature.Sign(Id, Timestamp, Encoding.UTF8.GetBytes(Body), [0]);

        Assert.Equal("the signature is not right", WhyNot(forged, SignedAt, []));
    }

    [Theory]
    [InlineData("", Timestamp, Signature)]
    [InlineData(Id, "", Signature)]
    [InlineData(Id, Timestamp, "")]
    [InlineData(Id, "yesterday", Signature)]
    [InlineData(Id, "-1614265330", Signature)]
    [InlineData(Id, "99999999999999999999", Signature)]
    public void WhyNot_HeadersMissingOrBroken_IsNotBelieved(string id, string timestamp, string signature) =>
        Assert.NotNull(WebhookSignature.WhyNot(id, timestamp, signature, Sequence(Body), [Key], SignedAt, Tolerance));

    [Theory]
    [InlineData("whsec_short")]
    [InlineData("whsec_AAAA")]
    [InlineData("whsec_***")]
    public void KeyOf_NoSecret_Throws(string secret) => Assert.Throws<FormatException>(() => WebhookSignature.KeyOf(secret));

    private static string? WhyNot(string signatures, DateTimeOffset now, IReadOnlyList<byte[]> keys) =>
        WebhookSignature.WhyNot(Id, Timestamp, signatures, Sequence(Body), keys, now, Tolerance);

    private static ReadOnlySequence<byte> Sequence(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long index) => (Memory, RunningIndex) = (bytes, index);

        public Piece Then(byte[] bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
