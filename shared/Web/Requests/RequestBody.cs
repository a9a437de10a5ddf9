using System.Buffers;
using System.Text;
using Collections.App;
using Collections.Web.Answers;
using Collections.Web.Settings;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.Web.Requests;

/// <summary>Reads bodies, never more of them than is allowed.</summary>
internal static class RequestBody
{
    /// <summary>Reads a JSON object; no body at all is an empty object, whose lack of fields is then told field by field.</summary>
    public static async Task<Fields> ReadAsync(HttpContext http, HttpOptions options, FieldErrors errors)
    {
        var json = await ReadAsync(http, options.MaxBodyBytes, static body => body.IsEmpty ? new JObject() : Parse(body));
        return json is JObject fields
            ? new Fields(fields, errors)
            : throw new ProblemException(StatusCodes.Status400BadRequest, "the body must be a JSON object");
    }

    /// <summary>Parses JSON from outside.</summary>
    public static JToken Parse(in ReadOnlySequence<byte> utf8)
    {
        try
        {
            return Json.Parse(utf8.IsSingleSegment ? utf8.FirstSpan : utf8.ToArray());
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

    /// <summary>Reads a body whole, and makes something of it while its buffers are there.</summary>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, int most, Func<ReadOnlySequence<byte>, T> make)
    {
        if (http.Request.ContentLength > most)
        {
            throw TooLong(most);
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            var isWhole = false;
            try
            {
                if (read.Buffer.Length > most)
                {
                    isWhole = true;
                    throw TooLong(most);
                }

                if (read.IsCompleted)
                {
                    isWhole = true;
                    return make(read.Buffer);
                }
            }
            finally
            {
                // Every read must be answered by an advance, or the connection cannot go on to its next request.
                reader.AdvanceTo(isWhole ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }
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
