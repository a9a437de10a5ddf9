namespace Microsoft.DurableTask.Abstractions;

/// <summary>The order of versions.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>No version comes first; dotted numbers compare as numbers, everything else as text without regard to case.</summary>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var (noSource, noOther) = (string.IsNullOrWhiteSpace(sourceVersion), string.IsNullOrWhiteSpace(otherVersion));
        if (noSource || noOther)
        {
            return noOther.CompareTo(noSource);
        }

        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
