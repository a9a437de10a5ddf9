using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Http;

/// <summary>Reads bodies, never more of them than is allowed.</summary>
internal static class RequestBody
{
    /// <summary>Reads a JSON object; no body at all is an empty object, whose lack of fields is then told field by field.</summary>
    public static async Task<Fields> ReadAsync(HttpContext http, HttpOptions options, FieldErrors errors)
    {
        var body = await ReadBytesAsync(http, options.MaxBodyBytes);
        if (body.IsEmpty)
        {
            return new Fields([], errors);
        }

        return Parse(body.IsSingleSegment ? body.FirstSpan : body.ToArray()) is JObject json
            ? new Fields(json, errors)
            : throw new ProblemException(StatusCodes.Status400BadRequest, "the body must be a JSON object");
    }

    /// <summary>Parses JSON from outside.</summary>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Json.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"the body is not valid JSON: {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "the body is not UTF-8");
        }
    }

    /// <summary>Reads a body whole.</summary>
    public static async ValueTask<ReadOnlySequence<byte>> ReadBytesAsync(HttpContext http, int most)
    {
        if (http.Request.ContentLength > most)
        {
            throw TooLong(most);
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > most)
            {
                throw TooLong(most);
            }

            if (read.IsCompleted)
            {
                // The server takes its buffer back, and would end the connection of a body that was never said to be read.
                var body = new ReadOnlySequence<byte>(read.Buffer.ToArray());
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static ProblemException TooLong(long most) =>
        new(StatusCodes.Status413PayloadTooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the body is longer than {most:N0} bytes"));

    /// <summary>A body that ends with a problem where it becomes longer than it may be; for files, which are never held as a whole.</summary>
    public static Stream Limited(Stream body, long most) => new LimitedStream(body, most);

    private sealed class LimitedStream(Stream body, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(body.Read(buffer));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read) => (_read += read) > most ? throw TooLong(most) : read;
    }
}
