using System.Security.Cryptography;
using System.Text;

namespace Collections.App.Sending.Eml;

/// <summary>Writes a letter's id so that a file name and a Message-ID can carry it.</summary>
public static class LetterIds
{
    private const int LengthMax = 100;
    private const int LegibleMax = 40;

    /// <summary>The id itself where it is plain; otherwise what is plain of it, and a hash of the whole so that different ids stay different.</summary>
    public static string Token(string id)
    {
        if (id.Length is > 0 and <= LengthMax && id.Split('.').All(atom => atom.Length > 0 && atom.All(IsPlain)))
        {
            return id;
        }

        var legible = new string(id.Where(IsPlain).Take(LegibleMax).ToArray());
        return $"{legible}-{Hash(id)}";
    }

    /// <summary>32 hexadecimal digits that stand for an id.</summary>
    public static string Hash(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '~';
}
