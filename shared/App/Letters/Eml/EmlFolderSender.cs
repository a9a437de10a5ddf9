
namespace Collections.App.Letters.Eml;

/// <summary>
/// Puts each letter into a folder as an <c>.eml</c> file, which any mail program opens. A letter's id is its file's name, so none is written twice.
/// </summary>
public sealed class EmlFolderSender : ILetterSender
{
    private readonly string _folder;

    /// <summary>Makes the folder if it isn't there.</summary>
    /// <param name="folder">The folder, such as <c>DATA/outbox</c>.</param>
    public EmlFolderSender(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <inheritdoc/>
    public Task<SendResult> SendAsync(OutgoingLetter letter, CancellationToken cancellationToken) => Task.FromResult(Send(letter));

    /// <summary>The file tells: it is there or it isn't. Its time is the letter's.</summary>
    public Task<Lookup> LookUpAsync(string letterId, CancellationToken cancellationToken)
    {
        var file = new FileInfo(FileOf(letterId));
        return Task.FromResult<Lookup>(file.Exists ? new Lookup.Sent(new DateTimeOffset(file.LastWriteTimeUtc)) : new Lookup.NotSent());
    }

    private SendResult Send(OutgoingLetter letter)
    {
        if (AddressCheck.Fault(letter) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var file = FileOf(letter.Id);
            if (!File.Exists(file))
            {
                Write(file, letter);
            }

            return new SendResult.Sent(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new SendResult.Failed(Permanent: false, $"the letter can't be written to {_folder}: {fault.Message}");
        }
    }

    // The file appears under its own name only when all of it is on the disk.
    private static void Write(string file, OutgoingLetter letter)
    {
        var unfinished = file + ".tmp";
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(MimeMessage.Write(letter));
            stream.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(unfinished, letter.Date.UtcDateTime);
        File.Move(unfinished, file, overwrite: true);
    }

    private string FileOf(string letterId) => Path.Combine(_folder, LetterIds.Token(letterId) + ".eml");
}
