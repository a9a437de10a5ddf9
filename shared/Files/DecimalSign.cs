namespace Collections.Files;

/// <summary>What stands before the decimals of a file's amounts; the other sign, if it is there, groups the digits by three.</summary>
public enum DecimalSign
{
    /// <summary><c>1,234.50</c>.</summary>
    Point,

    /// <summary><c>1.234,50</c>.</summary>
    Comma,
}
