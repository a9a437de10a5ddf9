using Collections.App.Stores;
using Collections.Core.Ledger;
using Collections.Core.Payments;

namespace Collections.App.Payments.Matching;

/// <summary>Weighs what speaks for an account and what against it.</summary>
internal sealed class Judge(BankEntry entry, Evidence evidence, AmountFit amounts)
{
    private const int FewestTelling = 2;

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
        var agrees = candidate.Payer > PayerLink.None || candidate.Code > CodeLink.None;
        var confidence = candidate.Proof is { } proof ? Proven(candidate, proof, fit)
            : fit.Agrees ? (agrees ? MatchCertainty.NumberAmountAndPayer : NumberAndAmount(candidate, named, fit)) - Less(fit)
            : agrees ? (IsAnothersAmount(candidate, named) ? MatchCertainty.Contested : MatchCertainty.NumberAndPayer)
            : named.Count(invoice => invoice is { IsShort: false, Reading: Reading.Printed or Reading.Filled }) > 1 && !candidate.IsContradicted ? MatchCertainty.SeveralNumbers
            : candidate.IsContradicted ? MatchCertainty.ContradictedNumber
            : fit.Kind == FitKind.Over ? MatchCertainty.NumberBelowAmount
            : named[0].IsDistinct ? MatchCertainty.DistinctNumber
            : MatchCertainty.Number;
        return Make(candidate, fit, confidence, words, hasNumber: true);
    }

    // The amount is to the cent that of an invoice which is not named: one of the two was written wrongly.
    private bool IsAnothersAmount(Candidate candidate, IReadOnlyList<NamedInvoice> named) =>
        candidate.Items.Any(item => item.Open == entry.Amount && !named.Any(invoice => invoice.Number == item.Number));

    private int NumberAndAmount(Candidate candidate, IReadOnlyList<NamedInvoice> named, Fit fit)
    {
        var isAll = named.Sum(invoice => invoice.Items.Sum(item => item.Open.Minor)) >= entry.Amount.Minor || fit.Kind != FitKind.Sum;
        var isShortened = named.All(invoice => invoice.Reading != Reading.Printed && !invoice.LettersAgree);
        return OthersAreNamed(candidate.Account) || !isAll || (isShortened && candidate.IsContradicted) ? MatchCertainty.Contested
            : named.All(invoice => invoice.IsDoubtful) ? MatchCertainty.DoubtfulNumberAndAmount
            : named.All(invoice => invoice.IsShort) ? (named.Any(invoice => invoice.Written.Label == NumberLabel.Invoice || invoice.LettersAgree) ? MatchCertainty.ShortNumberAndAmount : MatchCertainty.DoubtfulNumberAndAmount)
            : named.All(invoice => invoice.Reading == Reading.Printed) ? MatchCertainty.PrintedNumberAndAmount
            : MatchCertainty.FilledNumberAndAmount;
    }

    private static int Proven(Candidate candidate, Proof proof, Fit fit) =>
        proof.Certainty < MatchCertainty.Proven && candidate.IsContradicted && !fit.Agrees ? MatchCertainty.AgainstTheText : proof.Certainty;

    private static int Less(Fit fit) => fit.Kind == FitKind.Exact ? 0 : MatchCertainty.Tolerance;

    // A number is wrong by one slip, or makes sense only within the account, and the amount says which is meant.
    private Hypothesis? BySlip(Candidate candidate, IReadOnlyList<NamedInvoice> named)
    {
        var elsewhere = evidence.Mentions.Where(mention => !mention.IsCode && !mention.Options.Any(option => option.Account == candidate.Account && option.IsOpen)).ToList();
        if (elsewhere.Count == 0)
        {
            return null;
        }

        var own = named.SelectMany(invoice => invoice.Items).Where(item => item.Open.IsPositive).ToList();
        var items = candidate.Items.Where(item => !own.Exists(known => known.Number == item.Number)).ToList();
        var within = Slips.Within(elsewhere, items);
        if (within.Count > 0)
        {
            List<Invoice> all = [.. own, .. within.Select(pair => pair.Item).DistinctBy(item => (item.Number, item.Part))];
            var fit = amounts.OfNamed(all, [], () => candidate.Items);
            var words = $"it names {string.Join(", ", within.Select(pair => $"{pair.Item.Number} (written '{pair.Written.Text}')").Distinct(StringComparer.Ordinal))}";
            return Make(candidate, fit, candidate.Proof?.Certainty ?? (fit.Agrees ? MatchCertainty.NumberAmountAndPayer - Less(fit) : MatchCertainty.SlipAlone), words, hasNumber: true);
        }

        var rest = entry.Amount.Minor - own.Sum(item => item.Open.Minor);
        var near = Slips.Near(elsewhere, items);
        if (near.Where(pair => pair.Item.Open.Minor == rest).ToList() is [var slip])
        {
            var fit = new Fit(FitKind.Exact, Spread.OldestFirst(entry.Amount, [.. own, slip.Item]), "the amount is what is open");
            return Make(candidate, fit, candidate.Proof?.Certainty ?? MatchCertainty.Slip, $"it names {slip.Item.Number} with one slip (written '{slip.Written.Text}')", hasNumber: true);
        }

        return near is [var only] && own.Count == 0 && candidate.Named.Count == 0 && candidate.Proof is null && entry.Amount < only.Item.Open
            && !amounts.OfAccount(candidate.Items).Agrees
            ? Make(
                candidate, amounts.OfNamed([only.Item], [], () => candidate.Items), MatchCertainty.SlipAlone,
                $"it may name {only.Item.Number} with one slip (written '{only.Written.Text}')", hasNumber: false)
            : null;
    }

    private Hypothesis BySettled(Candidate candidate)
    {
        var settled = candidate.Named.First(invoice => !invoice.IsOpen);
        var words = $"it names {settled.Words}, which is settled already";
        var fit = amounts.OfAccount(candidate.Items);
        if (fit.Kind != FitKind.Exact || !candidate.HasIdentity)
        {
            fit = new Fit(FitKind.Nothing, [], "all of it is unapplied: it may be paid twice");
        }

        var confidence = candidate.Proof is { } proof ? proof.Certainty
            : fit.Agrees ? MatchCertainty.Contested
            : candidate.HasIdentity || candidate.Payer > PayerLink.None ? MatchCertainty.CodeAndPayer
            : candidate.IsContradicted ? MatchCertainty.ContradictedNumber
            : MatchCertainty.SettledNumber;
        return Make(candidate, fit, confidence, words, hasNumber: true);
    }

    private Hypothesis? ByAccount(Candidate candidate)
    {
        if (!candidate.HasIdentity && candidate.Payer == PayerLink.None)
        {
            return null;
        }

        var fit = amounts.OfAccount(candidate.Items);
        var confidence = candidate.Proof is { } proof ? Proven(candidate, proof, fit)
            : candidate.Code > CodeLink.None ? ByCode(candidate, fit)
            : ByPayer(candidate, fit);
        if (candidate.Proof is null && candidate.Code == CodeLink.None && !fit.Agrees && HasUnexplained(candidate.Account))
        {
            confidence = Math.Min(confidence, MatchCertainty.Contested);
        }

        if (candidate.Proof is null && OthersAreNamed(candidate.Account))
        {
            confidence = Math.Min(confidence, !fit.Agrees ? MatchCertainty.AgainstTheText : candidate.Payer == PayerLink.KnownNumber ? MatchCertainty.OneOfSeveral : MatchCertainty.Contested);
        }

        return ForUnknownNumber(candidate, fit, ref confidence) ?? Make(candidate, fit, confidence, "", hasNumber: false);
    }

    // The text names an invoice that the ledger lacks. The money waits for it with the account, if that is certain; it does not settle another invoice.
    private Hypothesis? ForUnknownNumber(Candidate candidate, Fit fit, ref int confidence)
    {
        if (evidence.Unknown.FirstOrDefault() is not { } unknown)
        {
            return null;
        }

        if (!fit.Agrees && (candidate.Proof is not null || (candidate.Payer == PayerLink.KnownNumber && candidate.IsOnlyPayer)))
        {
            var waiting = new Fit(FitKind.Nothing, [], $"it names {unknown.Written.Text}, which the ledger does not have: all of it is unapplied until that comes");
            return Make(candidate, waiting, candidate.Proof is null ? MatchCertainty.KnownNumber : confidence, "", hasNumber: false);
        }

        if (candidate.Proof is null)
        {
            // Next month's invoice may be of the same amount as this month's.
            confidence = Math.Min(confidence, MatchCertainty.Contested);
        }

        return null;
    }

    private static int ByCode(Candidate candidate, Fit fit) => (candidate.Payer > PayerLink.LikeName, fit.Kind, candidate.Code) switch
    {
        (true, _, > CodeLink.Word) => MatchCertainty.CodeAndPayer,
        (_, FitKind.Exact, > CodeLink.Word) => MatchCertainty.CodeAndAmount,
        (_, FitKind.Tolerated or FitKind.Netted or FitKind.Sum, > CodeLink.Word) => MatchCertainty.CodeAndSum,
        (_, FitKind.Exact, _) => MatchCertainty.NameAndAmount,
        (_, FitKind.Tolerated or FitKind.Netted or FitKind.Sum, _) => MatchCertainty.NameAndSum,
        _ => MatchCertainty.Code,
    };

    private static int ByPayer(Candidate candidate, Fit fit) => (candidate.IsOnlyPayer, candidate.Payer, fit.Kind) switch
    {
        (true, PayerLink.KnownNumber, FitKind.Exact) => MatchCertainty.KnownNumberAndAmount,
        (true, PayerLink.KnownNumber, <= FitKind.Sum) => MatchCertainty.KnownNumberAndSum,
        (true, PayerLink.KnownNumber, _) => MatchCertainty.KnownNumber,
        (true, PayerLink.KnownName, FitKind.Exact) => MatchCertainty.KnownNameAndAmount,
        (true, PayerLink.KnownName, <= FitKind.Sum) => MatchCertainty.KnownNameAndSum,
        (true, PayerLink.KnownName, _) => MatchCertainty.KnownName,
        (true, PayerLink.Name, FitKind.Exact) => MatchCertainty.NameAndAmount,
        (true, PayerLink.Name, <= FitKind.Sum) => MatchCertainty.NameAndSum,
        (true, PayerLink.Name, _) => MatchCertainty.Name,
        (true, _, <= FitKind.Sum) => MatchCertainty.LikeNameAndAmount,
        (false, PayerLink.KnownNumber, FitKind.Exact) => MatchCertainty.OneOfSeveral,
        (false, > PayerLink.LikeName, FitKind.Exact) => IsRound(fit) ? MatchCertainty.OneOfSeveralByName : MatchCertainty.OneOfSeveral,
        (false, > PayerLink.LikeName, _) => MatchCertainty.AnyOfSeveral,
        _ => MatchCertainty.LikeName,
    };

    // Several customers may owe the same round amount; no two owe the same to the cent.
    private static bool IsRound(Fit fit) => fit.Allocations.Sum(part => part.Amount.Amount) % 5 == 0;

    // Digits that name nothing of the account: money on account is not spent on what is oldest before somebody has read them.
    private bool HasUnexplained(string account) => evidence.Mentions.Any(mention =>
        !mention.Written.IsDoubtful && mention.Written.Label != NumberLabel.Foreign && mention.Written.Digits.Length >= FewestTelling && mention.Options.All(option => option.Account != account));

    // An open invoice of another account, named so that hardly anything else can be meant.
    private bool OthersAreNamed(string account) => evidence.Mentions.Any(mention =>
        mention.Options.Count > 0
        && mention.Options.All(option => option.Account != account)
        && mention.Options.Any(option => option.IsOpen && option is { IsShort: false, IsDoubtful: false } && (option.LettersAgree || option.Reading == Reading.Printed || option.Written.Label == NumberLabel.Invoice)));

    private static Hypothesis Make(Candidate candidate, Fit fit, int confidence, string number, bool hasNumber)
    {
        var reasons = new List<string>();
        if (candidate.Proof is { } proof)
        {
            reasons.Add(proof.Why);
        }

        if (number.Length > 0 && candidate.Proof?.Invoice is null)
        {
            reasons.Add(number);
        }

        if (candidate.Code != CodeLink.None)
        {
            reasons.Add($"it names account {candidate.Account}");
        }

        if (PayerWords(candidate) is { Length: > 0 } payer)
        {
            reasons.Add(payer);
        }

        var weight = (candidate.Proof is null ? 0 : Hypothesis.ProvenWeight) + (hasNumber ? 1 : 0) + (candidate.Code > CodeLink.None ? 1 : 0)
            + (candidate.Payer > PayerLink.LikeName ? 1 : 0) + (fit.Agrees ? 1 : 0);
        return new Hypothesis(candidate.Account, fit.Allocations, confidence, weight, $"{string.Join(" and ", reasons)}; {fit.Words}");
    }

    private static string PayerWords(Candidate candidate) => candidate.Payer switch
    {
        PayerLink.KnownNumber => $"the payer's account number paid for {candidate.Account} before",
        PayerLink.KnownName => $"the payer's name paid for {candidate.Account} before",
        PayerLink.Name => $"the payer is called as account {candidate.Account} is",
        PayerLink.LikeName => $"the payer is called nearly as account {candidate.Account} is",
        _ when candidate.IsContradicted => "the payer is known for another account",
        _ => "",
    };
}
