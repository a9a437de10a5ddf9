using System.Security.Cryptography;
using System.Text;
using Collections.App.Calendars;
using Collections.App.Stores;

namespace Collections.App.Archive;

/// <summary>Writes an archive: lines of JSON in UTF-8, the last of which says how many there were and what they hash to.</summary>
/// <param name="stream">Where it goes; it is not closed.</param>
public sealed class ArchiveWriter(Stream stream) : IDisposable
{
    private static readonly StoredJson Json = new(Regions.BuiltIn);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _accounts;

    /// <summary>Writes a line of what the company keeps, as <see cref="ArchiveDesk"/> gives it.</summary>
    public Task WriteCompanyAsync(string line, CancellationToken cancel) => WriteAsync(line, cancel);

    /// <summary>Writes a line of an account.</summary>
    public Task WriteAccountAsync(string line, CancellationToken cancel)
    {
        _accounts++;
        return WriteAsync(line, cancel);
    }

    /// <summary>Writes the last line. An archive without it is not read by anybody.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        var end = new ArchiveEnd(_accounts, Convert.ToHexStringLower(_hash.GetCurrentHash()));
        await WriteAsync(Json.Write(new ArchiveLine { End = end }), cancel);
        await stream.FlushAsync(cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private async Task WriteAsync(string line, CancellationToken cancel)
    {
        var bytes = Encoding.UTF8.GetBytes($"{line}\n");
        _hash.AppendData(bytes);
        await stream.WriteAsync(bytes, cancel);
    }
}
