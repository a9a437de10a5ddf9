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

    /// <summary>What is said of an item, as far as it concerns what is disputed, with what is stored (R46).</summary>
    public static InvoiceEntry Told(AccountLedger ledger, InvoiceEntry said)
    {
        var known = ledger.Of(said.Invoice.Number);
        return ledger.Find(said.Invoice.Number, said.Invoice.Part) is >= 0 and var at ? SaidAndStored.Together(InBooks(ledger.Items[at]), said)
            : said.Invoice.Part == 0 && SaidAndStored.OverInstalments([.. known.Select(part => InBooks(ledger.Items[part]))], said, out _) is [var first, ..] ? first
            : said;
    }

    /// <summary>Adds or changes an item.</summary>
    /// <param name="ledger">The account that is billed.</param>
    /// <param name="entry">The item.</param>
    /// <param name="zone">The time zone of the account that was invoiced.</param>
    /// <param name="now">The moment of the import.</param>
    /// <returns>How it went; null if a commit must come in between, and the rest of it after that.</returns>
    public static RowResult? Apply(AccountLedger ledger, InvoiceEntry entry, TimeZoneInfo zone, DateTimeOffset now)
    {
        var known = ledger.Of(entry.Invoice.Number);
        if (SaidAndStored.WhyNotBeside(entry, known.Select(at => ledger.Items[at].Invoice.Part)) is { } wrong)
        {
            return wrong;
        }

        if (ledger.Find(entry.Invoice.Number, entry.Invoice.Part) is >= 0 and var at)
        {
            return Change(ledger, at, entry, zone, now);
        }

        if (entry.Invoice.Part == 0 && known.Count > 0)
        {
            return ChangeParts(ledger, known, entry, zone, now);
        }

        // An item that arrives settled counts as history only if the books say when that was.
        var invoice = entry.Invoice;
        var settledOn = !invoice.IsCredit && invoice.LedgerBalance.IsZero ? entry.SettledOn : null;
        ledger.Add(new Item(invoice with { Allocated = Money.Zero(invoice.Amount.Currency) }, entry.Account, invoice.LedgerBalance, settledOn));
        return new RowResult(RowState.Accepted);
    }

    /// <summary>An item as the books told it last.</summary>
    public static Invoice InBooks(Item item) => item.Invoice with { LedgerBalance = item.Books };

    // What is said of the whole of an invoice that is known with instalments.
    private static RowResult? ChangeParts(AccountLedger ledger, IReadOnlyList<int> places, InvoiceEntry said, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parts = places.OrderBy(at => ledger.Items[at].Invoice.Due).ThenBy(at => ledger.Items[at].Invoice.Part).ToList();
        var entries = SaidAndStored.OverInstalments([.. parts.Select(at => InBooks(ledger.Items[at]))], said, out var rejected);
        if (rejected is { } why)
        {
            return why;
        }

        var result = new RowResult(RowState.Unchanged);
        for (var i = 0; i < entries.Count; i++)
        {
            if (Change(ledger, parts[i], entries[i], zone, now) is not { } part)
            {
                return null;
            }

            result = part.State == RowState.Unchanged ? result : part;
        }

        return result;
    }

    private static RowResult? Change(AccountLedger ledger, int at, InvoiceEntry said, TimeZoneInfo zone, DateTimeOffset now)
    {
        var known = ledger.Items[at];
        if (known.Invoice.Number != said.Invoice.Number)
        {
            return new RowResult(RowState.Rejected, "invoice", $"{said.Invoice.Number} differs from {known.Invoice.Number} in upper and lower case only");
        }

        var entry = SaidAndStored.Together(InBooks(known), said);
        var invoice = entry.Invoice;

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
