namespace Collections.Functions.Tests.Infra;

/// <summary>The names that the app and its infrastructure must agree on.</summary>
internal static class AppNames
{
    public static IReadOnlyList<string> Queues => Names.Queues;

    public static IReadOnlyList<string> Tables { get; } = [Names.Accounts, Names.Agenda, Names.Worklist, Names.Directory, Names.Payments, Names.Company];

    /// <summary>The event names of the log lines that the alerts look for.</summary>
    public static IReadOnlyList<string> AlertEvents { get; } = ["PoisonMessage", "StaleBank", "LetterFailed", "OrchestrationStuck"];
}
