namespace Collections.Files;

/// <summary>A file that can be read from its beginning again: where the stream itself cannot go back, what was read is kept, a little in memory and more on disk.</summary>
internal sealed class Rereadable : Stream
{
    private const int InMemory = 1 << 18;

    private readonly Stream _inner;
    private readonly long _start;
    private Stream? _kept;
    private bool _isKeeping;
    private bool _isReplaying;

    private Rereadable(Stream inner)
    {
        _inner = inner;
        _start = inner.CanSeek ? inner.Position : 0;
        _isKeeping = !inner.CanSeek;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The stream, able to begin again. It is left open.</summary>
    public static Rereadable Of(Stream stream) => stream as Rereadable ?? new Rereadable(stream);

    /// <summary>Goes back to the beginning.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Forget"/> came before.</exception>
    public void Rewind()
    {
        if (_inner.CanSeek)
        {
            _inner.Position = _start;
            return;
        }

        if (!_isKeeping)
        {
            throw new InvalidOperationException("what was read is not kept any more");
        }

        _isReplaying = _kept is not null;
        _ = _kept?.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>It will be read to its end and not again: nothing more is kept, and what is kept goes once it is read.</summary>
    public void Forget()
    {
        _isKeeping = false;
        if (!_isReplaying)
        {
            Drop();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_isReplaying)
        {
            if (_kept!.Read(buffer) is > 0 and var again)
            {
                return again;
            }

            _isReplaying = false;
            if (!_isKeeping)
            {
                Drop();
            }
        }

        var count = _inner.Read(buffer);
        if (_isKeeping && count > 0)
        {
            Keep(buffer[..count]);
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _kept ??= new MemoryStream();
        if (_kept is MemoryStream memory && memory.Length + bytes.Length > InMemory)
        {
            // It goes with its handle, whoever lets that go.
            var disk = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            memory.WriteTo(disk);
            memory.Dispose();
            _kept = disk;
        }

        _kept.Write(bytes);
    }

    private void Drop()
    {
        _kept?.Dispose();
        _kept = null;
    }
}
