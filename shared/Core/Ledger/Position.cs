using Collections.Core.Policies;

namespace Collections.Core.Ledger;

/// <summary>One open item as collecting sees it on a day.</summary>
/// <param name="Invoice">The invoice, instalment or credit note.</param>
/// <param name="Disputed">The part that stands aside (R4).</param>
/// <param name="OwingFrom">The first day on which it is owing (R1).</param>
/// <param name="IsOwing">True if that day has come.</param>
public readonly record struct PositionLine(Invoice Invoice, Money Disputed, DateOnly OwingFrom, bool IsOwing)
{
    /// <summary>What may be chased: the open balance without its disputed part. Negative for credit.</summary>
    public Money Chased => Invoice.Open - Disputed;
}

/// <summary>What an account owes on a day, net of credits and without what is disputed (R1–R4).</summary>
public sealed class Position
{
    private static readonly Comparison<PositionLine> ByMonthThenNumber = (a, b) =>
    {
        var byDate = a.Invoice.Issued.CompareTo(b.Invoice.Issued);
        var byNumber = byDate != 0 ? byDate : string.CompareOrdinal(a.Invoice.Number, b.Invoice.Number);
        return byNumber != 0 ? byNumber : a.Invoice.Part.CompareTo(b.Invoice.Part);
    };

    private readonly List<PositionLine> _lines;
    private readonly IReadOnlyList<Invoice> _invoices;
    private readonly IReadOnlyList<Dispute> _disputes;
    private readonly Money _unappliedPayments;
    private readonly OwingRule _rule;
    private readonly int _leadDays;

    private Position(
        DateOnly asOf,
        Currency currency,
        IReadOnlyList<Invoice> invoices,
        IReadOnlyList<Dispute> disputes,
        Money unappliedPayments,
        OwingRule rule,
        int leadDays)
    {
        (AsOf, Currency) = (asOf, currency);
        (_invoices, _disputes, _unappliedPayments, _rule, _leadDays) = (invoices, disputes, unappliedPayments, rule, leadDays);
        _lines = OpenLines();
        Sum();
    }

    /// <summary>The day, in the account's time zone.</summary>
    public DateOnly AsOf { get; }

    /// <summary>The account's currency.</summary>
    public Currency Currency { get; }

    /// <summary>Every open item, by date of issue and number.</summary>
    public IReadOnlyList<PositionLine> Lines => _lines;

    /// <summary>Owing before credits: the chased parts of the lines that are owing.</summary>
    public Money GrossOwing { get; private set; }

    /// <summary>Credit notes and payments that nobody has applied to an invoice yet; positive (R3).</summary>
    public Money UnappliedCredit { get; private set; }

    /// <summary>Disputed parts of lines that would otherwise be owing.</summary>
    public Money DisputedOwing { get; private set; }

    /// <summary>Not owing yet, but due within the policy's lead time, before credits (R10).</summary>
    public Money Upcoming { get; private set; }

    /// <summary>Everything open that is not owing yet, the upcoming included.</summary>
    public Money NotYetOwing { get; private set; }

    /// <summary>The due date of the oldest line that is owing; null if none is.</summary>
    public DateOnly? OldestDue { get; private set; }

    /// <summary>The due date of the earliest upcoming line; null if there is none.</summary>
    public DateOnly? NextDue { get; private set; }

    /// <summary>The latest day on which one of the owing lines became owing; null if none is.</summary>
    public DateOnly? LatestOwingFrom { get; private set; }

    /// <summary>The first day on which something more will become owing; null if nothing will.</summary>
    public DateOnly? NextOwingFrom { get; private set; }

    /// <summary>What is owing, net of unapplied credit; never less than nothing (R3).</summary>
    public Money Owing => GrossOwing > UnappliedCredit ? GrossOwing - UnappliedCredit : Money.Zero(Currency);

    /// <summary>Open balances less unapplied credit, disputed and not yet owing included; negative for an account in credit.</summary>
    public Money Balance => GrossOwing + DisputedOwing + NotYetOwing - UnappliedCredit;

    /// <summary>True if something is owing and unapplied credit covers all of it (R3).</summary>
    public bool IsCoveredByCredit => GrossOwing.IsPositive && UnappliedCredit >= GrossOwing;

    /// <summary>What is still open of an invoice, its instalments together; nothing for a number that is not open.</summary>
    public Money OpenOf(string invoice)
    {
        var open = Money.Zero(Currency);
        foreach (var line in _lines)
        {
            if (line.Invoice.Number == invoice)
            {
                open += line.Invoice.Open;
            }
        }

        return open;
    }

    /// <summary>What of an invoice stands aside as disputed, its instalments together (R4).</summary>
    public Money DisputedOf(string invoice)
    {
        var disputed = Money.Zero(Currency);
        foreach (var line in _lines)
        {
            if (line.Invoice.Number == invoice)
            {
                disputed += line.Disputed;
            }
        }

        return disputed;
    }

    /// <summary>What of an invoice is owing, without its disputed part.</summary>
    public Money OwingOf(string invoice)
    {
        var owing = Money.Zero(Currency);
        foreach (var line in _lines)
        {
            if (line.IsOwing && line.Invoice.Number == invoice)
            {
                owing += line.Chased;
            }
        }

        return owing;
    }

    /// <summary>The oldest line that is owing, of those that are not covered: it sets the pace (R42).</summary>
    /// <param name="covered">What the oldest lines are covered by, or may be left of them: it is taken off them in the order of their age.</param>
    /// <param name="apart">The numbers of invoices that are chased apart from the rest, and lead nothing but themselves (R4); null for none.</param>
    /// <returns>Its due date, and the first day on which it was owing; null if all is covered.</returns>
    public (DateOnly Due, DateOnly OwingFrom)? Leader(Money covered, IReadOnlyCollection<string>? apart = null)
    {
        for (var last = DateOnly.MinValue; ;)
        {
            (DateOnly Due, DateOnly OwingFrom)? oldest = null;
            var chased = Money.Zero(Currency);
            foreach (var line in _lines)
            {
                if (line is not { IsOwing: true, Chased.IsPositive: true } || line.OwingFrom <= last || line.OwingFrom > oldest?.OwingFrom
                    || apart?.Contains(line.Invoice.Number) == true)
                {
                    continue;
                }

                chased = line.OwingFrom == oldest?.OwingFrom ? chased + line.Chased : line.Chased;
                oldest = line.OwingFrom == oldest?.OwingFrom && oldest?.Due < line.Invoice.Due ? oldest : (line.Invoice.Due, line.OwingFrom);
            }

            if (oldest is not { } leader || chased > covered)
            {
                return oldest;
            }

            (covered, last) = (covered - chased, leader.OwingFrom);
        }
    }

    /// <summary>What is owing or falls due by a day, before credits, and what of that is disputed (R10).</summary>
    public (Money Chased, Money Disputed) DueBy(DateOnly day)
    {
        var chased = GrossOwing;
        var disputed = DisputedOwing;
        foreach (var line in _lines)
        {
            if (!line.IsOwing && !line.Invoice.IsCredit && line.Invoice.Due <= day)
            {
                chased += line.Chased;
                disputed += line.Disputed;
            }
        }

        return (chased, disputed);
    }

    /// <summary>The position of a day.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="currency">The account's currency, that of every item.</param>
    /// <param name="invoices">The account's items; settled ones are passed over.</param>
    /// <param name="disputes">Its disputes; only the open ones hold anything (R4).</param>
    /// <param name="unappliedPayments">Payments, or parts of them, that settled no invoice; positive.</param>
    /// <param name="rule">When an invoice is owing (R1).</param>
    /// <param name="leadDays">How far ahead an item counts as upcoming, in days (R10).</param>
    public static Position Of(
        DateOnly asOf,
        Currency currency,
        IReadOnlyList<Invoice> invoices,
        IReadOnlyList<Dispute> disputes,
        Money unappliedPayments,
        OwingRule rule,
        int leadDays) => new(asOf, currency, invoices, disputes, unappliedPayments, rule, leadDays);

    /// <summary>The open dispute of an id, or null.</summary>
    internal Dispute? FindDispute(string id)
    {
        for (var i = 0; i < _disputes.Count; i++)
        {
            if (_disputes[i].Id == id && _disputes[i].State == DisputeState.Open)
            {
                return _disputes[i];
            }
        }

        return null;
    }

    /// <summary>The position with one more dispute.</summary>
    internal Position With(Dispute dispute) =>
        new(AsOf, Currency, _invoices, [.. _disputes, dispute], _unappliedPayments, _rule, _leadDays);

    /// <summary>The position without a dispute.</summary>
    internal Position Without(Dispute dispute) =>
        new(AsOf, Currency, _invoices, [.. _disputes.Where(other => other.Id != dispute.Id)], _unappliedPayments, _rule, _leadDays);

    private List<PositionLine> OpenLines()
    {
        var lines = new List<PositionLine>(_invoices.Count);
        var held = HeldByInvoice(_disputes);
        for (var i = 0; i < _invoices.Count; i++)
        {
            var invoice = _invoices[i];
            if (!invoice.Open.IsZero)
            {
                var from = _rule.From(invoice.Issued, invoice.Due);
                lines.Add(new PositionLine(invoice, TakeHeld(held, invoice), from, from <= AsOf));
            }
        }

        lines.Sort(ByMonthThenNumber);
        return lines;
    }

    private static Dictionary<string, Money>? HeldByInvoice(IReadOnlyList<Dispute> disputes)
    {
        Dictionary<string, Money>? held = null;
        for (var i = 0; i < disputes.Count; i++)
        {
            var dispute = disputes[i];
            if (dispute.State == DisputeState.Open)
            {
                held ??= new Dictionary<string, Money>(StringComparer.Ordinal);
                held[dispute.Invoice] = held.TryGetValue(dispute.Invoice, out var more) ? more + dispute.Amount : dispute.Amount;
            }
        }

        return held;
    }

    // A dispute of an invoice in instalments holds the earliest of them first, and never more than is open.
    private static Money TakeHeld(Dictionary<string, Money>? held, Invoice invoice)
    {
        var none = Money.Zero(invoice.Amount.Currency);
        if (held is null || invoice.IsCredit || !held.TryGetValue(invoice.Number, out var amount))
        {
            return none;
        }

        var taken = Money.Min(amount, invoice.Open);
        held[invoice.Number] = amount - taken;
        return taken;
    }

    private void Sum()
    {
        var zero = Money.Zero(Currency);
        (GrossOwing, UnappliedCredit, DisputedOwing, Upcoming, NotYetOwing) = (zero, _unappliedPayments, zero, zero, zero);
        foreach (var line in _lines)
        {
            if (line.Invoice.IsCredit)
            {
                UnappliedCredit -= line.Invoice.Open;
            }
            else if (line.IsOwing)
            {
                GrossOwing += line.Chased;
                DisputedOwing += line.Disputed;
                if (line.Chased.IsPositive)
                {
                    OldestDue = Earlier(OldestDue, line.Invoice.Due);
                    LatestOwingFrom = LatestOwingFrom is { } latest && latest > line.OwingFrom ? latest : line.OwingFrom;
                }
            }
            else
            {
                AddNotYetOwing(line);
            }
        }
    }

    private void AddNotYetOwing(PositionLine line)
    {
        NotYetOwing += line.Invoice.Open;
        NextOwingFrom = Earlier(NextOwingFrom, line.OwingFrom);
        if (_leadDays > 0 && line.Chased.IsPositive && line.Invoice.Due <= AsOf.AddDays(_leadDays))
        {
            Upcoming += line.Chased;
            NextDue = Earlier(NextDue, line.Invoice.Due);
        }
    }

    private static DateOnly Earlier(DateOnly? a, DateOnly b) => a is { } first && first < b ? first : b;
}
