using System.Globalization;

namespace Collections.App.Archive;

/// <summary>One line of an archive: exactly one of the three.</summary>
public sealed record ArchiveLine
{
    /// <summary>The format that this release writes, and the newest that it reads.</summary>
    public const int Present = 1;

    /// <summary>The format; on the first line only, else 0.</summary>
    public int Format { get; init; }

    /// <summary>A part of what the company keeps; first come all of these.</summary>
    public ArchivedCompany? Company { get; init; }

    /// <summary>An account.</summary>
    public ArchivedAccount? Account { get; init; }

    /// <summary>The last line.</summary>
    public ArchiveEnd? End { get; init; }
}

/// <summary>What the last line of an archive says of the lines before it.</summary>
/// <param name="Accounts">Lines of accounts.</param>
/// <param name="Sha256">The hash of all lines before, each with its newline; 64 hex digits.</param>
public sealed record ArchiveEnd(long Accounts, string Sha256);

/// <summary>An archive cannot be read; the message says where and why.</summary>
/// <param name="line">The line, from 1; 0 for the archive as a whole.</param>
/// <param name="why">Why.</param>
public sealed class ArchiveFormatException(long line, string why)
    : Exception(line == 0 ? why : string.Create(CultureInfo.InvariantCulture, $"line {line}: {why}"));
