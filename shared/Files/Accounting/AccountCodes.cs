using System.Security.Cryptography;
using System.Text;

namespace Collections.Files.Accounting;

/// <summary>Makes codes for what an export knows by name only. The same name always gives the same code, in whatever file and order it comes.</summary>
public static class AccountCodes
{
    private const int MaxSlug = 24;

    /// <summary>An account's code from the customer's name: <c>smith-sons-1c9e40</c>.</summary>
    /// <remarks>The hash tells apart what the readable part doesn't, such as "Smith &amp; Sons" and "Smith, Sons".</remarks>
    public static string Of(string name) => $"{Slug(name)}-{Hash(Normal(name), 6)}";

    /// <summary>A number for a document that has none that is its own: <c>PMT-20260202-5b0c11d2</c>.</summary>
    public static string Number(string prefix, DateOnly day, params ReadOnlySpan<string> parts) =>
        FormattableString.Invariant($"{prefix}-{day:yyyyMMdd}-{Hash(string.Join('\n', parts), 8)}");

    /// <summary>A name without what people and systems vary: letter case and blanks.</summary>
    /// <remarks>Nothing that depends on the machine's language data goes into it: the code must be the same everywhere.</remarks>
    public static string Normal(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && (char.IsWhiteSpace(c) || char.IsPunctuation(c) || char.IsSymbol(c)))
            {
                slug.Append('-');
            }

            if (slug.Length == MaxSlug)
            {
                break;
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length == 0 ? "customer" : text;
    }

    private static string Hash(string text, int digits) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}
