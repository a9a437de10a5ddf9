using System.Globalization;
using Collections.App.Letters;

namespace Collections.App.Sending.Eml;

/// <summary>
/// Puts each letter into a folder as an <c>.eml</c> file, which any mail program opens. A letter's id is its file's name, so none is written twice.
/// </summary>
public sealed class EmlFolderSender : ILetterSender
{
    // A few letters; with less the disk is as good as full.
    private const int ProbeBytes = 256 * 1024;

    private readonly string _folder;
    private int _probes;

    /// <summary>Makes the folder if it isn't there; it is made anew whenever it is gone.</summary>
    /// <param name="folder">The folder, such as <c>DATA/outbox</c>. One that can't be made or written is told by <see cref="LookAsync"/>.</param>
    public EmlFolderSender(string folder)
    {
        _folder = folder;
        _ = Trouble(() => Directory.CreateDirectory(_folder));
    }

    /// <summary>Disks write several files at once as fast as one.</summary>
    public int AtOnce => 8;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(OutgoingLetter letter, Func<CancellationToken, Task<bool>> mayLeave, CancellationToken cancellationToken)
    {
        if (AddressCheck.Fault(letter) is { } refusal)
        {
            return refusal;
        }

        var file = FileOf(letter.Id);
        if (File.Exists(file))
        {
            return new SendResult.Sent(file);
        }

        // The file appears under its own name only when all of it is on the disk.
        var unfinished = file + ".tmp";
        if (Trouble(() => Write(unfinished, letter)) is { } full)
        {
            return Failed(full);
        }

        if (!await mayLeave(cancellationToken))
        {
            _ = Trouble(() => File.Delete(unfinished));
            return new SendResult.HeldBack();
        }

        return Trouble(() => File.Move(unfinished, file, overwrite: true)) is { } refused ? Failed(refused) : new SendResult.Sent(file);
    }

    /// <summary>The file tells: it is there or it isn't. Its time is the letter's.</summary>
    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken)
    {
        var file = new FileInfo(FileOf(letterId));
        return Task.FromResult<Lookup>(file.Exists ? new Lookup.Sent(new DateTimeOffset(file.LastWriteTimeUtc)) : new Lookup.NotSent());
    }

    /// <summary>Writes a file of the size of some letters, and takes it away again.</summary>
    public Task<SenderState> LookAsync(CancellationToken cancellationToken)
    {
        var probe = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $".probe-{Interlocked.Increment(ref _probes)}"));
        var trouble = Trouble(() =>
        {
            Directory.CreateDirectory(_folder);
            File.WriteAllBytes(probe, new byte[ProbeBytes]);
        });
        _ = Trouble(() => File.Delete(probe));
        return Task.FromResult(trouble is null ? SenderState.Fine : SenderState.Broken(trouble));
    }

    private static SendResult Failed(string why) => new SendResult.Failed(Permanent: false, why, IsOurs: true);

    private void Write(string unfinished, OutgoingLetter letter)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            using var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write(MimeMessage.Write(letter));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a letter on a full disk takes the room that the next one needs.
            File.Delete(unfinished);
            throw;
        }

        File.SetLastWriteTimeUtc(unfinished, letter.Date.UtcDateTime);
    }

    // Why the folder refuses something, in words with its name; null if it doesn't.
    private string? Trouble(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"letters can't be written to {_folder}: {fault.Message}";
        }
    }

    private string FileOf(string letterId) => Path.Combine(_folder, LetterIds.Token(letterId) + ".eml");
}
