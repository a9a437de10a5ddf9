using System.Globalization;
using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace Collections.Functions.Tables.Rows;

/// <summary>A text in an entity: as it is while it fits into one property (64 KiB of UTF-16), zipped into several beyond.</summary>
internal static class Packed
{
    private const string Text = "Text";
    private const string Zip = "Zip";
    private const int MostCharacters = 30_000;
    private const int ChunkBytes = 64_000;
    private const int MostChunks = 14;

    /// <summary>Makes an entity of a text.</summary>
    /// <exception cref="InvalidOperationException">Even zipped it is more than an entity holds (1 MiB).</exception>
    public static TableEntity Of(string partition, string row, string text)
    {
        var entity = new TableEntity(partition, row);
        if (text.Length <= MostCharacters)
        {
            entity[Text] = text;
            return entity;
        }

        var zipped = Compress(text);
        if (zipped.Length > ChunkBytes * MostChunks)
        {
            throw new InvalidOperationException($"row {row} of {partition} is too large to be stored: {zipped.Length} bytes, zipped");
        }

        for (var i = 0; i * ChunkBytes < zipped.Length; i++)
        {
            entity[Name(i)] = zipped.AsSpan(i * ChunkBytes, Math.Min(ChunkBytes, zipped.Length - (i * ChunkBytes))).ToArray();
        }

        return entity;
    }

    /// <summary>The text of an entity.</summary>
    public static string Read(TableEntity entity)
    {
        if (entity.GetString(Text) is { } text)
        {
            return text;
        }

        using var zipped = new MemoryStream();
        for (var i = 0; i < MostChunks && entity.GetBinary(Name(i)) is { } chunk; i++)
        {
            zipped.Write(chunk);
        }

        zipped.Position = 0;
        using var reader = new StreamReader(new BrotliStream(zipped, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static byte[] Compress(string text)
    {
        using var zipped = new MemoryStream();
        using (var writer = new StreamWriter(new BrotliStream(zipped, CompressionLevel.Fastest, leaveOpen: true), new UTF8Encoding(false)))
        {
            writer.Write(text);
        }

        return zipped.ToArray();
    }

    private static string Name(int chunk) => string.Create(CultureInfo.InvariantCulture, $"{Zip}{chunk}");
}
