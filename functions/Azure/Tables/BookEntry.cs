using Collections.App.Stores;
using Collections.Core.Calendars;
using Collections.Core.Ledger;

namespace Collections.Functions.Tables;

/// <summary>Applies an open item as the books have it to its account. Pure.</summary>
internal static class BookEntry
{
    /// <summary>So many payments are changed for one item in one commit: a transaction takes no more than 100 rows.</summary>
    public const int MostPayments = 30;

    /// <summary>What payments settle of a known item beyond the amount that the books give it now; minor units.</summary>
    public static long Excess(Item known, Invoice invoice) => known.Invoice.Allocated.Minor - Math.Max(0, invoice.Amount.Minor);

    /// <summary>Adds or changes an item.</summary>
    /// <param name="ledger">The account that is billed.</param>
    /// <param name="entry">The item.</param>
    /// <param name="zone">The time zone of the account that was invoiced.</param>
    /// <param name="now">The moment of the import.</param>
    /// <returns>How it went; null if a commit must come in between, and the rest of it after that.</returns>
    public static RowResult? Apply(AccountLedger ledger, InvoiceEntry entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        var at = ledger.Find(entry.Invoice.Number, entry.Invoice.Part);
        if (at >= 0)
        {
            return Change(ledger, at, entry, zone, now);
        }

        // An item that arrives settled counts as history only if the books say when that was.
        var invoice = entry.Invoice;
        var settledOn = !invoice.IsCredit && invoice.LedgerBalance.IsZero ? entry.SettledOn : null;
        ledger.Add(new Item(invoice with { Allocated = Money.Zero(invoice.Amount.Currency) }, entry.Account, invoice.LedgerBalance, settledOn));
        return new RowResult(RowState.Accepted);
    }

    private static RowResult? Change(AccountLedger ledger, int at, InvoiceEntry entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (known, invoice) = (ledger.Items[at], entry.Invoice);
        if (known.Invoice.Number != invoice.Number)
        {
            return new RowResult(RowState.Rejected, "invoice", $"{invoice.Number} differs from {known.Invoice.Number} in upper and lower case only");
        }

        // The books' day counts unless payments settle all of it; then the bank's does.
        var isPaid = known.Invoice.Allocated.Minor >= invoice.Amount.Minor;
        var settledOn = invoice.IsCredit || isPaid ? null : entry.SettledOn;
        if (Says(known, entry) && (settledOn is null || known.Invoice.Open.Minor != 0 || settledOn == known.SettledOn))
        {
            return new RowResult(RowState.Unchanged);
        }

        if (Excess(known, invoice) is > 0 and var excess && ledger.Release(at, excess, MostPayments) > 0)
        {
            return null;
        }

        // What the books say counts from when they say something new: a balance that the bank has since proved wrong stays corrected.
        var isNoNews = known.Invoice.Amount == invoice.Amount && known.Books == invoice.LedgerBalance;
        var released = ledger.Items[at];
        var changed = invoice with
        {
            LedgerBalance = isNoNews ? released.Invoice.LedgerBalance : invoice.LedgerBalance,
            Allocated = released.Invoice.Allocated,
        };
        DateOnly? nowSettledOn = changed.Open.Minor != 0 || invoice.IsCredit ? null : settledOn ?? known.SettledOn ?? LocalClock.DateAt(now, zone);
        ledger.Change(at, released with { Invoice = changed, Account = entry.Account, Books = invoice.LedgerBalance, SettledOn = nowSettledOn });
        return new RowResult(RowState.Accepted);
    }

    private static bool Says(Item known, InvoiceEntry entry)
    {
        var (was, invoice) = (known.Invoice, entry.Invoice);
        return (known.Account, was.Issued, was.Due, was.Amount, known.Books) == (entry.Account, invoice.Issued, invoice.Due, invoice.Amount, invoice.LedgerBalance)
            && (was.Reference, was.Order) == (invoice.Reference, invoice.Order);
    }
}
