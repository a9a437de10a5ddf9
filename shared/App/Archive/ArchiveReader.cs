using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Collections.App.Archive;

/// <summary>Reads the lines of an archive.</summary>
public static class ArchiveReader
{
    private const byte Newline = (byte)'\n';

    // A line is as long as an account's whole history; it is looked through anew whenever a buffer more of it has come.
    private const int BufferSize = 1 << 20;

    /// <summary>Reads a whole archive, so that nothing of a damaged one is ever used.</summary>
    /// <returns>What is in it.</returns>
    /// <exception cref="ArchiveFormatException">It is no archive, of a format that is not known, cut off, or not what was written.</exception>
    public static async Task<ArchiveFigures> CheckAsync(Stream stream, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var figures = new ArchiveFigures();
        var (number, isOver) = (0L, false);
        await foreach (var bytes in BytesAsync(stream, cancel))
        {
            number++;
            if (isOver)
            {
                throw new ArchiveFormatException(number, "something follows the archive's last line");
            }

            var line = Parse(bytes, number);
            CheckPlace(line, number);
            if (line["end"] is JObject end)
            {
                CheckEnd(end, number, figures, Convert.ToHexStringLower(hash.GetCurrentHash()));
                isOver = true;
                continue;
            }

            hash.AppendData(bytes);
            hash.AppendData([Newline]);
            figures.Add(line);
        }

        return isOver ? figures
            : throw new ArchiveFormatException(0, number == 0 ? "it is empty" : $"it is cut off: its last line, which says that it is whole, is missing after line {number}");
    }

    /// <summary>The lines of an archive that was checked, without the last.</summary>
    public static async IAsyncEnumerable<(bool IsAccount, string Line)> LinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var bytes in BytesAsync(stream, cancel))
        {
            if (bytes.AsSpan().StartsWith("{\"account\""u8))
            {
                yield return (true, Encoding.UTF8.GetString(bytes));
            }
            else if (!bytes.AsSpan().StartsWith("{\"end\""u8))
            {
                yield return (false, Encoding.UTF8.GetString(bytes));
            }
        }
    }

    /// <summary>The lines of a text, as a request has them.</summary>
    public static async IAsyncEnumerable<string> TextsAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var bytes in BytesAsync(stream, cancel))
        {
            yield return Encoding.UTF8.GetString(bytes);
        }
    }

    private static JObject Parse(byte[] bytes, long number)
    {
        try
        {
            using var text = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(bytes))) { DateParseHandling = DateParseHandling.None };
            return JObject.Load(text);
        }
        catch (JsonException e)
        {
            throw new ArchiveFormatException(number, $"it is no JSON: {e.Message}");
        }
    }

    private static void CheckPlace(JObject line, long number)
    {
        if (number == 1)
        {
            var format = (long?)(line["format"] as JValue) ?? throw new ArchiveFormatException(1, "it does not begin as an archive of Collections does");
            if (format != ArchiveLine.Present)
            {
                throw new ArchiveFormatException(1, $"the archive has format {format}; this release knows {ArchiveLine.Present}");
            }
        }

        if (line["company"] is not JObject && line["account"] is not JObject && line["end"] is not JObject)
        {
            throw new ArchiveFormatException(number, "it is neither of the company, nor of an account, nor the end");
        }
    }

    private static void CheckEnd(JObject end, long number, ArchiveFigures figures, string hash)
    {
        if ((long?)end["accounts"] is var accounts && (accounts ?? 0) != figures.Lines)
        {
            throw new ArchiveFormatException(number, $"{accounts ?? 0} lines of accounts were written, {figures.Lines} are there");
        }

        if ((string?)end["sha256"] != hash)
        {
            throw new ArchiveFormatException(number, $"the lines before hash to {hash}, not to {(string?)end["sha256"]}: one was changed after it was written");
        }
    }

    private static async IAsyncEnumerable<byte[]> BytesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize, leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (buffer.PositionOf(Newline) is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    yield return buffer.ToArray();
                }

                reader.AdvanceTo(buffer.End);
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
