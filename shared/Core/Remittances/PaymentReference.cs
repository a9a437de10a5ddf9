using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Collections.Core.Remittances;

/// <summary>
/// A creditor reference of ISO 11649: <c>RF</c>, two check digits, and 1 to 21 of <c>0-9A-Z</c>. Each account has one of its own, so that
/// the bank feed matches its payments by themselves (R41).
/// </summary>
public sealed record PaymentReference
{
    /// <summary>The most characters after <c>RF</c> and the check digits.</summary>
    public const int BodyLengthMax = 21;

    private const int HashLength = 11;

    private PaymentReference(string value) => Value = value;

    /// <summary>The reference without blanks, in upper case: <c>RF18539007547034</c>.</summary>
    public string Value { get; }

    /// <summary>The reference of an account: always the same for one code, and different for different codes.</summary>
    /// <remarks>
    /// A code of at most 21 digits and capitals stands in the reference as it is. Any other code gives its own digits and capitals as far as
    /// they fit, and a hash of the whole code after them, so that <c>A-1</c>, <c>a1</c> and <c>A1</c> differ.
    /// </remarks>
    /// <param name="accountCode">The account's code, 1 to 64 characters of any kind.</param>
    /// <exception cref="ArgumentException">The code is empty.</exception>
    public static PaymentReference For(string accountCode)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountCode);
        var body = accountCode.Length <= BodyLengthMax && accountCode.All(IsBodyCharacter) ? accountCode : Derived(accountCode);
        return new PaymentReference("RF" + CheckDigits(body) + body);
    }

    /// <summary>True for a whole reference with the right check digits; blanks and lower case don't matter.</summary>
    public static bool IsValid(string? text) => TryParse(text, out _);

    /// <summary>Reads a reference as people write it: in groups, in lower case.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PaymentReference? reference)
    {
        reference = null;
        var compact = new string((text ?? "").Where(c => !char.IsWhiteSpace(c)).ToArray()).ToUpperInvariant();
        if (compact.Length is < 5 or > BodyLengthMax + 4 || !compact.StartsWith("RF", StringComparison.Ordinal) || !compact.All(IsBodyCharacter))
        {
            return false;
        }

        // Computing the digits again, rather than testing for remainder 1, refuses 00, 01 and 99, which no issuer gives.
        if (CheckDigits(compact[4..]) != compact[2..4])
        {
            return false;
        }

        reference = new PaymentReference(compact);
        return true;
    }

    /// <summary>The reference in groups of four, as the standard prints it: <c>RF18 5390 0754 7034</c>.</summary>
    public string ToPrintString() => string.Join(' ', Value.Chunk(4).Select(group => new string(group)));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsBodyCharacter(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z');

    private static string Derived(string accountCode)
    {
        var legible = accountCode.ToUpperInvariant().Where(IsBodyCharacter).Take(BodyLengthMax - HashLength);
        return new string(legible.ToArray()) + Hash(accountCode);
    }

    // 36^11 values, some 57 bits of SHA-256: among a million accounts the odds of any two alike are below one in a hundred thousand.
    private static string Hash(string accountCode)
    {
        const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var rest = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(accountCode)));
        var hash = new char[HashLength];
        for (var i = 0; i < HashLength; i++)
        {
            hash[i] = Digits[(int)(rest % 36)];
            rest /= 36;
        }

        return new string(hash);
    }

    // ISO 7064 mod 97-10: the body, then RF, then 00; letters count from A = 10.
    private static string CheckDigits(string body)
    {
        var remainder = 0;
        foreach (var c in body + "RF00")
        {
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return (98 - remainder).ToString("D2", CultureInfo.InvariantCulture);
    }
}
