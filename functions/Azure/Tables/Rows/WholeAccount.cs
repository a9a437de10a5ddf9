using Collections.App.Stores;
using Collections.Core.Payments;

namespace Collections.Functions.Tables.Rows;

/// <summary>All rows of an account but what its letters say: for reports and checks, which look at everything.</summary>
/// <param name="Document">What decides.</param>
/// <param name="Story">What people tell each other.</param>
/// <param name="Settled">Items that have rows of their own.</param>
/// <param name="Payments">The payments that it has.</param>
/// <param name="EndedTasks">The tasks that have ended.</param>
/// <param name="Letters">The letters, in order of their ids.</param>
/// <param name="Record">The record, oldest line first.</param>
/// <param name="Events">The pages of events, oldest first.</param>
internal sealed record WholeAccount(
    AccountDocument Document,
    AccountStory Story,
    IReadOnlyList<Item> Settled,
    IReadOnlyList<StoredPayment> Payments,
    IReadOnlyList<TaskRow> EndedTasks,
    IReadOnlyList<LetterRow> Letters,
    IReadOnlyList<SealedLine> Record,
    IReadOnlyList<EventPage> Events)
{
    // What letters say begins with a key before this, and is the most of an account's bytes.
    private static readonly (string From, string To) AllButDrafts = ("e", "~");

    /// <summary>All items.</summary>
    public IEnumerable<Item> Items => Document.Items.Concat(Settled);

    /// <summary>Reads an account; null for a code that is not known.</summary>
    public static async Task<WholeAccount?> ReadAsync(AccountRows accounts, StoredJson json, string code, CancellationToken cancel)
    {
        AccountDocument? document = null;
        var story = new AccountStory();
        var (settled, payments, tasks) = (new List<Item>(), new List<StoredPayment>(), new List<TaskRow>());
        var (letters, record, events) = (new List<LetterRow>(), new List<SealedLine>(), new List<EventPage>());
        await foreach (var row in accounts.EntitiesAsync(code, AllButDrafts, cancel))
        {
            switch (row.RowKey)
            {
                case Keys.File:
                    document = accounts.Document(row);
                    break;
                case Keys.Story:
                    story = json.Read<AccountStory>(Packed.Read(row));
                    break;
                case ['e', '~', ..]:
                    events.Add(json.Read<EventPage>(Packed.Read(row)));
                    break;
                case ['i', '~', ..]:
                    settled.Add(json.Read<Item>(Packed.Read(row)));
                    break;
                case ['l', '~', ..]:
                    letters.Add(LetterRows.Read(row, code, draft: null));
                    break;
                case ['p', '~', ..]:
                    payments.Add(json.Read<StoredPayment>(Packed.Read(row)));
                    break;
                case ['r', '~', ..]:
                    record.AddRange(json.Read<RecordPage>(Packed.Read(row)).Lines);
                    break;
                case ['t', '~', ..]:
                    tasks.Add(json.Read<TaskRow>(Packed.Read(row)));
                    break;
            }
        }

        payments.RemoveAll(payment => payment.IsGone || payment.Kind != EntryKind.Payment);
        if (document is null)
        {
            return null;
        }

        // An item that was settled and is open again wins over its row.
        var open = document.Items.Select(item => Keys.Settled(item.Invoice.Number, item.Invoice.Part)).ToHashSet(StringComparer.Ordinal);
        settled.RemoveAll(item => open.Contains(Keys.Settled(item.Invoice.Number, item.Invoice.Part)));
        return new WholeAccount(document, story, settled, payments, tasks, letters, record, events);
    }
}
