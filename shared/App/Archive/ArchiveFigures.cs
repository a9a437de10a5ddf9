using Newtonsoft.Json.Linq;

namespace Collections.App.Archive;

/// <summary>What is in an archive, counted.</summary>
public sealed class ArchiveFigures
{
    /// <summary>Lines of accounts that are billed.</summary>
    public long Lines { get; private set; }

    /// <summary>Accounts, branches included.</summary>
    public long Accounts { get; private set; }

    /// <summary>Invoices and credit notes, each instalment by itself.</summary>
    public long Items { get; private set; }

    /// <summary>Entries of bank feeds.</summary>
    public long Payments { get; private set; }

    /// <summary>Tasks.</summary>
    public long Tasks { get; private set; }

    /// <summary>Letters.</summary>
    public long Letters { get; private set; }

    /// <summary>Lines of the record.</summary>
    public long RecordLines { get; private set; }

    /// <summary>Counts a line.</summary>
    public void Add(JObject line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line["company"] is JObject company)
        {
            Payments += Count(company, "payments");
            Tasks += Count(company, "tasks");
        }
        else if (line["account"] is JObject account)
        {
            Lines++;
            AddAccount(account);
        }
    }

    private void AddAccount(JObject account)
    {
        Accounts++;
        Items += Count(account, "items");
        Payments += Count(account, "payments");
        Tasks += Count(account, "tasks");
        Letters += Count(account, "letters");
        RecordLines += Count(account, "record");
        foreach (var branch in (account["branches"] as JArray)?.OfType<JObject>() ?? [])
        {
            AddAccount(branch);
        }
    }

    private static int Count(JObject of, string list) => (of[list] as JArray)?.Count ?? 0;
}
