namespace Collections.Files;

/// <summary>Why a row was rejected, and where.</summary>
public sealed record RowError
{
    private const int MaxValue = 200;

    /// <summary>A rejected row.</summary>
    /// <param name="line">The line on which the row begins, counted from 1.</param>
    /// <param name="field">The field that is wrong, by our name for it; empty where the row as a whole is wrong.</param>
    /// <param name="value">What the file says; cut at 200 characters.</param>
    /// <param name="why">The reason, as the rest of a sentence about the field.</param>
    public RowError(long line, string field, string? value, string why)
    {
        Line = line;
        Field = field;
        Value = value?.Length > MaxValue ? value[..(char.IsHighSurrogate(value[MaxValue - 1]) ? MaxValue - 1 : MaxValue)] : value;
        Why = why;
    }

    /// <summary>The line on which the row begins, counted from 1.</summary>
    public long Line { get; }

    /// <summary>The field that is wrong, by our name for it; empty where the row as a whole is wrong.</summary>
    public string Field { get; }

    /// <summary>What the file says, at most its first 200 characters.</summary>
    public string? Value { get; }

    /// <summary>The reason, as the rest of a sentence about the field.</summary>
    public string Why { get; }

    /// <summary>The error as one line for a person.</summary>
    public override string ToString() => Field.Length == 0 ? $"line {Line}: {Why}" : $"line {Line}: {Field} '{Value}' {Why}";
}

/// <summary>A row of a file: read, or rejected. Exactly one of <paramref name="Row"/> and <paramref name="Error"/> is set.</summary>
/// <param name="Line">The line on which the row begins, counted from 1.</param>
/// <param name="Row">The row, or null when it was rejected.</param>
/// <param name="Error">The reason, or null when it was read.</param>
public readonly record struct ReadRow<T>(long Line, T? Row, RowError? Error)
    where T : class;
