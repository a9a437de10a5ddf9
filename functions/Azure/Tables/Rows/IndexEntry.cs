using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables.Rows;

/// <summary>A row outside of the account's partition that leads to it.</summary>
/// <remarks>
/// Table storage commits one partition at a time, so an index can only be written beside a commit. New entries are written before it and outdated ones
/// removed after it: an index may name what is not so (whoever reads it looks at the account itself), and never misses what is.
/// </remarks>
/// <param name="Table">The table.</param>
/// <param name="Partition">The partition in it.</param>
/// <param name="Row">The row.</param>
/// <param name="Account">The account's code.</param>
/// <param name="Data">What a reader wants to know before it reads the account, or null.</param>
internal readonly record struct IndexEntry(string Table, string Partition, string Row, string Account, string? Data = null)
{
    /// <summary>The table of what is due, and when.</summary>
    public const string Agenda = "agenda";

    /// <summary>The table of open tasks by rank, and of ended ones.</summary>
    public const string Worklist = "worklist";

    /// <summary>The table in which accounts, invoices and letters are looked up.</summary>
    public const string Directory = "directory";

    /// <summary>In <see cref="Agenda"/>: accounts whose case is due, or whose inbox is not empty; by time.</summary>
    public const string Due = "due";

    /// <summary>In <see cref="Agenda"/>: letters that are intended; by time.</summary>
    public const string LettersDue = "letter";

    /// <summary>In <see cref="Agenda"/>: letters that were attempted and whose fate is not stored.</summary>
    public const string InFlight = "flight";

    /// <summary>In <see cref="Agenda"/>: cases that wait for the bank, or will when a day has passed (R20).</summary>
    public const string WaitsForBank = "bank";

    /// <summary>In <see cref="Agenda"/>: accounts whose items are on their way from one that was billed to another.</summary>
    public const string Moving = "moving";

    /// <summary>In <see cref="Directory"/>: accounts with open items, by account and policy; while its policy changes an account may stand there twice.</summary>
    public const string Open = "open";

    /// <summary>In <see cref="Directory"/>: every account by its code, with its name.</summary>
    public const string Accounts = "accounts";

    /// <summary>What makes it the same entry as another.</summary>
    public string Place => $"{Table}/{Partition}/{Row}";

    /// <summary>The entries that a document should have.</summary>
    public static HashSet<IndexEntry> Of(AccountDocument account)
    {
        var entries = new HashSet<IndexEntry>();
        var (code, key) = (account.Code, Keys.Account(account.Code));
        void Add(string table, string index, string row, string? data = null) => entries.Add(new IndexEntry(table, Keys.Shard(index, code), row, code, data));

        if (account.DueAt is { } due)
        {
            Add(Agenda, Due, $"{Keys.Moment(due)}-{key}");
        }

        foreach (var letter in account.Letters)
        {
            Add(Agenda, letter.IsAttempted ? InFlight : LettersDue, letter.IsAttempted ? letter.Id : $"{Keys.Moment(letter.NotBefore)}-{letter.Id}", letter.Id);
        }

        if (account.Case is not null && account.ReadCase() is { Pause.MayWaitForBank: true })
        {
            Add(Agenda, WaitsForBank, key);
        }

        if (account.Moving.Count > 0)
        {
            Add(Agenda, Moving, key);
        }

        if (OpenData(account) is { } open)
        {
            // The policy stands in the key: whoever looks for those of the new one finds the account before it has it, and not only after.
            Add(Directory, Open, $"{key}~~{Keys.Name(account.Account.Policy ?? "")}", open);
        }

        entries.UnionWith(account.Tasks.Select(task => task.Entry(code)));
        return entries;
    }

    // The policy by name, the oldest due date, what is open without credits: a scan reads no more of accounts that it leaves alone for their policy.
    private static string? OpenData(AccountDocument account)
    {
        var open = account.Items.Where(item => item.Invoice.Open.Minor != 0).ToList();
        return open.Count == 0
            ? null
            : OpenData(account.Account.Policy, open.Min(item => item.Invoice.Due), open.Sum(item => Math.Max(0, item.Invoice.Open.Minor)));
    }

    private static string OpenData(string? policy, DateOnly oldestDue, long minor) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{oldestDue:yyyy-MM-dd} {minor} {policy}");

    /// <summary>Reads the data of an open task's entry.</summary>
    public (TaskKind Kind, string Id) ReadTask()
    {
        var parts = Data!.Split(' ', 2);
        return Words.TryParse<TaskKind>(parts[0], out var kind) ? (kind, parts[1]) : throw new InvalidDataException($"'{parts[0]}' is no kind of task");
    }

    /// <summary>Reads the data of an <see cref="Open"/> entry.</summary>
    public (DateOnly OldestDue, long Minor, string? Policy) ReadOpen()
    {
        var parts = Data!.Split(' ', 3);
        return (DateOnly.ParseExact(parts[0], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2].Length == 0 ? null : parts[2]);
    }
}
