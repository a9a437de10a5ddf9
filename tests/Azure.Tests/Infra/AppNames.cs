namespace Collections.Functions.Tests.Infra;

/// <summary>The names that the app and its infrastructure must agree on.</summary>
internal static class AppNames
{
    public static IReadOnlyList<string> Queues { get; } = ["scan-batches", "account-wakes"];

    public static IReadOnlyList<string> Tables { get; } = ["accounts", "agenda", "worklist", "directory", "payments", "company"];

    /// <summary>The event names of the log lines that the alerts look for.</summary>
    public static IReadOnlyList<string> AlertEvents { get; } = ["PoisonMessage", "StaleBank", "LetterFailed", "OrchestrationStuck"];
}
