namespace Collections.App.Calendars;

/// <summary>A region's file cannot be used. Nothing of it was loaded.</summary>
public sealed class RegionFileException : FormatException
{
    /// <summary>The file is refused for these problems; one at least.</summary>
    public RegionFileException(IReadOnlyList<RegionProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>Everything that is wrong with the file.</summary>
    public IReadOnlyList<RegionProblem> Problems { get; }
}
