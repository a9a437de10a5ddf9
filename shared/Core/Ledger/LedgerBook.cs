namespace Collections.Core.Ledger;

/// <summary>An open or settled item as the ledger has it.</summary>
/// <param name="Invoice">The item, with what payments settle of it.</param>
/// <param name="Account">The code of the account that was invoiced.</param>
/// <param name="Books">The balance that the books last said; <see cref="Invoice.LedgerBalance"/> may be corrected since by money that came back.</param>
/// <param name="SettledOn">The day on which it was settled in full, or null.</param>
public readonly record struct BookItem(Invoice Invoice, string Account, Money Books, DateOnly? SettledOn)
{
    /// <summary>The item as the books told it last.</summary>
    public Invoice InBooks => Invoice with { LedgerBalance = Books };
}

/// <summary>A part of a payment that settles one of several things.</summary>
/// <param name="At">Its place in the list that was given.</param>
/// <param name="Amount">How much; minor units, positive.</param>
public readonly record struct Part(int At, long Amount);

/// <summary>What a payment settles of an item.</summary>
/// <param name="Due">When the item falls due.</param>
/// <param name="Number">Its number.</param>
/// <param name="Part">The instalment.</param>
/// <param name="Amount">How much; minor units.</param>
public readonly record struct SettledShare(DateOnly Due, string Number, int Part, long Amount);

/// <summary>What money does to what is open: settles it, is taken off it, comes back (R3, R31, R37).</summary>
/// <remarks>Pure. A store reads the items and the shares, asks which parts move, and writes each item as <see cref="Settled"/> says.</remarks>
public static class LedgerBook
{
    /// <summary>What an unapplied amount settles: number after number as named, instalments earliest first (R2), none beyond its amount, no credit notes.</summary>
    /// <param name="unapplied">Minor units.</param>
    /// <param name="allocations">What is named.</param>
    /// <param name="items">The items of those numbers in the payment's currency, in any order.</param>
    public static IReadOnlyList<Part> Settle(long unapplied, IReadOnlyList<Allocation> allocations, IReadOnlyList<Invoice> items)
    {
        ArgumentNullException.ThrowIfNull(allocations);
        ArgumentNullException.ThrowIfNull(items);
        if (allocations.Count == 0 || items.Count == 0)
        {
            return [];
        }

        var order = InOrder(items);
        var taken = new long[items.Count];
        foreach (var allocation in allocations)
        {
            var rest = Math.Min(unapplied, allocation.Amount.Minor);
            foreach (var at in order)
            {
                if (rest > 0 && string.Equals(items[at].Number, allocation.Invoice, StringComparison.OrdinalIgnoreCase))
                {
                    var part = Math.Min(rest, Room(items[at]) - taken[at]);
                    (taken[at], rest, unapplied) = (taken[at] + part, rest - part, unapplied - part);
                }
            }
        }

        return Parts(order, taken);
    }

    /// <summary>What is taken off what a payment settles: of what fell due last first, whoever is billed for it.</summary>
    /// <param name="amount">Minor units.</param>
    /// <param name="shares">What it settles of each item.</param>
    public static IReadOnlyList<Part> TakeOff(long amount, IReadOnlyList<SettledShare> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (amount <= 0 || shares.Count == 0)
        {
            return [];
        }

        var order = Enumerable.Range(0, shares.Count).ToArray();
        Array.Sort(order, (one, other) => -Compare(shares[one], shares[other]));
        return Cut(amount, order, shares.Select(share => share.Amount).ToArray());
    }

    /// <summary>What payments give back of an item whose amount the books lowered: the last payment first.</summary>
    /// <param name="amount">What they settle beyond the new amount; minor units.</param>
    /// <param name="settled">What each of them settles of the item, the last one first; minor units.</param>
    public static IReadOnlyList<Part> Release(long amount, IReadOnlyList<long> settled)
    {
        ArgumentNullException.ThrowIfNull(settled);
        return Cut(amount, Enumerable.Range(0, settled.Count).ToArray(), settled);
    }

    /// <summary>How much of a payment comes back, and how much of that was unapplied, which goes first.</summary>
    /// <param name="amount">What the bank says came back; minor units.</param>
    /// <param name="payment">The payment's amount, or an account's part of it.</param>
    /// <param name="returned">What came back before.</param>
    /// <param name="unapplied">What settles nothing.</param>
    public static (long Back, long OfUnapplied) Reverse(long amount, long payment, long returned, long unapplied)
    {
        var back = Math.Max(0, Math.Min(amount, payment - returned));
        return (back, Math.Min(back, unapplied));
    }

    /// <summary>An item of which payments settle more, or less, from now on.</summary>
    /// <param name="item">The item.</param>
    /// <param name="amount">How much more; minor units, negative for less.</param>
    /// <param name="cameBack">True if the money came back; false if it only settles something else.</param>
    /// <param name="lastPaidOn">The day of the last payment that settles any of it then, or null.</param>
    public static BookItem Settled(BookItem item, long amount, bool cameBack, DateOnly? lastPaidOn)
    {
        var (invoice, currency) = (item.Invoice, item.Invoice.Amount.Currency);
        if (cameBack)
        {
            // Where the books and the bank have both counted the money that came back, the books do not count it any more until they say something new
            // (decision 0011). Both have counted what the two together settled beyond the amount: (amount - balance) + allocated - amount.
            var both = Math.Min(-amount, Math.Max(0, invoice.Allocated.Minor - invoice.LedgerBalance.Minor));
            invoice = invoice with { LedgerBalance = new Money(invoice.LedgerBalance.Minor + both, currency) };
        }

        invoice = invoice with { Allocated = new Money(invoice.Allocated.Minor + amount, currency) };

        // Where payments settle all of it, the last one's day counts; otherwise the books' day does. Then it doesn't matter who said it first.
        DateOnly? on = invoice.Open.Minor != 0 ? null : invoice.Allocated.Minor >= invoice.Amount.Minor ? lastPaidOn : item.SettledOn ?? lastPaidOn;
        return item with { Invoice = invoice, SettledOn = on };
    }

    /// <summary>How much of an item payments do not settle yet; minor units, 0 for a credit note.</summary>
    public static long Room(Invoice item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.IsCredit ? 0 : Math.Max(0, item.Amount.Minor - item.Allocated.Minor);
    }

    private static int[] InOrder(IReadOnlyList<Invoice> items)
    {
        var order = new int[items.Count];
        for (var at = 0; at < order.Length; at++)
        {
            order[at] = at;
        }

        if (order.Length > 1)
        {
            Array.Sort(order, (one, other) => Compare(ShareOf(items[one]), ShareOf(items[other])));
        }

        return order;
    }

    private static SettledShare ShareOf(Invoice item) => new(item.Due, item.Number, item.Part, item.Allocated.Minor);

    private static int Compare(SettledShare one, SettledShare other)
    {
        var byDue = one.Due.CompareTo(other.Due);
        var byNumber = byDue != 0 ? byDue : string.CompareOrdinal(one.Number, other.Number);
        return byNumber != 0 ? byNumber : one.Part.CompareTo(other.Part);
    }

    private static IReadOnlyList<Part> Cut(long amount, int[] order, IReadOnlyList<long> settled)
    {
        var parts = new List<Part>();
        foreach (var at in order)
        {
            var part = Math.Min(amount, settled[at]);
            if (part > 0)
            {
                parts.Add(new Part(at, part));
                amount -= part;
            }
        }

        return parts;
    }

    private static IReadOnlyList<Part> Parts(int[] order, long[] taken)
    {
        var parts = new List<Part>(order.Length);
        foreach (var at in order)
        {
            if (taken[at] > 0)
            {
                parts.Add(new Part(at, taken[at]));
            }
        }

        return parts;
    }
}
