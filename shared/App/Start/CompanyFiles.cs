using Collections.App.Calendars;
using Collections.App.Letters;
using Collections.App.Policies;

namespace Collections.App.Start;

/// <summary>The company's own regions, policies and letters, as they were read at the start.</summary>
public sealed class CompanyFiles(Regions regions, PolicyBook policies, LetterTemplates templates)
{
    private readonly Lazy<IReadOnlyList<string>> _problems = new(() =>
    [
        .. regions.Problems.Select(problem => problem.ToString()),
        .. policies.Problems.Select(problem => problem.ToString()),
        .. templates.Check(),
    ]);

    /// <summary>What is wrong with them, a line each, with file and line. What is wrong was left out, and the rest is used.</summary>
    public IReadOnlyList<string> Problems => _problems.Value;
}
