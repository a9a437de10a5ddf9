using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.App.Turns;

/// <summary>Seals the lines of an account's record, each with a hash over the one before it, so that none can be changed unseen (R40).</summary>
public static class RecordChain
{
    /// <summary>Seals lines that follow a record of a given length and hash.</summary>
    /// <param name="count">The lines that are there.</param>
    /// <param name="hash">The hash of the last of them; empty before the first.</param>
    /// <param name="lines">The new lines, in order.</param>
    public static IReadOnlyList<SealedLine> Seal(int count, string hash, IReadOnlyList<RecordLine> lines)
    {
        if (lines.Count == 0)
        {
            return [];
        }

        var sealedLines = new SealedLine[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var why = line.Why.ToString();
            var seq = count + i + 1;
            hash = Hash(hash, seq, line.At, line.By, line.Kind, line.Why.Rule, line.Why.Code, why, line.Ref);
            sealedLines[i] = new SealedLine(seq, line.At, line.By, line.Kind, line.Why.Rule, line.Why.Code, why, line.Ref, hash);
        }

        return sealedLines;
    }

    /// <summary>SHA-256, in lower-case hex, over the hash before a line and the line's fields, each on a line of its own.</summary>
    public static string Hash(
        string previous, int seq, DateTimeOffset at, string by, RecordKind kind, int rule, Because code, string why, string? reference) => Sha256(string.Create(
        CultureInfo.InvariantCulture,
        $"{previous}\n{seq}\n{at.ToUnixTimeMilliseconds()}\n{by}\n{Words.Of(kind)}\n{rule}\n{Words.Of(code)}\n{why}\n{reference}"));

    /// <summary>SHA-256 of a text in UTF-8, in lower-case hex.</summary>
    internal static string Sha256(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes.AsSpan(0, length), hash);
            return Convert.ToHexStringLower(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
