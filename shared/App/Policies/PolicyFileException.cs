namespace Collections.App.Policies;

/// <summary>A policy's file cannot be used. Nothing of it was loaded: half a policy would collect by rules that nobody signed (R39).</summary>
public sealed class PolicyFileException : FormatException
{
    /// <summary>The file is refused for these problems; one at least.</summary>
    public PolicyFileException(IReadOnlyList<PolicyProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>Everything that is wrong with the file, in the order of its lines.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; }
}
