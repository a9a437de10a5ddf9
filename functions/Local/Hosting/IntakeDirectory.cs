using Collections.App.Intake;

namespace Collections.Local.Hosting;

/// <summary>The intake as a folder of this machine, or of a share that it sees.</summary>
internal sealed class IntakeDirectory : IIntakeFolder
{
    // Hidden files are the desk's to leave alone; a link may lead anywhere, and is none of the intake's files.
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string _root;

    private IntakeDirectory(string root) => _root = root;

    /// <summary>The folder's full path.</summary>
    public string Path => _root;

    /// <inheritdoc/>
    public bool TellsWhenWritten => false;

    /// <summary>Opens an intake, and makes its folders where they aren't there yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="data">The company's data folder, whose files must not be taken.</param>
    /// <exception cref="CommandException">It can't be an intake; the message says why.</exception>
    public static IntakeDirectory Open(string path, DataFolder data)
    {
        var root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if ($"{data.Path}{System.IO.Path.DirectorySeparatorChar}".StartsWith($"{root}{System.IO.Path.DirectorySeparatorChar}", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"--intake {root} has the data folder in it, whose files would be taken; name another folder");
        }

        try
        {
            MustBeAnIntake(root);
            foreach (var folder in IntakePlace.Folders.Append(IntakePlace.Done).Append(IntakePlace.Failed))
            {
                Directory.CreateDirectory(System.IO.Path.Combine(root, folder));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the folder {root} can't be made an intake: {e.Message}");
        }

        return new IntakeDirectory(root);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IntakeFile>> ListAsync(CancellationToken cancel)
    {
        var root = new DirectoryInfo(_root);
        var folders = root.EnumerateDirectories("*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }).Where(folder => !IntakePlace.IsOver(folder.Name));
        var files = root.EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint })
            .Concat(folders.SelectMany(folder => folder.EnumerateFiles("*", Everything)));
        return Task.FromResult<IReadOnlyList<IntakeFile>>([.. files.Where(file => file.Exists).Select(Told)]);
    }

    /// <inheritdoc/>
    public Task<IntakeFile?> FindAsync(string path, CancellationToken cancel)
    {
        var file = new FileInfo(In(path));
        return Task.FromResult(file.Exists ? Told(file) : null);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(IntakeFile file, CancellationToken cancel)
    {
        // Whoever still writes it holds it where the system lets him, and then it can't be opened.
        var stream = new FileStream(In(file.Path), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.SequentialScan);
        try
        {
            MustBeAsListed(file);
            return Task.FromResult<Stream>(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task PutAsync(string path, string text, CancellationToken cancel)
    {
        var (whole, half) = (In(path), In(path) + ".tmp");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(whole)!);
        await File.WriteAllTextAsync(half, text, cancel);
        File.Move(half, whole, overwrite: true);
    }

    /// <inheritdoc/>
    public Task MoveAsync(IntakeFile file, string to, CancellationToken cancel)
    {
        MustBeAsListed(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(to))!);
        File.Move(In(file.Path), In(to), overwrite: true);
        return Task.CompletedTask;
    }

    // Somebody's home folder must not be cleared away for a slip of the hand.
    private static void MustBeAnIntake(string root)
    {
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any() && !IntakePlace.Folders.Any(folder => Directory.Exists(System.IO.Path.Combine(root, folder))))
        {
            throw new CommandException($"--intake {root} is no intake yet, and not empty: name a new or an empty folder, or one with {string.Join(", ", IntakePlace.Folders)} in it");
        }
    }

    private void MustBeAsListed(IntakeFile file)
    {
        if (Told(new FileInfo(In(file.Path))) != file)
        {
            throw new IOException("it was written while it was looked at");
        }
    }

    private IntakeFile Told(FileInfo file) => new(
        System.IO.Path.GetRelativePath(_root, file.FullName).Replace(System.IO.Path.DirectorySeparatorChar, '/'), file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private string In(string path) => System.IO.Path.Combine(_root, path.Replace('/', System.IO.Path.DirectorySeparatorChar));
}
