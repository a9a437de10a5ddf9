namespace Collections.Files;

/// <summary>The records of a file, one at a time, by the fields of a schema.</summary>
internal abstract class RecordSource(Schema schema)
{
    /// <summary>The most characters of a record; a longer one is rejected, so that a missing quote cannot fill the memory.</summary>
    public const int MaxRecord = 1 << 20;

    public Schema Schema { get; } = schema;

    public abstract FileType FileType { get; }

    public abstract IReadOnlyCollection<string> IgnoredColumns { get; }

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>Why the current record is rejected, or null.</summary>
    public RowError? Error { get; protected set; }

    /// <summary>Moves to the next record, good or rejected; false at the end of the file.</summary>
    public bool Next()
    {
        Error = null;
        return MoveNext();
    }

    /// <summary>The text of a field of the current record, without blanks around it; empty where the record doesn't have it. Valid until the next record.</summary>
    public abstract ReadOnlySpan<char> this[int field] { get; }

    /// <summary>True if the current record says something of a field, be it that there is nothing: the file has the column, the object the property (R46).</summary>
    public abstract bool Has(int field);

    /// <summary>True if a field of the current record is a number of the format's own, with a point, and no text that people write amounts in.</summary>
    public virtual bool IsNumber(int field) => false;

    /// <summary>A digest of all that the current record says, its columns that nobody takes included.</summary>
    public abstract ulong Print { get; }

    /// <summary>Rejects the current record; the first reason stays.</summary>
    /// <returns>Always false, so that a check can end with it.</returns>
    public bool Reject(string field, ReadOnlySpan<char> value, string why)
    {
        Error ??= new RowError(Line, field, value.Length > 300 ? value[..300].ToString() : value.ToString(), why);
        return false;
    }

    protected abstract bool MoveNext();
}
