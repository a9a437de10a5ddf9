using System.Collections;

namespace Collections.Files;

/// <summary>What a file turned out to be, by its content.</summary>
public enum FileType
{
    /// <summary>Separated values with a header line.</summary>
    Csv,

    /// <summary>A JSON array of objects.</summary>
    Json,
}

/// <summary>The rows of a file in its order, read while they are taken: memory stays the same however long the file is.</summary>
/// <remarks>
/// Bad data never throws: it comes as a <see cref="ReadRow{T}"/> with an error, and reading goes on after it. Only the stream itself
/// can throw. The rows can be taken once. The stream is left open.
/// </remarks>
public sealed class RowStream<T> : IEnumerable<ReadRow<T>>
    where T : class
{
    private readonly RecordSource _records;
    private readonly Func<FieldReader, T?> _parse;
    private readonly FieldReader _fields;
    private bool _taken;

    internal RowStream(RecordSource records, Func<FieldReader, T?> parse, FieldReader fields)
    {
        _records = records;
        _parse = parse;
        _fields = fields;
    }

    /// <summary>What the file is.</summary>
    public FileType FileType => _records.FileType;

    /// <summary>The columns that no field of ours takes, by their own names; for a JSON file those seen so far, at most a hundred.</summary>
    public IReadOnlyCollection<string> IgnoredColumns => _records.IgnoredColumns;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The rows were taken before.</exception>
    public IEnumerator<ReadRow<T>> GetEnumerator()
    {
        if (_taken)
        {
            throw new InvalidOperationException("the rows of a file can be taken only once");
        }

        _taken = true;
        return Rows();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<ReadRow<T>> Rows()
    {
        while (_records.Next())
        {
            var row = _records.Error is null ? _parse(_fields) : null;
            yield return new ReadRow<T>(_records.Line, row, row is null ? _records.Error : null);
        }
    }
}
