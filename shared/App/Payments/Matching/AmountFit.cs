using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Policies;

namespace Collections.App.Payments.Matching;

/// <summary>How an amount fits what is open.</summary>
internal enum FitKind
{
    /// <summary>To the cent.</summary>
    Exact,

    /// <summary>Within the tolerance, by early payment or rounding.</summary>
    Tolerated,

    /// <summary>To the cent, with credit taken off.</summary>
    Netted,

    /// <summary>To the cent, of some of the invoices.</summary>
    Sum,

    /// <summary>It is less.</summary>
    Part,

    /// <summary>It is more.</summary>
    Over,

    /// <summary>Nothing is open.</summary>
    Nothing,
}

/// <summary>How an amount fits.</summary>
/// <param name="Kind">How.</param>
/// <param name="Allocations">What it settles.</param>
/// <param name="Words">As a clerk reads it.</param>
internal sealed record Fit(FitKind Kind, IReadOnlyList<Allocation> Allocations, string Words)
{
    /// <summary>True if the amount agrees.</summary>
    public bool Agrees => Kind <= FitKind.Sum;
}

/// <summary>Compares a payment's amount with what is open.</summary>
internal sealed class AmountFit(Money amount, DateOnly bookedOn, MatchingRule rule)
{
    // Of very small invoices, a unit of the currency would be half.
    private const decimal MostRounding = 0.1m;

    /// <summary>How it fits the invoices that are named.</summary>
    /// <param name="named">The invoices, at least one.</param>
    /// <param name="namedCredits">The credit notes that are named.</param>
    /// <param name="all">All open items of the account; asked for only where the named ones do not explain the amount.</param>
    public Fit OfNamed(IReadOnlyList<Invoice> named, IReadOnlyList<Invoice> namedCredits, Func<IReadOnlyList<Invoice>> all)
    {
        if (namedCredits.Count == 0 && Whole(named) is { } whole)
        {
            return whole;
        }

        if (Netted(named, namedCredits.Count > 0 ? namedCredits : [.. all().Where(item => item.IsCredit)]) is { } netted)
        {
            return netted;
        }

        var sum = Sum(named);
        if (amount < sum)
        {
            return SomeOf(named, "it settles exactly {0} of them")
                ?? new Fit(FitKind.Part, Spread.OldestFirst(amount, named), $"it pays a part of the {sum} that is open");
        }

        var others = all().Where(item => item.Open.IsPositive && !named.Any(own => own.Number == item.Number)).ToList();
        var rest = amount - sum;
        // Of a few more, nobody would name only one: there it is all, or one that was forgotten.
        if (Chosen(others, rest) is { } more && (more.Count == 1 || more.Count == others.Count))
        {
            return new Fit(FitKind.Sum, Spread.OldestFirst(amount, [.. named, .. more]), $"with {Numbers(more)} it is exactly what is open");
        }

        return new Fit(FitKind.Over, Spread.OldestFirst(amount, named), $"it is {rest} more than the {sum} that is open; the rest is unapplied");
    }

    /// <summary>How it fits an account of which no invoice is named.</summary>
    public Fit OfAccount(IReadOnlyList<Invoice> items)
    {
        var invoices = items.Where(item => item.Open.IsPositive).ToList();
        if (invoices.Count == 0)
        {
            return new Fit(FitKind.Nothing, [], "nothing is open; all of it is unapplied");
        }

        var sum = Sum(invoices);
        if (sum == amount)
        {
            return new Fit(FitKind.Exact, Spread.OldestFirst(amount, invoices), invoices.Count == 1 ? $"the amount is that of {invoices[0].Number}" : "the amount is all that is open");
        }

        var same = invoices.Where(item => item.Open == amount).ToList();
        if (same.Count == 1)
        {
            return new Fit(FitKind.Exact, Spread.OldestFirst(amount, same), $"the amount is that of {same[0].Number}");
        }

        return (same.Count > 1 ? null : OfSeveral(invoices, [.. items.Where(item => item.IsCredit)])) ?? Oldest(invoices, sum);
    }

    /// <summary>How it fits all of these invoices, to the cent or within the tolerance; null if it does not.</summary>
    public Fit? Whole(IReadOnlyList<Invoice> invoices)
    {
        var sum = Sum(invoices);
        var missing = sum - amount;
        if (missing.IsZero)
        {
            return new Fit(FitKind.Exact, Spread.OldestFirst(amount, invoices), "its amount is what is open");
        }

        return Discounted(invoices, missing) ?? Rounded(invoices, sum, missing);
    }

    private Fit? OfSeveral(List<Invoice> invoices, IReadOnlyList<Invoice> credits)
    {
        var due = invoices.Where(item => item.Due <= bookedOn).ToList();
        if (due.Count > 0 && due.Count < invoices.Count && Sum(due) == amount)
        {
            return new Fit(FitKind.Sum, Spread.OldestFirst(amount, due), "the amount is all that is due");
        }

        if (SomeOf(invoices, "the amount is the sum of {0}") is { } some)
        {
            return some;
        }

        if (Netted(invoices, credits) is { } netted)
        {
            return netted;
        }

        if (Whole(invoices) is { } whole)
        {
            return whole;
        }

        return invoices.Select(item => Whole([item])).OfType<Fit>().ToList() is [var only] ? only : null;
    }

    private Fit Oldest(List<Invoice> invoices, Money sum) => amount < sum
        ? new Fit(FitKind.Part, Spread.OldestFirst(amount, invoices), $"it pays a part of the {sum} that is open, oldest first")
        : new Fit(FitKind.Over, Spread.OldestFirst(amount, invoices), $"it is {amount - sum} more than the {sum} that is open; the rest is unapplied");

    // Each invoice that is paid early may lack the discount; what is missing stays open.
    private Fit? Discounted(IReadOnlyList<Invoice> invoices, Money missing)
    {
        var discounts = invoices.Select(item => bookedOn <= item.Issued.AddDays(rule.EarlyDays) ? Money.Min(item.Amount.Times(rule.EarlyDiscount), item.Open) : Money.Zero(amount.Currency)).ToList();
        var full = discounts.Aggregate(Money.Zero(amount.Currency), (sum, discount) => sum + discount);
        if (!missing.IsPositive || missing > full)
        {
            return null;
        }

        var words = $"its amount is what is open less {missing} for early payment, which stays open";
        return new Fit(
            FitKind.Tolerated,
            missing == full ? Spread.Exactly(invoices.Zip(discounts, (item, discount) => (item, item.Open - discount))) : Spread.OldestFirst(amount, invoices),
            words);
    }

    private Fit? Rounded(IReadOnlyList<Invoice> invoices, Money sum, Money missing)
    {
        var most = Math.Min(rule.Rounding * amount.Currency.Scale, sum.Minor * MostRounding);
        return Math.Abs(missing.Minor) > most
            ? null
            : new Fit(
                FitKind.Tolerated,
                Spread.OldestFirst(amount, invoices),
                missing.IsPositive ? $"its amount is what is open but for {missing}, which stays open" : $"its amount is what is open and {-missing} more, which is unapplied");
    }

    // Invoices less all credit, or less one credit note.
    private Fit? Netted(IReadOnlyList<Invoice> invoices, IReadOnlyList<Invoice> credits)
    {
        var missing = Sum(invoices) - amount;
        var isAll = credits.Count > 0 && -Sum(credits) == missing;
        var one = credits.Where(credit => -credit.Open == missing).ToList();
        return isAll || one.Count == 1
            ? new Fit(
                FitKind.Netted,
                Spread.OldestFirst(amount, invoices),
                $"its amount is what is open less the credit of {Numbers(isAll ? credits : one)}; {missing} stays open until that is applied")
            : null;
    }

    private Fit? SomeOf(IReadOnlyList<Invoice> invoices, string words)
    {
        var inOrder = Spread.Order(invoices).ToList();
        if (inOrder.TrueForAll(item => item.Number == inOrder[0].Number) && Instalments(inOrder) is { } first)
        {
            return first;
        }

        return Chosen(inOrder, amount) is { } chosen
            ? new Fit(FitKind.Sum, Spread.OldestFirst(amount, chosen), string.Format(System.Globalization.CultureInfo.InvariantCulture, words, Numbers(chosen)))
            : null;
    }

    // Instalments of one invoice are paid earliest first, however alike they are.
    private Fit? Instalments(List<Invoice> parts)
    {
        var sum = Money.Zero(amount.Currency);
        for (var count = 1; count < parts.Count; count++)
        {
            sum += parts[count - 1].Open;
            if (sum == amount)
            {
                return new Fit(FitKind.Exact, Spread.OldestFirst(amount, parts), $"its amount is that of {(count == 1 ? "the next instalment" : $"the next {count} instalments")}");
            }
        }

        return null;
    }

    private static IReadOnlyList<Invoice>? Chosen(IReadOnlyList<Invoice> invoices, Money target) =>
        SubsetSum.FindOnly([.. invoices.Select(item => item.Open.Minor)], target.Minor) is { } positions ? [.. positions.Select(at => invoices[at])] : null;

    private Money Sum(IEnumerable<Invoice> invoices) => invoices.Aggregate(Money.Zero(amount.Currency), (sum, item) => sum + item.Open);

    private static string Numbers(IEnumerable<Invoice> invoices) => string.Join(", ", invoices.Select(item => item.Number).Distinct(StringComparer.Ordinal));
}
