using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.App.Company;
using Microsoft.AspNetCore.Http;

namespace Collections.Web.Feeds;

/// <summary>How a feed's deliveries prove who sent them: the scheme that its settings name, by HMAC-SHA256 over the raw body in each of them.</summary>
internal sealed class FeedSignature
{
    private const string NotRight = "the signature is not right";
    private const int LeastKeyBytes = 16;
    private const int MostSignatures = 16;
    private const int MostHeaderCharacters = 100;

    private readonly Scheme _scheme;
    private readonly string _header;
    private readonly string _prefix;
    private readonly bool _isBase64Secret;

    private FeedSignature(Scheme scheme, string header, string prefix, bool isBase64Secret) =>
        (_scheme, _header, _prefix, _isBase64Secret) = (scheme, header, prefix, isBase64Secret);

    private enum Scheme
    {
        StandardWebhooks,
        Stripe,
        Hex,
        Base64,
    }

    /// <summary>Standard Webhooks, for a feed that names no scheme.</summary>
    public static FeedSignature Standard { get; } = new(Scheme.StandardWebhooks, "", "", isBase64Secret: true);

    /// <summary>The scheme that a feed's settings name.</summary>
    /// <exception cref="SettingsException">A setting is not right; the message names the feed and the field.</exception>
    public static FeedSignature Of(string feed, SettingsFile.FeedPart part)
    {
        var scheme = part.Scheme switch
        {
            null or "standard-webhooks" => Scheme.StandardWebhooks,
            "stripe" => Scheme.Stripe,
            "hmac-sha256-hex" => Scheme.Hex,
            "hmac-sha256-base64" => Scheme.Base64,
            _ => throw Wrong(feed, "scheme", part.Scheme, "is none of standard-webhooks, stripe, hmac-sha256-hex, hmac-sha256-base64"),
        };
        return scheme == Scheme.StandardWebhooks ? StandardOf(feed, part) : OneHeaderOf(feed, part, scheme);
    }

    /// <summary>The key of a secret.</summary>
    /// <exception cref="FormatException">It is none; the message says what it must be.</exception>
    public byte[] KeyOf(string secret)
    {
        if (_scheme == Scheme.StandardWebhooks)
        {
            try
            {
                return WebhookSignature.KeyOf(secret);
            }
            catch (FormatException problem)
            {
                throw new FormatException("must be whsec_ and base64 of 16 bytes or more", problem);
            }
        }

        var key = _isBase64Secret ? FromBase64(secret) : Encoding.UTF8.GetBytes(secret);
        return key?.Length >= LeastKeyBytes ? key : throw new FormatException(_isBase64Secret ? "must be base64 of 16 bytes or more" : "must be a text of 16 bytes or more");
    }

    /// <summary>Why a delivery is not believed, or null if it is.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="keys">The feed's keys; with none, it takes as long, and nothing is believed.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="toleranceSeconds">How far a timestamp may be from it, either way; not every scheme has one.</param>
    public string? WhyNot(IHeaderDictionary headers, in ReadOnlySequence<byte> body, IReadOnlyList<byte[]> keys, DateTimeOffset now, int toleranceSeconds)
    {
        if (_scheme == Scheme.StandardWebhooks)
        {
            return WebhookSignature.WhyNot(
                headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body, keys, now, toleranceSeconds);
        }

        var given = headers[_header].ToString();
        return given.Length == 0 ? $"the header {_header} is needed"
            : _scheme == Scheme.Stripe ? WhyNotStripe(given, body, keys, now, toleranceSeconds)
            : given.StartsWith(_prefix, StringComparison.Ordinal) && Decoded(given[_prefix.Length..]) is { } signature && IsSigned("", body, [signature], keys) ? null
            : NotRight;
    }

    private static FeedSignature StandardOf(string feed, SettingsFile.FeedPart part)
    {
        Refuse(feed, "header", part.Header, "is fixed by standard-webhooks");
        Refuse(feed, "prefix", part.Prefix, "is for hmac-sha256-hex and hmac-sha256-base64");
        Refuse(feed, "secretEncoding", part.SecretEncoding, "is fixed by standard-webhooks");
        return Standard;
    }

    private static FeedSignature OneHeaderOf(string feed, SettingsFile.FeedPart part, Scheme scheme)
    {
        if (string.IsNullOrWhiteSpace(part.Header))
        {
            throw new SettingsException($"the setting feeds.{feed}.header is missing: the scheme {part.Scheme} needs the name of the header with the signature");
        }

        if (part.Header.Length > MostHeaderCharacters || !part.Header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw Wrong(feed, "header", part.Header, "is no name of a header");
        }

        if (scheme == Scheme.Stripe)
        {
            Refuse(feed, "prefix", part.Prefix, "is for hmac-sha256-hex and hmac-sha256-base64");
        }

        var isBase64Secret = part.SecretEncoding switch
        {
            null or "text" => false,
            "base64" => true,
            _ => throw Wrong(feed, "secretEncoding", part.SecretEncoding, "is none of text, base64"),
        };
        return new FeedSignature(scheme, part.Header, part.Prefix ?? "", isBase64Secret);
    }

    private static void Refuse(string feed, string field, string? value, string why)
    {
        if (value is not null)
        {
            throw Wrong(feed, field, value, why);
        }
    }

    private static SettingsException Wrong(string feed, string field, string? value, string why) => new($"the setting feeds.{feed}.{field} '{value}' {why}");

    private string? WhyNotStripe(string given, in ReadOnlySequence<byte> body, IReadOnlyList<byte[]> keys, DateTimeOffset now, int toleranceSeconds)
    {
        var parts = given.Split(',', StringSplitOptions.TrimEntries);
        string[] times = [.. parts.Where(part => part.StartsWith("t=", StringComparison.Ordinal)).Select(part => part[2..])];
        string[] signatures = [.. parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Select(part => part[3..]).Take(MostSignatures)];
        if (times is not [var time] || signatures.Length == 0 || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return $"{_header} must be t=seconds since 1970,v1=signature";
        }

        if (Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > toleranceSeconds)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the timestamp of {_header} is more than {toleranceSeconds} seconds from the clock here");
        }

        return IsSigned($"{time}.", body, [.. signatures.Select(FromHex).OfType<byte[]>()], keys) ? null : NotRight;
    }

    private byte[]? Decoded(string signature) => _scheme == Scheme.Base64 ? FromBase64(signature) : FromHex(signature);

    private static byte[]? FromHex(string text)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(text, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? bytes : null;
    }

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }

    // Every signature is compared with every key, each in constant time.
    private static bool IsSigned(string head, in ReadOnlySequence<byte> body, IReadOnlyList<byte[]> signatures, IReadOnlyList<byte[]> keys)
    {
        var isSigned = false;
        foreach (var key in keys.Count > 0 ? keys : [[0]])
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hash.AppendData(Encoding.UTF8.GetBytes(head));
            foreach (var piece in body)
            {
                hash.AppendData(piece.Span);
            }

            var right = hash.GetHashAndReset();
            foreach (var signature in signatures)
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(signature, right) && keys.Count > 0;
            }
        }

        return isSigned;
    }
}
