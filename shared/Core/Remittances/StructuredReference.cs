namespace Collections.Core.Remittances;

/// <summary>The kinds of reference that have check digits of their own.</summary>
public enum ReferenceKind
{
    /// <summary>ISO 11649: <c>RF18 5390 0754 7034</c>.</summary>
    Creditor,

    /// <summary>The Swiss QR reference, and the orange slip's before it: 27 digits.</summary>
    SwissQr,

    /// <summary>The Belgian structured communication (OGM, VCS): <c>+++090/9337/55493+++</c>.</summary>
    Belgian,

    /// <summary>BPAY's customer reference number: 2 to 20 digits.</summary>
    Bpay,
}

/// <summary>A reference with check digits that are right.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">Without blanks and signs, in capitals.</param>
/// <param name="Payload">What the seller put into it, without the check digits.</param>
public sealed record StructuredReference(ReferenceKind Kind, string Value, string Payload)
{
    private const int SwissLength = 27;
    private const int BelgianLength = 12;
    private const int BpayLongest = 20;

    // Modulo 10, recursive (Swiss Implementation Guidelines QR-bill, annex B).
    private static readonly int[] SwissTable = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

    /// <summary>Its kind in words.</summary>
    public string Name => NameOf(Kind);

    /// <summary>True if a chance number passes one time in ten only because of a single check digit: such a reference needs no other number near it to be wrong.</summary>
    public bool IsWeak => Kind == ReferenceKind.Bpay;

    /// <summary>Reads a reference; null if it is none, or its check digits are wrong.</summary>
    /// <param name="text">One reference, in groups or not.</param>
    public static StructuredReference? Read(string? text)
    {
        if (Compact(text) is not { } compact)
        {
            return null;
        }

        if (PaymentReference.TryParse(compact, out var creditor))
        {
            return new StructuredReference(ReferenceKind.Creditor, creditor.Value, creditor.Value[4..]);
        }

        return !compact.All(char.IsAsciiDigit) ? null
            : compact.Length == SwissLength && IsSwiss(compact) ? new StructuredReference(ReferenceKind.SwissQr, compact, compact[..^1])
            : compact.Length == BelgianLength && IsBelgian(compact) ? new StructuredReference(ReferenceKind.Belgian, compact, compact[..^2])
            : compact.Length is >= 2 and <= BpayLongest && IsBpay(compact) ? new StructuredReference(ReferenceKind.Bpay, compact, compact[..^1])
            : null;
    }

    /// <summary>The kind of reference that a text wants to be, while its check digits are wrong; null for a right one and for any other text.</summary>
    public static ReferenceKind? FailedKind(string? text)
    {
        if (Compact(text) is not { } compact || Read(compact) is { Kind: not ReferenceKind.Bpay })
        {
            return null;
        }

        var isDigits = compact.All(char.IsAsciiDigit);
        return compact.StartsWith("RF", StringComparison.Ordinal) && compact.Length > 4 && compact.AsSpan(2, 2).IndexOfAnyExceptInRange('0', '9') < 0 ? ReferenceKind.Creditor
            : isDigits && compact.Length == SwissLength ? ReferenceKind.SwissQr
            : isDigits && compact.Length == BelgianLength && text!.AsSpan().ContainsAny('+', '*', '/') ? ReferenceKind.Belgian
            : null;
    }

    /// <summary>The kind in words.</summary>
    public static string NameOf(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Creditor => "RF reference",
        ReferenceKind.SwissQr => "Swiss QR reference",
        ReferenceKind.Belgian => "Belgian structured communication",
        _ => "BPAY reference",
    };

    private static string? Compact(string? text)
    {
        var compact = text is null ? "" : string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return compact.Length is < 2 or > 40 ? null : compact;
    }

    private static bool IsSwiss(string digits)
    {
        var carry = 0;
        foreach (var c in digits.AsSpan(0, digits.Length - 1))
        {
            carry = SwissTable[(carry + c - '0') % 10];
        }

        return (10 - carry) % 10 == digits[^1] - '0';
    }

    // The last two digits are the remainder of the first ten by 97; 97 stands for none.
    private static bool IsBelgian(string digits)
    {
        var remainder = long.Parse(digits.AsSpan(0, 10), System.Globalization.CultureInfo.InvariantCulture) % 97;
        return (remainder == 0 ? 97 : remainder) == int.Parse(digits.AsSpan(10), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool IsBpay(string digits) => digits.AsSpan().ContainsAnyExcept('0') && (IsMod10V01(digits) || IsMod10V05(digits));

    // MOD10V01: Luhn's. From the right, every other digit doubled, the digits of the products added; check digit and sum make a multiple of ten.
    private static bool IsMod10V01(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[^(i + 1)] - '0') * (1 + (i % 2));
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    // MOD10V05: each digit times its place, counted from the left and 1; the sum's last digit is the check digit.
    private static bool IsMod10V05(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length - 1; i++)
        {
            sum += (digits[i] - '0') * (i + 1);
        }

        return sum % 10 == digits[^1] - '0';
    }
}
