using System.Text;

namespace Collections.Files.Tests;

/// <summary>A long text that isn't held in memory.</summary>
internal sealed class Repeated(string first, string middle, int times, string last) : TestStream
{
    private readonly byte[] _middle = Encoding.UTF8.GetBytes(middle);
    private ReadOnlyMemory<byte> _part = Encoding.UTF8.GetBytes(first);
    private int _times = times;
    private bool _isLast;

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && (!_part.IsEmpty || Advance()))
        {
            var length = Math.Min(_part.Length, buffer.Length - count);
            _part.Span[..length].CopyTo(buffer[count..]);
            _part = _part[length..];
            count += length;
        }

        return count;
    }

    private bool Advance()
    {
        if (_times > 0)
        {
            _times--;
            _part = _middle;
            return true;
        }

        _part = _isLast ? default : Encoding.UTF8.GetBytes(last);
        _isLast = true;
        return !_part.IsEmpty;
    }
}

/// <summary>A stream that gives a byte at a time, as a slow network does.</summary>
internal sealed class Trickle(Stream whole) : TestStream
{
    public override int Read(Span<byte> buffer) => whole.Read(buffer[..Math.Min(1, buffer.Length)]);
}

internal abstract class TestStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
