namespace Collections.App.Intake;

/// <summary>A folder, or a container, into which people and programs put files. Paths are relative to it, with <c>/</c> between their parts.</summary>
public interface IIntakeFolder
{
    /// <summary>
    /// True if a file's time is told by the clock of the store and not by whoever wrote it, so that an old file is a finished one. Where it is false, a file
    /// is finished once it has been seen unchanged for a while: whoever copies files may keep their times.
    /// </summary>
    bool TellsWhenWritten { get; }

    /// <summary>All files that stand here, but for those in <see cref="IntakePlace.Done"/> and <see cref="IntakePlace.Failed"/>.</summary>
    Task<IReadOnlyList<IntakeFile>> ListAsync(CancellationToken cancel);

    /// <summary>A file, wherever it stands; null if there is none.</summary>
    Task<IntakeFile?> FindAsync(string path, CancellationToken cancel);

    /// <summary>Opens a file for reading, from any place of it.</summary>
    /// <exception cref="IOException">It can't be opened now, or is not what was listed any more. Ports may throw exceptions of their own for it.</exception>
    Task<Stream> OpenAsync(IntakeFile file, CancellationToken cancel);

    /// <summary>Writes a small file whole or not at all; over what is there.</summary>
    Task PutAsync(string path, string text, CancellationToken cancel);

    /// <summary>
    /// Moves a file. What a move that was broken off left at the new place is written over; the caller has seen that nothing else stands there.
    /// </summary>
    /// <exception cref="IOException">It can't be moved now, or is not what was listed any more. Ports may throw exceptions of their own for it.</exception>
    Task MoveAsync(IntakeFile file, string to, CancellationToken cancel);
}

/// <summary>A file as it was listed.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="ChangedAt">When it was last written, as far as the store tells.</param>
/// <param name="Version">What the store calls this state of it, or null.</param>
public sealed record IntakeFile(string Path, long Length, DateTimeOffset ChangedAt, string? Version = null);
