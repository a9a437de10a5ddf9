using System.Security.Cryptography;
using System.Text;

namespace Collections.App.Sending;

/// <summary>The ids by which a mail service knows letters.</summary>
public static class OperationIds
{
    /// <summary>What keeps these ids apart from any others that are made of the same text.</summary>
    private const string Space = "collections:letter:";

    /// <summary>
    /// The operation of a letter: a UUID of version 8 (RFC 9562, 5.8) from SHA-256 of its id. The same letter always has the same, so that a mail service
    /// that is asked twice sends it once.
    /// </summary>
    public static Guid Of(string letterId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Space + letterId), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
