namespace Collections.Files.Statements.Camt;

/// <summary>The text of an XML file, up to a tag that is longer than any real one: such a tag would be held in memory as a whole.</summary>
internal sealed class BoundedMarkup(TextReader text) : TextReader
{
    private const int MaxTag = 64 * 1024;

    private int _tag = -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        var read = text.Read(buffer);
        var rest = buffer[..read];
        while (!rest.IsEmpty)
        {
            // From < to > is a tag, and from > to < is none.
            var end = rest.IndexOf(_tag < 0 ? '<' : '>');
            var length = end < 0 ? rest.Length : end + 1;
            if (_tag >= 0 && (_tag += length) > MaxTag)
            {
                throw new ImportFormatException($"it has a tag that is longer than {MaxTag:N0} characters");
            }

            _tag = end < 0 ? _tag : _tag < 0 ? 0 : -1;
            rest = rest[length..];
        }

        return read;
    }

    /// <inheritdoc/>
    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }
}
