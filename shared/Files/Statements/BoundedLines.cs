namespace Collections.Files.Statements;

/// <summary>The lines of a text; of a line that is too long only the beginning is kept.</summary>
internal sealed class BoundedLines(TextReader text)
{
    /// <summary>The most characters of a line that are kept.</summary>
    public const int MaxLine = 8 * 1024;

    private readonly char[] _buffer = new char[16 * 1024];
    private readonly char[] _line = new char[MaxLine];
    private int _next;
    private int _end;
    private bool _afterReturn;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>True if that line was longer than is kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line, without its end; null after the last.</summary>
    public string? Next()
    {
        var length = 0;
        var isBegun = false;
        IsCut = false;
        while (Fill())
        {
            var c = _buffer[_next++];
            if (c == '\n' && _afterReturn)
            {
                _afterReturn = false;
                continue;
            }

            isBegun = true;
            if (_afterReturn = c == '\r')
            {
                break;
            }

            if (c == '\n')
            {
                break;
            }

            IsCut |= length == MaxLine;
            if (!IsCut)
            {
                _line[length++] = c;
            }
        }

        Number += isBegun ? 1 : 0;
        return isBegun ? new string(_line, 0, length) : null;
    }

    private bool Fill()
    {
        if (_next == _end)
        {
            (_next, _end) = (0, text.Read(_buffer));
        }

        return _next < _end;
    }
}
