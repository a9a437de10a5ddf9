namespace Collections.Core.Ledger;

/// <summary>What the books' entry of an invoice number comes to.</summary>
/// <param name="Rejected">Why it cannot be, or null.</param>
/// <param name="Changes">The known items that it concerns, by their places in the list that was given, each with what is said of it; none for an item that is new.</param>
public readonly record struct EntryPlan(RowResult? Rejected, IReadOnlyList<(int At, InvoiceEntry Said)> Changes)
{
    /// <summary>True if the ledger gets an item that it did not have.</summary>
    public bool IsNew => Rejected is null && Changes.Count == 0;
}

/// <summary>What the books' entry of a known item comes to.</summary>
/// <param name="IsUnchanged">True if it says what is known: nothing is written.</param>
/// <param name="Entry">All of the item as the books have it from now on.</param>
/// <param name="Excess">What payments settle beyond the new amount, and give back first (<see cref="LedgerBook.Release"/>); minor units.</param>
public readonly record struct EntryChange(bool IsUnchanged, InvoiceEntry Entry, long Excess);

/// <summary>Decides what a row of the books does to the open items of an account (R2, R3, R4, R46): the ledger book's way of hearing the books.</summary>
/// <remarks>Pure, and the one place that knows it: a store reads what it has under the row's number, asks here, and writes what comes out.</remarks>
public static class BookEntries
{
    private const string FromTheBooks = "from the books";

    /// <summary>Why a row cannot be an account's, or null.</summary>
    /// <param name="said">The row.</param>
    /// <param name="account">The account that it names, with its own code; null if it is not there.</param>
    /// <param name="takenBy">The account that has the row's number already, where somebody else is billed for that one; else null.</param>
    public static RowResult? WhyNot(InvoiceEntry said, BillTo? account, string? takenBy = null)
    {
        ArgumentNullException.ThrowIfNull(said);
        var invoice = said.Invoice;
        return account is not { } known ? NoAccount(said.Account)
            : !ReferenceEquals(invoice.Amount.Currency, known.Currency) || !ReferenceEquals(invoice.LedgerBalance.Currency, known.Currency)
                ? Rejected("currency", $"account {known.Code} trades in {known.Currency}, the invoice is in {invoice.Amount.Currency}")
            : takenBy is not null ? Rejected("account", $"invoice {invoice.Number} belongs to account {takenBy}")
            : null;
    }

    /// <summary>A row names an account that is not there.</summary>
    public static RowResult NoAccount(string code) => Rejected("account", $"there is no account {code}");

    /// <summary>What a row concerns: an item that is known, all instalments of its number, or a new item.</summary>
    /// <param name="known">What is known under its number, in any order.</param>
    /// <param name="said">The row, or one instalment of it.</param>
    public static EntryPlan Plan(IReadOnlyList<BookItem> known, InvoiceEntry said)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(said);
        if (known.Count == 0)
        {
            return new EntryPlan(null, []);
        }

        var (number, part) = (said.Invoice.Number, said.Invoice.Part);
        if (SaidAndStored.WhyNotBeside(said, known.Select(item => item.Invoice.Part)) is { } wrong)
        {
            return new EntryPlan(wrong, []);
        }

        if (known[0].Invoice.Number is var spelled && spelled != number)
        {
            return new EntryPlan(Rejected("invoice", $"{number} differs from {spelled} in upper and lower case only"), []);
        }

        for (var at = 0; at < known.Count; at++)
        {
            if (known[at].Invoice.Part == part)
            {
                return new EntryPlan(null, [(at, said)]);
            }
        }

        // An invoice as a whole never comes to stand beside its instalments.
        return part == 0 ? OverInstalments(known, said) : new EntryPlan(null, []);
    }

    /// <summary>A new item, as the books have it.</summary>
    public static BookItem New(InvoiceEntry said)
    {
        ArgumentNullException.ThrowIfNull(said);

        // An item that arrives settled counts as history only if the books say when that was.
        var invoice = said.Invoice with { Allocated = Money.Zero(said.Invoice.Amount.Currency) };
        return new BookItem(invoice, said.Account, invoice.LedgerBalance, !invoice.IsCredit && invoice.LedgerBalance.IsZero ? said.SettledOn : null);
    }

    /// <summary>What a row says of a known item, with what is stored (R46).</summary>
    /// <param name="known">The item as it stands.</param>
    /// <param name="said">What is said of it.</param>
    public static EntryChange Change(BookItem known, InvoiceEntry said)
    {
        var entry = SaidAndStored.Together(known.InBooks, said);
        var (invoice, settledOn) = (entry.Invoice, SettledOn(known, entry));
        var isUnchanged = Says(known, entry) && (settledOn is null || known.Invoice.Open.Minor != 0 || settledOn == known.SettledOn);
        return new EntryChange(isUnchanged, entry, isUnchanged ? 0 : Math.Max(0, known.Invoice.Allocated.Minor - Math.Max(0, invoice.Amount.Minor)));
    }

    /// <summary>A known item from now on.</summary>
    /// <param name="known">The item as it stood before the row.</param>
    /// <param name="released">The item once payments have given back what they settled beyond its new amount; the same where nothing was.</param>
    /// <param name="entry">All that the books say of it (<see cref="EntryChange.Entry"/>).</param>
    /// <param name="today">The day of the import, where the account is.</param>
    public static BookItem Entered(BookItem known, BookItem released, InvoiceEntry entry, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(entry);

        // What the books say counts from when they say something new: a balance that the bank has since proved wrong stays corrected.
        var invoice = entry.Invoice;
        var isNoNews = known.Invoice.Amount == invoice.Amount && known.Books == invoice.LedgerBalance;
        var changed = invoice with
        {
            LedgerBalance = isNoNews ? released.Invoice.LedgerBalance : invoice.LedgerBalance,
            Allocated = released.Invoice.Allocated,
        };

        // What was released opens the item at its old amount; the new one may be settled by the rest, as of the day that it had.
        DateOnly? on = changed.Open.Minor != 0 || invoice.IsCredit ? null : SettledOn(known, entry) ?? known.SettledOn ?? today;
        return new BookItem(changed, entry.Account, invoice.LedgerBalance, on);
    }

    /// <summary>The dispute that stands for what the books call disputed of an item (R4): open until they say nothing is, or the item is settled.</summary>
    /// <param name="entry">All that the books say of the item.</param>
    /// <param name="id">Its id (<c>Ids.OfBooksDispute</c>).</param>
    /// <param name="owner">Who settles it, if it is new: the salesperson.</param>
    /// <param name="today">The day of the import, where the account is.</param>
    /// <returns>A dispute that is not open if the books end it.</returns>
    public static Dispute DisputeOf(InvoiceEntry entry, string id, string? owner, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var amount = entry is { SettledOn: null, Disputed: { IsPositive: true } some } ? some : (Money?)null;
        return new Dispute(
            id, entry.Invoice.Number, amount ?? Money.Zero(entry.Invoice.Amount.Currency), DisputeKind.Other, owner, today, today,
            amount is null ? DisputeState.Credited : DisputeState.Open, FromTheBooks, amount is null ? today : null);
    }

    /// <summary>True if the books say something of what is disputed of an item, be it that nothing is.</summary>
    public static bool SaysDispute(InvoiceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Disputed is not null || entry.SettledOn is not null;
    }

    private static EntryPlan OverInstalments(IReadOnlyList<BookItem> known, InvoiceEntry said)
    {
        int[] order = [.. Enumerable.Range(0, known.Count).OrderBy(at => known[at].Invoice.Due).ThenBy(at => known[at].Invoice.Part)];
        var entries = SaidAndStored.OverInstalments([.. order.Select(at => known[at].InBooks)], said, out var rejected);
        return new EntryPlan(rejected, [.. order.Zip(entries)]);
    }

    // The books' day counts unless payments settle all of it; then the bank's does.
    private static DateOnly? SettledOn(BookItem known, InvoiceEntry entry) =>
        entry.Invoice.IsCredit || known.Invoice.Allocated.Minor >= entry.Invoice.Amount.Minor ? null : entry.SettledOn;

    private static bool Says(BookItem known, InvoiceEntry entry)
    {
        var (was, invoice) = (known.Invoice, entry.Invoice);
        return (known.Account, was.Issued, was.Due, was.Amount, known.Books) == (entry.Account, invoice.Issued, invoice.Due, invoice.Amount, invoice.LedgerBalance)
            && (was.Reference, was.Order) == (invoice.Reference, invoice.Order);
    }

    private static RowResult Rejected(string field, string why) => new(RowState.Rejected, field, why);
}
