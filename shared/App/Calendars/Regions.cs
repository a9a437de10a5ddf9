using Collections.Core.Calendars;

namespace Collections.App.Calendars;

/// <summary>The regions that accounts can name: the built-in ones and those of files. Codes are told apart without regard to case.</summary>
public sealed class Regions
{
    private readonly SortedDictionary<string, Region> _byCode = new(StringComparer.OrdinalIgnoreCase);

    private Regions(IEnumerable<Region> regions, IReadOnlyList<RegionProblem> problems)
    {
        foreach (var region in regions)
        {
            _byCode[region.Code] = region;
        }

        Problems = problems;
    }

    /// <summary>The regions that need no file.</summary>
    public static Regions BuiltIn { get; } = new([Region.NewSouthWales], []);

    /// <summary>Every region, by code.</summary>
    public IReadOnlyCollection<Region> All => _byCode.Values;

    /// <summary>
    /// What is wrong with the files that were left out; empty when all were loaded. The host shows them when it starts: accounts
    /// in such a region are rejected on import, and a built-in region that a file was to replace stays as it was.
    /// </summary>
    public IReadOnlyList<RegionProblem> Problems { get; }

    /// <summary>
    /// The built-in regions and one for each <c>*.json</c> file of a directory; a file whose code is that of a built-in region
    /// replaces it. A file with any problem is left out as a whole, and the rest is loaded.
    /// </summary>
    /// <param name="directory">The directory; that it doesn't exist means that there are no files.</param>
    public static Regions Load(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        var loaded = new Dictionary<string, (Region Region, string File)>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<RegionProblem>();
        foreach (var path in Files(directory))
        {
            var file = Path.GetFileName(path);
            if (Read(path, file, problems) is { } region && !loaded.TryAdd(region.Code, (region, file)))
            {
                problems.Add(new RegionProblem(file, "code", region.Code, $"is already the code of {loaded[region.Code].File}"));
            }
        }

        return new Regions([.. BuiltIn.All, .. loaded.Values.Select(entry => entry.Region)], problems);
    }

    /// <summary>The region with a code, or null when there is none: an account that names it is then an error of the import.</summary>
    public Region? Find(string code) => _byCode.GetValueOrDefault(code);

    // The order of names decides which of two files with one code counts, on every file system alike.
    private static IEnumerable<string> Files(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal) : [];

    private static Region? Read(string path, string file, List<RegionProblem> problems)
    {
        try
        {
            using var reader = new StreamReader(path);
            return RegionFile.Read(reader, file);
        }
        catch (RegionFileException e)
        {
            problems.AddRange(e.Problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RegionProblem(file, "", Value: null, $"cannot be read: {e.Message}"));
        }

        return null;
    }
}
