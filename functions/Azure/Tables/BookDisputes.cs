using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Cases;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>What the books call disputed stands aside until they say nothing is, or the item is settled (R4).</summary>
internal static class BookDisputes
{
    /// <summary>True if an entry of the books changes a dispute; then the account's story must be at hand.</summary>
    public static bool WouldChange(AccountDocument account, InvoiceEntry entry)
    {
        var known = account.Disputes.Find(dispute => dispute.Id == Id(entry));
        return Disputed(entry) is { } amount ? known?.Amount != amount : known is not null && Says(entry);
    }

    /// <summary>Opens, changes or ends the dispute that an entry tells of.</summary>
    /// <returns>True if that changed anything.</returns>
    public static bool Follow(AccountChange change, InvoiceEntry entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (!WouldChange(change.Document, entry))
        {
            return false;
        }

        var today = LocalClock.DateAt(now, zone);
        if (Disputed(entry) is not { } amount)
        {
            return DisputeList.End(change, Id(entry), DisputeState.Credited, today);
        }

        var told = change.Story!.Disputes;
        var at = told.FindIndex(dispute => dispute.Id == Id(entry));
        var dispute = at < 0
            ? new Dispute(
                Id(entry), entry.Invoice.Number, amount, DisputeKind.Other, change.Document.Account.SalesRep, today, today, Note: "from the books")
            : told[at] with { Amount = amount, State = DisputeState.Open, ResolvedOn = null };
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

    private static Money? Disputed(InvoiceEntry entry) => entry is { SettledOn: null, Disputed: { IsPositive: true } amount } ? amount : null;

    private static bool Says(InvoiceEntry entry) => entry.Disputed is not null || entry.SettledOn is not null;

    private static string Id(InvoiceEntry entry) => $"d-import-{Ids.Escape(entry.Invoice.Number)}";
}
