using System.IO.Compression;
using Collections.App.Archive;
using Collections.Local.Hosting;

namespace Collections.Local.Moving;

/// <summary>Carries a company between a site and a file.</summary>
internal static class Mover
{
    private const string Compressed = ".gz";
    private const string Unfinished = ".part";
    private const int LinesAtOnce = 100;
    private const int CharactersAtOnce = 8 * 1024 * 1024;

    /// <summary>Writes a company into a file. The file is there only once it is whole.</summary>
    /// <param name="site">Where the company is.</param>
    /// <param name="path">The file; it is compressed if its name ends so.</param>
    /// <param name="tell">Told how many accounts are written.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task ExportAsync(ICompanySite site, string path, Action<long> tell, CancellationToken cancel)
    {
        var unfinished = path + Unfinished;
        try
        {
            await using (var file = Create(unfinished, path.EndsWith(Compressed, StringComparison.OrdinalIgnoreCase)))
            {
                using var writer = new ArchiveWriter(file);
                await WriteAsync(site, writer, tell, cancel);
                await writer.EndAsync(cancel);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Looks through a file, so that nothing of a damaged one is ever used.</summary>
    /// <exception cref="ArchiveFormatException">It is no archive, or not what was written.</exception>
    public static async Task<ArchiveFigures> CheckAsync(FileInfo file, CancellationToken cancel)
    {
        try
        {
            await using var stream = Open(file);
            return await ArchiveReader.CheckAsync(stream, cancel);
        }
        catch (ArchiveFormatException e)
        {
            throw new CommandException($"{file.FullName}: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"{file.FullName} is damaged: {e.Message}");
        }
    }

    /// <summary>Writes a file that was checked into a company that is paused for it.</summary>
    /// <returns>How many accounts were written, were there, and were refused with the reasons.</returns>
    public static async Task<Moved> ImportAsync(ICompanySite site, FileInfo file, Action<long> tell, CancellationToken cancel)
    {
        var (moved, lines, length) = (new Moved(), new List<string>(), 0);
        await using var stream = Open(file);
        await foreach (var (isAccount, line) in ArchiveReader.LinesAsync(stream, cancel))
        {
            if (!isAccount)
            {
                await site.WriteCompanyAsync(line, cancel);
                continue;
            }

            if (lines.Count == LinesAtOnce || (lines.Count > 0 && length + line.Length > CharactersAtOnce))
            {
                await WriteAsync();
            }

            lines.Add(line);
            length += line.Length;
        }

        await WriteAsync();
        return moved;

        async Task WriteAsync()
        {
            if (lines.Count > 0)
            {
                moved.Add(await site.WriteAccountsAsync(lines, cancel));
                tell(moved.Count);
                (lines, length) = ([], 0);
            }
        }
    }

    private static async Task WriteAsync(ICompanySite site, ArchiveWriter writer, Action<long> tell, CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var (line, next) = await site.ReadCompanyAsync(after, cancel);
            await writer.WriteCompanyAsync(line, cancel);
            after = next;
        }
        while (after is not null);

        var accounts = 0L;
        while (await site.ReadAccountsAsync(after, cancel) is { Count: > 0 } page)
        {
            foreach (var line in page)
            {
                await writer.WriteAccountAsync(line, cancel);
            }

            after = ArchiveDesk.CodeOf(page[^1]);
            accounts += page.Count;
            tell(accounts);
        }
    }

    private static Stream Create(string path, bool isCompressed)
    {
        var file = File.Create(path);
        return isCompressed ? new GZipStream(file, CompressionLevel.Optimal) : new BufferedStream(file, 1 << 16);
    }

    // By what is in it, whatever it is called.
    private static Stream Open(FileInfo path)
    {
        var file = path.OpenRead();
        Span<byte> magic = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic.SequenceEqual<byte>([0x1f, 0x8b]);
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}

/// <summary>How the accounts of an import went.</summary>
internal sealed class Moved
{
    private readonly List<ArchiveResult> _refused = [];

    /// <summary>Written now.</summary>
    public long Written { get; private set; }

    /// <summary>There already, from the import that was interrupted.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Refused.</summary>
    public IReadOnlyList<ArchiveResult> Refused => _refused;

    /// <summary>All.</summary>
    public long Count => Written + Unchanged + _refused.Count;

    /// <summary>Counts some.</summary>
    public void Add(IReadOnlyList<ArchiveResult> results)
    {
        Written += results.Count(result => result.State == ArchiveState.Written);
        Unchanged += results.Count(result => result.State == ArchiveState.Unchanged);
        _refused.AddRange(results.Where(result => result.State == ArchiveState.Refused));
    }
}
