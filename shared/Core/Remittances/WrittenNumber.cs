namespace Collections.Core.Remittances;

/// <summary>How a number follows the one before it.</summary>
public enum NumberLink
{
    /// <summary>It stands for itself.</summary>
    None,

    /// <summary>It is the next of a list: <c>1001, 02 &amp; 03</c>.</summary>
    List,

    /// <summary>It ends a range: <c>1001 to 1004</c>.</summary>
    Range,
}

/// <summary>A number as a payer wrote it, with what stands around it.</summary>
public sealed record WrittenNumber
{
    /// <summary>As it is written, in capitals: <c>INV-000123</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The letters right before its first digit, no blank between: <c>INV</c>.</summary>
    public string Letters { get; init; } = "";

    /// <summary>Its runs of digits, at least one.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The sign after each run of digits but the last: <c>/</c>, <c>-</c>, <c>.</c> or a letter.</summary>
    public string Joiners { get; init; } = "";

    /// <summary>The word before it, or nothing.</summary>
    public string WordBefore { get; init; } = "";

    /// <summary>What the words before it say that it is.</summary>
    public NumberLabel Label { get; init; }

    /// <summary>How it follows the number before it.</summary>
    public NumberLink Link { get; init; }

    /// <summary>True if nothing but blanks or a line break stands between it and the number before.</summary>
    public bool Follows { get; init; }

    /// <summary>True for what is more likely a date, a time, an amount, a telephone or a bank account.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>True for what stands alone in a field of its own: no word of the payer's is glued to it, so all its letters are its own.</summary>
    public bool IsAlone { get; init; }

    /// <summary>All its digits.</summary>
    public string Digits => Groups.Count == 1 ? Groups[0] : string.Concat(Groups);

    /// <summary>How many digits it has without leading zeros.</summary>
    public int Significant => Digits.AsSpan().TrimStart('0').Length;

    /// <summary>The number with the letters that are mistaken for digits as digits (O for 0, I and L for 1), or null if it has none beside a digit.</summary>
    public WrittenNumber? Mended() =>
        ChunkReader.WithoutLookAlikes(Text) is { } text ? ChunkReader.Read(text) with { Label = Label, WordBefore = WordBefore, IsAlone = IsAlone } : null;

    /// <summary>A text without blanks read as one number, or null if it has no digits.</summary>
    public static WrittenNumber? Parse(string text)
    {
        var read = ChunkReader.Read(text.ToUpperInvariant());
        return read.Groups.Count == 0 ? null : read with { IsAlone = true };
    }
}
