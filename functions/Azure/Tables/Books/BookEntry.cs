using Collections.Core.Calendars;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Ledgers;
using Collections.Functions.Tables.Rows;

namespace Collections.Functions.Tables.Books;

/// <summary>Writes into an account what <see cref="BookEntries"/> says of a row of the books. Pure.</summary>
internal static class BookEntry
{
    /// <summary>So many payments are changed for one item in one commit: a transaction takes no more than 100 rows.</summary>
    public const int MostPayments = 30;

    /// <summary>The known items that a row concerns, each with what payments give back of it first.</summary>
    public static IEnumerable<(Item Item, long Excess)> Concerned(AccountLedger ledger, InvoiceEntry said) =>
        ChangesOf(ledger, said, out _).Select(one => (ledger.Items[one.At], one.Change.Excess));

    /// <summary>What a row says of an item as far as it concerns what is disputed, with what is stored (R46).</summary>
    public static InvoiceEntry Told(AccountLedger ledger, InvoiceEntry said) => ToldBy(ChangesOf(ledger, said, out _), said);

    /// <summary>Adds or changes items.</summary>
    /// <param name="ledger">The account that is billed.</param>
    /// <param name="said">The row.</param>
    /// <param name="zone">The time zone of the account that was invoiced.</param>
    /// <param name="now">The moment of the import.</param>
    /// <param name="told">What the row says of an item as far as it concerns what is disputed, with what was stored (R46).</param>
    /// <returns>How it went; null if a commit must come in between, and the rest of it after that.</returns>
    public static RowResult? Apply(AccountLedger ledger, InvoiceEntry said, TimeZoneInfo zone, DateTimeOffset now, out InvoiceEntry told)
    {
        var changes = ChangesOf(ledger, said, out var rejected);
        told = ToldBy(changes, said);
        if (rejected is not null)
        {
            return rejected;
        }

        if (changes.Count == 0)
        {
            ledger.Add(new Item(said.Invoice, said.Account, said.Invoice.LedgerBalance).With(BookEntries.New(said)));
            return new RowResult(RowState.Accepted);
        }

        var result = new RowResult(RowState.Unchanged);
        foreach (var (at, change) in changes.Where(one => !one.Change.IsUnchanged))
        {
            var known = ledger.Items[at];
            if (change.Excess > 0 && ledger.Release(at, change.Excess, MostPayments) > 0)
            {
                return null;
            }

            var released = ledger.Items[at];
            ledger.Change(at, released.With(BookEntries.Entered(known.Book, released.Book, change.Entry, LocalClock.DateAt(now, zone))));
            result = new RowResult(RowState.Accepted);
        }

        return result;
    }

    private static InvoiceEntry ToldBy(List<(int At, EntryChange Change)> changes, InvoiceEntry said) => changes is [var first, ..] ? first.Change.Entry : said;

    private static List<(int At, EntryChange Change)> ChangesOf(AccountLedger ledger, InvoiceEntry said, out RowResult? rejected)
    {
        var places = ledger.Of(said.Invoice.Number);
        var plan = BookEntries.Plan(places.ConvertAll(at => ledger.Items[at].Book), said);
        rejected = plan.Rejected;
        return [.. plan.Changes.Select(one => (places[one.At], BookEntries.Change(ledger.Items[places[one.At]].Book, one.Said)))];
    }
}
