using Collections.Core.Ledger;

namespace Collections.App.Payments.Matching;

/// <summary>Spreads money over invoices.</summary>
internal static class Spread
{
    /// <summary>Oldest due first, then by number; what is left over is unapplied credit.</summary>
    public static IReadOnlyList<Allocation> OldestFirst(Money amount, IEnumerable<Invoice> items)
    {
        var allocations = new List<Allocation>();
        foreach (var item in Order(items))
        {
            var part = Money.Min(amount, item.Open);
            if (part.IsPositive)
            {
                Add(allocations, item.Number, part);
                amount -= part;
            }
        }

        return allocations;
    }

    /// <summary>To each invoice what is given for it.</summary>
    public static IReadOnlyList<Allocation> Exactly(IEnumerable<(Invoice Item, Money Part)> parts)
    {
        var allocations = new List<Allocation>();
        foreach (var (item, part) in parts)
        {
            Add(allocations, item.Number, part);
        }

        return allocations;
    }

    /// <summary>The order in which a bookkeeper settles.</summary>
    public static IEnumerable<Invoice> Order(IEnumerable<Invoice> items) =>
        items.OrderBy(item => item.Due).ThenBy(item => item.Number, StringComparer.Ordinal).ThenBy(item => item.Part);

    private static void Add(List<Allocation> allocations, string number, Money part)
    {
        var known = allocations.FindIndex(other => other.Invoice == number);
        if (known < 0)
        {
            allocations.Add(new Allocation(number, part));
        }
        else
        {
            allocations[known] = allocations[known] with { Amount = allocations[known].Amount + part };
        }
    }
}
