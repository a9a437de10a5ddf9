using System.Globalization;

namespace Collections.App.Policies;

/// <summary>One thing that is wrong in a policy's file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">The line, from 1; 0 where no line can be named.</param>
/// <param name="Path">Where in the JSON, such as <c>steps[2].days</c>; empty for the file as a whole.</param>
/// <param name="Value">The value found there, as JSON; null when there is none.</param>
/// <param name="Reason">What is wrong with it, and what would be right.</param>
public sealed record PolicyProblem(string File, int Line, string Path, string? Value, string Reason)
{
    /// <summary>The problem as one line: <c>ours.json, line 12: steps[2].days = 400: must be a whole number from -60 to 365</c>.</summary>
    public override string ToString()
    {
        var line = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $", line {Line}") : "";
        var value = Value is null ? "" : $" = {Value}";
        return Path.Length == 0 ? $"{File}{line}: {Reason}" : $"{File}{line}: {Path}{value}: {Reason}";
    }
}
