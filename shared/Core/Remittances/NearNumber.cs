namespace Collections.Core.Remittances;

/// <summary>Says whether a number is another one, mistyped.</summary>
public static class NearNumber
{
    /// <summary>Shorter numbers are near each other anyway; so many digits, leading zeros left out.</summary>
    public const int Shortest = 3;

    /// <summary>True if one slip makes one number of the other: a digit that is wrong, missing or too many, or two that changed places.</summary>
    /// <param name="written">Digits.</param>
    /// <param name="real">Digits.</param>
    public static bool IsOneSlip(string written, string real)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(real);
        var a = written.AsSpan().TrimStart('0');
        var b = real.AsSpan().TrimStart('0');
        if (Math.Min(a.Length, b.Length) < Shortest || Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        var same = a.CommonPrefixLength(b);
        var restA = a[same..];
        var restB = b[same..];
        return (a.Length - b.Length) switch
        {
            0 => restA.Length > 0 && (restA[1..].SequenceEqual(restB[1..]) || IsSwap(restA, restB)),
            1 => restA[1..].SequenceEqual(restB),
            _ => restB[1..].SequenceEqual(restA),
        };
    }

    /// <summary>True if a number differs from a real one in one digit, which is higher: then it may be one that comes later, as well as a slip.</summary>
    /// <param name="written">Digits.</param>
    /// <param name="real">Digits.</param>
    public static bool IsLaterByOneDigit(string written, string real)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(real);
        var a = written.AsSpan().TrimStart('0');
        var b = real.AsSpan().TrimStart('0');
        var same = a.CommonPrefixLength(b);
        return a.Length == b.Length && same < a.Length && a[same] > b[same] && a[(same + 1)..].SequenceEqual(b[(same + 1)..]);
    }

    private static bool IsSwap(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]);
}
