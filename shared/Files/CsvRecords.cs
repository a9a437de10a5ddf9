namespace Collections.Files;

/// <summary>The records of a CSV file (RFC 4180), with comma, semicolon or tab, and any line end.</summary>
/// <remarks>
/// Our own instead of CsvHelper's parser for three things that a damaged ledger needs: a record that is too long, or whose quotes
/// don't match, costs its first line and not what follows it; lines are counted exactly; and fields are read in place, so that those
/// that nobody wants cost nothing. Tests compare it with CsvHelper.
/// </remarks>
internal sealed class CsvRecords : RecordSource
{
    private const string NotClosed = "the row opens a quote that is not closed";
    private const string Misquoted = "the row has a quoted field that goes on after its closing quote";
    private static readonly string TooLong = $"the row is longer than {MaxRecord:N0} characters; a closing quote may be missing";

    private readonly TextReader _text;
    private readonly char _separator;
    private readonly int[] _columnOf;
    private readonly string[] _headers;
    private char[] _buffer = new char[64 * 1024];
    private int _next;
    private int _recordStart;
    private int _end;
    private bool _endOfText;
    private long _bufferOffset;
    private long _nextLine = 1;

    // Text that was looked through for a closing quote in vain is read line by line afterwards: every character is looked at a
    // bounded number of times, whatever quotes a file has.
    private long _lineByLineUntil;

    private Slice[] _slices = new Slice[64];
    private int _count;

    /// <summary>Opens a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="schema">The fields.</param>
    /// <param name="map">Their names in the file.</param>
    /// <param name="before">The same file as it was read before, to its end; its buffer is used again.</param>
    public CsvRecords(TextReader text, Schema schema, IReadOnlyDictionary<string, string> map, CsvRecords? before = null)
        : base(schema)
    {
        _text = text;
        _buffer = before?._buffer ?? _buffer;
        _separator = FindSeparator();
        if (!MoveToRecord())
        {
            throw new ImportFormatException("the file is empty");
        }

        if (Error is not null)
        {
            throw new ImportFormatException($"the header cannot be read: {Error.Why}");
        }

        _headers = Enumerable.Range(0, _count).Select(i => Column(i).ToString()).ToArray();
        var fields = schema.FieldsOf(_headers, map);
        _columnOf = schema.Fields.Select((_, field) => Array.IndexOf(fields, field)).ToArray();
        IgnoredColumns = _headers.Where((h, i) => fields[i] < 0 && h.Length > 0).ToList();
    }

    private enum Scan
    {
        Complete,
        NeedsMore,
        NotClosed,
        Misquoted,
    }

    public override FileType FileType => FileType.Csv;

    public override IReadOnlyCollection<string> IgnoredColumns { get; }

    public override ReadOnlySpan<char> this[int field] => _columnOf[field] is >= 0 and var column ? Column(column) : default;

    /// <inheritdoc/>
    public override bool Has(int field) => _columnOf[field] >= 0;

    /// <summary>The text of one of the <see cref="IgnoredColumns"/>; empty if the file has it not.</summary>
    public ReadOnlySpan<char> Column(string header) => Array.IndexOf(_headers, header) is >= 0 and var column ? Column(column) : default;

    /// <inheritdoc/>
    public override ulong Print => Digest.With(Digest.Empty, _buffer.AsSpan(_recordStart, _next - _recordStart).TrimEnd());

    protected override bool MoveNext()
    {
        if (!MoveToRecord())
        {
            return false;
        }

        if (Error is null && _count != _headers.Length)
        {
            Reject("", _buffer.AsSpan(_slices[0].Start, Math.Min(_next - _slices[0].Start, 200)).TrimEnd(), $"the row has {_count} fields, the header {_headers.Length}");
        }

        return true;
    }

    /// <summary>Moves to the next record that isn't blank.</summary>
    private bool MoveToRecord()
    {
        while (_next < _end || Fill())
        {
            Line = _nextLine;
            var start = _next;
            switch (ScanRecord(out var stop, out var lines))
            {
                case Scan.NeedsMore:
                    if (!Fill())
                    {
                        SkipLine(TooLong, _end);
                        return true;
                    }

                    continue;
                case Scan.NotClosed:
                    SkipLine(NotClosed, stop);
                    return true;
                case Scan.Misquoted:
                    SkipLine(Misquoted, stop);
                    return true;
            }

            _recordStart = start;
            _next = stop;
            _nextLine += lines;
            if (_count > 1 || !Column(0).IsEmpty)
            {
                CheckCharacters(start);
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the fields of the record at the read position.</summary>
    /// <param name="stop">Where the next record begins, or where it went wrong.</param>
    /// <param name="lines">The lines that the record takes.</param>
    private Scan ScanRecord(out int stop, out int lines)
    {
        _count = 0;
        lines = 1;
        stop = _next;
        while (true)
        {
            if (stop < _end && _buffer[stop] == '"')
            {
                if (ScanQuoted(ref stop, ref lines) is not Scan.Complete and var trouble)
                {
                    return trouble;
                }
            }
            else
            {
                var length = _buffer.AsSpan(stop, _end - stop).IndexOfAny(_separator, '\r', '\n');
                if (length < 0)
                {
                    if (!_endOfText)
                    {
                        return Scan.NeedsMore;
                    }

                    length = _end - stop;
                }

                Add(new Slice(stop, length, HasQuotes: false));
                stop += length;
            }

            if (stop == _end)
            {
                return _endOfText ? Scan.Complete : Scan.NeedsMore;
            }

            if (_buffer[stop] != _separator)
            {
                return ScanLineEnd(ref stop);
            }

            stop++;
        }
    }

    /// <summary>Reads a quoted field up to what follows its closing quote.</summary>
    private Scan ScanQuoted(ref int stop, ref int lines)
    {
        var from = stop + 1;
        var (close, hasQuotes) = FindClosingQuote(from);
        var inside = _buffer.AsSpan(from, (close < 0 ? _end : close) - from);
        if (_bufferOffset + from < _lineByLineUntil
            && inside.IndexOfAny('\r', '\n') is >= 0 and var lineEnd && _bufferOffset + from + lineEnd < _lineByLineUntil)
        {
            stop = from + lineEnd;
            return Scan.NotClosed;
        }

        if (close < 0 || (close + 1 == _end && !_endOfText))
        {
            stop = _end;
            return _endOfText ? Scan.NotClosed : Scan.NeedsMore;
        }

        Add(new Slice(from, inside.Length, hasQuotes));
        lines += LineEnds(inside);
        stop = close + 1;
        return stop == _end || _buffer[stop] == _separator || _buffer[stop] is '\r' or '\n' ? Scan.Complete : Scan.Misquoted;
    }

    private (int Close, bool HasQuotes) FindClosingQuote(int from)
    {
        var hasQuotes = false;
        while (_buffer.AsSpan(from, _end - from).IndexOf('"') is >= 0 and var quote)
        {
            from += quote;
            if (from + 1 == _end || _buffer[from + 1] != '"')
            {
                return (from, hasQuotes);
            }

            hasQuotes = true;
            from += 2;
        }

        return (-1, hasQuotes);
    }

    private Scan ScanLineEnd(ref int stop)
    {
        if (_buffer[stop] == '\r')
        {
            if (stop + 1 == _end && !_endOfText)
            {
                return Scan.NeedsMore;
            }

            if (stop + 1 < _end && _buffer[stop + 1] == '\n')
            {
                stop++;
            }
        }

        stop++;
        return Scan.Complete;
    }

    /// <summary>Rejects the record and goes on at the line after the one on which it begins.</summary>
    private void SkipLine(string why, int lookedThrough)
    {
        _lineByLineUntil = Math.Max(_lineByLineUntil, _bufferOffset + lookedThrough);
        var value = _buffer.AsSpan(_next, Math.Min(_end - _next, 1000));
        var cut = value.IndexOfAny('\r', '\n');
        Reject("", cut < 0 ? value : value[..cut], why);

        int lineEnd;
        while ((lineEnd = _buffer.AsSpan(_next, _end - _next).IndexOfAny('\r', '\n')) < 0)
        {
            _next = _end;
            if (!Fill())
            {
                return;
            }
        }

        _next += lineEnd;
        _nextLine++;
        if (_buffer[_next] == '\r' && _next + 1 == _end)
        {
            Fill();
        }

        _next += _buffer[_next] == '\r' && _next + 1 < _end && _buffer[_next + 1] == '\n' ? 2 : 1;
    }

    /// <summary>Reads more text behind what is left; false when the buffer holds the longest record, or at the end of the text.</summary>
    private bool Fill()
    {
        if (_endOfText)
        {
            return false;
        }

        if (_next > 0)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            _bufferOffset += _next;
            _end -= _next;
            _next = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= MaxRecord)
            {
                return false;
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _text.ReadBlock(_buffer.AsSpan(_end));
        _endOfText = count == 0;
        _end += count;
        return true;
    }

    private void Add(Slice slice)
    {
        if (_count == _slices.Length)
        {
            Array.Resize(ref _slices, _slices.Length * 2);
        }

        _slices[_count++] = slice;
    }

    private ReadOnlySpan<char> Column(int column)
    {
        var slice = _slices[column];
        var text = _buffer.AsSpan(slice.Start, slice.Length).Trim();
        return slice.HasQuotes ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>Rejects a record with a NUL, or with bytes that the file's encoding doesn't have.</summary>
    private void CheckCharacters(int start)
    {
        if (_buffer.AsSpan(start, _next - start).IndexOfAny('\0', '\uFFFD') < 0)
        {
            return;
        }

        var column = 0;
        while (column < _count - 1 && Column(column).IndexOfAny('\0', '\uFFFD') < 0)
        {
            column++;
        }

        // While the header itself is read there are no names yet.
        var field = _columnOf is null ? -1 : Array.IndexOf(_columnOf, column);
        var name = field >= 0 ? Schema.Fields[field] : _headers is not null && column < _headers.Length ? _headers[column] : "";
        Reject(name, Column(column), Column(column).Contains('\0') ? "has a NUL byte" : "has bytes that are no characters in the file's encoding");
    }

    /// <summary>The separator that the header line has most of, outside quotes.</summary>
    private char FindSeparator()
    {
        Span<int> counts = [0, 0, 0];
        const string Separators = ",;\t";
        while (Fill() && _end < MaxRecord && !_endOfText && _buffer.AsSpan(0, _end).TrimStart().IndexOfAny('\r', '\n') < 0)
        {
        }

        var quoted = false;
        foreach (var c in _buffer.AsSpan(0, _end).TrimStart())
        {
            quoted ^= c == '"';
            if (!quoted && c is '\r' or '\n')
            {
                break;
            }

            if (!quoted && Separators.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i)
            {
                counts[i]++;
            }
        }

        return counts[1] > counts[0] && counts[1] >= counts[2] ? ';' : counts[2] > counts[0] ? '\t' : ',';
    }

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        var lines = 0;
        while (text.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            lines++;
            text = text[(end + (text[end..].StartsWith("\r\n") ? 2 : 1))..];
        }

        return lines;
    }

    private readonly record struct Slice(int Start, int Length, bool HasQuotes);
}
