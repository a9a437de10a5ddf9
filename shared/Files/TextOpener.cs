using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Collections.Files;

/// <summary>Opens a stream of bytes as text, by its byte order mark or, without one, by its first 64 KB.</summary>
public static class TextOpener
{
    private const int SniffedBytes = 64 * 1024;

    private static readonly Regex DeclaredName = new(
        @"(<\?xml [^>]*encoding=[""']|^CHARSET:)(?<name>[A-Za-z0-9_-]{1,20})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline);

    /// <summary>The text, and what the file is by its first character.</summary>
    public static OpenedText Open(Stream stream)
    {
        var source = Rereadable.Of(stream);
        var (text, head) = OpenWithHead(source);
        if (head.StartsWith("PK\u0003\u0004", StringComparison.Ordinal) || head.StartsWith("ÐÏ\u0011à", StringComparison.Ordinal))
        {
            throw new ImportFormatException("the file is an Excel workbook; save its sheet as CSV");
        }

        return new OpenedText(text, IsJson(head.AsSpan().TrimStart()) ? FileType.Json : FileType.Csv, head, source);
    }

    /// <summary>The text, and how it begins.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="shown">How many of its first bytes to show, at most 64 KB.</param>
    internal static (TextReader Text, string Head) OpenWithHead(Stream stream, int shown = SniffedBytes)
    {
        var head = new byte[SniffedBytes];
        var length = stream.ReadAtLeast(head, SniffedBytes, throwOnEndOfStream: false);
        var (encoding, mark) = Sniff(head.AsSpan(0, length));
        var first = encoding.GetString(head, mark, Math.Min(length - mark, shown));
        if (string.IsNullOrWhiteSpace(first) && length < SniffedBytes)
        {
            throw new ImportFormatException("the file is empty");
        }

        var whole = new PrefixedStream(head.AsMemory(mark, length - mark), stream);
        return (new StreamReader(whole, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 32 * 1024, leaveOpen: true), first);
    }

    // MYOB writes a pair of braces on a line of its own above its header.
    private static bool IsJson(ReadOnlySpan<char> start)
    {
        var end = start.IndexOfAny('\r', '\n');
        var isMarker = end > 0 && start[..end].TrimEnd() is "{}" && !start[end..].Trim().IsEmpty;
        return !isMarker && (start.StartsWith("[") || start.StartsWith("{"));
    }

    private static (Encoding Encoding, int Mark) Sniff(ReadOnlySpan<byte> head)
    {
        // Bytes that the encoding doesn't have become U+FFFD, which the readers reject row by row.
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            return (Encoding.UTF8, 3);
        }

        if (head.StartsWith<byte>([0xFF, 0xFE]))
        {
            return (Encoding.Unicode, 2);
        }

        if (head.StartsWith<byte>([0xFE, 0xFF]))
        {
            return (Encoding.BigEndianUnicode, 2);
        }

        return (Utf8.IsValid(WithoutCutCharacter(head)) ? Encoding.UTF8 : Declared(head) ?? Windows1252(), 0);
    }

    /// <summary>The encoding that XML and OFX files name in their first lines, if it is one of a byte a character; else null.</summary>
    private static Encoding? Declared(ReadOnlySpan<byte> head)
    {
        var first = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 300)]);
        if (DeclaredName.Match(first) is not { Success: true } declared)
        {
            return null;
        }

        var name = declared.Groups["name"].Value;
        var encoding = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? CodePagesEncodingProvider.Instance.GetEncoding(page)
            : CodePagesEncodingProvider.Instance.GetEncoding(name);
        return encoding is { IsSingleByte: true } ? encoding : null;
    }

    /// <summary>The head without a last character that the end of the head may have cut in two.</summary>
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> head)
    {
        if (head.Length < SniffedBytes)
        {
            return head;
        }

        var lead = head.LastIndexOfAnyExceptInRange((byte)0x80, (byte)0xBF);
        return head.Length - lead <= 3 && head[lead] >= 0xC0 ? head[..lead] : head;
    }

    private static Encoding Windows1252() => CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;

    /// <summary>Bytes that were read ahead, then the rest of the stream that they came from.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A file as text.</summary>
public sealed class OpenedText
{
    internal OpenedText(TextReader text, FileType type, string start, Rereadable source) => (Text, Type, Start, Source) = (text, type, start, source);

    /// <summary>All of it, from the start.</summary>
    public TextReader Text { get; }

    /// <summary>What it is by its first character.</summary>
    public FileType Type { get; }

    /// <summary>What its first 64 KB say; the last character may be cut.</summary>
    public string Start { get; }

    /// <summary>The bytes.</summary>
    internal Rereadable Source { get; }

    /// <summary>The file from its beginning again.</summary>
    public OpenedText Again()
    {
        Source.Rewind();
        return TextOpener.Open(Source);
    }
}
