namespace Collections.App.Calendars;

/// <summary>One thing that is wrong in a region's file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Path">Where in the JSON, such as <c>holidays[2].month</c>; empty for the file as a whole.</param>
/// <param name="Value">The value found there; null when there is none.</param>
/// <param name="Reason">What is wrong with it, and what would be right.</param>
public sealed record RegionProblem(string File, string Path, string? Value, string Reason)
{
    /// <summary>The problem as one line: <c>au-vic.json: holidays[2].month = 13: must be a whole number from 1 to 12</c>.</summary>
    public override string ToString() =>
        string.Concat(File, ": ", Path, Value is null ? "" : $" = {Value}", Path.Length + (Value?.Length ?? 0) > 0 ? ": " : "", Reason);
}
