namespace Collections.Functions.Orchestrations;

/// <summary>What an execution of <see cref="CollectAccount"/> begins with. It lies in storage for weeks: names are a format, and a change of them a new one.</summary>
/// <param name="Account">The account's code.</param>
/// <param name="Format">The format, <see cref="Present"/>; 0 where none is written.</param>
/// <param name="Rest">What it waits for; null to look at the account at once.</param>
public sealed record CollectInput(string Account, int Format = 0, Rest? Rest = null)
{
    /// <summary>The format that this release writes.</summary>
    public const int Present = 1;

    /// <summary>An execution that looks at the account at once.</summary>
    public static CollectInput Act(string account) => new(account, Present);

    /// <summary>An execution that waits first.</summary>
    public static CollectInput Wait(string account, Rest rest) => new(account, Present, rest);
}

/// <summary>A case at rest: what it waits for.</summary>
/// <param name="Status">The case's status, or why it is stuck.</param>
/// <param name="Until">When to look again; null if only an event can change anything.</param>
/// <param name="Step">The step whose letter or task is open, or null.</param>
/// <param name="Letter">The letter that is being sent, or null.</param>
public sealed record Rest(string Status, DateTime? Until, string? Step = null, string? Letter = null)
{
    /// <summary>What an operator reads of the instance: small, and text alone, so that every tool shows it.</summary>
    public IReadOnlyDictionary<string, string> ToStatus(string account)
    {
        var status = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["account"] = account, ["status"] = Status };
        if (Step is not null)
        {
            status["step"] = Step;
        }

        if (Until is { } until)
        {
            status["next"] = until.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Letter is not null)
        {
            status["letter"] = Letter;
        }

        return status;
    }
}
