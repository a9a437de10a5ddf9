using Collections.App.Payments;

namespace Collections.App.Intake;

/// <summary>What a file is, by the folder in which it stands; in the order in which files are taken.</summary>
public enum IntakeKind
{
    /// <summary>A ledger file of accounts.</summary>
    Accounts,

    /// <summary>A ledger file of contacts, whose accounts must be known.</summary>
    Contacts,

    /// <summary>A ledger file of invoices, or an accounting system's export.</summary>
    Invoices,

    /// <summary>A bank statement, whose payments look for their invoices.</summary>
    Statements,

    /// <summary>Nobody can tell: the folder is none that is known.</summary>
    Unknown,
}

/// <summary>Where a file stands in the intake, and what that makes of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Folder">The folder in which it stands, as it is written.</param>
/// <param name="Feed">The bank feed that a statement belongs to, in lower case as in the settings; else null.</param>
public sealed record IntakePlace(IntakeKind Kind, string Folder, string? Feed)
{
    /// <summary>The folder of files that were taken.</summary>
    public const string Done = "done";

    /// <summary>The folder of files that could not be taken.</summary>
    public const string Failed = "failed";

    /// <summary>The file of a kind's folder that says how its other files are to be read.</summary>
    public const string Options = "options.json";

    /// <summary>The folders that are known, for a person.</summary>
    public const string Known = "accounts, contacts, invoices, and statements/FEED with the name of a bank feed";

    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".crdownload", "~"];

    /// <summary>The folders that an intake has from the start.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["accounts", "contacts", "invoices", "statements"];

    /// <summary>The place of a path.</summary>
    public static IntakePlace Of(string path)
    {
        var end = path.LastIndexOf('/');
        var folder = end < 0 ? "" : path[..end];
        return folder.Split('/') switch
        {
            [var name] when Is(name, "accounts") => new(IntakeKind.Accounts, folder, null),
            [var name] when Is(name, "contacts") => new(IntakeKind.Contacts, folder, null),
            [var name] when Is(name, "invoices") => new(IntakeKind.Invoices, folder, null),
            [var name, var feed] when Is(name, "statements") && FeedName.Is(feed) => new(IntakeKind.Statements, folder, feed.ToLowerInvariant()),
            _ => new(IntakeKind.Unknown, folder, null),
        };
    }

    /// <summary>True for the folders of what is over.</summary>
    public static bool IsOver(string folder) => Is(folder, Done) || Is(folder, Failed);

    /// <summary>True for what is no file to be taken: hidden ones, those that somebody is still writing under another name, and options.</summary>
    public static bool IsLeftAlone(string path)
    {
        var parts = path.Split('/');
        var name = parts[^1];
        return Array.Exists(parts, part => part.StartsWith('.'))
            || Array.Exists(Unfinished, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            || (Is(name, Options) && Of(path).Kind != IntakeKind.Unknown);
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);
}
