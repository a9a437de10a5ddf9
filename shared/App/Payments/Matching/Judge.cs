using Collections.Core.Ledger;
using Collections.Core.Payments;
using Collections.Core.Remittances;

namespace Collections.App.Payments.Matching;

/// <summary>Weighs what speaks for an account and what against it.</summary>
internal sealed class Judge(BankEntry entry, Evidence evidence, AmountFit amounts)
{
    private readonly Certainty _certainty = new(entry, evidence);

    /// <summary>What the payment would be if it were this account's; null if nothing speaks for that.</summary>
    public Hypothesis? Of(Candidate candidate)
    {
        var strong = candidate.Named.Where(invoice => invoice.IsOpen && !invoice.IsShort && !invoice.IsDoubtful).ToList();
        var likely = candidate.Named.Where(invoice => invoice.IsOpen && !invoice.IsDoubtful).ToList();
        var open = candidate.Named.Where(invoice => invoice.IsOpen).ToList();
        foreach (var named in new[] { likely, strong, open })
        {
            if (named.Count > 0 && OfNamed(candidate, named) is { } fit && fit.Agrees)
            {
                return ByNumber(candidate, named, fit);
            }
        }

        if (candidate.HasIdentity && BySlip(candidate, likely) is { } slip)
        {
            return slip;
        }

        var clear = candidate.HasIdentity ? likely : strong;
        return clear.Count > 0 && OfNamed(candidate, clear) is { } rest ? ByNumber(candidate, clear, rest)
            : candidate.Named.Any(invoice => !invoice.IsOpen && !invoice.IsShort && !invoice.IsDoubtful) ? BySettled(candidate)
            : ByAccount(candidate);
    }

    private Fit? OfNamed(Candidate candidate, IReadOnlyList<NamedInvoice> named)
    {
        var items = named.SelectMany(invoice => invoice.Items).ToList();
        var invoices = items.Where(item => item.Open.IsPositive).ToList();
        return invoices.Count == 0 ? null : amounts.OfNamed(invoices, [.. items.Where(item => item.IsCredit)], () => candidate.Items);
    }

    private Hypothesis ByNumber(Candidate candidate, IReadOnlyList<NamedInvoice> named, Fit fit)
    {
        var words = $"it names {string.Join(", ", named.Select(invoice => invoice.Words))}";
        return Hypothesis.Of(candidate, fit, _certainty.OfNumber(candidate, named, fit), words, hasNumber: true);
    }

    // A number makes sense only within the account, or is wrong by one slip, and the amount says which is meant.
    private Hypothesis? BySlip(Candidate candidate, IReadOnlyList<NamedInvoice> named)
    {
        var elsewhere = evidence.Mentions
            .Where(mention => !mention.IsCode && !mention.Options.Any(option => option.Account == candidate.Account && option.IsOpen)).ToList();
        if (elsewhere.Count == 0)
        {
            return null;
        }

        var own = named.SelectMany(invoice => invoice.Items).Where(item => item.Open.IsPositive).ToList();
        var items = candidate.Items.Where(item => !own.Exists(known => known.Number == item.Number)).ToList();
        return Within(candidate, own, Slips.Within(elsewhere, items, entry.Reference)) ?? Near(candidate, own, Slips.Near(elsewhere, items));
    }

    private Hypothesis? Within(Candidate candidate, List<Invoice> own, List<(Invoice Item, WrittenNumber Written)> within)
    {
        if (within.Count == 0)
        {
            return null;
        }

        var fit = amounts.OfNamed([.. own, .. within.Select(pair => pair.Item).DistinctBy(item => (item.Number, item.Part))], [], () => candidate.Items);
        var numbers = within.Select(pair => $"{pair.Item.Number} (written '{pair.Written.Text}')").Distinct(StringComparer.Ordinal);
        return Hypothesis.Of(candidate, fit, Certainty.OfNumberWithin(candidate, fit), $"it names {string.Join(", ", numbers)}", hasNumber: true);
    }

    private Hypothesis? Near(Candidate candidate, List<Invoice> own, List<(Invoice Item, WrittenNumber Written)> near)
    {
        var rest = entry.Amount.Minor - own.Sum(item => item.Open.Minor);
        if (near.Where(pair => pair.Item.Open.Minor == rest).ToList() is [var slip])
        {
            var fit = new Fit(FitKind.Exact, Spread.OldestFirst(entry.Amount, [.. own, slip.Item]), "the amount is what is open");
            return Hypothesis.Of(
                candidate, fit, candidate.Proof?.Certainty ?? (MayBeLater(slip) ? MatchCertainty.Contested : MatchCertainty.Slip), $"it names {slip.Item.Number} with one slip (written '{slip.Written.Text}')", hasNumber: true);
        }

        var isAlone = candidate.Named.Count == 0 && candidate.Proof is null && !amounts.OfAccount(candidate.Items).Agrees;
        return near is [var only] && isAlone && entry.Amount < only.Item.Open
            ? Hypothesis.Of(
                candidate, amounts.OfNamed([only.Item], [], () => candidate.Items), MatchCertainty.SlipAlone,
                $"it may name {only.Item.Number} with one slip (written '{only.Written.Text}')", hasNumber: false)
            : null;
    }

    // Next month's invoice, which the ledger does not have yet, may be one digit and no cent away from this month's.
    private bool MayBeLater((Invoice Item, WrittenNumber Written) slip) =>
        evidence.Unknown.Any(mention => ReferenceEquals(mention.Written, slip.Written)) && NearNumber.IsLaterByOneDigit(slip.Written.Digits, Slips.Digits(slip.Item.Number));

    private Hypothesis BySettled(Candidate candidate)
    {
        var settled = candidate.Named.First(invoice => !invoice.IsOpen);
        var words = $"it names {settled.Words}, which is settled already";
        var fit = amounts.OfAccount(candidate.Items);
        if (fit.Kind != FitKind.Exact || !candidate.HasIdentity)
        {
            fit = new Fit(FitKind.Nothing, [], "all of it is unapplied: it may be paid twice");
        }

        return Hypothesis.Of(candidate, fit, Certainty.OfSettledNumber(candidate, fit), words, hasNumber: true);
    }

    private Hypothesis? ByAccount(Candidate candidate)
    {
        if (!candidate.HasIdentity && candidate.Payer == PayerLink.None)
        {
            return null;
        }

        var fit = amounts.OfAccount(candidate.Items);
        return ForUnknownNumber(candidate, fit) ?? Hypothesis.Of(candidate, fit, _certainty.OfAccount(candidate, fit), "", hasNumber: false);
    }

    // The text names an invoice that the ledger lacks. The money waits for it with the account, if that is certain; it does not settle another invoice.
    private Hypothesis? ForUnknownNumber(Candidate candidate, Fit fit)
    {
        var isCertain = candidate.Proof is not null || (candidate.Payer == PayerLink.KnownNumber && candidate.IsOnlyPayer);
        if (fit.Agrees || !isCertain || evidence.Unknown.FirstOrDefault() is not { } unknown)
        {
            return null;
        }

        var waiting = new Fit(FitKind.Nothing, [], $"it names {unknown.Written.Text}, which the ledger does not have: all of it is unapplied until that comes");
        return Hypothesis.Of(candidate, waiting, candidate.Proof?.Certainty ?? MatchCertainty.KnownNumber, "", hasNumber: false);
    }
}
