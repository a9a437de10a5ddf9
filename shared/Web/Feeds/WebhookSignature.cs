using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Collections.Web.Feeds;

/// <summary>
/// The signature of a delivery by Standard Webhooks 1.0: HMAC-SHA256, under the base64 part of a <c>whsec_</c> secret, over
/// <c>id.timestamp.body</c>; the header may carry several signatures, and a feed several secrets, while a secret is replaced.
/// </summary>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int MostSignatures = 16;
    private const int MostIdCharacters = 256;

    /// <summary>The key of a secret.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static byte[] KeyOf(string secret)
    {
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        return key.Length >= 16 ? key : throw new FormatException("a webhook secret needs at least 16 bytes");
    }

    /// <summary>Why a delivery is not believed, or null if it is.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>.</param>
    /// <param name="body">The raw body.</param>
    /// <param name="keys">The feed's keys; none for a feed that is not known, which takes as long and is told the same.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="toleranceSeconds">How far the timestamp may be from it, either way.</param>
    public static string? WhyNot(
        string id, string timestamp, string signatures, in ReadOnlySequence<byte> body, IReadOnlyList<byte[]> keys, DateTimeOffset now, int toleranceSeconds)
    {
        if (id.Length == 0 || timestamp.Length == 0 || signatures.Length == 0)
        {
            return "the headers webhook-id, webhook-timestamp and webhook-signature are needed";
        }

        if (id.Length > MostIdCharacters || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return "webhook-timestamp must be the seconds since 1970, and webhook-id an id of at most 256 characters";
        }

        if (Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > toleranceSeconds)
        {
            return string.Create(CultureInfo.InvariantCulture, $"webhook-timestamp is more than {toleranceSeconds} seconds from the clock here");
        }

        return IsSigned(id, timestamp, signatures, body, keys) ? null : "the signature is not right";
    }

    /// <summary>A signature, as the header carries it.</summary>
    public static string Sign(string id, string timestamp, ReadOnlySpan<byte> body, byte[] key)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return Version + Convert.ToBase64String(HMACSHA256.HashData(key, content));
    }

    // Every signature is compared with every key, each in constant time.
    private static bool IsSigned(string id, string timestamp, string signatures, in ReadOnlySequence<byte> body, IReadOnlyList<byte[]> keys)
    {
        var headLength = Encoding.UTF8.GetMaxByteCount(id.Length + timestamp.Length + 2);
        var rented = ArrayPool<byte>.Shared.Rent(headLength + (int)body.Length);
        try
        {
            var length = Encoding.UTF8.GetBytes(id, rented);
            rented[length++] = (byte)'.';
            length += Encoding.UTF8.GetBytes(timestamp, rented.AsSpan(length));
            rented[length++] = (byte)'.';
            body.CopyTo(rented.AsSpan(length));
            return IsSigned(rented.AsSpan(0, length + (int)body.Length), signatures, keys);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool IsSigned(ReadOnlySpan<byte> content, ReadOnlySpan<char> signatures, IReadOnlyList<byte[]> keys)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var key in keys.Count > 0 ? keys : [[0]])
        {
            HMACSHA256.HashData(key, content, right);
            var count = 0;
            foreach (var part in signatures.Split(' '))
            {
                var signature = signatures[part];
                if (++count <= MostSignatures && signature.StartsWith(Version, StringComparison.Ordinal)
                    && Convert.TryFromBase64Chars(signature[Version.Length..], given, out var written) && written == given.Length)
                {
                    isSigned |= CryptographicOperations.FixedTimeEquals(given, right) && keys.Count > 0;
                }
            }
        }

        return isSigned;
    }
}
