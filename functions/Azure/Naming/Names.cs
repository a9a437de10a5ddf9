namespace Collections.Functions.Naming;

/// <summary>Names that are stored, or stand in other files than these. Changing one leaves what lies under the old name behind.</summary>
public static class Names
{
    /// <summary>The setting that says where the store and the queues are.</summary>
    public const string Storage = "AzureWebJobsStorage";

    /// <summary>The queue of a scan's batches.</summary>
    public const string ScanBatches = "scan-batches";

    /// <summary>The queue of accounts that may have something to do.</summary>
    public const string AccountWakes = "account-wakes";

    /// <summary>The container into which people and programs put files.</summary>
    public const string Intake = "intake";

    /// <summary>What the Functions host adds to a queue's name for messages that failed too often.</summary>
    public const string Poison = "-poison";

    /// <summary>All the queues, those of messages that failed among them.</summary>
    public static IReadOnlyList<string> Queues { get; } = [ScanBatches, ScanBatches + Poison, AccountWakes, AccountWakes + Poison];

    /// <summary>The table of accounts: a partition each.</summary>
    public const string Accounts = "accounts";

    /// <summary>The table that says when accounts and letters are due.</summary>
    public const string Agenda = "agenda";

    /// <summary>The table of tasks in the order of their urgency.</summary>
    public const string Worklist = "worklist";

    /// <summary>The table in which accounts and invoices are looked up.</summary>
    public const string Directory = "directory";

    /// <summary>The table of payments.</summary>
    public const string Payments = "payments";

    /// <summary>The table of what the company as a whole keeps.</summary>
    public const string Company = "company";

    /// <summary>The orchestrator: one instance for each account that has anything to do.</summary>
    public const string CollectAccount = "CollectAccount";

    /// <summary>The activity that runs an account's turns.</summary>
    public const string RunTurns = "RunTurns";

    /// <summary>The activity that sends a letter.</summary>
    public const string SendLetter = "SendLetter";

    /// <summary>The event that makes an instance look at its account.</summary>
    public const string Wake = "wake";
}
