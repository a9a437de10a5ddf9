using Azure.Data.Tables;
using Collections.App.Stores;
using Collections.Core.Cases;

namespace Collections.Functions.Tables.Rows;

/// <summary>A letter's row, written property by property so that its way needs no reading; what it says has a row of its own.</summary>
internal static class LetterRows
{
    /// <summary>The list of letters, newest first: its partition in the directory.</summary>
    public const string List = "letters";

    /// <summary>The row of what a letter says.</summary>
    public static string DraftKey(string letterId) => $"d{Keys.Letter(letterId)[1..]}";

    /// <summary>A letter's place in the list.</summary>
    public static string ListRow(DateTimeOffset intendedAt, string letterId) => Keys.Newest(intendedAt, letterId);

    /// <summary>Writes a letter that shall go.</summary>
    public static void Intend(AccountChange change, LetterIntended letter, DateTimeOffset at)
    {
        change.Put(new TableEntity(change.Partition, Keys.Letter(letter.LetterId))
        {
            ["Id"] = letter.LetterId,
            ["Step"] = letter.Step,
            ["Template"] = letter.Template,
            ["State"] = Words.Of(LetterState.Intended),
            ["IntendedAt"] = at,
            ["NotBefore"] = AccountDocument.StoredAtLeast(letter.NotBefore),
        });
        change.Lists.Add(new IndexEntry(
            IndexEntry.Directory, List, ListRow(at, letter.LetterId), change.Document.Code, letter.LetterId));
    }

    /// <summary>Writes a letter as another store had it, with what it says.</summary>
    public static void Put(AccountChange change, LetterRow letter)
    {
        var row = new TableEntity(change.Partition, Keys.Letter(letter.Id))
        {
            ["Id"] = letter.Id,
            ["Step"] = letter.Step,
            ["Template"] = letter.Template,
            ["State"] = Words.Of(letter.State),
            ["IntendedAt"] = letter.IntendedAt,
            ["NotBefore"] = letter.NotBefore,
        };
        Add(row, "AttemptedAt", letter.AttemptedAt);
        Add(row, "SentAt", letter.SentAt);
        change.Put(row);
        change.Lists.Add(new IndexEntry(IndexEntry.Directory, List, ListRow(letter.IntendedAt, letter.Id), change.Document.Code, letter.Id));
        if (letter.Draft is { } draft)
        {
            change.Put(DraftKey(letter.Id), draft);
        }
    }

    /// <summary>Says where a letter stands now.</summary>
    public static void Set(
        AccountChange change, string letterId, LetterState state, DateTimeOffset? notBefore = null, DateTimeOffset? attemptedAt = null, DateTimeOffset? sentAt = null)
    {
        var row = new TableEntity(change.Partition, Keys.Letter(letterId)) { ["State"] = Words.Of(state) };
        Add(row, "NotBefore", notBefore);
        Add(row, "AttemptedAt", attemptedAt);
        Add(row, "SentAt", sentAt);
        change.Merge(row);
    }

    /// <summary>Reads a letter without what it says.</summary>
    public static LetterRow Read(TableEntity row, string account, LetterDraft? draft)
    {
        _ = Words.TryParse<LetterState>(row.GetString("State"), out var state);
        return new LetterRow(
            row.GetString("Id"),
            account,
            row.GetString("Step"),
            row.GetString("Template"),
            state,
            row.GetDateTimeOffset("IntendedAt")!.Value,
            row.GetDateTimeOffset("NotBefore")!.Value,

            // One that went back to be looked at again was not attempted yet.
            state == LetterState.Intended ? null : row.GetDateTimeOffset("AttemptedAt"),
            row.GetDateTimeOffset("SentAt"),
            draft);
    }

    private static void Add(TableEntity row, string name, DateTimeOffset? at)
    {
        if (at is { } moment)
        {
            row[name] = moment;
        }
    }
}
