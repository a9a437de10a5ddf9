using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;
using Collections.Functions.Tables.Rows;
using Collections.Functions.Tables.Turns;

namespace Collections.Functions.Tables.Books;

/// <summary>Keeps the disputes that stand for what the books call disputed, in the document and in the story.</summary>
internal static class BookDisputes
{
    /// <summary>True if an entry of the books changes a dispute; then the account's story must be at hand.</summary>
    public static bool WouldChange(AccountDocument account, InvoiceEntry entry)
    {
        if (!BookEntries.SaysDispute(entry))
        {
            return false;
        }

        var said = BookEntries.DisputeOf(entry, Ids.OfBooksDispute(entry.Invoice.Number), owner: null, today: default);
        var known = account.Disputes.Find(dispute => dispute.Id == said.Id);
        return said.State == DisputeState.Open ? known?.Amount != said.Amount : known is not null;
    }

    /// <summary>Opens, changes or ends the dispute that an entry tells of.</summary>
    /// <returns>True if that changed anything.</returns>
    public static bool Follow(AccountChange change, InvoiceEntry entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!WouldChange(change.Document, entry))
        {
            return false;
        }

        var said = BookEntries.DisputeOf(entry, Ids.OfBooksDispute(entry.Invoice.Number), change.Document.Account.SalesRep, LocalClock.DateAt(now, zone));
        if (said.State != DisputeState.Open)
        {
            return DisputeList.End(change, said.Id, said.State, said.ResolvedOn!.Value);
        }

        var told = change.Story!.Disputes;
        var at = told.FindIndex(dispute => dispute.Id == said.Id);
        var dispute = at < 0 ? said : told[at] with { Amount = said.Amount, State = said.State, ResolvedOn = null };
        change.Document.Disputes.RemoveAll(known => known.Id == dispute.Id);
        change.Document.Disputes.Add(dispute);
        if (at < 0)
        {
            told.Add(dispute);
        }
        else
        {
            told[at] = dispute;
        }

        return true;
    }
}
