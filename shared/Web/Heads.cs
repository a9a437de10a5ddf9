using Microsoft.AspNetCore.Http;

namespace Collections.Web;

/// <summary>Answers HEAD wherever GET answers, with the same headers and no body (RFC 9110, 9.3.2).</summary>
internal sealed class Heads(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var (body, counted) = (http.Response.Body, new CountedBytes());
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = counted;
        try
        {
            await next(http);
            if (!http.Response.HasStarted && counted.Length > 0)
            {
                http.Response.ContentLength ??= counted.Length;
            }
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Response.Body = body;
        }
    }

    /// <summary>Counts what is written to it, and keeps none of it.</summary>
    private sealed class CountedBytes : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            _length += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _length += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
            // Nothing is kept back.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
